"""`evidence.json`: the answers of a forge that a publication rests on, word for word."""

from __future__ import annotations

import json
from collections.abc import Mapping

EVIDENCE = "evidence.json"


def evidence(responses: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the file of a version that keeps responses by path and query; none without any."""
    if not responses:
        return {}
    kept = {path: body.decode("utf-8") for path, body in responses.items()}
    text = json.dumps(kept, indent=1, sort_keys=True, ensure_ascii=False)
    return {EVIDENCE: f"{text}\n".encode()}


def responses(data: bytes) -> dict[str, bytes]:
    """Return the responses that a file keeps; ValueError when it is none of ours."""
    kept = json.loads(data)
    if not isinstance(kept, dict) or not all(isinstance(one, str) for one in kept.values()):
        raise ValueError("it does not keep a forge's answers")
    return {path: body.encode("utf-8") for path, body in kept.items()}
