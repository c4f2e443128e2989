from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from boardpack.analysis.blocks.table import (
    TableBlock,
)
from boardpack.analysis.progress import Delivery, ProgressFigure, build_progress_figure
from boardpack.findings import Place
from boardpack.model.dataset import (
    Cell,
    Contract,
    Gap,
    Kind,
    Progress,
)
from boardpack.model.period import parse_period
from boardpack.model.rows import (
    TableRow,
)

SCHEMES = Progress("scheme", "plan", "done", group="programme", through_year=True)
FUNDING = Progress("scheme", "plan", "done", one_off="once")
Row = tuple[str, str, Cell, Cell, bool]


def figure(
    rows: list[Row], columns: Progress | None = SCHEMES, period: str = "2018-11"
) -> ProgressFigure | None:
    names = ("scheme", "programme", "plan", "done", "once")
    contract = Contract(
        "Schemes", Kind.TABLE, "Plan", "lead", unit="GBP thousand", progress=columns
    )
    found = tuple(
        TableRow("", dict(zip(names, row, strict=True)), Place("schemes.csv", n))
        for n, row in enumerate(rows, 2)
    )
    shown = parse_period(period)
    return build_progress_figure(
        TableBlock("schemes", contract, shown, shown, "schemes.csv", "", (), found)
    )


THREE: list[Row] = [
    ("Falls", "Urgent care", 120, 80, False),
    ("Procurement", "Medicines", 240, 200, False),
    ("Virtual ward", "Urgent care", 240, 100, False),
]


def test_schemes_are_held_against_eight_months_of_twelve_in_november() -> None:
    found = figure(THREE)
    assert found is not None
    assert [row.delivery for row in found.rows] == ["on plan", "ahead", "behind"]
    assert (found.total.percent, found.total.left) == (Decimal("63.3"), Decimal(220))
    assert found.words == (
        "380 of 600 so far; 400 was due by now, GBP thousand. Behind: Virtual ward."
    )


def test_programmes_have_totals_in_the_order_of_the_table() -> None:
    found = figure(THREE)
    assert found is not None
    assert [(row.title, row.planned, row.actual) for row in found.groups] == [
        ("Urgent care", Decimal(360), Decimal(180)),
        ("Medicines", Decimal(240), Decimal(200)),
    ]


def test_the_whole_plan_is_due_in_march() -> None:
    found = figure(THREE, period="2019-03")
    assert found is not None
    assert found.total.expected == 600
    assert found.words.startswith("380 of 600, GBP thousand. Behind: Falls; Procurement;")


def test_one_off_money_is_named() -> None:
    found = figure([("2017/18", "", 100, 100, True), ("2018/19", "", 50, 20, False)], FUNDING)
    assert found is not None
    assert found.words == "120 of 150, GBP thousand. Not all used: 2018/19. One-off money: 2017/18."
    assert found.groups == ()


def test_a_missing_figure_leaves_the_total_unknown() -> None:
    found = figure([*THREE, ("Care homes", "Urgent care", 50, Gap.MISSING, False)])
    assert found is not None
    assert (found.total.actual, found.total.percent, found.total.left) == (None, None, None)
    assert found.rows[-1].delivery is Delivery.UNKNOWN
    assert found.words.startswith("The total is not known: figures are missing")


def test_a_plan_of_nothing_has_no_share() -> None:
    found = figure([("Falls", "", 0, 0, False)])
    assert found is not None
    assert (found.total.percent, found.total.delivery) == (None, Delivery.ON_PLAN)


def test_tables_without_progress_or_rows_have_no_figure() -> None:
    assert figure(THREE, None) is None
    assert figure([]) is None


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 999), st.integers(0, 999)), min_size=1, max_size=6))
def test_the_total_does_not_depend_on_the_order_of_rows(pairs: list[tuple[int, int]]) -> None:
    rows: list[Row] = [(f"s{n}", "", plan, done, False) for n, (plan, done) in enumerate(pairs)]
    one, other = figure(rows), figure(rows[::-1])
    assert one is not None
    assert other is not None
    assert one.total == other.total
