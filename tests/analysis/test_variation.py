from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from boardpack.analysis import variation as subject
from boardpack.analysis.spc_result import Assurance, Movement, PointType, VariationIcon
from boardpack.analysis.variation import Variations, judge_measure
from boardpack.model.dataset import Better, Measure, Rebase, Unit
from support.series import FOUR_HOURS, measured, with_

COUNT = Measure("falls", "Falls", Unit.COUNT, 0, Better.LOWER)
SERIES = st.lists(st.integers(0, 1000), min_size=13, max_size=30)


def test_a_long_series_has_both_icons_and_no_plain_word() -> None:
    found = judge_measure(measured([84, 85] * 10 + [76]))
    assert (found.icon, found.assurance) == (VariationIcon.CONCERN_LOW, Assurance.FAIL)
    assert (found.movement, found.notes, found.is_concern) == (None, (), True)
    assert found.xmr is not None
    assert found.xmr.points[-1].date == date(2018, 11, 1)


def test_twelve_figures_earn_a_word_and_thirteen_icons() -> None:
    twelve, thirteen = (judge_measure(measured([84, 85, 84][:2] * 6 + tail)) for tail in ([], [84]))
    assert (twelve.icon, twelve.assurance, twelve.movement) == (None, None, Movement.SUSTAINED)
    assert twelve.notes == (subject.NO_ICONS.format(12),)
    assert (thirteen.icon, thirteen.movement) == (VariationIcon.COMMON_CAUSE, None)


def test_rare_events_and_constant_counts_get_no_chart() -> None:
    rare = judge_measure(measured([0, 0, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1], COUNT))
    assert (rare.xmr, rare.icon, rare.notes) == (None, None, (subject.RARE,))
    same = judge_measure(measured([4] * 14, COUNT))
    assert (same.xmr, same.notes) == (None, (subject.CONSTANT,))
    assert judge_measure(measured([4], COUNT)).notes == (subject.TOO_SHORT,)


def test_a_constant_percentage_is_judged_against_its_target() -> None:
    assert judge_measure(measured([70] * 14)).assurance is Assurance.FAIL


def test_what_adds_up_over_a_season_gets_no_chart() -> None:
    season = judge_measure(measured(list(range(20)), with_(cumulative=True)))
    assert (season.xmr, season.notes) == (None, (subject.CUMULATIVE,))


def test_a_rebase_is_named_with_its_reason_and_restarts_the_limits() -> None:
    rebased = with_(rebase=(Rebase("2018-10", "Two hospitals merged."),))
    found = judge_measure(measured([84, 85] * 10, rebased))
    assert found.notes[0] == "Limits restart in October 2018: Two hospitals merged."
    assert found.notes[1] == subject.NO_ICONS.format(2)
    assert found.xmr is not None
    assert found.xmr.points.segment.tolist() == [0] * 18 + [1] * 2


def test_a_blank_latest_month_has_no_variation_icon_and_says_so() -> None:
    found = judge_measure(measured([84, 85] * 10 + [None]))
    assert (found.icon, found.notes) == (None, (subject.NO_LATEST,))
    assert found.xmr is not None
    assert found.xmr.points[-1].value is None


def test_the_rows_own_target_counts() -> None:
    one = measured([84, 85] * 10)
    last = one.rows[-1]
    assert last is not None
    rows = (*one.rows[:-1], last._replace(target=Decimal(80)))
    found = judge_measure(type(one)(one.dataset_id, FOUR_HOURS, one.service, one.periods, rows))
    assert found.xmr is not None
    assert (found.xmr.target, found.assurance) == (80, Assurance.PASS)


def test_points_without_a_chart_are_all_common_cause() -> None:
    assert judge_measure(measured([4] * 3, COUNT)).point_types == (PointType.COMMON_CAUSE,) * 3


def test_a_series_is_judged_once_however_often_it_is_asked_for() -> None:
    judge, one = Variations(), measured([84, 85] * 10)
    assert judge(one) is judge(measured([84, 85] * 10))
    assert judge(one) == judge_measure(one)


def test_series_judged_together_are_judged_as_each_alone() -> None:
    plain = [measured([84, 85] * 10 + [tail]) for tail in (76, 84, None)]
    others = [
        measured([84, 85] * 10 + [76], with_(better=Better.LOWER, target=Decimal(80))),
        measured([84, 85] * 10 + [76], with_(rebase=(Rebase("2018-10", "Merged."),))),
        measured([84, 85] * 10 + [76], with_(screen_outliers=False, fix_after=12)),
        measured([84, 300] + [85, 84] * 9),
        measured([70] * 14, with_(target=Decimal(70))),
        measured([84, 85] * 3),
        measured([4] * 14, COUNT),
    ]
    series = [*plain, *others]
    together = subject.judge_measures(series)
    assert together == [judge_measure(one) for one in series]
    assert len({(one.icon, one.assurance, one.movement, one.notes) for one in together}) > 5


@settings(deadline=None)
@given(SERIES, st.integers(-500, 500))
def test_shifting_a_series_shifts_its_limits_and_changes_no_verdict(
    values: list[int], by: int
) -> None:
    before, after = (_judged([v + shift for v in values], 500 + shift) for shift in (0, by))
    assume(_is_clear(before))
    assert (before.icon, before.assurance) == (after.icon, after.assurance)
    assert _limits(after) == _near([line + by for line in _limits(before)])


@settings(deadline=None)
@given(SERIES, st.sampled_from([2, 4, 8]))
def test_scaling_a_series_scales_its_limits_and_changes_no_verdict(
    values: list[int], by: int
) -> None:
    before, after = (_judged([v * factor for v in values], 500 * factor) for factor in (1, by))
    assume(_is_clear(before))
    assert (before.icon, before.assurance) == (after.icon, after.assurance)
    assert _limits(after) == _near([line * by for line in _limits(before)])


def _judged(values: list[int], target: int) -> subject.Variation:
    rate = Measure("rate", "Rate", Unit.RATE, 0, Better.HIGHER, Decimal(target))
    return judge_measure(measured(values, rate))


def _limits(found: subject.Variation) -> list[float]:
    assert found.xmr is not None
    drawn = found.xmr.points.lines
    return [float(line[-1]) for line in (drawn.lpl, drawn.mean, drawn.upl)]


def _is_clear(found: subject.Variation) -> bool:
    """Return whether no figure lies so close to a line that rounding decides on which side."""
    assert found.xmr is not None
    drawn, values = found.xmr.points.lines, found.xmr.points.values
    lines = (drawn.lpl, drawn.nlpl, drawn.nupl, drawn.upl)
    target = found.xmr.target or 0
    gaps = [abs(values - line).min() for line in lines] + [abs(target - line[-1]) for line in lines]
    return bool(min(gaps) > 1e-6)


def _near(values: list[float]) -> Any:
    import pytest

    return pytest.approx(values, rel=1e-9, abs=1e-6)
