"""Days as people write them: `28 February 2019`, or `2019-02-28`."""

from __future__ import annotations

import re
from datetime import date

from boardpack.load.timetable import WEEKDAYS
from boardpack.model.period import MONTHS

_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_WORDS = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)? ([a-z]+)[.,]? ([0-9]{4})", re.ASCII)
_NUMBERS = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]((?:[0-9]{2})?[0-9]{2})", re.ASCII)
_WEEKDAY = re.compile(r"([a-z]{3,9})[.,]? (?=[0-9])", re.ASCII)
_BEGINNING = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)? ([a-z]+)", re.ASCII)
_SHORTEST_NAME = 3
_LAST_OF_OURS = 69
"""The last year in two figures that is taken for one of this century."""
_EXAMPLE = "write it as 28 February 2019"


def read_day(text: str) -> tuple[date | None, str]:
    """Return the day that a text names, or None and what is wrong with it.

    A month is named by its name or the first letters of it, at least three. A day that is all
    numbers is read in one order only: others read `03/04/19` otherwise. The day of the week may
    stand before it, and has to be the right one.
    """
    words, names = _part_weekday(text)
    day, fault = _read_words(words)
    if fault:
        return None, f"'{text[:40]}' {fault}"
    weekday = WEEKDAYS[day.weekday()] if day else ""
    if names and weekday not in names:
        return None, f"'{text[:40]}' is a {weekday.capitalize()}; one of the two is wrong"
    return day, ""


def begins_with_day(text: str) -> bool:
    """Return whether a text begins as a day does, if only as one that cannot be read."""
    words, _ = _part_weekday(text)
    named = _BEGINNING.match(words)
    return bool(_ISO.match(words) or _NUMBERS.match(words) or (named and _find_month(named[2])))


def _part_weekday(text: str) -> tuple[str, list[str]]:
    """Return a text in small letters without the day of the week, and which that may be."""
    words = " ".join(text.casefold().split()).rstrip(".")
    match = _WEEKDAY.match(words)
    names = [name for name in WEEKDAYS if match and name.startswith(match[1])]
    return words[match.end() :] if match and names else words, names


def _read_words(words: str) -> tuple[date | None, str]:
    try:
        if _ISO.fullmatch(words):
            return date.fromisoformat(words), ""
        match = _WORDS.fullmatch(words)
        month = _find_month(match[2]) if match else 0
        if match and month:
            return date(int(match[3]), month, int(match[1])), ""
        return None, f"is no day; {_suggest_words(words)}"
    except ValueError:
        return None, "is a day that does not exist"


def _suggest_words(words: str) -> str:
    """Return how a day in numbers is written, where only one can be meant; else an example.

    Raises ValueError where there is no such day.
    """
    match = _NUMBERS.fullmatch(words)
    if match is None:
        return _EXAMPLE
    day, month, year = int(match[1]), int(match[2]), int(match[3])
    if month > len(MONTHS) >= day:
        day, month = month, day
    if len(match[3]) <= len("27"):
        if year > _LAST_OF_OURS:
            return f"{_EXAMPLE}, with the year in four figures"
        year += 2000
    date(year, month, day)
    if day <= len(MONTHS):
        return f"{_EXAMPLE}, with the month in words"
    return f"write it as {day} {MONTHS[month - 1]} {year}"


def _find_month(name: str) -> int:
    """Return the number of a month, or 0 for what is no month's name."""
    numbers = [
        number
        for number, month in enumerate(MONTHS, start=1)
        if month.casefold().startswith(name) and len(name) >= _SHORTEST_NAME
    ]
    return numbers[0] if len(numbers) == 1 else 0
