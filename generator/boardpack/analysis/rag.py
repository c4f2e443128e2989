"""Ratings: the board's threshold breached is amber, the leadership team's is red, else green."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from boardpack.model.dataset import Better, Gap, Measure, Value


class Rating(StrEnum):
    """How a figure stands, worst first."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    UNRATED = "unrated"


_ORDER = tuple(Rating)


def rate(measure: Measure, value: Value) -> Rating:
    """Return the rating of a value; no threshold, no better side or no value is unrated.

    A value equal to a threshold does not breach it. Source: the quality report's cover paper,
    "amber: the actual breaches the board threshold; red: it breaches the leadership team's".
    """
    limits = measure.thresholds
    if limits is None or isinstance(value, Gap) or measure.better is Better.NEUTRAL:
        return Rating.UNRATED
    sign = 1 if measure.better is Better.HIGHER else -1
    if sign * value < sign * limits.slt:
        return Rating.RED
    return Rating.AMBER if sign * value < sign * limits.board else Rating.GREEN


def worst(ratings: Iterable[Rating]) -> Rating:
    """Return the worst rating; unrated only when nothing is rated."""
    return min(ratings, key=_ORDER.index, default=Rating.UNRATED)
