"""A funnel plot: which shares differ from the overall share by more than chance explains.

Limits are exact binomial quantiles, interpolated between whole counts (D. J. Spiegelhalter,
"Funnel plots for comparing institutional performance", Statistics in Medicine 24, 2005).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import exp, fsum, log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from boardpack.analysis.measures import Measured
from boardpack.model.dataset import Unit, Value

FEWEST_SERVICES = 3
"""A funnel of fewer services says nothing that a table does not."""
_GRID = 48
# Two-sided: 0.2 and 5 per cent lie outside, half of each above and half below.
_TAILS = (0.001, 0.025, 0.975, 0.999)

Count = tuple[str, int, int]
"""Service, numerator and denominator."""


class FunnelVerdict(StrEnum):
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
    verdict: FunnelVerdict


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
    large the services' variance is as chance alone would make it: about 1 where chance explains
    it, None where every share is 0 or 100 %.
    """

    title: str
    period: str
    percent: float
    points: tuple[FunnelPoint, ...]
    limits: tuple[Limits, ...]
    overdispersion: float | None
    words: str


def build_measure_funnel(measured: Sequence[Measured]) -> FunnelFigure | None:
    """Return the funnel of one measure's services, or None where it would say nothing.

    It needs a percentage, and three or more services whose latest row has both counts.
    """
    counts = list(_iterate_counts(measured))
    if len(counts) < FEWEST_SERVICES:
        return None
    first = measured[0]
    return build_funnel(counts, title=first.measure.title, period=first.periods[-1].title)


def build_funnel(counts: Sequence[Count], *, title: str = "", period: str = "") -> FunnelFigure:
    """Return the funnel of services; each denominator is more than 0, no numerator above it."""
    numerators = np.array([numerator for _, numerator, _ in counts], dtype=np.float64)
    denominators = np.array([denominator for _, _, denominator in counts], dtype=np.float64)
    share = float(numerators.sum() / denominators.sum())
    point_limits = _iterate_limits(denominators, share)
    points = tuple(
        FunnelPoint(
            service,
            numerator,
            denominator,
            100 * numerator / denominator,
            _find_verdict(100 * numerator / denominator, limits),
        )
        for (service, numerator, denominator), limits in zip(counts, point_limits, strict=True)
    )
    drawn_limits = tuple(_iterate_limits(_build_grid(denominators), share))
    ratio = _compute_overdispersion(numerators, denominators, share)
    words = _describe_funnel(100 * share, points, ratio)
    return FunnelFigure(title, period, 100 * share, points, drawn_limits, ratio, words)


def _iterate_counts(measured: Sequence[Measured]) -> Iterator[Count]:
    for series in measured:
        row = series.rows[-1]
        if row is not None and series.measure.unit is Unit.PERCENT:
            numerator, denominator = (
                _to_whole_number(row.numerator),
                _to_whole_number(row.denominator),
            )
            if numerator is not None and denominator and 0 <= numerator <= denominator:
                yield series.service, numerator, denominator


def _to_whole_number(value: Value) -> int | None:
    return int(value) if isinstance(value, Decimal) and value == int(value) else None


def _build_grid(denominators: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return denominators from half the smallest to a little above the largest, closer at first."""
    low, high = max(float(denominators.min()) / 2, 1.0), float(denominators.max()) * 1.05 + 1
    steps = [exp(log(low) + (log(high) - log(low)) * n / (_GRID - 1)) for n in range(_GRID)]
    return np.unique(np.ceil(steps))


def _iterate_limits(denominators: NDArray[np.float64], share: float) -> Iterator[Limits]:
    columns = [100 * _compute_quantile(tail, denominators, share) / denominators for tail in _TAILS]
    for row in zip(denominators.tolist(), *(column.tolist() for column in columns), strict=True):
        yield Limits(int(row[0]), *row[1:])


def _compute_quantile(
    tail: float, denominators: NDArray[np.float64], share: float
) -> NDArray[np.float64]:
    """Return the binomial quantile, interpolated between whole counts, of each denominator."""
    # scipy.stats takes a second to import; scipy.special has what is needed of it.
    from scipy.special import bdtr, bdtrik

    # No spread at all, and no division by it: every limit lies on the share.
    if share <= 0 or share >= 1:
        return denominators * share
    # A hair less: bdtrik is continuous, and its rounding could lift a whole count by one.
    whole_counts = np.ceil(bdtrik(tail, denominators, share) - 1e-9).clip(0, denominators)
    trials = denominators.astype(np.int64)
    probability = bdtr(whole_counts, trials, share)
    probability_below = np.where(
        whole_counts > 0, bdtr(np.maximum(whole_counts - 1, 0), trials, share), 0.0
    )
    fraction = (probability - tail) / np.where(
        probability > probability_below, probability - probability_below, 1.0
    )
    quantile: NDArray[np.float64] = (whole_counts - fraction.clip(0, 1)).clip(0, denominators)
    return quantile


def _find_verdict(percent: float, limits: Limits) -> FunnelVerdict:
    """Return where a share lies; one that equals a limit is not beyond it."""
    if percent > limits.high_998:
        return FunnelVerdict.HIGH_998
    if percent < limits.low_998:
        return FunnelVerdict.LOW_998
    if percent > limits.high_95:
        return FunnelVerdict.HIGH_95
    return FunnelVerdict.LOW_95 if percent < limits.low_95 else FunnelVerdict.INSIDE


def _compute_overdispersion(
    numerators: NDArray[np.float64], denominators: NDArray[np.float64], share: float
) -> float | None:
    """Return Pearson's chi-squared over its degrees of freedom."""
    if share <= 0 or share >= 1 or numerators.size < 2:
        return None
    squares = (numerators - denominators * share) ** 2 / (denominators * share * (1 - share))
    return fsum(squares.tolist()) / (numerators.size - 1)


def _is_overdispersed(ratio: float, services: int) -> bool:
    """Return whether chance alone would give such a ratio less than once in twenty times."""
    from scipy.special import chdtrc

    return bool(chdtrc(services - 1, ratio * (services - 1)) < 0.05)


def _describe_funnel(percent: float, points: Sequence[FunnelPoint], ratio: float | None) -> str:
    outside = [point for point in points if point.verdict is not FunnelVerdict.INSIDE]
    far_count = sum(
        point.verdict in (FunnelVerdict.HIGH_998, FunnelVerdict.LOW_998) for point in points
    )
    sentences = [f"{percent:.1f}% over all {len(points)} services."]
    if outside:
        sentences.append(
            f"{len(outside)} outside the 95% limits, {far_count} of them outside the 99.8% limits."
        )
    else:
        sentences.append("All lie within the limits: chance alone explains the differences.")
    if ratio is not None and _is_overdispersed(ratio, len(points)):
        sentences.append(
            f"The services vary {ratio:.1f} times as much as chance alone explains "
            "(overdispersion): something they differ in is not in the figures, so read the limits "
            "with care."
        )
    return " ".join(sentences)
