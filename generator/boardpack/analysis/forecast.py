"""A plain forecast in closed form: the straight line of least squares through the last figures.

The interval is that of a new observation: 95 % by Student's t. It is never drawn further than six
periods ahead, and not at all from fewer than twelve figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

METHOD = "Straight line of least squares through the last {} figures, with its 95% interval"
FURTHEST = 6
FEWEST = 12
MOST = 24


class ForecastPoint(NamedTuple):
    """A period to come: the expected value and its 95 % prediction interval."""

    label: str
    date: date
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """What comes if the recent line goes on, in the measure's unit.

    `slope` is the change in a period. `is_trend` says whether it differs from none at 95 %.
    `method` names the method in words, `words` say what the forecast says.
    """

    method: str
    points: tuple[ForecastPoint, ...]
    slope: float
    is_trend: bool
    words: str
