"""Lines and signals of XmR charts, as arithmetic over whole tables of series.

The rules are those of NHS England's Making Data Count as the R package NHSRplotthedots 0.2.2
applies them; where boardpack differs on purpose, the decision "spc-choices" says so. Every array
has one entry per row along its last axis, in date order, and one series of the same dates along
each axis before. NaN is a missing value or an undefined line. Figures are in the unit of each
series.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
Ints: TypeAlias = NDArray[np.int64]

LIMIT = 2.66  # Shewhart's 3 / 1.128: three sigma, from the average of ranges of two
NEAR_LIMIT = 2 * (LIMIT / 3)
SCREEN = 3.267  # the upper limit of a chart of ranges of two
RUN = 7


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the four rules are read: as the R package does, unless said otherwise (decision 9).

    `run` points make a trend or a shift. `is_screened` says whether extreme ranges may be left out
    of the limits, `counts_beyond` whether a point beyond a limit counts towards two of three, and
    `prefers_improvement` whether a point that is both better and worse is shown as better.
    """

    run: int = RUN
    is_screened: bool = True
    counts_beyond: bool = False
    prefers_improvement: bool = False


PLOTTHEDOTS = Dialect()


class Label(StrEnum):
    """The signal that wins at a point, in the reference's own words, strongest first."""

    ABOVE_LIMIT = "Above UCL"
    BELOW_LIMIT = "Below LCL"
    RISING = "7 Point Trend (Increasing)"
    FALLING = "7 Point Trend (Decreasing)"
    TWO_OF_THREE_ABOVE = "2 in 3 Above CL"
    TWO_OF_THREE_BELOW = "2 in 3 Below CL"
    SHIFT_ABOVE = "7 Points Above CL"
    SHIFT_BELOW = "7 Points Below CL"
    COMMON_CAUSE = "Common Cause"


LABELS = tuple(Label)
HIGH_CODES = range(0, len(LABELS) - 1, 2)
COMMON_CODE = len(LABELS) - 1


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """The lines that each row is judged against, constant within a segment of a series.

    `used` says which rows feed them; `moving_range` is NaN where no range was kept.
    """

    used: Bools
    moving_range: Floats
    mean_range: Floats
    mean: Floats
    lpl: Floats
    upl: Floats
    nlpl: Floats
    nupl: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Signals:
    """What is true of each row: the facts, the four rules, and the code in LABELS that wins.

    `side` is 1 above the mean, -1 below it, 0 exactly on it or missing.
    """

    side: NDArray[np.int8]
    near: Bools
    astronomical: Bools
    trend: Bools
    two_of_three: Bools
    shift: Bools
    label: NDArray[np.int8]


def compute_exact_mean(numbers: Sequence[float]) -> float:
    """Mean of the known numbers without accumulated rounding; NaN when there are none.

    The second pass matters: with one, a point on the mean can look as if it were off it.
    """
    known_numbers = [number for number in numbers if not math.isnan(number)]
    if not known_numbers:
        return math.nan
    mean = math.fsum(known_numbers) / len(known_numbers)
    return mean + math.fsum([number - mean for number in known_numbers]) / len(known_numbers)


def _compute_exact_means(table: Floats) -> Floats:
    """Return the mean of each series, as a table that has one row for each."""
    return np.array([[compute_exact_mean(series)] for series in table.tolist()])


def iterate_segment_slices(segment: Ints) -> Iterator[slice]:
    """Yield the rows of each segment; `segment` is the rising segment number of each row."""
    edges = [0, *(np.flatnonzero(np.diff(segment)) + 1).tolist(), segment.size]
    yield from (slice(start, stop) for start, stop in pairwise(edges))


def compute_lines(values: Floats, segment: Ints, *, fix_after: int | None, screen: bool) -> Lines:
    """Compute the mean, average moving range and limits of every segment of each series.

    `values` has a series in each row; `segment` is that of all. `fix_after` is the number of rows
    at the start of each segment that feed its lines (None: all).
    """
    used = np.zeros(values.shape, dtype=np.bool_)
    ranges, average, mean = (np.full(values.shape, np.nan) for _ in range(3))
    for rows in iterate_segment_slices(segment):
        window = slice(rows.start, min(rows.stop, rows.start + (fix_after or segment.size)))
        used[:, window] = ~np.isnan(values[:, window])
        ranges[:, window] = _screen_ranges(values[:, window], screen)
        average[:, rows] = _compute_exact_means(ranges[:, window])
        mean[:, rows] = _compute_exact_means(values[:, window])
    return _add_limits(used, ranges, average, mean)


def _add_limits(used: Bools, ranges: Floats, average: Floats, mean: Floats) -> Lines:
    far, near = LIMIT * average, NEAR_LIMIT * average
    return Lines(used, ranges, average, mean, mean - far, mean + far, mean - near, mean + near)


def _screen_ranges(values: Floats, screen: bool) -> Floats:
    ranges = np.abs(np.diff(values, prepend=np.nan))
    if not screen:
        return ranges
    screened = np.where(ranges < SCREEN * _compute_exact_means(ranges), ranges, np.nan)
    # Screening that would leave no variation at all has nothing left to measure limits with.
    return np.where(np.any(screened > 0, axis=-1, keepdims=True), screened, ranges)


def find_signals(
    values: Floats,
    chart_lines: Lines,
    segment: Ints,
    dialect: Dialect = PLOTTHEDOTS,
    better_codes: Sequence[int] = (),
) -> Signals:
    """Apply the four rules; no run, trend or window of three crosses a segment's edge.

    `better_codes` are the labels of an improvement, for a dialect that prefers it.
    """
    above, below = values > chart_lines.mean, values < chart_lines.mean
    over, under = values > chart_lines.upl, values < chart_lines.lpl
    near = (values > chart_lines.nupl) | (values < chart_lines.nlpl)
    if not dialect.counts_beyond:
        near &= ~(over | under)
    rising, falling = _mark_trends(values, segment, dialect)
    pairs = [_mark_two_of_three(side, near, segment) for side in (above, below)]
    shifts = [_mark_runs(side, segment, dialect.run) for side in (above, below)]
    preferred = better_codes if dialect.prefers_improvement else ()
    tripped = [over, under, rising, falling, *pairs, *shifts]
    return Signals(
        side=above.astype(np.int8) - below.astype(np.int8),
        near=near,
        astronomical=over | under,
        trend=rising | falling,
        two_of_three=pairs[0] | pairs[1],
        shift=shifts[0] | shifts[1],
        label=_find_winning_codes(tripped, preferred),
    )


def _find_winning_codes(tripped: list[Bools], preferred: Sequence[int]) -> NDArray[np.int8]:
    """Give each row the code of the first mask that holds there, in the order of LABELS.

    The `preferred` codes come before all others.
    """
    label = np.full(tripped[0].shape, COMMON_CODE, dtype=np.int8)
    # Backwards, so that the strongest is written last and stays.
    codes = sorted(range(len(tripped)), key=lambda code: (code not in preferred, code))
    for code in reversed(codes):
        label[tripped[code]] = code
    return label


def _find_windows(facts: Bools, segment: Ints, width: int) -> Bools:
    """Say at which rows a window of `width` points in one segment starts whose facts all hold.

    `facts` has one entry per point, or one fewer when they are about the steps between points.
    """
    size = max(segment.size - width + 1, 0)
    starts: Bools = segment[:size] == segment[segment.size - size :]
    for offset in range(facts.shape[-1] - size + 1):
        starts = starts & facts[..., offset : offset + size]
    return starts


def _mark_windows(starts: Bools, width: int, size: int) -> Bools:
    """Mark every one of `size` points that lies in a window of `width` starting at `starts`."""
    marked = np.zeros((*starts.shape[:-1], size), dtype=np.bool_)
    for offset in range(width):
        marked[..., offset : offset + starts.shape[-1]] |= starts
    return marked


def _mark_runs(facts: Bools, segment: Ints, run: int) -> Bools:
    """Mark every point of each run of so many in one segment over which all the facts hold."""
    return _mark_windows(_find_windows(facts, segment, run), run, segment.size)


def _mark_trends(values: Floats, segment: Ints, dialect: Dialect) -> tuple[Bools, Bools]:
    """Mark points in a rise and points in a fall.

    A shared turning point goes with the later, or with both for whoever prefers the better one.
    """
    step = np.diff(values)
    rise, fall = (_mark_runs(facts, segment, dialect.run) for facts in (step > 0, step < 0))
    if dialect.prefers_improvement:
        return rise, fall
    # The reference calls the end of a rise that meets another one "Decreasing" (decision 9).
    turns_up = np.zeros(values.shape, dtype=np.bool_)
    turns_up[..., :-1] = step > 0
    rising = rise & (turns_up | ~fall)
    return rising, fall & ~rising


def _mark_two_of_three(side: Bools, near: Bools, segment: Ints) -> Bools:
    starts = _find_windows(side, segment, 3)
    width = starts.shape[-1]
    first, second, third = (near[..., offset : offset + width] for offset in range(3))
    starts = starts & ((first & second) | (second & third) | (first & third))
    return _mark_windows(starts, 3, segment.size) & near
