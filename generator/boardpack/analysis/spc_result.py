"""The result of an XmR analysis: closed words, the points, and the verdict on a series.

Every word is the reference's own string (the R package NHSRplotthedots 0.2.2).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import Any, Literal, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from boardpack.analysis.spc_rules import (
    COMMON_CODE,
    HIGH_CODES,
    LABELS,
    Bools,
    Floats,
    Ints,
    Label,
    Lines,
    Signals,
)

Dates: TypeAlias = NDArray[np.datetime64]


class Direction(StrEnum):
    """Which way is better."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NEUTRAL = "neutral"


class PointType(StrEnum):
    """What a point's signal means, given the better direction."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT = "special_cause_improvement"
    CONCERN = "special_cause_concern"
    NEUTRAL_HIGH = "special_cause_neutral_high"
    NEUTRAL_LOW = "special_cause_neutral_low"


class VariationIcon(StrEnum):
    """The picture for the latest point: its meaning and its side."""

    COMMON_CAUSE = "common_cause"
    IMPROVEMENT_HIGH = "improvement_high"
    IMPROVEMENT_LOW = "improvement_low"
    CONCERN_HIGH = "concern_high"
    CONCERN_LOW = "concern_low"
    NEUTRAL_HIGH = "neutral_high"
    NEUTRAL_LOW = "neutral_low"


class Assurance(StrEnum):
    """Whether the process, left as it is, can be relied on to meet its target."""

    PASS = "consistent_pass"
    FAIL = "consistent_fail"
    INCONSISTENT = "inconsistent"

    @property
    def icon(self) -> Literal["pass", "fail", "inconsistent"]:
        """The picture's name in the reference."""
        if self is Assurance.INCONSISTENT:
            return "inconsistent"
        return "pass" if self is Assurance.PASS else "fail"


class Movement(StrEnum):
    """What may be said of a series too short for icons."""

    IMPROVED = "improved"
    SUSTAINED = "sustained"
    DETERIORATED = "deteriorated"


HIGH_LOW = {
    Direction.INCREASE: (PointType.IMPROVEMENT, PointType.CONCERN),
    Direction.DECREASE: (PointType.CONCERN, PointType.IMPROVEMENT),
    Direction.NEUTRAL: (PointType.NEUTRAL_HIGH, PointType.NEUTRAL_LOW),
}


_list_lines = attrgetter(*(field.name for field in fields(Lines)))
_list_signals = attrgetter(*(field.name for field in fields(Signals)))


@dataclass(frozen=True, slots=True)
class Point:
    """One row of the chart; `None` is a missing value, or a line that cannot be computed."""

    date: date | None
    value: float | None
    mean: float | None
    lpl: float | None
    upl: float | None
    nlpl: float | None
    nupl: float | None
    label: Label
    point_type: PointType
    astronomical: bool
    trend: bool
    two_of_three: bool
    shift: bool


@dataclass(frozen=True, slots=True, eq=False)
class Points(Sequence[Point]):
    """The rows in date order: a sequence of `Point` made on demand from read-only columns.

    `dates` (NaT when the series has none), `values`, `segment`, `short` (the row's segment has
    fewer than 13 rows), `lines` and `signals` hold one entry per row.
    """

    direction: Direction
    dates: Dates
    values: Floats
    segment: Ints
    short: Bools
    lines: Lines
    signals: Signals

    def __len__(self) -> int:
        """Count the rows, missing values included."""
        return int(self.values.size)

    @overload
    def __getitem__(self, index: int) -> Point: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Point, ...]: ...
    def __getitem__(self, index: int | slice) -> Point | tuple[Point, ...]:
        """Make one point, or a tuple of them."""
        if isinstance(index, slice):
            return tuple(self[row] for row in range(*index.indices(len(self))))
        return self._build_point(index)

    def __eq__(self, other: object) -> bool:
        """Compare every column; NaN equals NaN."""
        # Written out, because columns compare element by element and NaN is not equal to itself.
        if not isinstance(other, Points):
            return NotImplemented
        pairs = zip(self.iterate_columns(), other.iterate_columns(), strict=True)
        same = all(
            np.array_equal(own_column, other_column, equal_nan=True)
            for own_column, other_column in pairs
        )
        return same and self.direction is other.direction

    def iterate_columns(self) -> Iterator[NDArray[Any]]:
        """Yield every column, always in the same order."""
        yield from (self.dates, self.values, self.segment, self.short)
        yield from _list_lines(self.lines)
        yield from _list_signals(self.signals)

    def select_series(self, number: int) -> "Points":
        """Return the points of one of several series that were analysed together."""
        lines = Lines(*[table[number] for table in _list_lines(self.lines)])
        signals = Signals(*[table[number] for table in _list_signals(self.signals)])
        values = self.values[number]
        return Points(self.direction, self.dates, values, self.segment, self.short, lines, signals)

    def _build_point(self, row: int) -> Point:
        lines, signals = self.lines, self.signals
        code = int(signals.label[row])
        return Point(
            date=self.dates[row].item(),
            value=_to_float_or_none(self.values[row]),
            mean=_to_float_or_none(lines.mean[row]),
            lpl=_to_float_or_none(lines.lpl[row]),
            upl=_to_float_or_none(lines.upl[row]),
            nlpl=_to_float_or_none(lines.nlpl[row]),
            nupl=_to_float_or_none(lines.nupl[row]),
            label=LABELS[code],
            point_type=classify_point(code, self.direction),
            astronomical=bool(signals.astronomical[row]),
            trend=bool(signals.trend[row]),
            two_of_three=bool(signals.two_of_three[row]),
            shift=bool(signals.shift[row]),
        )


@dataclass(frozen=True, slots=True)
class Xmr:
    """The analysed series.

    `variation` is the latest row's point type, None when its value is missing. `assurance` is None
    without a target or a better direction, and when 13 rows or more still give no limits.
    `short_group` says that the latest row's segment has fewer than 13 rows. `unmatched_rebase`
    lists the rebase dates on which there is no row, and which therefore changed nothing.
    """

    points: Points
    direction: Direction
    target: float | None
    variation: PointType | None
    assurance: Assurance | None
    short_group: bool
    unmatched_rebase: tuple[date, ...]

    @property
    def variation_icon(self) -> VariationIcon | None:
        """The latest point's picture; None when its value is missing."""
        if self.variation is None or self.variation is PointType.COMMON_CAUSE:
            return VariationIcon.COMMON_CAUSE if self.variation else None
        meaning = self.variation.removeprefix("special_cause_").split("_")[0]
        side = "high" if self.points.signals.label[-1] in HIGH_CODES else "low"
        return VariationIcon(f"{meaning}_{side}")

    @property
    def any_short_group(self) -> bool:
        """Whether any segment has fewer than 13 rows (the reference's warning)."""
        return bool(self.points.short.any())


def classify_point(code: int, direction: Direction) -> PointType:
    """Translate a label's code in LABELS by the better direction; the label alone decides."""
    if code == COMMON_CODE:
        return PointType.COMMON_CAUSE
    high, low = HIGH_LOW[direction]
    return high if code in HIGH_CODES else low


def _to_float_or_none(number: np.float64) -> float | None:
    return None if math.isnan(number) else float(number)
