from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from boardpack.analysis.measures import Measured
from boardpack.model.dataset import Cell, Gap
from boardpack.render import words
from support.editions import edition_of
from support.instances import ACCESS, ACCESS_ROWS, Files, edited, minimal


def missed(tree: Files) -> Measured:
    entry = edition_of(tree).find_entry("cannock-chase", "access")
    assert entry is not None
    return entry.measured[1]


def value(new: str) -> Files:
    return edited(
        minimal(),
        ACCESS_ROWS,
        "2018-11,cannock-chase,missed,3.5",
        f"2018-11,cannock-chase,missed,{new}",
    )


@pytest.mark.parametrize(
    ("new", "said"),
    [("3.5", "−0.5 points, better"), ("4.5", "+0.5 points, worse"), ("4", "no change"),
     ("*", "not known")],
)  # fmt: skip
def test_a_change_says_whether_it_is_better(new: str, said: str) -> None:
    assert words.describe_change(missed(value(new))) == said


def test_a_change_of_a_measure_without_a_good_side_is_not_judged() -> None:
    tree = edited(minimal(), ACCESS, "better: lower", "better: neutral")
    assert words.describe_change(missed(tree)) == "−0.5 points"


def test_a_target_is_shown_or_said_to_be_absent() -> None:
    assert words.format_target(missed(minimal())) == "5.0%"
    assert (
        words.format_target(missed(edited(minimal(), ACCESS, "    target: 5\n", ""))) == "none set"
    )


@pytest.mark.parametrize(
    ("given", "signed", "said"),
    [("1234", False, "1,234"), ("-1234", False, "−1,234"), ("5", True, "+5"), ("0", True, "0")],
)
def test_amounts_have_thousands_and_a_true_minus(given: str, signed: bool, said: str) -> None:
    assert words.format_amount(Decimal(given), signed) == said


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (None, "not available"), (Gap.MISSING, "not available"), (Gap.SUPPRESSED, "suppressed"),
        (True, "Yes"), (False, "No"), (date(2018, 12, 3), "3 December 2018"),
        (1234, "1,234"), (Decimal("-2.50"), "−2.50"), ("0123", "0123"), (0, "0"),
    ],
)  # fmt: skip
def test_cells_are_shown_as_readers_know_them(cell: Cell | None, said: str) -> None:
    assert words.format_cell(cell) == said
