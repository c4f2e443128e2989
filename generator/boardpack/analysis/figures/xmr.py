"""What an XmR chart shows: the points with their signals and the range that is to be expected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from math import inf

from boardpack.analysis.figures.line import LineFigure
from boardpack.analysis.measures import find_decimals, format_value
from boardpack.analysis.spc_result import Point, PointType, Xmr, classify_point
from boardpack.analysis.spc_rules import HIGH_CODES
from boardpack.model.dataset import Gap, Measure


class Signal(Enum):
    """How a point is drawn: what it means, and on which side of the mean its signal lies."""

    COMMON = (PointType.COMMON_CAUSE, "")
    IMPROVED_HIGH = (PointType.IMPROVEMENT, "high")
    IMPROVED_LOW = (PointType.IMPROVEMENT, "low")
    CONCERN_HIGH = (PointType.CONCERN, "high")
    CONCERN_LOW = (PointType.CONCERN, "low")
    OTHER_HIGH = (PointType.NEUTRAL_HIGH, "high")
    OTHER_LOW = (PointType.NEUTRAL_LOW, "low")


@dataclass(frozen=True, slots=True)
class Stretch:
    """The lines of the points `first` to `last`, both included.

    The limits are None where there are too few points for them: only the mean is then drawn. What
    lies beyond the measure's own bounds is cut there, and no edge is drawn: a count is never less
    than none. Rules are applied to the exact limits.
    """

    first: int
    last: int
    mean: float
    lower: float | None
    upper: float | None
    near_lower: float | None
    near_upper: float | None
    is_lower_drawn: bool = True
    is_upper_drawn: bool = True


@dataclass(frozen=True, slots=True)
class XmrFigure:
    """A series with its lines and signals, in the unit of the measure.

    `decimals` are digits after the point: as many as it takes to tell the latest value from its
    limits.
    """

    series: LineFigure
    stretches: tuple[Stretch, ...]
    signals: tuple[Signal, ...]
    decimals: int
    words: str

    @property
    def limits(self) -> tuple[str, str, str] | None:
        """The latest lower limit, mean and upper limit in words, where there are any."""
        limits = _list_latest_limits(self.stretches)
        if not limits:
            return None
        mean = _to_decimal(self.stretches[-1].mean)
        low, middle, high = (self._format_line(line) for line in (limits[0], mean, limits[1]))
        return low, middle, high

    @property
    def expected(self) -> str:
        """The latest mean and limits in words; empty where there are none."""
        limits = self.limits
        if limits is None:
            return ""
        low, mean, high = limits
        return f"Expected range {low} to {high}, mean {mean}{self._tell_latest()}."

    def _format_line(self, line: Decimal) -> str:
        # A mean of whole counts is no whole count.
        digits = max(self.decimals, 1) if abs(line) < 1000 else self.decimals
        return format_value(line, self.series.unit, digits)

    def _tell_latest(self) -> str:
        """Return the latest value where a limit would look like it elsewhere."""
        latest = self.series.values[-1]
        if latest is None or self.decimals == self.series.decimals:
            return ""
        return f"; the latest is {format_value(latest, self.series.unit, self.decimals)}"


def build_xmr_figure(series: LineFigure, measure: Measure, result: Xmr, headline: str) -> XmrFigure:
    """Return the figure of a judged series; signals are shown where limits are."""
    stretches, signals = find_stretches(measure, result), list_signals(result)
    figure = XmrFigure(series, stretches, signals, _find_decimals(series, stretches), headline)
    words = " ".join(part for part in (headline, figure.expected, series.words) if part)
    return replace(figure, words=words)


def has_limits(result: Xmr) -> bool:
    """Whether an XmR chart says more than a line: some stretch has 13 points or more."""
    return not bool(result.points.short.all())


def _to_decimal(line: float) -> Decimal:
    # By repr, the shortest text for a float; Decimal(line) would show its binary digits.
    return Decimal(repr(line))


def _find_decimals(series: LineFigure, stretches: Sequence[Stretch]) -> int:
    latest = series.values[-1]
    value = Gap.MISSING if latest is None else latest
    return find_decimals(series.decimals, value, _list_latest_limits(stretches))


def _list_latest_limits(stretches: Sequence[Stretch]) -> tuple[Decimal, ...]:
    """Return the lower and the upper limit of the last stretch, where it has them."""
    last = stretches[-1] if stretches else None
    if last is None or last.lower is None or last.upper is None:
        return ()
    return _to_decimal(last.lower), _to_decimal(last.upper)


def find_stretches(measure: Measure, result: Xmr) -> tuple[Stretch, ...]:
    """Return the lines of a judged series, within what the measure can be."""
    return tuple(_cut_stretch(stretch, measure) for stretch in _iterate_stretches(result))


def list_signals(result: Xmr) -> tuple[Signal, ...]:
    """Return how each point of a judged series is drawn."""
    return tuple(_iterate_signals(result))


def _iterate_stretches(result: Xmr) -> Iterator[Stretch]:
    segment = result.points.segment.tolist()
    for number in dict.fromkeys(segment):
        first = segment.index(number)
        last = len(segment) - 1 - segment[::-1].index(number)
        points = (result.points[row] for row in range(first, last + 1))
        known_point = next((point for point in points if point.mean is not None), None)
        if known_point is not None and known_point.mean is not None:
            yield _build_stretch(
                first, last, known_point, known_point.mean, bool(result.points.short[first])
            )


def _build_stretch(first: int, last: int, point: Point, mean: float, short: bool) -> Stretch:
    if short:
        return Stretch(first, last, mean, None, None, None, None)
    return Stretch(first, last, mean, point.lpl, point.upl, point.nlpl, point.nupl)


def _cut_stretch(stretch: Stretch, measure: Measure) -> Stretch:
    """Return a stretch whose limits are within what the measure can be."""
    lowest = -inf if measure.minimum is None else float(measure.minimum)
    highest = inf if measure.maximum is None else float(measure.maximum)
    if stretch.lower is None or stretch.upper is None:
        return stretch

    def keep_inside(limit: float | None) -> float | None:
        return limit if limit is not None and lowest <= limit <= highest else None

    return replace(
        stretch,
        lower=min(max(stretch.lower, lowest), highest),
        upper=min(max(stretch.upper, lowest), highest),
        near_lower=keep_inside(stretch.near_lower),
        near_upper=keep_inside(stretch.near_upper),
        is_lower_drawn=stretch.lower >= lowest,
        is_upper_drawn=stretch.upper <= highest,
    )


def _iterate_signals(result: Xmr) -> Iterator[Signal]:
    codes, short = result.points.signals.label.tolist(), result.points.short.tolist()
    for code, is_short in zip(codes, short, strict=True):
        kind = classify_point(code, result.direction)
        if is_short or kind is PointType.COMMON_CAUSE:
            yield Signal.COMMON
        else:
            yield Signal((kind, "high" if code in HIGH_CODES else "low"))
