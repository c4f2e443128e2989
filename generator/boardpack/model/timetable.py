"""When a step of a timetable falls, as a value: dates come from `analysis.deadlines`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import StrEnum


class Counting(StrEnum):
    """How the days of a deadline are counted."""

    WORKING_DAY = "working day"
    CALENDAR_DAY = "day"
    LAST_WORKING_DAY = "last working day of previous month"
    WEEKDAY = "weekday"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline: `number` is the day of the month, or 0 (Monday) to 6 for a weekday."""

    counting: Counting
    number: int
    due_time: time | None = None
