"""Days as people write them: `28 February 2019`, or `2019-02-28`."""

from __future__ import annotations

import re
from datetime import date

from boardpack.model.period import MONTHS

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_WORDS = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)? ([a-z]+)[.,]? ([0-9]{4})", re.ASCII)
_NUMBERS = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]((?:[0-9]{2})?[0-9]{2})", re.ASCII)
_WEEKDAY = re.compile(r"([a-z]{3,9})[.,]? (?=[0-9])", re.ASCII)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHORTEST_NAME = 3


def read_day(text: str) -> tuple[date | None, str]:
    """Return the day that a text names, or None and what is wrong with it.

    A month is named by its name or the first letters of it, at least three. A day that is all
    numbers is read in one order only: others read `03/04/19` otherwise. The day of the week may
    stand before it, and has to be the right one.
    """
    words = " ".join(text.casefold().split()).rstrip(".")
    weekday = _WEEKDAY.match(words)
    names = [name for name in _WEEKDAYS if weekday and name.casefold().startswith(weekday[1])]
    if weekday and names:
        day, fault = read_day(words[weekday.end() :])
        if day and _WEEKDAYS[day.weekday()] not in names:
            return None, f"'{text[:40]}' is a {_WEEKDAYS[day.weekday()]}; one of the two is wrong"
        return day, fault
    try:
        if _ISO.fullmatch(words):
            return date.fromisoformat(words), ""
        match = _WORDS.fullmatch(words)
        month = _find_month(match[2]) if match else 0
        if match and month:
            return date(int(match[3]), month, int(match[1])), ""
    except ValueError:
        return None, f"'{text[:40]}' is a day that does not exist"
    return None, f"'{text[:40]}' is no day; write it as {_write_in_words(words)}"


def _write_in_words(words: str) -> str:
    """Return how a day in numbers is written, where only one can be meant; else an example."""
    match = _NUMBERS.fullmatch(words)
    if match is None:
        return "28 February 2019"
    day, month, year = int(match[1]), int(match[2]), int(match[3])
    if month > len(MONTHS) >= day:
        day, month = month, day
    if not (1 <= month <= len(MONTHS) < day):
        return "28 February 2019, with the month in words"
    return f"{day} {MONTHS[month - 1]} {year if len(match[3]) > len('27') else 2000 + year}"


def _find_month(name: str) -> int:
    """Return the number of a month, or 0 for what is no month's name."""
    numbers = [
        number
        for number, month in enumerate(MONTHS, start=1)
        if month.casefold().startswith(name) and len(name) >= _SHORTEST_NAME
    ]
    return numbers[0] if len(numbers) == 1 else 0
