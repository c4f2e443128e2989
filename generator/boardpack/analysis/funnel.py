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

FEWEST = 3
"""A funnel of fewer services says nothing that a table does not."""
_GRID = 48
_TAILS = (0.001, 0.025, 0.975, 0.999)

Count = tuple[str, int, int]
"""Service, numerator and denominator."""


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


def funnel_of(measured: Sequence[Measured]) -> FunnelFigure | None:
    """Return the funnel of one measure's services, or None where it would say nothing.

    It needs a percentage, and three or more services whose latest row has both counts.
    """
    counts = list(_counts(measured))
    if len(counts) < FEWEST:
        return None
    first = measured[0]
    return funnel(counts, title=first.measure.title, period=first.periods[-1].title)


def funnel(counts: Sequence[Count], *, title: str = "", period: str = "") -> FunnelFigure:
    """Return the funnel of services; each denominator is more than 0, no numerator above it."""
    above = np.array([n for _, n, _ in counts], dtype=np.float64)
    below = np.array([d for _, _, d in counts], dtype=np.float64)
    share = float(above.sum() / below.sum())
    own = _limits(below, share)
    points = tuple(
        FunnelPoint(service, n, d, 100 * n / d, _verdict(100 * n / d, limits))
        for (service, n, d), limits in zip(counts, own, strict=True)
    )
    drawn = tuple(_limits(_grid(below), share))
    ratio = _overdispersion(above, below, share)
    words = _words(100 * share, points, ratio)
    return FunnelFigure(title, period, 100 * share, points, drawn, ratio, words)


def _counts(measured: Sequence[Measured]) -> Iterator[Count]:
    for one in measured:
        row = one.rows[-1]
        if row is not None and one.measure.unit is Unit.PERCENT:
            above, below = _whole(row.numerator), _whole(row.denominator)
            if above is not None and below and 0 <= above <= below:
                yield one.service, above, below


def _whole(value: Value) -> int | None:
    return int(value) if isinstance(value, Decimal) and value == int(value) else None


def _grid(below: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return denominators from half the smallest to a little above the largest, closer at first."""
    low, high = max(float(below.min()) / 2, 1.0), float(below.max()) * 1.05 + 1
    steps = [exp(log(low) + (log(high) - log(low)) * n / (_GRID - 1)) for n in range(_GRID)]
    return np.unique(np.ceil(steps))


def _limits(below: NDArray[np.float64], share: float) -> Iterator[Limits]:
    columns = [100 * _quantile(tail, below, share) / below for tail in _TAILS]
    for row in zip(below.tolist(), *(column.tolist() for column in columns), strict=True):
        yield Limits(int(row[0]), *row[1:])


def _quantile(tail: float, below: NDArray[np.float64], share: float) -> NDArray[np.float64]:
    """Return the binomial quantile, interpolated between whole counts, of each denominator."""
    # scipy.stats takes a second to import; scipy.special has what is needed of it.
    from scipy.special import bdtr, bdtrik

    if share <= 0 or share >= 1:
        return below * share
    whole = np.ceil(bdtrik(tail, below, share) - 1e-9).clip(0, below)
    trials = below.astype(np.int64)
    at = bdtr(whole, trials, share)
    before = np.where(whole > 0, bdtr(np.maximum(whole - 1, 0), trials, share), 0.0)
    part = (at - tail) / np.where(at > before, at - before, 1.0)
    found: NDArray[np.float64] = (whole - part.clip(0, 1)).clip(0, below)
    return found


def _verdict(percent: float, limits: Limits) -> Verdict:
    """Return where a share lies; one that equals a limit is not beyond it."""
    if percent > limits.high_998:
        return Verdict.HIGH_998
    if percent < limits.low_998:
        return Verdict.LOW_998
    if percent > limits.high_95:
        return Verdict.HIGH_95
    return Verdict.LOW_95 if percent < limits.low_95 else Verdict.INSIDE


def _overdispersion(
    above: NDArray[np.float64], below: NDArray[np.float64], share: float
) -> float | None:
    """Return Pearson's chi-squared over its degrees of freedom."""
    if share <= 0 or share >= 1 or above.size < 2:
        return None
    squares = (above - below * share) ** 2 / (below * share * (1 - share))
    return fsum(squares.tolist()) / (above.size - 1)


def _is_overdispersed(ratio: float, services: int) -> bool:
    """Return whether chance alone would give such a ratio less than once in twenty times."""
    from scipy.special import chdtrc

    return bool(chdtrc(services - 1, ratio * (services - 1)) < 0.05)


def _words(percent: float, points: Sequence[FunnelPoint], ratio: float | None) -> str:
    outside = [one for one in points if one.verdict is not Verdict.INSIDE]
    far = sum(one.verdict in (Verdict.HIGH_998, Verdict.LOW_998) for one in points)
    parts = [f"{percent:.1f}% over all {len(points)} services."]
    if outside:
        parts.append(
            f"{len(outside)} outside the 95% limits, {far} of them outside the 99.8% limits."
        )
    else:
        parts.append("All lie within the limits: chance alone explains the differences.")
    if ratio is not None and _is_overdispersed(ratio, len(points)):
        parts.append(
            f"The services vary {ratio:.1f} times as much as chance alone explains "
            "(overdispersion): something they differ in is not in the figures, so read the limits "
            "with care."
        )
    return " ".join(parts)
