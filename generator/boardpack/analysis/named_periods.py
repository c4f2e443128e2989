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
    # Backwards, so that Sept is tried before Sep.
    rf"|\b({'|'.join(sorted(_SHORT, reverse=True))})\.? ['\u2019]?((?:19|20)?\d\d)\b"
    r"|\b[Mm]onth (1[0-2]|[1-9])\b"
    r"|\b[Ww]eek ([1-5]?[0-9])\b"
)
_ALSO_WORDS = ("March", "May")
_BEFORE_A_MONTH = re.compile(r"\b(?:in|for|of|during|early|late)\s+$", re.IGNORECASE)
_BESIDE_THE_POINT = re.compile(
    r"\b(?:by|until|till|before|after|since|from|to|than|with|against)\s+$", re.IGNORECASE
)


class NamedPeriod(NamedTuple):
    """A month (1 to 12) with its year if given, a month of the financial year, or a week."""

    words: str
    month: int = 0
    year: int = 0
    financial: int = 0
    week: int = 0


def find_wrong_period(title: str, periods: Sequence[Period]) -> str:
    """Return the month or week that a heading names instead of one of the periods, or nothing.

    A heading that also names the right one compares the two, and dates such as `by January` are
    deadlines: neither is a slip.
    """
    named_periods = list(_find_named_periods(title, periods[0].cadence))
    if any(
        _is_same_period(named_period, period)
        for named_period in named_periods
        for period in periods
    ):
        return ""
    return named_periods[0].words if named_periods else ""


def to_financial_month(month: int) -> int:
    """Return the number of a calendar month in the NHS's financial year: April is 1."""
    return (month - _FIRST_MONTH) % 12 + 1


def format_period(period: Period) -> str:
    """Return `November 2018 (Month 8)`, or a week's title."""
    if period.cadence is Cadence.WEEKLY:
        return period.title
    return f"{period.title} (Month {to_financial_month(period.start.month)})"


def _find_named_periods(title: str, cadence: Cadence) -> Iterator[NamedPeriod]:
    for match in _NAMED.finditer(title):
        full, year, short, short_year, financial, week = match.groups()
        preceding = title[: match.start()]
        if _BESIDE_THE_POINT.search(preceding) or (full and _is_a_word(match, preceding)):
            continue
        if full or short:
            month = _NAMES[full] if full else _SHORT[short]
            given_year = int(year or short_year or 0)
            yield NamedPeriod(
                match[0], month=month, year=given_year + (2000 if 0 < given_year < 100 else 0)
            )
        elif financial and cadence.of_editions is Cadence.MONTHLY:
            yield NamedPeriod(match[0], financial=int(financial))
        elif week and cadence is Cadence.WEEKLY:
            yield NamedPeriod(match[0], week=int(week))


def _is_a_word(match: re.Match[str], preceding: str) -> bool:
    """Return whether March or May is more likely the verb."""
    is_at_end = match.end() == len(match.string)
    is_dated = match[2] or is_at_end or _BEFORE_A_MONTH.search(preceding)
    return match[1] in _ALSO_WORDS and not is_dated


def _is_same_period(named_period: NamedPeriod, period: Period) -> bool:
    if named_period.week:
        return period.id.endswith(f"-W{named_period.week:02d}")
    # Packs call April Month 1, as NHS finance does.
    if named_period.financial:
        return to_financial_month(period.start.month) == named_period.financial
    # A week may lie in two months, and a quarter has three; all of them are right.
    return any(
        month == named_period.month and named_period.year in (0, year)
        for year, month in _list_months(period)
    )


def _list_months(period: Period) -> list[tuple[int, int]]:
    first, last = (day.year * 12 + day.month - 1 for day in (period.start, period.end))
    return [(month // 12, month % 12 + 1) for month in range(first, last + 1)]
