from __future__ import annotations

import pytest

from support.editions import said
from support.instances import (
    FINANCE,
    FINANCE_ROWS,
    FINANCE_TOTALS,
    edited,
    line_of,
    minimal,
    without_file,
    without_line,
)

KEEPER = "Finance manager"


def test_b101_passes_a_variance_that_rounding_explains() -> None:
    tree = edited(minimal(), FINANCE_ROWS, "GMS,1,100,105,5", "GMS,1,100,105,6")
    assert said(tree, "B101") == []


def test_b101_finds_a_variance_that_does_not_follow() -> None:
    tree = edited(minimal(), FINANCE_ROWS, "GMS,1,100,105,5", "GMS,1,100,105,-5")
    [fault] = said(tree, "B101")
    assert str(fault.place) == f"{FINANCE_ROWS}:2"
    assert fault.what == (
        "'GMS': year-to-date variance is printed as -5, but actual less budget is 5"
    )
    assert (fault.who, fault.service, fault.section) == (KEEPER, "cannock-chase", "finance")


def test_b102_passes_a_total_that_rounding_explains() -> None:
    tree = edited(minimal(), FINANCE_TOTALS, "group,Contracts,1,150,", "group,Contracts,1,151,")
    assert said(tree, "B102") == []


def test_b102_finds_a_total_that_its_lines_do_not_add_up_to() -> None:
    tree = edited(minimal(), FINANCE_ROWS, "PMS,2,50,45,-5,", "PMS,2,60,55,-5,")
    subtotal, total = said(tree, "B102")
    assert str(subtotal.place) == f"{FINANCE_TOTALS}:2"
    assert subtotal.what == (
        "'Contracts' (group subtotal): year-to-date budget is printed as 150, the sum is 160; "
        "year-to-date actual is printed as 150, the sum is 160"
    )
    assert (subtotal.who, subtotal.service) == (KEEPER, "cannock-chase")
    assert str(total.place) == f"{FINANCE_TOTALS}:4"
    assert total.what.startswith("'grand-total' (grand-total from lines): ")


def test_b103_passes_groups_of_one_line_without_a_subtotal() -> None:
    tree = without_line(minimal(), FINANCE_TOTALS, "cannock-chase,group,Premises")
    tree = without_line(tree, FINANCE_TOTALS, "seisdon,group,Premises")
    tree = without_line(tree, FINANCE_TOTALS, "seisdon,group,Contracts")
    assert said(tree, "B103") == []


def test_b103_passes_a_source_that_promises_no_totals() -> None:
    tree = edited(minimal(), FINANCE, "totals: [group, grand-total]\n", "")
    assert said(without_file(tree, FINANCE_TOTALS), "B103") == []


@pytest.mark.parametrize(
    ("containing", "words"),
    [
        ("cannock-chase,group,Contracts", "there is no subtotal of 'Contracts' for Cannock Chase"),
        ("cannock-chase,group,Premises", "there is no subtotal of 'Premises' for Cannock Chase"),
        ("cannock-chase,grand-total", "there is no grand-total for Cannock Chase"),
    ],
)
def test_b103_finds_a_total_that_is_not_there(containing: str, words: str) -> None:
    assert line_of(minimal(), FINANCE_TOTALS, containing)
    [fault] = said(without_line(minimal(), FINANCE_TOTALS, containing), "B103")
    assert str(fault.place) == FINANCE_TOTALS
    assert fault.what == words
    assert (fault.who, fault.service, fault.section) == (KEEPER, "cannock-chase", "finance")


def test_b103_finds_all_totals_missing() -> None:
    assert len(said(without_file(minimal(), FINANCE_TOTALS), "B103")) == 3
