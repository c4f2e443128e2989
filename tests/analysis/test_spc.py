"""XmR charts: every golden case of the reference, the named choices, properties and policies."""

import csv
import math
import pickle
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from boardpack.analysis import spc
from boardpack.analysis.spc import (
    Assurance,
    Label,
    Movement,
    PointType,
    SpcError,
    Xmr,
    analyse_series,
    can_show_icons,
    is_rare_event,
    judge_short_series,
)
from support.patience import growing_by_length_alone

Row = dict[str, str]
CASES = Path(__file__).parents[1] / "cases" / "spc"


def read(name: str) -> dict[str, list[Row]]:
    cases: dict[str, list[Row]] = defaultdict(list)
    with (CASES / name).open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            cases[row["case_id"]].append(row)
    return cases


INPUTS = read("inputs.csv")
POINTS = read("expected_points.csv")
VERDICTS = {case: rows[0] for case, rows in read("expected_cases.csv").items()}
LINES = ("mean", "lpl", "upl", "nlpl", "nupl")
CHARTED = [case for case, verdict in VERDICTS.items() if verdict["status"] == "ok"]


def run(case: str) -> Xmr:
    rows = INPUTS[case]
    first = rows[0]
    return analyse_series(
        [number(row["value"]) for row in rows],
        dates=[date.fromisoformat(row["date"]) for row in rows],
        target=number(first["target"]),
        direction=first["improvement_direction"],  # type: ignore[arg-type]
        rebase=[date.fromisoformat(day) for day in first["rebase_dates"].split(";") if day],
        fix_after=int(first["fix_after_n"]) if first["fix_after_n"] else None,
        screen_outliers=first["screen_outliers"] == "TRUE",
    )


def number(text: str) -> float | None:
    return float(text) if text else None


def line(result: Xmr, name: str) -> Any:
    return getattr(result.points.lines, name)


# --- Where boardpack differs from the reference, on purpose (decision "spc-choices") -------------


def constant_has_limits(row: Row) -> Row:
    flat = dict.fromkeys(("lpl", "upl", "nlpl", "nupl"), row["mean"])
    first = row["date"] == INPUTS[row["case_id"]][0]["date"]
    ranges = {"moving_range_kept": "" if first else "0", "mean_moving_range": "0"}
    return row | flat | ranges


def like_the_unscreened_case(row: Row) -> Row:
    twins = POINTS[row["case_id"] + "_noscreen"]
    return next(twin for twin in twins if twin["date"] == row["date"])


def last_of_a_rise_is_rising(row: Row) -> Row:
    if row["date"] != "2022-10-01":
        return row
    rising = {"special_cause_type": "7 Point Trend (Increasing)"}
    return row | rising | {"point_type": "special_cause_improvement"}


DECIDED_POINTS: dict[str, Callable[[Row], Row]] = {
    "syn_constant_0p7": constant_has_limits,
    "syn_constant_one_blip": like_the_unscreened_case,
    "syn_trend_back_to_back": last_of_a_rise_is_rising,
}
VERDICT_COLUMNS = (
    "variation_type",
    "variation_icon",
    "assurance_type",
    "assurance_icon",
    "n_special",
    "n_improvement",
    "n_concern",
    "n_neutral_high",
    "n_neutral_low",
    "any_short_group",
)
DECIDED_VERDICTS: dict[str, Row] = {
    "syn_constant_0p7": {
        "assurance_type": "consistent_fail",
        "assurance_icon": "fail",
        "lpl_last": "0.7",
        "upl_last": "0.7",
    },
    "syn_constant_zero_noscreen": {
        "assurance_type": "consistent_pass",
        "assurance_icon": "pass",
    },
    "syn_constant_one_blip": VERDICTS["syn_constant_one_blip_noscreen"],
    "syn_trend_back_to_back": {"n_improvement": "14", "n_concern": "0"},
    "syn_na_last": {"variation_type": "", "variation_icon": ""},
    "syn_target_missing": {"assurance_type": "", "assurance_icon": ""},
}
DECIDED_ERRORS = {"syn_na_in_rise_error"}


def expected_points(case: str) -> list[Row]:
    decide = DECIDED_POINTS.get(case)
    return [decide(row) if decide else row for row in POINTS[case]]


def expected_verdict(case: str) -> Row:
    return VERDICTS[case] | DECIDED_VERDICTS.get(case, {})


# --- Golden cases ---------------------------------------------------------------------------------


def assert_numbers(actual: Any, rows: list[Row], column: str) -> None:
    for got, row in zip(actual.tolist(), rows, strict=True):
        want = number(row[column])
        agree = math.isnan(got) if want is None else math.isclose(got, want, rel_tol=1e-9)
        assert agree, f"{column} on {row['date']}: {got} is not {row[column] or 'missing'}"


def assert_flags(actual: Any, rows: list[Row], column: str) -> None:
    assert actual.tolist() == [row[column] == "TRUE" for row in rows], column


@pytest.mark.parametrize("case", CHARTED)
def test_every_line_agrees_with_the_reference(case: str) -> None:
    points, rows = run(case).points, expected_points(case)
    drawn = points.lines
    assert [str(day) for day in points.dates] == [row["date"] for row in rows]
    assert points.segment.tolist() == [int(row["rebase_group"]) for row in rows]
    assert_numbers(points.values, rows, "value")
    assert_numbers(drawn.moving_range, rows, "moving_range_kept")
    assert_numbers(drawn.mean_range, rows, "mean_moving_range")
    for name in LINES:
        assert_numbers(getattr(drawn, name), rows, name)
    assert_flags(drawn.used, rows, "used_for_limits")
    assert_flags(points.short, rows, "short_group_warning")


@pytest.mark.parametrize("case", CHARTED)
def test_every_signal_agrees_with_the_reference(case: str) -> None:
    points, rows = run(case).points, expected_points(case)
    found = points.signals
    assert found.side.tolist() == [int(row["relative_to_mean"] or 0) for row in rows]
    assert_flags(found.near, rows, "close_to_limits")
    assert_flags(found.astronomical, rows, "outside_limits")
    assert_flags(found.astronomical, rows, "rule_astronomical")
    assert_flags(found.trend, rows, "rule_trend7")
    assert_flags(found.two_of_three, rows, "rule_two_of_three")
    assert_flags(found.shift, rows, "rule_shift7")
    special = np.array([point.label is not Label.COMMON_CAUSE for point in points])
    assert_flags(special, rows, "special_cause_flag")
    assert [point.label.value for point in points] == [row["special_cause_type"] for row in rows]
    assert [point.point_type.value for point in points] == [row["point_type"] for row in rows]


@pytest.mark.parametrize("case", CHARTED)
def test_every_verdict_agrees_with_the_reference(case: str) -> None:
    result, want = run(case), expected_verdict(case)
    assert verdict(result) == {column: want[column] for column in VERDICT_COLUMNS}
    latest = want | {"date": "the latest row"}
    for name in ("mean", "lpl", "upl"):
        assert_numbers(line(result, name)[-1:], [latest], f"{name}_last")


def verdict(result: Xmr) -> Row:
    types = Counter(point.point_type for point in result.points)
    return {
        "variation_type": result.variation or "",
        "variation_icon": result.variation_icon or "",
        "assurance_type": result.assurance or "",
        "assurance_icon": result.assurance.icon if result.assurance else "",
        "n_special": str(types.total() - types[PointType.COMMON_CAUSE]),
        "n_improvement": str(types[PointType.IMPROVEMENT]),
        "n_concern": str(types[PointType.CONCERN]),
        "n_neutral_high": str(types[PointType.NEUTRAL_HIGH]),
        "n_neutral_low": str(types[PointType.NEUTRAL_LOW]),
        "any_short_group": str(result.any_short_group).upper(),
    }


@pytest.mark.parametrize("case", [case for case in VERDICTS if case not in CHARTED])
def test_every_error_of_the_reference_is_an_error_unless_it_is_a_defect(case: str) -> None:
    words = {"duplicate_date": "two rows for", "fix_after_n_below_12": "at least 12 points"}
    if case in DECIDED_ERRORS:
        assert len(run(case).points) == len(INPUTS[case])
        return
    with pytest.raises(SpcError, match=words[VERDICTS[case]["error_kind"]]):
        run(case)


@pytest.mark.parametrize("case", sorted(DECIDED_POINTS))
def test_a_choice_about_points_is_still_a_difference(case: str) -> None:
    assert expected_points(case) != POINTS[case]


@pytest.mark.parametrize("case", sorted(DECIDED_VERDICTS))
def test_a_choice_about_a_verdict_is_still_a_difference(case: str) -> None:
    assert expected_verdict(case) != VERDICTS[case]


# --- Rules that no golden case pins down ----------------------------------------------------------


@pytest.mark.parametrize(("largest", "kept"), [(3266, True), (3267, False)])
def test_a_range_of_exactly_3_267_times_the_average_is_screened_out(
    largest: int, kept: bool
) -> None:
    ranges = [largest, *[880] * 18, 4160 - largest]
    values = list(accumulate(ranges, initial=0))
    screened = analyse_series(values).points.lines.moving_range
    assert sum(ranges) == 1000 * len(ranges)
    assert math.isnan(screened[1]) is not kept


def test_a_valley_shared_by_a_fall_and_a_rise_belongs_to_the_rise() -> None:
    values = [10, 50] * 6 + [45, 40, 35, 30, 25, 20, 15, 22, 26, 31, 36, 41, 46]
    labels = [point.label for point in analyse_series(values, fix_after=12).points]
    assert labels[11:18] == [Label.FALLING] * 7
    assert labels[18:] == [Label.RISING] * 7


# --- Choices --------------------------------------------------------------------------------------


def test_a_constant_series_below_its_target_consistently_fails() -> None:
    result = analyse_series([70] * 24, target=95)
    assert result.assurance is Assurance.FAIL
    assert result.variation is PointType.COMMON_CAUSE


@pytest.mark.parametrize("direction", ["increase", "decrease"])
def test_a_constant_series_on_its_target_consistently_passes(direction: Any) -> None:
    assert analyse_series([0] * 24, target=0, direction=direction).assurance is Assurance.PASS


def test_a_target_on_a_limit_of_a_varying_series_is_inconsistent() -> None:
    values = [75, 125] * 6
    assert (
        analyse_series(values, target=analyse_series(values).points[-1].upl).assurance
        is Assurance.INCONSISTENT
    )


def test_one_blip_in_a_constant_series_is_one_signal_not_one_per_point() -> None:
    result = analyse_series([*[10] * 20, 12, *[10] * 5])
    assert [row for row, point in enumerate(result.points) if point.astronomical] == [20]


def test_after_a_constant_fixed_baseline_every_different_value_is_a_signal() -> None:
    result = analyse_series([*[10] * 12, 10, 11, 10, 12], fix_after=12)
    assert [row for row, point in enumerate(result.points) if point.astronomical] == [13, 15]


def test_a_missing_value_in_a_rise_breaks_the_trend_without_stopping() -> None:
    rise: list[float | None] = [1, 2, 3, 4, 5, 6, None, 8, 9, 10, 11, 12, 13]
    result = analyse_series(rise)
    assert not any(point.trend for point in result.points)
    assert result.points[6].value is None
    assert result.points[6].label is Label.COMMON_CAUSE


def test_a_missing_value_in_the_golden_rise_leaves_no_trend_across_it() -> None:
    points = run("syn_na_in_rise_error").points
    gap = next(row for row, point in enumerate(points) if point.value is None)
    assert not any(point.trend for point in points[gap - 3 : gap + 4])


def test_a_missing_latest_value_has_no_variation_icon_but_keeps_its_assurance() -> None:
    result = analyse_series([*[75, 125] * 8, None], target=500)
    assert result.variation is None
    assert result.variation_icon is None
    assert result.assurance is Assurance.FAIL


@pytest.mark.parametrize("target", [None, math.nan, Decimal("NaN")])
def test_a_missing_target_gives_no_assurance(target: Any) -> None:
    result = analyse_series([75, 125] * 8, target=target)
    assert result.assurance is None
    assert result.target is None


def test_a_long_series_without_two_neighbouring_values_has_no_assurance() -> None:
    assert analyse_series([50, None] * 13, target=40).assurance is None


def test_a_series_with_no_known_value_has_no_lines_and_no_verdict() -> None:
    result = analyse_series([None] * 13, target=40)
    assert result.points[0].mean is None
    assert (result.variation, result.assurance) == (None, None)


def test_a_rebase_date_without_a_row_is_reported() -> None:
    days = [date(2024, month, 1) for month in range(1, 4)]
    result = analyse_series([1, 2, 3], dates=days, rebase=[date(2024, 2, 15), date(2024, 3, 1)])
    assert result.unmatched_rebase == (date(2024, 2, 15),)
    assert result.points.segment.tolist() == [0, 0, 1]


# --- Errors ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "settings_", "sentence"),
    [
        ([], {}, "The series is empty"),
        ([1, math.inf], {}, "infinite value"),
        ([1, 2], {"dates": [date(2024, 1, 1)]}, "2 values but 1 dates"),
        ([1, 2], {"dates": [date(2024, 1, 1)] * 2}, "two rows for 2024-01-01: keep one"),
        ([1, 2], {"dates": [date(2024, 1, 1), None]}, "A value has no date"),
        ([1, 2], {"fix_after": 11}, "at least 12 points, not 11"),
        ([1, 2], {"rebase": [date(2024, 1, 1)]}, "needs dates"),
        ([1, 2], {"direction": "up"}, "'up' is not one of increase, decrease, neutral"),
        ([1, 2], {"target": math.inf}, "The target is infinite"),
    ],
)
def test_an_unusable_series_says_why(
    values: list[float], settings_: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(SpcError, match=sentence):
        analyse_series(values, **settings_)


# --- The result is a value ------------------------------------------------------------------------


def test_decimals_give_what_floats_give() -> None:
    text = ["94.3", "94.1", "93.9", "94.6"]
    assert analyse_series([Decimal(t) for t in text], target=Decimal("95")) == analyse_series(
        [float(t) for t in text], target=95.0
    )


def test_a_result_cannot_be_changed_and_leaves_the_input_alone() -> None:
    values = np.array([1.0, 2.0, 3.0])
    result = analyse_series(values)
    values[0] = 9
    assert result.points[0].value == 1
    with pytest.raises(ValueError, match="read-only"):
        result.points.lines.mean[0] = 0
    with pytest.raises(FrozenInstanceError):
        result.variation = None  # type: ignore[misc]


def test_a_result_survives_pickling_for_process_pools() -> None:
    result = run("syn_rebase_fix12")
    assert pickle.loads(pickle.dumps(result)) == result


def test_results_of_different_series_differ() -> None:
    assert analyse_series([1, 2, 3]) != analyse_series([1, 2, 4])
    assert analyse_series([1, 2, 3]) != analyse_series([1, 2])
    assert (
        analyse_series([1, 2, 3]).points != analyse_series([1, 2, 3], direction="decrease").points
    )
    assert analyse_series([1, 2, 3]).points != [1, 2, 3]


def test_points_are_a_sequence() -> None:
    points = analyse_series([1, 2, None]).points
    assert len(points) == 3
    assert [point.value for point in points] == [1, 2, None]
    assert points[1:] == (points[1], points[-1])
    assert points[0].date is None


# --- Policies -------------------------------------------------------------------------------------


def test_twelve_known_values_show_no_icons_and_thirteen_do() -> None:
    assert not can_show_icons(analyse_series([*[75, 125] * 6, None]))
    assert can_show_icons(analyse_series([*[75, 125] * 6, None, 75]))


def test_icons_wait_for_thirteen_points_after_a_rebase() -> None:
    days = [date(2024, 1, 1) + timedelta(weeks=week) for week in range(40)]
    assert can_show_icons(analyse_series([75, 125] * 20, dates=days, rebase=[days[20]]))
    assert not can_show_icons(analyse_series([75, 125] * 20, dates=days, rebase=[days[30]]))


@pytest.mark.parametrize(
    ("values", "direction", "said"),
    [
        ([50, 54, 50, 54, 57], "increase", Movement.IMPROVED),
        ([50, 54, 50, 54, 57], "decrease", Movement.DETERIORATED),
        ([50, 54, 50, 54, 47], "increase", Movement.DETERIORATED),
        ([50, 54, 50, 54, 47], "decrease", Movement.IMPROVED),
        ([50, 54, 50, 54, 56], "increase", Movement.SUSTAINED),
        ([50, 54, 50, 54, 48], "decrease", Movement.SUSTAINED),
        ([50, 50], "increase", Movement.SUSTAINED),
        ([50, 51], "increase", Movement.IMPROVED),
        ([50, 60], "neutral", None),
        ([50], "increase", None),
        ([50, 60, None], "increase", None),
        ([50, 60] * 7, "increase", None),
    ],
)
def test_a_short_series_says_improved_sustained_or_deteriorated(
    values: list[float | None], direction: Any, said: Movement | None
) -> None:
    assert judge_short_series(analyse_series(values, direction=direction)) is said


def test_a_short_series_is_compared_only_with_values_since_its_rebase() -> None:
    days = [date(2024, 1, 1) + timedelta(weeks=week) for week in range(20)]
    rebased = analyse_series([*[90] * 18, 50, 60], dates=days, rebase=[days[18]])
    assert judge_short_series(rebased) is Movement.IMPROVED


@pytest.mark.parametrize(
    ("values", "rare"),
    [
        ([0, 0, 1], True),
        ([0, 0, 0], True),
        ([0, None, 0, 2], True),
        ([0, 1, 0, 1], False),
        ([0, 0, 0.5], False),
        ([0, 0, -1], False),
        ([3, 4, 5], False),
        ([None], False),
        ([], False),
    ],
)
def test_a_count_is_a_rare_event_when_more_than_half_of_it_is_zero(
    values: list[float | None], rare: bool
) -> None:
    assert is_rare_event(values) is rare


# --- Properties -----------------------------------------------------------------------------------

WHOLE = st.integers(-1000, 1000)
WALKS = st.lists(st.integers(-2, 4), min_size=1, max_size=60).map(lambda s: list(accumulate(s)))
STEPS = st.lists(st.integers(0, 3), min_size=1, max_size=60)
KNOWN = st.one_of(st.lists(WHOLE, min_size=1, max_size=60), WALKS, STEPS)
SERIES = st.one_of(KNOWN, st.lists(st.one_of(st.none(), WHOLE), min_size=1, max_size=60))
DAYS = [date(2020, 1, 1) + timedelta(days=day) for day in range(60)]
quick = settings(max_examples=150, deadline=None)


@st.composite
def analysed(draw: st.DrawFn) -> Xmr:
    values = draw(SERIES)
    return analyse_series(
        values,
        dates=DAYS[: len(values)],
        rebase=draw(st.lists(st.sampled_from(DAYS), max_size=3)),
        fix_after=draw(st.one_of(st.none(), st.integers(12, 30))),
        screen_outliers=draw(st.booleans()),
    )


def moved(values: list[int | None], change: Callable[[float], float]) -> list[float | None]:
    return [None if value is None else change(value) for value in values]


@quick
@given(SERIES, st.integers(-10_000, 10_000), st.booleans())
def test_shifting_a_series_shifts_its_limits(
    values: list[int | None], by: int, screen: bool
) -> None:
    before = analyse_series(values, screen_outliers=screen)
    after = analyse_series(moved(values, lambda value: value + by), screen_outliers=screen)
    for name in LINES:
        np.testing.assert_allclose(line(after, name), line(before, name) + by, rtol=0, atol=1e-9)


@quick
@given(SERIES, st.integers(-20, 20), st.booleans())
def test_scaling_a_series_by_a_power_of_two_scales_its_limits_and_keeps_its_labels(
    values: list[int | None], power: int, screen: bool
) -> None:
    before = analyse_series(values, screen_outliers=screen)
    after = analyse_series(moved(values, lambda value: value * 2.0**power), screen_outliers=screen)
    for name in LINES:
        np.testing.assert_array_equal(line(after, name), line(before, name) * 2.0**power)
    assert [p.label for p in after.points] == [p.label for p in before.points]


@quick
@given(SERIES.flatmap(lambda values: st.permutations(list(zip(DAYS, values, strict=False)))))
def test_the_order_of_rows_is_irrelevant_when_dates_are_given(
    rows: list[tuple[date, int | None]],
) -> None:
    ordered = sorted(rows, key=lambda row: row[0])
    settings_: Any = {"rebase": [DAYS[9]], "fix_after": 12, "target": 3}
    results = [
        analyse_series([value for _, value in r], dates=[day for day, _ in r], **settings_)
        for r in (rows, ordered)
    ]
    assert results[0] == results[1]


@quick
@given(SERIES, WHOLE)
def test_reversing_the_direction_swaps_improvement_and_concern(
    values: list[int | None], target: int
) -> None:
    assume(set(values) - {None} != {target})
    up, down = (
        analyse_series(values, target=target, direction=d) for d in ("increase", "decrease")
    )
    point_swap = {
        PointType.COMMON_CAUSE: PointType.COMMON_CAUSE,
        PointType.IMPROVEMENT: PointType.CONCERN,
        PointType.CONCERN: PointType.IMPROVEMENT,
    }
    assert [p.point_type for p in down.points] == [point_swap[p.point_type] for p in up.points]
    swap = {Assurance.PASS: Assurance.FAIL, Assurance.FAIL: Assurance.PASS}
    assert down.assurance is (swap.get(up.assurance, up.assurance) if up.assurance else None)


@quick
@given(analysed())
def test_limits_never_cross_the_mean(result: Xmr) -> None:
    drawn = result.points.lines
    known = ~np.isnan(drawn.upl)
    ladder = [getattr(drawn, name)[known] for name in ("lpl", "nlpl", "mean", "nupl", "upl")]
    assert all(np.all(lower <= upper) for lower, upper in pairwise(ladder))


@quick
@given(analysed())
def test_a_point_is_never_both_high_and_low(result: Xmr) -> None:
    for point in result.points:
        if "Above" in point.label:
            assert point.value > point.mean  # type: ignore[operator]
        if "Below" in point.label:
            assert point.value < point.mean  # type: ignore[operator]
    found = result.points.signals
    assert not np.any(found.near & found.astronomical)


@quick
@given(analysed())
def test_the_rules_agree_with_their_plain_reading(result: Xmr) -> None:
    points, found = result.points, result.points.signals
    steps = np.sign(np.diff(points.values, prepend=np.nan)).tolist()
    side, near = found.side.tolist(), found.near.tolist()
    wanted: dict[str, set[int]] = {"trend": set(), "shift": set(), "two_of_three": set()}
    for window in windows(points.segment.tolist(), 7):
        if {steps[row] for row in window[1:]} in ({1}, {-1}):
            wanted["trend"].update(window)
        if {side[row] for row in window} in ({1}, {-1}):
            wanted["shift"].update(window)
    for window in windows(points.segment.tolist(), 3):
        close = [row for row in window if near[row]]
        if len(close) >= 2 and {side[row] for row in window} in ({1}, {-1}):
            wanted["two_of_three"].update(close)
    for rule, rows in wanted.items():
        assert set(np.flatnonzero(getattr(found, rule)).tolist()) == rows


def windows(segment: list[int], width: int) -> list[range]:
    starts = range(len(segment) - width + 1)
    whole = (range(start, start + width) for start in starts)
    return [window for window in whole if segment[window[0]] == segment[window[-1]]]


def test_the_module_says_what_it_offers() -> None:
    assert all(hasattr(spc, name) for name in spc.__all__)


def test_a_hundred_thousand_points_take_time_by_their_number_alone() -> None:
    values = np.random.default_rng(1).normal(80, 3, 100_000).tolist()
    with growing_by_length_alone():
        points = analyse_series(values, target=85, direction="increase").points
    assert points[-1].label
    assert len(points) == 100_000
