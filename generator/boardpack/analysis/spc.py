"""XmR charts as NHS England's Making Data Count draws them: lines, signals and the two icons.

`analyse_series` judges one series. `can_show_icons` and `judge_short_series` say what a page may
claim about it, and `is_rare_event` when this chart does not fit at all. The arithmetic is in
`spc_rules`, the closed words in `spc_result`; where they differ from the R package
NHSRplotthedots on purpose, the decision "spc-choices" says so.
"""

import math
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Literal, TypeAlias

import numpy as np

from boardpack.analysis.spc_result import (
    Assurance,
    Dates,
    Direction,
    Movement,
    Point,
    Points,
    PointType,
    VariationIcon,
    Xmr,
    classify_point,
)
from boardpack.analysis.spc_rules import (
    COMMON_CODE,
    PLOTTHEDOTS,
    Dialect,
    Floats,
    Ints,
    Label,
    compute_exact_mean,
    compute_lines,
    find_signals,
)

__all__ = [
    "Assurance",
    "Direction",
    "Label",
    "Movement",
    "Point",
    "PointType",
    "Points",
    "SpcError",
    "VariationIcon",
    "Xmr",
    "analyse_series",
    "can_show_icons",
    "is_rare_event",
    "judge_short_series",
]

Number: TypeAlias = float | Decimal
Values: TypeAlias = Sequence[Number | None] | Floats

ENOUGH_POINTS = 13
SHORTEST_FIX = 12


class SpcError(ValueError):
    """The series or its settings cannot be charted; the message is a sentence for the author."""


def analyse_series(
    values: Values,
    *,
    dates: Sequence[date] | None = None,
    target: Number | None = None,
    direction: Direction | Literal["increase", "decrease", "neutral"] = "increase",
    rebase: Iterable[date] = (),
    fix_after: int | None = None,
    screen_outliers: bool = True,
    dialect: Dialect = PLOTTHEDOTS,
) -> Xmr:
    """Analyse one series of at least one row, by the rules of Making Data Count.

    `values` are in one unit throughout; None or NaN is missing. With `dates` (one per value) rows
    are put in date order; without, they are taken as they come. A segment starts at each row
    dated in `rebase`. `fix_after` uses only the first so many rows (12 or more) of each segment
    for its lines. `screen_outliers` leaves out ranges of 3.267 times the average or more, where the
    `dialect` screens at all.

    Raises SpcError for an empty series, an infinite value, a repeated date, lengths that differ,
    an unknown direction, an infinite target, `fix_after` below 12, or `rebase` without dates.
    """
    (result,) = analyse_together(
        [values],
        [target],
        dates=dates,
        direction=direction,
        rebase=rebase,
        fix_after=fix_after,
        screen_outliers=screen_outliers,
        dialect=dialect,
    )
    return result


def analyse_together(
    series: Sequence[Values],
    targets: Sequence[Number | None],
    *,
    dates: Sequence[date] | None = None,
    direction: Direction | Literal["increase", "decrease", "neutral"] = "increase",
    rebase: Iterable[date] = (),
    fix_after: int | None = None,
    screen_outliers: bool = True,
    dialect: Dialect = PLOTTHEDOTS,
) -> tuple[Xmr, ...]:
    """Analyse several series of the same dates and rebases, one of `targets` for each.

    As `analyse_series` says of one, in a tenth of the time; one that cannot be charted is an error
    of all.
    """
    better, aims = _parse_direction(direction), [_to_target(target) for target in targets]
    _check_fix(fix_after)
    table, days = _sort_by_date(_to_table(series), dates)
    segment, unmatched = _number_segments(days, tuple(rebase))
    is_screened = screen_outliers and dialect.is_screened
    chart_lines = compute_lines(table, segment, fix_after=fix_after, screen=is_screened)
    # Rows, missing ones included, as the reference warns; icons count known values (decision 9).
    short = (np.bincount(segment) < ENOUGH_POINTS)[segment]
    row_signals = find_signals(table, chart_lines, segment, dialect, _list_better_codes(better))
    points = Points(better, days, table, segment, short, chart_lines, row_signals)
    all_points = map(_make_read_only(points).select_series, range(len(table)))
    return tuple(
        Xmr(
            points=own_points,
            direction=better,
            target=aim,
            variation=_judge_variation(own_points),
            assurance=_judge_assurance(own_points, aim),
            short_group=bool(short[-1]),
            unmatched_rebase=unmatched,
        )
        for own_points, aim in zip(all_points, aims, strict=True)
    )


def can_show_icons(result: Xmr) -> bool:
    """Whether variation and assurance icons may be shown: 13 known values since the last rebase.

    Making Data Count shows limits and icons from 13 points; a missing month is not a point.
    """
    return _select_latest_values(result.points).size >= ENOUGH_POINTS


def judge_short_series(result: Xmr) -> Movement | None:
    """Say how the latest value of a series too short for icons compares with the earlier ones.

    The closed rule, over the known values since the last rebase: the latest is *sustained* when it
    is no further from the mean of the earlier values than their average moving range (zero when
    only one is known), the size of an ordinary step in this series; otherwise it is *improved* or
    *deteriorated* by the better direction. It is wording, not a statistical signal.

    None when icons may be shown, no direction is better, nothing came earlier, or the latest
    value is missing.
    """
    known_values = _select_latest_values(result.points)
    silent = can_show_icons(result) or result.direction is Direction.NEUTRAL
    if silent or known_values.size < 2 or result.variation is None:
        return None
    *earlier, latest = known_values.tolist()
    move = latest - compute_exact_mean(earlier)
    steps = [abs(after - before) for before, after in pairwise(earlier)]
    ordinary = compute_exact_mean(steps) if steps else 0.0
    if abs(move) <= ordinary:
        return Movement.SUSTAINED
    better = (move > 0) is (result.direction is Direction.INCREASE)
    return Movement.IMPROVED if better else Movement.DETERIORATED


def is_rare_event(values: Values) -> bool:
    """Whether the series is a count that is zero in more than half of its known values.

    XmR does not fit such counts: the lower limit means nothing and one event looks like a signal,
    so show the time between events instead. Reason: D. J. Wheeler, "Working with Rare Events"
    (Quality Digest, 28 October 2011): zero counts carry no information. Threshold: J. Anhøj,
    "Mastering SPC Charts for Healthcare", chapter 13: beyond half zeros the median is zero.
    Counts are whole and not negative; call it for measures whose unit is a count. Raises SpcError
    for an infinite value.
    """
    column = _to_floats(values)
    known_values = column[~np.isnan(column)]
    counts = bool(np.all((known_values >= 0) & (known_values == np.floor(known_values))))
    return counts and bool(2 * np.count_nonzero(known_values == 0) > known_values.size)


def _list_better_codes(direction: Direction) -> tuple[int, ...]:
    codes = range(COMMON_CODE)
    return tuple(code for code in codes if classify_point(code, direction) is PointType.IMPROVEMENT)


def _parse_direction(direction: str) -> Direction:
    try:
        return Direction(direction)
    except ValueError:
        raise SpcError(f"Direction {direction!r} is not one of {', '.join(Direction)}.") from None


def _check_fix(fix_after: int | None) -> None:
    if fix_after is not None and fix_after < SHORTEST_FIX:
        raise SpcError(f"Fix the limits after at least {SHORTEST_FIX} points, not {fix_after}.")


def _to_table(series: Sequence[Values]) -> Floats:
    return np.array([_to_floats(values) for values in series])


def _to_floats(values: Values) -> Floats:
    if isinstance(values, np.ndarray):
        column = np.array(values, dtype=np.float64)
    else:
        column = np.array(
            [np.nan if value is None else float(value) for value in values], dtype=np.float64
        )
    if np.isinf(column).any():
        raise SpcError("The series holds an infinite value, which cannot be charted.")
    return column


def _to_target(target: Number | None) -> float | None:
    """Return a known target as a float; a missing one (None or NaN) is no target."""
    aim = math.nan if target is None else float(target)
    if math.isinf(aim):
        raise SpcError("The target is infinite: give a number, or none.")
    return None if math.isnan(aim) else aim


def _sort_by_date(table: Floats, dates: Sequence[date] | None) -> tuple[Floats, Dates]:
    count = table.shape[-1]
    if not count:
        raise SpcError("The series is empty: give at least one value.")
    if dates is None:
        return table, np.full(count, "NaT", dtype="datetime64[D]")
    if len(dates) != count:
        raise SpcError(f"The series has {count} values but {len(dates)} dates.")
    days = np.array(dates, dtype="datetime64[D]")
    order = np.argsort(days)
    _check_dates(days[order])
    return table[:, order], days[order]


def _check_dates(days: Dates) -> None:
    if np.isnat(days).any():
        raise SpcError("A value has no date: give every row its date.")
    repeats = np.flatnonzero(days[1:] == days[:-1])
    if repeats.size:
        raise SpcError(f"The series has two rows for {days[repeats[0]]}: keep one row per date.")


def _number_segments(days: Dates, rebase: tuple[date, ...]) -> tuple[Ints, tuple[date, ...]]:
    """Number each row's segment, and list the rebase dates that match no row."""
    if not rebase:
        return np.zeros(days.size, dtype=np.int64), ()
    if np.isnat(days).any():
        raise SpcError("A rebase is a date, so the series needs dates.")
    rebase_days = np.array(sorted(set(rebase)), dtype="datetime64[D]")
    starts = np.isin(days, rebase_days)
    return np.cumsum(starts, dtype=np.int64), tuple(
        rebase_days[~np.isin(rebase_days, days)].tolist()
    )


def _make_read_only(points: Points) -> Points:
    for column in points.iterate_columns():
        column.setflags(write=False)
    return points


def _judge_variation(points: Points) -> PointType | None:
    # The reference says "common cause", but an unreported month is not a calm one (decision 9).
    if np.isnan(points.values[-1]):
        return None
    return classify_point(int(points.signals.label[-1]), points.direction)


def _judge_assurance(points: Points, target: float | None) -> Assurance | None:
    """Compare the target with the latest limits; a target on a limit is not beyond it."""
    if target is None or points.direction is Direction.NEUTRAL:
        return None
    lpl, upl = points.lines.lpl[-1], points.lines.upl[-1]
    if np.isnan(upl):
        # Short series keep the reference's word; 13 rows without limits get none (decision 9).
        return Assurance.INCONSISTENT if points.short[-1] else None
    if lpl <= target <= upl:
        # Zero harm with a target of zero has always been met; the reference doubts it (decision 9).
        has_been_met = lpl == upl and bool(np.all(_select_latest_values(points) == target))
        return Assurance.PASS if has_been_met else Assurance.INCONSISTENT
    fails = (target > upl) == (points.direction is Direction.INCREASE)
    return Assurance.FAIL if fails else Assurance.PASS


def _select_latest_values(points: Points) -> Floats:
    """Return the known values since the last rebase."""
    latest_values: Floats = points.values[points.segment == points.segment[-1]]
    return latest_values[~np.isnan(latest_values)]
