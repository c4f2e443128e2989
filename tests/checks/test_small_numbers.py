from __future__ import annotations

import pytest

from boardpack.findings import Severity
from support.editions import said
from support.instances import (
    ACCESS,
    ACCESS_ROWS,
    SHIFT_ROWS,
    SHIFTS,
    Files,
    edited,
    minimal,
)

KEEPER = "Directorate development manager"
MADE_UP = "illustrative: true\n"


def real(path: str = ACCESS) -> Files:
    """Return the small instance with figures of one dataset that are not made up."""
    return edited(minimal(), path, MADE_UP, "")


def test_i109_passes_counts_of_five_and_more() -> None:
    assert said(edited(real(SHIFTS), SHIFT_ROWS, "Monday,12", "Monday,5"), "I109") == []
    assert said(edited(real(), ACCESS_ROWS, "1.0,84,2100", "1", count=0), "I109") == []


@pytest.mark.parametrize(
    "choice", ["suppress_below: 5", "round_to: 5", "publish_small_numbers: These are shifts"]
)
def test_i109_passes_small_counts_of_which_somebody_decided(choice: str) -> None:
    tree = edited(real(SHIFTS), SHIFT_ROWS, "Monday,12", "Monday,3")
    assert said(edited(tree, SHIFTS, "unit: shifts", f"unit: shifts\n{choice}"), "I109") == []


def test_i109_passes_made_up_figures() -> None:
    assert said(edited(minimal(), SHIFT_ROWS, "Monday,12", "Monday,3"), "I109") == []


@pytest.mark.parametrize(
    ("path", "rows", "old", "new", "line"),
    [
        (SHIFTS, SHIFT_ROWS, "Friday,14", "Friday,4", 3),
        (ACCESS, ACCESS_ROWS, "booked,2000", "booked,1", 2),
        (ACCESS, ACCESS_ROWS, "4.5,90,2000", "0.1,3,2000", 3),
        (ACCESS, ACCESS_ROWS, "4.5,90,2000", "99.9,1998,2000", 3),
    ],
)
def test_i109_finds_small_counts_of_which_nobody_decided(
    path: str, rows: str, old: str, new: str, line: int
) -> None:
    [fault] = said(edited(real(path), rows, old, new), "I109")
    name = path.split("/")[2]
    assert (str(fault.place), fault.who, fault.severity) == (path, KEEPER, Severity.WARNING)
    assert fault.what == (
        f"dataset '{name}' shows counts below 5, first in {rows}:{line}, and does not say whether "
        "it may"
    )


def test_i110_passes_shares_with_counts_and_where_nothing_is_suppressed() -> None:
    tree = edited(minimal(), ACCESS, "history: 3", "history: 3\nsuppress_below: 5")
    assert said(tree, "I110") == []
    assert said(edited(minimal(), ACCESS_ROWS, "4.5,90,2000", "4.5,,"), "I110") == []


def test_i110_passes_shares_that_are_not_of_people() -> None:
    choice = "history: 3\nsuppress_below: 5\ncounts_of_people: [booked]"
    tree = edited(minimal(), ACCESS, "history: 3", choice)
    assert said(edited(tree, ACCESS_ROWS, "4.5,90,2000", "4.5,,"), "I110") == []


def test_i110_finds_a_share_without_its_counts() -> None:
    tree = edited(minimal(), ACCESS, "history: 3", "history: 3\nsuppress_below: 5")
    [fault] = said(edited(tree, ACCESS_ROWS, "4.5,90,2000", "4.5,,"), "I110")
    assert (
        fault.what
        == f"dataset 'access' shows shares without their counts, first in {ACCESS_ROWS}:3"
    )
    assert (str(fault.place), fault.who) == (ACCESS, KEEPER)


@pytest.mark.parametrize(
    ("counts", "is_found"), [("90,", True), (",2000", True), ("90,2000", False)]
)
def test_i110_finds_a_rate_without_one_of_its_counts(counts: str, is_found: bool) -> None:
    choice = "history: 3\nsuppress_below: 5"
    tree = edited(minimal(), ACCESS, "history: 3", choice)
    tree = edited(tree, ACCESS, "unit: percent", "unit: rate")
    assert bool(said(edited(tree, ACCESS_ROWS, "4.5,90,2000", f"4.5,{counts}"), "I110")) is is_found


@pytest.mark.parametrize(
    ("share", "is_found"), [("5.0", True), ("95.0", True), ("50.0", False), ("120", False)]
)
def test_i110_finds_a_number_that_as_a_share_tells_of_few(share: str, is_found: bool) -> None:
    tree = edited(minimal(), SHIFTS, "unit: shifts", "unit: shifts\nsuppress_below: 5")
    number = "- name: share\n    type: number\n    title: Share\n  - name: shifts"
    tree = edited(tree, SHIFTS, "- name: shifts", number)
    rows = f"service,day,share,shifts\ncannock-chase,Monday,{share},60\n"
    assert bool(said({**tree, SHIFT_ROWS: rows.encode()}, "I110")) is is_found
    with_a_small_one = f"{rows}cannock-chase,Friday,4,3\n".encode()
    assert said({**tree, SHIFT_ROWS: with_a_small_one}, "I110") == []


def test_m113_passes_what_is_suppressed_by_choice() -> None:
    tree = edited(minimal(), ACCESS_ROWS, "2018-11,seisdon,booked,1200", "2018-11,seisdon,booked,3")
    assert said(edited(tree, ACCESS, "history: 3", "history: 3\nsuppress_below: 5"), "M113") == []


def test_m105_passes_rows_of_which_only_a_suppressed_count_differs() -> None:
    tree = edited(minimal(), SHIFTS, "unit: shifts", "unit: shifts\nsuppress_below: 5")
    tree = edited(tree, SHIFT_ROWS, "cannock-chase,Monday,12", "cannock-chase,Friday,3")
    assert said(edited(tree, SHIFT_ROWS, "Friday,14", "Friday,4"), "M105") == []


def text_counts(cells: tuple[str, str], choice: str = "suppress_below: 5") -> Files:
    """Return the small instance with a column of text in the table of shifts."""
    tree = edited(minimal(), SHIFTS, "unit: shifts", f"unit: shifts\n{choice}")
    tree = edited(tree, SHIFTS, "  - name: day\n", "  - name: staff\n  - name: day\n")
    rows = f"service,staff,day,shifts\ncannock-chase,{cells[0]},Monday,12\n"
    rows += f"cannock-chase,{cells[1]},Friday,14\n"
    return {**tree, SHIFT_ROWS: rows.encode()}


@pytest.mark.parametrize("cells", [("Ward 3", "12"), ("", "")])
def test_i113_passes_text_that_is_no_number(cells: tuple[str, str]) -> None:
    assert said(text_counts(cells), "I113") == []


def test_i113_passes_numbers_of_which_somebody_decided() -> None:
    assert said(text_counts(("3", "12"), "publish_small_numbers: By choice"), "I113") == []
    chosen = "suppress_below: 5\ncounts_of_people: [shifts]"
    assert said(text_counts(("3", "12"), chosen), "I113") == []


@pytest.mark.parametrize("cells", [("3", "12"), ("*", "1,200"), ("", "4")])
def test_i113_finds_counts_that_stand_as_text(cells: tuple[str, str]) -> None:
    [fault] = said(text_counts(cells), "I113")
    assert str(fault.place) == SHIFTS
    assert fault.what.startswith("column 'staff' is text and holds numbers alone, first in")
