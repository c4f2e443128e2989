"""A plain forecast in closed form: the straight line of least squares through the last figures.

The interval is that of a new observation, 95 % by Student's t; what comes next lies in it 19 times
of 20 if the line goes on and months differ from it by chance alone. It is never drawn further than
six periods ahead, nor from fewer than twelve figures, nor across a rebase.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import takewhile
from math import fsum, sqrt
from typing import NamedTuple

from boardpack.analysis.measures import Measured, format_value
from boardpack.model.dataset import Measure
from boardpack.model.period import Period

METHOD = "Straight line of least squares through the last {} figures, with its 95% interval"
MOST_PERIODS_AHEAD = 6
FEWEST_FIGURES = 12
MOST_FIGURES = 24
# A table, so that scipy need not be imported; a test compares them (decision 10).
_T_975 = (
    2.2281388520, 2.2009851601, 2.1788128297, 2.1603686565, 2.1447866879, 2.1314495456,
    2.1199052992, 2.1098155778, 2.1009220402, 2.0930240544, 2.0859634473, 2.0796138447,
    2.0738730679,
)  # fmt: skip
"""97.5 % quantiles of Student's t for 10 to 22 degrees of freedom: 12 to 24 figures."""


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


class TrendLine(NamedTuple):
    """A line of least squares through so many `figures`; `x` counts periods, the latest is 0.

    `spread` is the residual standard deviation, `mean_x` and `sum_xx` the mean of x and the sum of
    its squared deviations.
    """

    figures: int
    intercept: float
    slope: float
    spread: float
    mean_x: float
    sum_xx: float

    @property
    def quantile(self) -> float:
        """The 97.5 % quantile of Student's t for the line's degrees of freedom."""
        return _T_975[self.figures - FEWEST_FIGURES]

    @property
    def is_trend(self) -> bool:
        """Whether the slope differs from none at 95 %."""
        # A flat series has a slope of rounding errors and no spread to hide it in.
        rounding = 1e-12 * (1 + abs(self.intercept))
        return abs(self.slope) > max(rounding, self.quantile * self.spread / sqrt(self.sum_xx))

    def compute_value(self, x: float) -> float:
        """Return the line's value `x` periods after the latest."""
        return self.intercept + self.slope * x

    def compute_half_width(self, x: float) -> float:
        """Return half the width of the 95 % prediction interval at `x`."""
        spread = self.spread * sqrt(1 + 1 / self.figures + (x - self.mean_x) ** 2 / self.sum_xx)
        return self.quantile * spread


def forecast_measure(measured: Measured, periods: int = MOST_PERIODS_AHEAD) -> Forecast | None:
    """Return the forecast, at most six periods ahead; None from fewer than twelve figures.

    Values are kept within the measure's own minimum and maximum. Where that leaves an interval
    without width, the line has come to a bound and tells no more: the forecast ends before it.
    """
    line = fit_trend_line(measured)
    if line is None or periods < 1:
        return None
    latest_period = measured.periods[-1]
    ahead = range(1, min(periods, MOST_PERIODS_AHEAD) + 1)
    all_points = (
        _build_point(line, measured.measure, latest_period.step_back(-x), x) for x in ahead
    )
    # A line without any spread has no width of its own, which is another matter.
    points = tuple(takewhile(lambda point: point.low < point.high or not line.spread, all_points))
    if not points:
        return None
    method = METHOD.format(line.figures)
    return Forecast(
        method, points, line.slope, line.is_trend, _describe_forecast(measured, line, points)
    )


def fit_trend_line(measured: Measured) -> TrendLine | None:
    """Return the line through the last figures since a rebase, or None where there is none.

    There is none through fewer than twelve figures, nor through one that adds up over a season.
    """
    # A sum starts again each season, and the line knows no seasons (decision 10).
    if measured.measure.cumulative:
        return None
    pairs = _list_recent_points(measured)[-MOST_FIGURES:]
    return fit_least_squares(pairs) if len(pairs) >= FEWEST_FIGURES else None


def fit_least_squares(pairs: Sequence[tuple[float, float]]) -> TrendLine:
    """Return the line through 12 to 24 pairs of x and y."""
    count = len(pairs)
    mean_x, mean_y = (fsum(column) / count for column in zip(*pairs, strict=True))
    sum_xx = fsum([(x - mean_x) ** 2 for x, _ in pairs])
    slope = fsum([(x - mean_x) * (y - mean_y) for x, y in pairs]) / sum_xx
    intercept = mean_y - slope * mean_x
    # fsum rounds once, so that the last bits do not depend on the order.
    squares = fsum([(y - intercept - slope * x) ** 2 for x, y in pairs])
    # Two degrees of freedom went into intercept and slope.
    return TrendLine(count, intercept, slope, sqrt(squares / (count - 2)), mean_x, sum_xx)


def _list_recent_points(measured: Measured) -> list[tuple[float, float]]:
    first = measured.comparable_from
    indices = range(first + 1 - len(measured.periods), 1)
    return [
        (float(index), float(value))
        for index, value in zip(indices, measured.comparable_values, strict=True)
        if isinstance(value, Decimal)
    ]


def _build_point(line: TrendLine, measure: Measure, period: Period, x: int) -> ForecastPoint:
    middle, half = line.compute_value(x), line.compute_half_width(x)
    low, value, high = (
        _clamp_value(figure, measure) for figure in (middle - half, middle, middle + half)
    )
    return ForecastPoint(period.short, period.start, value, low, high)


def _clamp_value(value: float, measure: Measure) -> float:
    if measure.minimum is not None:
        value = max(value, float(measure.minimum))
    return value if measure.maximum is None else min(value, float(measure.maximum))


def _describe_forecast(measured: Measured, line: TrendLine, points: Sequence[ForecastPoint]) -> str:
    last = points[-1]
    value, low, high = (
        _format_figure(measured.measure, figure) for figure in (last.value, last.low, last.high)
    )
    period_title = measured.periods[-1].step_back(-len(points)).name
    trend = "If the recent line goes on" if line.is_trend else "With no clear trend"
    return (
        f"{trend}, {period_title} is expected at {value}, "
        f"and 19 times of 20 between {low} and {high}."
    )


def _format_figure(measure: Measure, value: float) -> str:
    return format_value(Decimal(repr(value)), measure.unit, measure.decimals)
