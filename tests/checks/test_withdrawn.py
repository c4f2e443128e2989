"""What figures came with before is not left out without a word."""

from __future__ import annotations

import pytest

from support.editions import said
from support.instances import ACCESS, ACCESS_ROWS, edited, minimal

ROW = "2018-11,seisdon,missed,3.5,42,1200"


def test_m122_passes_figures_and_those_that_their_dataset_suppresses() -> None:
    assert said(minimal(), "M122") == []
    tree = edited(minimal(), ACCESS_ROWS, ROW, "2018-11,seisdon,missed,*,,")
    tree = edited(tree, ACCESS, "history: 3\n", "history: 3\nsuppress_below: 5\n")
    assert said(tree, "M122") == []


def test_m122_passes_a_measure_that_was_suppressed_before() -> None:
    tree = edited(minimal(), ACCESS_ROWS, ROW, "2018-11,seisdon,missed,*,,")
    earlier = "2018-10,cannock-chase,missed,4.0,84,2100"
    assert said(edited(tree, ACCESS_ROWS, earlier, earlier.replace("4.0,84", "*,")), "M122") == []


def test_m122_finds_a_figure_that_nobody_decided_to_suppress() -> None:
    tree = edited(minimal(), ACCESS_ROWS, ROW, "2018-11,seisdon,missed,*,,")
    [fault] = said(tree, "M122")
    assert fault.is_error
    assert (fault.place.path, fault.place.line) == (ACCESS_ROWS, 13)


def test_m123_passes_shares_with_their_counts() -> None:
    assert said(minimal(), "M123") == []


@pytest.mark.parametrize(
    ("row", "names"),
    [
        ("2018-11,seisdon,missed,3.5,,", "numerator and denominator"),
        ("2018-11,seisdon,missed,3.5,42,", "denominator"),
    ],
)
def test_m123_finds_a_share_that_lost_its_counts(row: str, names: str) -> None:
    [fault] = said(edited(minimal(), ACCESS_ROWS, ROW, row), "M123")
    assert fault.what == (
        f"'Appointments missed' came with {names} in 2018-10, and comes without now"
    )
