"""Ratings: the board's threshold breached is amber, the leadership team's is red, else green."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from boardpack.model.dataset import Aggregate, Better, Gap, Measure, RatedAgainst, Thresholds, Value
from boardpack.model.directorate import WHOLE_DIRECTORATE


class Rating(StrEnum):
    """How a figure stands, worst first."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    UNRATED = "unrated"


_ORDER = tuple(Rating)


def rate_measure(measure: Measure, value: Value, service: str = "") -> Rating:
    """Return the rating of a value; no threshold, no better side or no value is unrated.

    A value equal to a threshold does not breach it. Source: the quality report's cover paper,
    "amber: the actual breaches the board threshold; red: it breaches the leadership team's".
    """
    limits = find_thresholds(measure, service)
    if limits is None or isinstance(value, Gap) or measure.better is Better.NEUTRAL:
        return Rating.UNRATED
    sign = 1 if measure.better is Better.HIGHER else -1
    if sign * value < sign * limits.slt:
        return Rating.RED
    return Rating.AMBER if sign * value < sign * limits.board else Rating.GREEN


def find_thresholds(measure: Measure, service: str) -> Thresholds | None:
    """Return what rates a service, or the directorate.

    Against the aggregate plan all services share one pair; against their own each has its own
    where one is given. A sum of services needs a pair of its own: a service's cannot rate it.
    """
    own_thresholds = measure.thresholds_by_service.get(service)
    if service == WHOLE_DIRECTORATE:
        # A sum grows with the number of services, so that a service's threshold says nothing of it.
        shared_thresholds = None if measure.aggregate is Aggregate.SUM else measure.thresholds
        return own_thresholds or shared_thresholds
    return (
        own_thresholds or measure.thresholds if _has_own_thresholds(measure) else measure.thresholds
    )


def _has_own_thresholds(measure: Measure) -> bool:
    return measure.rated_against is RatedAgainst.OWN


def find_worst_rating(ratings: Iterable[Rating]) -> Rating:
    """Return the worst rating; unrated only when nothing is rated."""
    return min(ratings, key=_ORDER.index, default=Rating.UNRATED)
