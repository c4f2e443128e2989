"""Texts that must say something: a reason has words.

Somebody who must give a reason and has none types `-`, `1`, `tbc` or `yes`; a reader and a director
would then be told that there is one.
"""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

_WORD = re.compile(r"[^\W\d_]{2,}")


def says_why(text: str) -> bool:
    """Return whether a text can be a reason: two different words at least."""
    return len(set(_WORD.findall(text.casefold()))) > 1


def _require_reason(text: str) -> str:
    if not says_why(text):
        raise ValueError("must give the reason in words, such as 'No clinic was held this month'")
    return text


Reason = Annotated[str, AfterValidator(_require_reason)]
"""Why something is as it is, in words that readers see."""
