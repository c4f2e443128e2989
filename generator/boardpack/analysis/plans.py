"""How a plan stands at the end of a period: what is late, what is behind, what is done.

Late is what was due by the last day of the period and is not done; no clock is asked.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from boardpack.analysis.rag import Rating
from boardpack.model.period import format_day
from boardpack.model.rows import PlanLine, PlanStatus


class Standing(StrEnum):
    """How a plan stands, in the order in which plans are shown."""

    LATE = "late"
    BEHIND = "behind"
    NOT_STARTED = "not started"
    ON_TRACK = "on track"
    STOPPED = "stopped"
    COMPLETE = "complete"


_RATINGS = {
    Standing.LATE: Rating.RED,
    Standing.BEHIND: Rating.AMBER,
    Standing.ON_TRACK: Rating.GREEN,
    Standing.COMPLETE: Rating.GREEN,
}


def find_standing(plan: PlanLine, day: date) -> Standing:
    """Return how a plan stands at the end of a day: late, or as its status says."""
    if is_late(plan, day):
        return Standing.LATE
    return Standing(plan.status)


def is_late(plan: PlanLine, day: date) -> bool:
    """Return whether a plan was due by a day and is not done."""
    return plan.status.is_open and plan.due is not None and plan.due <= day


def contradicts_date(plan: PlanLine, day: date) -> bool:
    """Return whether a plan's status says that all is well, or to come, after it was due."""
    return is_late(plan, day) and plan.status is not PlanStatus.BEHIND


def rate_plan(plan: PlanLine, day: date) -> Rating:
    """Return the colour of a plan: late is red, behind amber, on track and complete green."""
    return _RATINGS.get(find_standing(plan, day), Rating.UNRATED)


def describe_timescale(plan: PlanLine) -> str:
    """Return the last day of a timescale, or the timescale as it is printed."""
    if plan.due is None:
        return plan.timescale
    return format_day(plan.due)


def rank_plan(plan: PlanLine, day: date) -> tuple[int, date, str]:
    """Return a key that puts first what is late, the longest first."""
    standing = tuple(Standing).index(find_standing(plan, day))
    # What has no date stands last among its like: nobody can tell when it is due.
    return standing, plan.due or date.max, plan.id
