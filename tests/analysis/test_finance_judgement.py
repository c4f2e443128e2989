from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boardpack.analysis.blocks.finance import (
    FinanceBlock,
    build_finance_block,
)
from boardpack.analysis.finance_judgement import (
    Span,
    build_bridge,
    build_group_bars,
    compute_run_rate,
    find_material_variances,
    is_material,
)
from boardpack.findings import Place
from boardpack.load.datasets import load_datasets
from boardpack.model.dataset import (
    Contract,
    Kind,
    Material,
)
from boardpack.model.period import parse_period
from boardpack.model.rows import (
    DataFile,
    Dataset,
    FinanceLine,
    PrintedTotal,
)

ROOT = Path(__file__).parents[2]
Six = tuple[int, int, int, int, int, int]
RULE = Material(Decimal(50), Decimal(2))
LINES: dict[tuple[str, str], Six] = {
    ("Contracts", "GMS"): (1000, 1060, 60, 2000, 2090, 90),
    ("Contracts", "PMS"): (500, 450, -50, 900, 900, 0),
    ("Premises", "Rent"): (40, 40, 0, 80, 80, 0),
    ("Other", "Locums"): (0, 55, 55, 0, 60, 60),
}
AMOUNTS = st.decimals(-10000, 10000, places=0)


def block(
    lines: dict[tuple[str, str], Six] = LINES,
    totals: Sequence[PrintedTotal] = (),
    period: str = "2018-10",
    material: Material | None = RULE,
) -> FinanceBlock:
    rows = tuple(
        FinanceLine._make(("stone", group, title, n, *map(Decimal, six), "budgets.csv", n + 2))
        for n, ((group, title), six) in enumerate(lines.items())
    )
    contract = Contract(
        "Budgets", Kind.FINANCE, "Ledger", "treasurer", unit="GBP thousand", material=material
    )
    file = DataFile(period, "budgets.csv", rows, tuple(totals))
    dataset = Dataset("budgets", contract, Place("dataset.yml"), (file,))
    return build_finance_block(dataset, "stone", parse_period(period))


def grand_total(six: Six) -> PrintedTotal:
    return PrintedTotal._make(("stone", "grand-total", "", 9, *map(Decimal, six), "totals.csv", 2))


def test_material_variances_come_largest_first_to_date_before_the_forecast() -> None:
    found = find_material_variances(block())
    assert [(one.line, one.span, int(one.variance)) for one in found] == [
        ("GMS", Span.TO_DATE, 60),
        ("Locums", Span.TO_DATE, 55),
        ("PMS", Span.TO_DATE, -50),
        ("GMS", Span.FORECAST, 90),
        ("Locums", Span.FORECAST, 60),
    ]


def test_over_and_under_are_words_with_the_share_of_the_budget() -> None:
    words = [one.words for one in find_material_variances(block())]
    assert words[0] == "GMS is 60 (6.0%) over budget, GBP thousand"
    assert words[1] == "Locums is 55 over budget, GBP thousand"
    assert words[2] == "PMS is 50 (10.0%) under budget, GBP thousand"


def test_nothing_is_material_without_a_rule() -> None:
    assert find_material_variances(block(material=None)) == ()


@pytest.mark.parametrize(
    ("budget", "variance", "material"),
    [(1000, 50, True), (1000, -50, True), (1000, 49, False), (2501, 50, False), (0, 50, True)],
)
def test_a_variance_must_reach_both_figures(budget: int, variance: int, material: bool) -> None:
    assert is_material(RULE, Decimal(budget), Decimal(variance)) is material


@settings(deadline=None)
@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_a_larger_variance_is_never_less_material(a: Decimal, b: Decimal, budget: Decimal) -> None:
    small, large = sorted([a, b], key=abs)
    assert not is_material(RULE, budget, small) or is_material(RULE, budget, large)
    assert is_material(RULE, budget, a) is is_material(RULE, budget, -a)


def test_the_run_rate_is_set_against_the_forecast() -> None:
    found = compute_run_rate(block())
    assert (found.months, int(found.actual), int(found.yearly)) == (7, 1605, 2751)
    assert (int(found.forecast), int(found.gap)) == (3130, 379)
    assert found.words == (
        "1,605 in 7 months is a rate of 2,751 a year; the forecast is 3,130, 379 more."
    )


def test_the_year_begins_in_april() -> None:
    assert compute_run_rate(block(period="2018-04")).words.startswith(
        "1,605 in 1 month is a rate of 19,260"
    )
    assert compute_run_rate(block(period="2019-03")).yearly == 1605


def test_the_bridge_leads_from_budget_to_forecast_by_group() -> None:
    found = build_bridge(block())
    assert found is not None
    assert [(step.title, int(step.amount), step.is_total) for step in found.steps] == [
        ("Budget", 2980, True),
        ("Contracts", 90, False),
        ("Other", 60, False),
        ("Forecast", 3130, True),
    ]
    assert found.words == "From a budget of 2,980 to a forecast of 3,130, 150 over it."


def test_what_rounding_leaves_is_a_step_of_its_own() -> None:
    found = build_bridge(block(totals=[grand_total((1540, 1605, 65, 2980, 3131, 151))]))
    assert found is not None
    assert [step.title for step in found.steps][-2:] == ["Rounding", "Forecast"]
    assert found.steps[-2].amount == 1


def test_a_budget_that_is_met_has_two_steps() -> None:
    found = build_bridge(block({("Premises", "Rent"): (40, 40, 0, 80, 80, 0)}))
    assert found is not None
    assert [step.title for step in found.steps] == ["Budget", "Forecast"]
    assert found.words.endswith("a forecast of 80, level with it.")


def test_bars_stand_for_groups_and_say_which_differs_most() -> None:
    found = build_group_bars(block(), Span.TO_DATE)
    assert found is not None
    assert [(bar.title, int(bar.budget), int(bar.actual), bar.word) for bar in found.bars] == [
        ("Contracts", 1500, 1510, "over"),
        ("Premises", 40, 40, "level"),
        ("Other", 0, 55, "over"),
    ]
    assert found.words == "Other differs most: 55 over budget."
    assert found.title == "Budgets, year to date"


def test_bars_that_are_level_say_so() -> None:
    found = build_group_bars(block({("Premises", "Rent"): (40, 40, 0, 80, 80, 0)}), Span.FORECAST)
    assert found is not None
    assert found.words == "Every group is level with its budget."


def test_a_budget_that_has_not_arrived_has_no_figures() -> None:
    empty = block({})
    assert (build_bridge(empty), build_group_bars(empty, Span.TO_DATE)) == (None, None)
    assert find_material_variances(empty) == ()


@settings(deadline=None)
@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=6))
def test_every_step_of_a_bridge_begins_where_the_last_one_ended(
    pairs: list[tuple[Decimal, Decimal]],
) -> None:
    lines: dict[tuple[str, str], Six] = {
        (f"g{n}", f"l{n}"): (0, 0, 0, int(b), int(a), int(a - b)) for n, (b, a) in enumerate(pairs)
    }
    found = build_bridge(block(lines))
    assert found is not None
    first, *middle, last = found.steps
    at = first.end
    for step in middle:
        assert step.start == at
        at = step.end
    assert at == last.end
    assert "Rounding" not in [step.title for step in middle]


@pytest.mark.parametrize("service", ["cannock-chase", "south-east-staffs-and-seisdon"])
@pytest.mark.parametrize("name", ["finance-delegated", "finance-commissioning"])
def test_the_examples_bridge_ends_at_the_printed_total(service: str, name: str) -> None:
    folder = ROOT / "data/datasets" / name
    tree = {f.relative_to(ROOT).as_posix(): f.read_bytes() for f in folder.iterdir()}
    found, _ = load_datasets(tree)
    budget = build_finance_block(found[name], service, parse_period("2018-10"))
    drawn = build_bridge(budget)
    assert drawn is not None
    assert (drawn.steps[0].end, drawn.steps[-1].end) == (budget.total[3], budget.total[4])
    assert all(abs(s.amount) <= 3 for s in drawn.steps if s.title == "Rounding")
