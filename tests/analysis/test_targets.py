from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from boardpack.analysis.targets import (
    build_target_tree,
    find_target,
    find_target_gaps,
    is_target_met,
    list_planned_values,
)
from boardpack.model.dataset import Better, Gap
from support.series import CANNOCK, FOUR_HOURS, SEISDON, measured, with_

LEVELS = {
    "directorate": Decimal(90),
    CANNOCK: Decimal(92),
    f"{CANNOCK}/nurses": Decimal(94),
}
CASCADED = with_(targets=LEVELS)


@pytest.mark.parametrize(
    ("level", "target"),
    [
        ("directorate", 90),
        (CANNOCK, 92),
        (f"{CANNOCK}/nurses", 94),
        (f"{CANNOCK}/reception", 92),
        (SEISDON, 90),
        (f"{SEISDON}/nurses", 90),
    ],
)
def test_a_level_without_a_target_has_the_one_above_it(level: str, target: int) -> None:
    assert CASCADED.find_target(level) == target


def test_without_levels_the_measures_own_target_counts_everywhere() -> None:
    assert FOUR_HOURS.find_target(SEISDON) == 95
    assert with_(target=None).find_target(SEISDON) is None


def test_the_tree_shows_the_levels_and_the_gap() -> None:
    tree = build_target_tree(CASCADED, [CANNOCK, SEISDON])
    assert tree is not None
    assert [(node.level, node.target, node.is_gap) for node in tree.below] == [
        (CANNOCK, Decimal(92), False),
        (SEISDON, None, True),
    ]
    assert [team.level for team in tree.below[0].below] == [f"{CANNOCK}/nurses"]
    assert list(find_target_gaps(tree)) == [SEISDON]


def test_a_target_for_a_service_but_not_for_the_directorate_leaves_a_gap_at_the_top() -> None:
    tree = build_target_tree(with_(target=None, targets={CANNOCK: Decimal(92)}), [CANNOCK])
    assert tree is not None
    assert list(find_target_gaps(tree)) == ["directorate"]


def test_one_target_for_all_leaves_no_gap_and_no_target_has_no_tree() -> None:
    tree = build_target_tree(FOUR_HOURS, [CANNOCK, SEISDON])
    assert tree is not None
    assert list(find_target_gaps(tree)) == []
    assert build_target_tree(with_(target=None), [CANNOCK]) is None


def test_services_that_do_not_report_are_not_in_the_tree() -> None:
    tree = build_target_tree(with_(targets=LEVELS, services=(CANNOCK,)), [CANNOCK, SEISDON])
    assert tree is not None
    assert [node.level for node in tree.below] == [CANNOCK]


def test_a_series_is_held_against_its_services_target() -> None:
    assert find_target(measured([93], CASCADED)) == 92
    assert find_target(measured([93], CASCADED, SEISDON)) == 90


def test_a_target_is_met_when_it_is_reached_exactly() -> None:
    higher, lower = FOUR_HOURS, with_(better=Better.LOWER)
    for measure, value, met in ((higher, 95, True), (higher, 94, False), (lower, 95, True)):
        assert is_target_met(measure, Decimal(value), Decimal(95)) is met
    assert is_target_met(lower, Decimal(96), Decimal(95)) is False


def test_there_is_no_telling_without_value_target_or_better_side() -> None:
    assert is_target_met(FOUR_HOURS, Gap.MISSING, Decimal(95)) is None
    assert is_target_met(FOUR_HOURS, Decimal(95), None) is None
    assert is_target_met(with_(better=Better.NEUTRAL), Decimal(95), Decimal(95)) is None


def test_a_plan_is_the_trajectory_up_to_now_and_beyond() -> None:
    on_the_way = with_(trajectory={"2018-10": Decimal(80), "2018-12": Decimal(85)})
    assert list_planned_values(measured([1, 2, 3], on_the_way)) == (None, Decimal(80), None)
    assert list_planned_values(measured([2, 3], on_the_way), ahead=2) == (
        Decimal(80),
        None,
        Decimal(85),
        None,
    )


def test_targets_of_rows_are_a_plan_only_where_they_change() -> None:
    one = measured([1, 2])
    first, last = one.rows
    assert first is not None
    assert last is not None
    steady, rising = (
        replace(one, rows=(first._replace(target=Decimal(90)), last._replace(target=Decimal(to))))
        for to in (90, 92)
    )
    assert list_planned_values(steady) == ()
    assert list_planned_values(rising, ahead=1) == (Decimal(90), Decimal(92), None)


def test_a_measure_without_a_plan_has_none() -> None:
    assert list_planned_values(measured([1, 2])) == ()
    assert list_planned_values(measured([1, 2], with_(trajectory={"2030-01": Decimal(1)}))) == ()
