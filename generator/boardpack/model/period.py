"""Reporting periods: a calendar month (`2018-11`) or an ISO week (`2018-W50`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

_MONTH = re.compile(r"((?:19|20|21)[0-9]{2})-(0[1-9]|1[0-2])")
_WEEK = re.compile(r"((?:19|20|21)[0-9]{2})-W(0[1-9]|[1-4][0-9]|5[0-3])")

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


class Cadence(StrEnum):
    """How often an edition of a pack, or a row of a series, appears."""

    MONTHLY = "monthly"
    WEEKLY = "weekly"


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """One month or ISO week. Ids of one cadence sort as text in the order of time."""

    id: str
    cadence: Cadence
    start: date
    end: date

    @property
    def title(self) -> str:
        """`November 2018`, or `Week 50, 10 to 16 December 2018`."""
        if self.cadence is Cadence.MONTHLY:
            return f"{MONTHS[self.start.month - 1]} {self.start.year}"
        return f"Week {int(self.id[-2:])}, {_format_span(self.start, self.end)}"

    @property
    def short(self) -> str:
        """`Nov 18`, or `W50`: for axes."""
        if self.cadence is Cadence.MONTHLY:
            return f"{MONTHS[self.start.month - 1][:3]} {self.start.year % 100:02d}"
        return self.id[-3:]

    def step_back(self, steps: int = 1) -> Period:
        """Return the period `steps` earlier (negative: later)."""
        if self.cadence is Cadence.WEEKLY:
            return find_week(self.start - timedelta(weeks=steps))
        months = self.start.year * 12 + self.start.month - 1 - steps
        return _build_month(months // 12, months % 12 + 1)

    @property
    def year_ago(self) -> Period:
        """The same month, or the week 52 weeks before."""
        return self.step_back(12 if self.cadence is Cadence.MONTHLY else 52)

    def list_window(self, length: int) -> tuple[Period, ...]:
        """Return the `length` periods that end with this one, oldest first."""
        return tuple(self.step_back(steps) for steps in range(length - 1, -1, -1))


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


def is_period(text: str, cadence: Cadence) -> bool:
    """Return whether a text is the id of a period of the cadence."""
    try:
        return parse_period(text).cadence is cadence
    except ValueError:
        return False


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
