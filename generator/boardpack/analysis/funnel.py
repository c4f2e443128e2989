"""A funnel plot: which shares differ from the overall share by more than chance explains.

Limits are exact binomial quantiles, interpolated between whole counts (D. J. Spiegelhalter,
"Funnel plots for comparing institutional performance", Statistics in Medicine 24, 2005).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

FEWEST = 3
GRID = 40


class Verdict(StrEnum):
    """Where a point lies in the funnel, in words."""

    INSIDE = "within the limits"
    HIGH_95 = "above the 95% limit"
    LOW_95 = "below the 95% limit"
    HIGH_998 = "above the 99.8% limit"
    LOW_998 = "below the 99.8% limit"


class FunnelPoint(NamedTuple):
    """One service: its share in per cent of `denominator`, and where it lies."""

    service: str
    numerator: int
    denominator: int
    percent: float
    verdict: Verdict


class Limits(NamedTuple):
    """The limits at a denominator, in per cent."""

    denominator: int
    low_998: float
    low_95: float
    high_95: float
    high_998: float


@dataclass(frozen=True, slots=True)
class FunnelFigure:
    """Shares of services against their denominators; all shares are in per cent.

    `limits` are in order of denominator, ready to be drawn. `overdispersion` is how many times as
    much the services vary as chance alone would make them: about 1 where chance explains it.
    """

    title: str
    period: str
    percent: float
    points: tuple[FunnelPoint, ...]
    limits: tuple[Limits, ...]
    overdispersion: float | None
    words: str
