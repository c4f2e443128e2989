"""Months and weeks that a heading names: `October 2018`, `Month 6` of the year, `Week 12`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from boardpack.model.period import MONTHS, Cadence, Period

_FIRST_MONTH = 4
_NAMES = {**{name: n for n, name in enumerate(MONTHS, 1)}, "Sept": 9}
_SHORT = {**{name[:3]: n for n, name in enumerate(MONTHS, 1)}, "Sept": 9}
_NAMED = re.compile(
    rf"\b({'|'.join(MONTHS)})\b(?:,? ((?:19|20)\d\d)\b)?"
    rf"|\b({'|'.join(sorted(_SHORT, reverse=True))})\.? ['\u2019]?((?:19|20)?\d\d)\b"
    r"|\b[Mm]onth (1[0-2]|[1-9])\b"
    r"|\b[Ww]eek ([1-5]?[0-9])\b"
)
_ALSO_WORDS = ("March", "May")
_BEFORE_A_MONTH = re.compile(r"\b(?:in|for|of|during|early|late)\s+$", re.IGNORECASE)
_BESIDE_THE_POINT = re.compile(
    r"\b(?:by|until|till|before|after|since|from|to|than|with|against)\s+$", re.IGNORECASE
)


class Named(NamedTuple):
    """A month (1 to 12) with its year if given, a month of the financial year, or a week."""

    words: str
    month: int = 0
    year: int = 0
    financial: int = 0
    week: int = 0


def names_another(title: str, periods: Sequence[Period]) -> str:
    """Return the month or week that a heading names instead of one of the periods, or nothing.

    A heading that also names the right one compares the two, and dates such as `by January` are
    deadlines: neither is a slip.
    """
    named = list(_named(title, periods[0].cadence))
    if any(_is(one, period) for one in named for period in periods):
        return ""
    return named[0].words if named else ""


def financial_month(month: int) -> int:
    """Return the number of a calendar month in the NHS's financial year: April is 1."""
    return (month - _FIRST_MONTH) % 12 + 1


def spoken(period: Period) -> str:
    """Return `November 2018 (Month 8)`, or a week's title."""
    if period.cadence is Cadence.WEEKLY:
        return period.title
    return f"{period.title} (Month {financial_month(period.start.month)})"


def _named(title: str, cadence: Cadence) -> Iterator[Named]:
    for match in _NAMED.finditer(title):
        full, year, short, short_year, financial, week = match.groups()
        before = title[: match.start()]
        if _BESIDE_THE_POINT.search(before) or (full and _is_a_word(match, before)):
            continue
        if full or short:
            month = _NAMES[full] if full else _SHORT[short]
            given = int(year or short_year or 0)
            yield Named(match[0], month=month, year=given + (2000 if 0 < given < 100 else 0))
        elif financial and cadence is Cadence.MONTHLY:
            yield Named(match[0], financial=int(financial))
        elif week and cadence is Cadence.WEEKLY:
            yield Named(match[0], week=int(week))


def _is_a_word(match: re.Match[str], before: str) -> bool:
    """Return whether March or May is more likely the verb."""
    ends = match.end() == len(match.string)
    is_dated = match[2] or ends or _BEFORE_A_MONTH.search(before)
    return match[1] in _ALSO_WORDS and not is_dated


def _is(named: Named, period: Period) -> bool:
    if named.week:
        return period.id.endswith(f"-W{named.week:02d}")
    if named.financial:
        return financial_month(period.start.month) == named.financial
    return any(
        day.month == named.month and named.year in (0, day.year)
        for day in (period.start, period.end)
    )
