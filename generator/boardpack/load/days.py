"""Days as people write them: `28 February 2019`, or `2019-02-28`."""

from __future__ import annotations

import re
from datetime import date

from boardpack.model.period import MONTHS

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_WORDS = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)? ([a-z]+)[.,]? ([0-9]{4})", re.ASCII)
_SHORTEST_NAME = 3


def read_day(text: str) -> tuple[date | None, str]:
    """Return the day that a text names, or None and what is wrong with it.

    A month is named by its name or the first letters of it, at least three. A day that is all
    numbers is read in one order only: others read `03/04/19` otherwise.
    """
    words = " ".join(text.casefold().split()).rstrip(".")
    try:
        if _ISO.fullmatch(words):
            return date.fromisoformat(words), ""
        match = _WORDS.fullmatch(words)
        month = _find_month(match[2]) if match else 0
        if match and month:
            return date(int(match[3]), month, int(match[1])), ""
    except ValueError:
        return None, f"'{text[:40]}' is a day that does not exist"
    return None, f"'{text[:40]}' is no day; write it as 28 February 2019"


def _find_month(name: str) -> int:
    """Return the number of a month, or 0 for what is no month's name."""
    numbers = [
        number
        for number, month in enumerate(MONTHS, start=1)
        if month.casefold().startswith(name) and len(name) >= _SHORTEST_NAME
    ]
    return numbers[0] if len(numbers) == 1 else 0
