from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from boardpack.analysis.blocks.block import select_blocks
from boardpack.analysis.blocks.plans import PlansBlock
from boardpack.analysis.plans import Standing
from boardpack.analysis.progress import build_progress_figure
from boardpack.analysis.rag import Rating
from support.books import demo_book
from support.editions import edition_of
from support.instances import PACK, PLAN_ROWS, PLANS, Files, edited, with_plans


def block_of(tree: Files, service: str = "directorate", period: str = "2018-11") -> PlansBlock:
    entries = edition_of(tree, period=period).list_service_entries(service)
    [block] = select_blocks((block for entry in entries for block in entry.blocks), PlansBlock)
    return block


def test_what_is_late_stands_first_and_what_is_done_last() -> None:
    standings = [(plan.id, standing) for plan, standing, _ in block_of(with_plans()).standings]
    assert standings == [
        ("A2", Standing.LATE), ("A1", Standing.ON_TRACK), ("A3", Standing.COMPLETE),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("timescale", "standing"),
    [
        ("2018-11-29", Standing.LATE),
        ("2018-11-30", Standing.LATE),
        ("November 2018", Standing.LATE),
        ("2018-12-01", Standing.BEHIND),
        ("2018/19", Standing.BEHIND),
        ("ongoing", Standing.BEHIND),
    ],
)
def test_late_is_what_was_due_by_the_end_of_the_period_and_is_not_done(
    timescale: str, standing: Standing
) -> None:
    tree = edited(with_plans(), PLAN_ROWS, "2018-10-31", timescale)
    assert {plan.id: one for plan, one, _ in block_of(tree).standings}["A2"] is standing


def test_a_plan_becomes_late_with_the_editions_and_not_with_the_clock() -> None:
    late = [
        [plan.id for plan, standing, _ in block.standings if standing is Standing.LATE]
        for block in (block_of(with_plans(), period=period) for period in ("2018-11", "2019-03"))
    ]
    assert late == [["A2"], ["A2", "A1"]]


@pytest.mark.parametrize("old", ["    lag: 1\n", ""])
def test_plans_of_an_older_file_are_held_against_the_edition_s_own_period(old: str) -> None:
    plans = edited(with_plans(), PLANS, "kind: plans", "kind: plans\narrives: latest")
    section = "    datasets: [plans]\n"
    tree = edited(plans, PACK, section, f"{section}{old}")
    block = block_of(tree, period="2019-01")
    assert block.path == PLAN_ROWS
    assert block.day == date(2019, 1, 31)
    late = edited(tree, PLAN_ROWS, "2019-03-31", "2019-01-31")
    standings = block_of(late, period="2019-01").standings
    assert [standing for _, standing, _ in standings][:2] == [Standing.LATE, Standing.LATE]


def test_what_is_done_or_stopped_is_never_late() -> None:
    tree = edited(with_plans(), PLAN_ROWS, ",behind,", ",stopped,")
    assert [(rating, standing) for _, standing, rating in block_of(tree).standings] == [
        (Rating.GREEN, Standing.ON_TRACK),
        (Rating.UNRATED, Standing.STOPPED),
        (Rating.GREEN, Standing.COMPLETE),
    ]


def test_a_service_sees_its_own_plans_and_those_of_all() -> None:
    tree = edited(with_plans(), PACK, "    scope: directorate\n    narrative: none\n    data_by:",
                  "    narrative: none\n    data_by:")  # fmt: skip
    assert [plan.id for plan in block_of(tree, "seisdon").rows] == ["A2", "A1", "A3"]
    assert [plan.id for plan in block_of(tree, "cannock-chase").rows] == ["A2", "A1"]


def test_savings_are_held_against_their_plan_and_what_saves_nothing_is_not_missing() -> None:
    figure = build_progress_figure(block_of(with_plans()))
    assert figure is not None
    assert [row.title for row in figure.rows] == ["Shared telephone desk", "Evening clinics"]
    assert (figure.total.planned, figure.total.actual) == (Decimal(150), Decimal(100))
    assert [row.title for row in figure.groups] == ["Access", "Workforce"]


def test_a_new_date_and_a_late_plan_are_both_signed() -> None:
    block = block_of(with_plans())
    lines = list(block.signed_figures(edition_of(with_plans()).variations))
    assert 'plans 2018-11 "A2" late, red, due 2018-10-31' in lines
    assert any(line.endswith("behind: 70 of 120, expected 80") for line in lines)
    assert block.rows[0].due == date(2018, 10, 31)


def test_the_savings_of_a_plan_may_be_quoted() -> None:
    quotables = [(one.title, one.value) for one in block_of(with_plans()).list_quotables()]
    assert ("Shared telephone desk", Decimal(70)) in quotables


def test_the_worked_example_shows_all_ten_actions_and_eight_priorities_what_is_late_first() -> None:
    standings = [
        [(plan.id, standing) for plan, standing, _ in block.standings]
        for entry in demo_book().edition.list_service_entries("directorate")
        for block in select_blocks(entry.blocks, PlansBlock)
    ]
    assert [len(one) for one in standings] == [13, 8, 10]
    assert [one[0] for one in standings] == [
        ("Q02", Standing.BEHIND), ("P4", Standing.LATE), ("H08", Standing.LATE),
    ]  # fmt: skip
