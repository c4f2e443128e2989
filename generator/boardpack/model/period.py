"""Periods: a month (`2018-11`), an ISO week (`2018-W50`), a quarter, a year, a day of meeting.

Quarters and years are called by their last month, as most sources print them; which of them an id
means is said by the cadence of what it stands in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Literal

_MONTH = re.compile(r"((?:19|20|21)[0-9]{2})-(0[1-9]|1[0-2])")
_DAY = re.compile(r"(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}", re.ASCII)
_WEEK = re.compile(r"((?:19|20|21)[0-9]{2})-W(0[1-9]|[1-4][0-9]|5[0-3])")

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


class Cadence(StrEnum):
    """How often an edition of a pack, or a row of a series, appears."""

    MONTHLY = "monthly"
    WEEKLY = "weekly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    MEETING = "meeting"

    @property
    def of_editions(self) -> Literal[Cadence.MONTHLY, Cadence.WEEKLY]:
        """The cadence of the packs that show it, and of the names of its files.

        A meeting is shown what is counted by the month.
        """
        return Cadence.WEEKLY if self is Cadence.WEEKLY else Cadence.MONTHLY

    @property
    def units(self) -> str:
        """What several periods are called: `months`."""
        return _UNITS[self]

    @property
    def example(self) -> str:
        """The id of a period of the packs that appear so, as an example of how it is written."""
        return _EXAMPLES.get(self, "2018-11")


_EXAMPLES = {Cadence.WEEKLY: "2018-W50", Cadence.MEETING: "2018-12-19"}
_UNITS = {
    Cadence.MONTHLY: "months",
    Cadence.WEEKLY: "weeks",
    Cadence.QUARTERLY: "quarters",
    Cadence.YEARLY: "years",
    Cadence.MEETING: "meetings",
}
_PERIODS_A_YEAR = {
    Cadence.MONTHLY: 12,
    # Whole weeks, so that the same days of the week are compared.
    Cadence.WEEKLY: 52,
    Cadence.QUARTERLY: 4,
    Cadence.YEARLY: 1,
    # What a meeting is shown is monthly.
    Cadence.MEETING: 12,
}
MONTHS_A_YEAR = 12
MARCH = 3


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """One month, ISO week, quarter or year. Ids of one cadence sort as text in order of time."""

    id: str
    cadence: Cadence
    start: date
    end: date

    @property
    def title(self) -> str:
        """`November 2018`, `Week 50, 10 to 16 December 2018`, `Q2 2018-19, July to September 2018`.

        For headings and tables, where a reader may not know when the period was.
        """
        match self.cadence:
            case Cadence.MONTHLY:
                return self.name
            case Cadence.WEEKLY:
                return f"Week {int(self.id[-2:])}, {_format_span(self.start, self.end)}"
            case Cadence.QUARTERLY | Cadence.YEARLY:
                return f"{self.short}, {_format_months(self.start, self.end)}"
            case Cadence.MEETING:
                return format_day(self.start)

    @property
    def name(self) -> str:
        """`November 2018`, `week 50 of 2018`, `Q2 2018-19` or `2018-19`: within a sentence."""
        match self.cadence:
            case Cadence.MONTHLY:
                return f"{MONTHS[self.start.month - 1]} {self.start.year}"
            case Cadence.WEEKLY:
                return f"week {int(self.id[-2:])} of {self.id[:4]}"
            case Cadence.QUARTERLY | Cadence.YEARLY:
                return self.short
            case Cadence.MEETING:
                return format_day(self.start)

    @property
    def short(self) -> str:
        """`Nov 18`, `W50`, `Q2 2018-19` or `2018-19`: for axes and columns."""
        return _shorten_name(self)

    def step_back(self, steps: int = 1) -> Period:
        """Return the period `steps` earlier (negative: later).

        A meeting knows of no other: its steps are months, beginning with its own.
        """
        if self.cadence is Cadence.WEEKLY:
            return find_week(self.start - timedelta(weeks=steps))
        length = MONTHS_A_YEAR // _PERIODS_A_YEAR[self.cadence]
        months = self.end.year * MONTHS_A_YEAR + self.end.month - 1 - steps * length
        last_month = _build_month(months // MONTHS_A_YEAR, months % MONTHS_A_YEAR + 1)
        return (
            last_month if self.cadence is Cadence.MEETING else _end_with(last_month, self.cadence)
        )

    @property
    def year_ago(self) -> Period:
        """The same period of the year before, or the week 52 weeks before."""
        return self.step_back(_PERIODS_A_YEAR[self.cadence])

    def list_window(self, length: int) -> tuple[Period, ...]:
        """Return the `length` periods that end with this one, oldest first."""
        return _list_window(self, length)


# All services are shown the same one.
@lru_cache(maxsize=256)
def _list_window(last: Period, length: int) -> tuple[Period, ...]:
    return tuple(last.step_back(steps) for steps in range(length - 1, -1, -1))


# Every point of every chart holds one.
@lru_cache(maxsize=4096)
def _shorten_name(period: Period) -> str:
    start, end = period.start, period.end
    match period.cadence:
        case Cadence.MONTHLY:
            return f"{MONTHS[start.month - 1][:3]} {start.year % 100:02d}"
        case Cadence.WEEKLY:
            return period.id[-3:]
        case Cadence.QUARTERLY:
            # Of the financial year, whose first quarter is April to June.
            quarter = (end.month - MARCH) // 3 or 4
            return f"Q{quarter} {_format_financial_year(start)}"
        case Cadence.YEARLY:
            return _name_year(start, end)
        case Cadence.MEETING:
            return f"{start.day} {MONTHS[start.month - 1][:3]}"


def format_day(day: date) -> str:
    """Return `21 November 2026`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def find_week(day: date) -> Period:
    """Return the ISO week that a day lies in."""
    # The ISO year: around New Year it is not the day's own.
    year, week, _ = day.isocalendar()
    return _build_week(year, week)


@lru_cache(maxsize=4096)
def parse_period(text: str) -> Period:
    """Return the period of an id; ValueError with a sentence when there is no such period."""
    if match := _MONTH.fullmatch(text):
        return _build_month(int(match[1]), int(match[2]))
    if match := _WEEK.fullmatch(text):
        try:
            return _build_week(int(match[1]), int(match[2]))
        except ValueError:
            raise ValueError(f"there is no {text}: {match[1]} has 52 weeks") from None
    raise ValueError(f"'{text}' is neither a month like 2018-11 nor a week like 2018-W50")


def parse_edition_period(text: str) -> Period:
    """Return the period of an edition's id: a month, a week or the day of a meeting."""
    if not _DAY.fullmatch(text):
        return parse_period(text)
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"there is no day {text}") from None
    return Period(text, Cadence.MEETING, day, day)


def parse_period_of(cadence: Cadence, text: str) -> Period:
    """Return the period of a cadence that an id names; ValueError when there is no such period."""
    named_period = parse_period(text)
    if cadence is cadence.of_editions:
        return named_period
    return _end_with(named_period, cadence)


def is_period(text: str, cadence: Cadence) -> bool:
    """Return whether a text is the id of a month, week or meeting, as the cadence asks for."""
    try:
        return parse_edition_period(text).cadence is cadence
    except ValueError:
        return False


def find_latest(month: Period, cadence: Cadence, year_ends: int = MARCH) -> Period:
    """Return the quarter or year that had ended last when a month ended.

    `year_ends` is the month, 1 to 12, in which a year ends. What is monthly or weekly is the
    period itself.
    """
    if cadence is cadence.of_editions:
        return month
    if cadence is Cadence.QUARTERLY:
        # Quarters of the calendar and of the financial year end in the same months.
        return _end_with(month.step_back(month.end.month % 3), cadence)
    return _end_with(month.step_back((month.end.month - year_ends) % MONTHS_A_YEAR), cadence)


@lru_cache(maxsize=4096)
def _end_with(last_month: Period, cadence: Cadence) -> Period:
    """Return the month itself, or the quarter or year whose last month it is."""
    if cadence is Cadence.MONTHLY:
        return last_month
    first_month = last_month.step_back(MONTHS_A_YEAR // _PERIODS_A_YEAR[cadence] - 1)
    return Period(last_month.id, cadence, first_month.start, last_month.end)


@lru_cache(maxsize=4096)
def _build_month(year: int, month: int) -> Period:
    following = date(year + month // 12, month % 12 + 1, 1)
    start, end = date(year, month, 1), following - timedelta(days=1)
    return Period(f"{year:04d}-{month:02d}", Cadence.MONTHLY, start, end)


@lru_cache(maxsize=4096)
def _build_week(year: int, week: int) -> Period:
    start = date.fromisocalendar(year, week, 1)
    return Period(f"{year:04d}-W{week:02d}", Cadence.WEEKLY, start, start + timedelta(days=6))


def _format_span(start: date, end: date) -> str:
    if start.month == end.month:
        return f"{start.day} to {format_day(end)}"
    if start.year == end.year:
        return f"{start.day} {MONTHS[start.month - 1]} to {format_day(end)}"
    return f"{format_day(start)} to {format_day(end)}"


def _format_months(start: date, end: date) -> str:
    first, last = MONTHS[start.month - 1], f"{MONTHS[end.month - 1]} {end.year}"
    return f"{first} to {last}" if start.year == end.year else f"{first} {start.year} to {last}"


def _format_financial_year(start: date) -> str:
    year = start.year if start.month > MARCH else start.year - 1
    return f"{year}-{(year + 1) % 100:02d}"


def _name_year(start: date, end: date) -> str:
    """Return `2018` for a calendar year, else `2018-19`: years never overlap within a dataset."""
    return f"{start.year}" if start.year == end.year else f"{start.year}-{end.year % 100:02d}"
