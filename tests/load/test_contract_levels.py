from __future__ import annotations

import pytest

from support.instances import ACCESS, FINANCE, PACK, SHIFTS, edited, found, minimal

TARGET = "    target: 5\n"


@pytest.mark.parametrize(
    ("added", "words"),
    [
        ("fix_after: 11", "'missed' must work its limits out from 12 points or more"),
        (
            "trajectory: {2018-W50: 5}",
            "'missed' has a trajectory for '2018-W50', which is not a monthly period",
        ),
        (
            "targets: {cannock-chase/nurses/ward: 5}",
            "'missed' has a target for 'cannock-chase/nurses/ward'; levels are directorate, "
            "service or service/team",
        ),
        (
            "thresholds_by_service: {seisdon: {board: 6, slt: 8}}",
            "'missed' has thresholds for services, but is rated against the aggregate plan",
        ),
        (
            "rated_against: own\n    thresholds_by_service: {seisdon: {board: 8, slt: 6}}",
            "'missed' would be red before amber for 'seisdon': thresholds are the wrong way round",
        ),
    ],
)
def test_a_contradiction_in_a_measure_is_found(added: str, words: str) -> None:
    [fault] = found(edited(minimal(), ACCESS, TARGET, f"{TARGET}    {added}\n"), "D105")
    assert fault.what == words


def test_thresholds_for_the_directorate_may_stand_beside_the_aggregate_plan() -> None:
    added = f"{TARGET}    thresholds_by_service: {{directorate: {{board: 6, slt: 8}}}}\n"
    assert found(edited(minimal(), ACCESS, TARGET, added), "D105") == []


def test_a_negative_rule_of_what_is_material_is_found() -> None:
    tree = edited(minimal(), FINANCE, "rounding: 1\n", "rounding: 1\nmaterial: {absolute: -1}\n")
    [fault] = found(tree, "D105")
    assert fault.what == "what is material must be 0 or more"


@pytest.mark.parametrize("key", ["deteriorating_periods", "deteriorating_measures"])
def test_d106_finds_an_escalation_that_counts_from_nothing(key: str) -> None:
    first = "signed_off_by: service-director\nsections:"
    tree = edited(minimal(), PACK, first, first.replace("sec", f"escalation: {{{key}: 0}}\nsec", 1))
    [fault] = found(tree, "D106")
    assert fault.what == f"{key} must be 1 or more"


@pytest.mark.parametrize(
    ("path", "progress", "words"),
    [
        (SHIFTS, "{title: day, planned: shift, actual: shifts}", "'shift' as planned, which is no"),
        (
            SHIFTS,
            "{title: day, planned: shifts, actual: day}",
            "'day' as actual, which is a column",
        ),
        (FINANCE, "{title: group, planned: x, actual: y}", "only a table and plans have progress"),
    ],
)
def test_progress_of_columns_that_cannot_be_compared_is_found(
    path: str, progress: str, words: str
) -> None:
    tree = edited(
        minimal(), path, "illustrative: true", f"illustrative: true\nprogress: {progress}"
    )
    assert any(words in fault.what for fault in found(tree, "D105"))


def test_progress_of_two_columns_of_numbers_is_good() -> None:
    progress = "progress: {title: day, planned: shifts, actual: shifts}"
    tree = edited(minimal(), SHIFTS, "illustrative: true", f"illustrative: true\n{progress}")
    assert found(tree, "D105") == []


def test_d106_passes_an_escalation_that_counts_from_one() -> None:
    first = "signed_off_by: service-director\nsections:"
    counted = "escalation: {deteriorating_periods: 1, deteriorating_measures: 1}\nsections:"
    assert found(edited(minimal(), PACK, first, first.replace("sections:", counted)), "D106") == []


def rebased(period: str) -> list[str]:
    line = f"    rebase: [{{date: {period}, reason: New system}}]\n"
    tree = edited(minimal(), ACCESS, "    target: 5\n", f"    target: 5\n{line}")
    return [fault.what for fault in found(tree, "D108")]


def test_d108_passes_a_rebase_at_a_period_that_has_a_figure() -> None:
    assert rebased("2018-10") == []


@pytest.mark.parametrize(
    ("period", "where"),
    [
        ("2081-10", "after its last figure, of 2018-11"),
        ("2008-10", "before its first figure, of 2018-09"),
    ],
)
def test_d108_finds_a_rebase_that_restarts_nothing(period: str, where: str) -> None:
    assert rebased(period) == [f"'missed' is rebased at {period}, {where}"]
