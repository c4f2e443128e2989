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
    AFTER_STEP = "working days after"
    BEFORE_MEETING = "working days before"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline: `number` is the day of the month, or 0 (Monday) to 6 for a weekday.

    After a step it is how many working days later, and `step` is that step's id; before a meeting
    how many working days earlier, 0 for the day itself.
    """

    counting: Counting
    number: int
    due_time: time | None = None
    step: str = ""


class Shift(StrEnum):
    """Where a deadline goes that falls on a weekend or a bank holiday."""

    BEFORE = "before"
    """To the last working day before it."""
    AFTER = "after"
    """To the first working day after it."""
    STAY = "stay"
    """Nowhere: it is due on that day."""


class Milestone(StrEnum):
    """How far an edition has come, as its files, signatures and publications show."""

    OPENED = "opened"
    """Every service has its file to write in."""
    FIGURES = "figures"
    """The figures are there."""
    NARRATIVES = "narratives"
    """The narratives are written and marked as ready."""
    COMPLETE = "complete"
    """Figures and narratives are there: nothing is missing."""
    SIGNED_OFF = "signed-off"
    """Every section is signed off."""
    PUBLISHED = "published"
    """It is published as a version."""
    CIRCULATED = "circulated"
    """It was sent to those who get it."""
