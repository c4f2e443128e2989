from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from boardpack.analysis.blocks.finance import (
    FinanceBlock,
)
from boardpack.analysis.edition import analyse_edition
from boardpack.analysis.finance import (
    Difference,
    describe_variance,
)
from boardpack.load.instance import load_instance
from support.editions import edition_of
from support.instances import FINANCE_ROWS, FINANCE_TOTALS, edited, minimal

ROOT = Path(__file__).parents[2]
PRINTED = ROOT / "tests/cases/finance/printed_differences.csv"
"""What other people found when they added up the same papers: our two services' rows."""

Row = tuple[str, str, str, Decimal, Decimal]


def demo_blocks() -> Iterator[FinanceBlock]:
    files = (path for top in ("content", "data") for path in (ROOT / top).rglob("*"))
    tree = {f.relative_to(ROOT).as_posix(): f.read_bytes() for f in files if f.is_file()}
    instance, _ = load_instance(tree)
    assert instance is not None
    for entry in analyse_edition(instance, "monthly", "2018-11").entries:
        yield from (block for block in entry.blocks if isinstance(block, FinanceBlock))


def as_printed(block: FinanceBlock, one: Difference) -> Row:
    """Return a difference in the words of the other list."""
    check = one.check.replace("sub-total", "sub_total").replace("grand-total", "grand_total")
    of = f"{block.dataset_id.removeprefix('finance-')}/{block.service}"
    whole = check.startswith(("sub_total", "grand_total"))
    where = of if whole else f"{of}/{one.row_title.replace('-total', '_total')}"
    return check, where, one.column, one.printed, one.calculated


def test_the_example_differs_from_its_papers_exactly_where_others_found_it() -> None:
    with PRINTED.open(encoding="utf-8", newline="") as file:
        known = Counter(
            (
                row["check"],
                row["where"],
                row["column"],
                Decimal(row["printed"]),
                Decimal(row["calculated"]),
            )
            for row in csv.DictReader(file)
        )
    blocks = list(demo_blocks())
    ours = Counter(as_printed(b, one) for b in blocks for one in b.differences)
    assert len(known) == sum(known.values()) == 107
    assert ours - known == Counter()
    assert known - ours == Counter()


def test_no_difference_of_the_example_is_more_than_rounding() -> None:
    assert [one for b in demo_blocks() for one in b.differences if not one.is_rounding] == []


def block(tree: dict[str, bytes]) -> FinanceBlock:
    entry = edition_of(tree).find_entry("cannock-chase", "finance")
    assert entry is not None
    (found,) = entry.blocks
    assert isinstance(found, FinanceBlock)
    return found


def test_a_block_has_its_groups_in_order_with_subtotals_and_a_total() -> None:
    found = block(minimal())
    assert [group.title for group in found.groups] == ["Contracts", "Premises"]
    assert [line.line_title for line in found.groups[0].lines] == ["GMS", "PMS"]
    assert found.groups[0].amounts == tuple(map(Decimal, (150, 150, 0, 300, 300, 0)))
    assert found.total == tuple(map(Decimal, (180, 180, 0, 360, 360, 0)))
    assert found.differences == ()


def test_totals_that_are_not_printed_are_added_up() -> None:
    tree = {**minimal(), FINANCE_TOTALS: minimal()[FINANCE_TOTALS].splitlines(True)[0]}
    found = block(tree)
    assert found.total == tuple(map(Decimal, (180, 180, 0, 360, 360, 0)))


@pytest.mark.parametrize(("printed", "is_rounding"), [("6", True), ("7", False)])
def test_a_variance_may_be_off_by_what_two_rounded_figures_can_be(
    printed: str, is_rounding: bool
) -> None:
    tree = edited(minimal(), FINANCE_ROWS, "1,100,105,5,", f"1,100,105,{printed},")
    found = [d for d in block(tree).differences if d.check == "variance"]
    assert [(d.row_title, d.column, d.calculated, d.is_rounding) for d in found] == [
        ("GMS", "ytd_variance", Decimal(5), is_rounding)
    ]


def test_a_printed_total_is_held_against_its_subtotals_and_its_lines() -> None:
    tree = edited(minimal(), FINANCE_TOTALS, "grand-total,,3,180,180,0", "grand-total,,3,180,186,6")
    checks = {(d.check, d.column, d.is_rounding) for d in block(tree).differences}
    assert checks == {
        ("grand-total from subtotals", "ytd_actual", False),
        ("grand-total from subtotals", "ytd_variance", False),
        ("grand-total from lines", "ytd_actual", False),
        ("grand-total from lines", "ytd_variance", False),
    }


def test_spending_above_the_budget_is_over() -> None:
    assert describe_variance(Decimal(1)) == "over"
    assert describe_variance(Decimal(-1)) == "under"
    assert describe_variance(Decimal(0)) not in ("over", "under")
