"""From when until when something is there: a service, a section, a dataset, a measure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from boardpack.model.period import Period, parse_period

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day, both included; without them it was and will be always there."""

    first: date = date.min
    last: date = date.max

    def covers(self, period: Period) -> bool:
        """Return whether it is there on any day of a period."""
        return self.first <= period.end and period.start <= self.last

    def narrow(self, other: Span) -> Span:
        """Return the days that are in both."""
        return Span(max(self.first, other.first), min(self.last, other.last))


class Merger(NamedTuple):
    """A service that became part of another, and the first day on which it was."""

    title: str
    day: date


class Reporter(NamedTuple):
    """A service, or the whole directorate, from when until when it reports, and whom it took in."""

    id: str
    span: Span
    mergers: tuple[Merger, ...] = ()


@lru_cache(maxsize=4096)
def build_span(first: str, last: str) -> Span:
    """Return the span of two texts, each a day, month or week, or empty: not known, or refused."""
    first_days, last_days = find_days(first), find_days(last)
    return Span(
        first_days[0] if first_days else date.min,
        last_days[1] if last_days else date.max,
    )


def find_days(text: str) -> tuple[date, date] | None:
    """Return the first and last day of what a text names: a day, a month or a week."""
    try:
        if _DAY.fullmatch(text):
            day = date.fromisoformat(text)
            return day, day
        period = parse_period(text)
    except ValueError:
        return None
    return period.start, period.end
