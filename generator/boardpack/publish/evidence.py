"""`evidence.json`: the answers of a forge that a publication rests on, word for word."""

from __future__ import annotations

import json
from collections.abc import Mapping

EVIDENCE = "evidence.json"


def format_evidence_file(responses: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the file of a version that keeps responses by path and query; none without any."""
    if not responses:
        return {}
    bodies = {path: body.decode("utf-8") for path, body in responses.items()}
    text = json.dumps(bodies, indent=1, sort_keys=True, ensure_ascii=False)
    return {EVIDENCE: f"{text}\n".encode()}


def parse_evidence_file(data: bytes) -> dict[str, bytes]:
    """Return the responses that a file keeps; ValueError when it is none of ours."""
    try:
        bodies = json.loads(data)
    except RecursionError:
        raise ValueError("it does not keep a forge's answers") from None
    if not isinstance(bodies, dict) or not all(isinstance(body, str) for body in bodies.values()):
        raise ValueError("it does not keep a forge's answers")
    return {path: body.encode("utf-8") for path, body in bodies.items()}
