from __future__ import annotations

import pytest

from boardpack.findings import Severity
from support.editions import said
from support.instances import ACCESS_ROWS, CANNOCK, SHIFT_ROWS, edited, line_of, minimal
from support.reports import with_report

TEXT = "Missed appointments (DNA) fell for the third month because reminders now go out by text."
SHIFTS = "Mondays and Fridays needed most of the extra staff."
WRITER = "Practice manager, Cannock Chase"


def told(text: str, old: str = TEXT) -> dict[str, bytes]:
    """Return an instance in which 72.4% were missed, and one text that says something of it."""
    row = "2018-11,cannock-chase,missed,3.5,77,2200"
    tree = edited(minimal(), ACCESS_ROWS, row, "2018-11,cannock-chase,missed,72.4,1593,2200")
    tree = edited(tree, SHIFT_ROWS, "cannock-chase,Monday,12", "cannock-chase,Monday,1284")
    return edited(tree, CANNOCK, old, text)


@pytest.mark.parametrize(
    "text",
    [
        "Missed appointments rose from 4.0% to 72.4%, 1,593 of 2,200, by 68.4 points.",
        "Missed appointments rose to over 72% of 2,200; the target is 5%.",
        "Missed appointments rose to 72.4%, against 62.4% in England.",
        "Missed appointments rose after 12 November 2018 at 14 practices, by 51.8%.",
        "Of 62 nurses, 55.3% say that missed appointments harm them.",
    ],
)
def test_n115_passes_figures_and_numbers_that_are_none(text: str) -> None:
    assert said(told(text), "N115") == []


def test_n115_finds_62_4_for_72_4() -> None:
    tree = told("Missed appointments rose to 62.4% because reminders failed.")
    [fault] = said(tree, "N115")
    assert fault.what == (
        "'62.4%' is nearly 72.4% in November 2018 ('Appointments missed'), and the section does "
        "not give that figure"
    )
    assert str(fault.place) == f"{CANNOCK}:{line_of(tree, CANNOCK, '62.4%')}"
    assert (fault.who, fault.service, fault.section) == (WRITER, "cannock-chase", "access")
    assert fault.severity is Severity.ERROR


def test_n115_finds_a_slip_of_the_latest_figure_although_the_one_before_is_the_same() -> None:
    old, same = "2018-10,cannock-chase,missed,4.0,84,2100", "2018-10,cannock-chase,missed,72.4,,"
    tree = edited(told("Missed appointments stand at 62.4%."), ACCESS_ROWS, old, same)
    assert "is nearly 72.4% in November 2018" in said(tree, "N115")[0].what


def test_n115_finds_it_in_the_summary_and_in_an_exception_report() -> None:
    old = "More patients were seen than in any month of this year, and fewer appointments were"
    [fault] = said(told("Patients were seen, and 74.2% of appointments were", old), "N115")
    assert fault.section == "summary"
    report = "Issue: 74.2% were missed.\nAction: Train.\nLead: practice-manager\nDue: 2019-01-31"
    tree = with_report(told(TEXT), report)
    [fault] = said(tree, "N115")
    assert str(fault.place) == f"{CANNOCK}:{line_of(tree, CANNOCK, '74.2%')}"


def test_n116_passes_what_is_nearly_nothing() -> None:
    assert said(told("Missed appointments rose to 72.4%, against 51.8% in England."), "N116") == []
    assert said(told("All practices of the county booked 1,824 shifts.", SHIFTS), "N116") == []


def test_n116_passes_what_may_be_the_latest_figure_where_that_is_not_known() -> None:
    tree = told("Missed appointments rose to 41.2%.")
    tree = edited(tree, ACCESS_ROWS, "cannock-chase,missed,4.0,84", "cannock-chase,missed,42.1,")
    assert [fault.what for fault in said(tree, "N116")] == [
        "'41.2%' is nearly 42.1% in October 2018 ('Appointments missed')"
    ]
    tree = edited(tree, ACCESS_ROWS, "missed,72.4,1593,2200", "missed,n/a,,")
    assert said(tree, "N116") == []


def test_n116_finds_a_slip_of_another_figure_and_one_beside_the_right_one() -> None:
    tree = told("Missed appointments rose to 72.4%, against 62.4% in England; 1,953 were missed.")
    assert [fault.what for fault in said(tree, "N116")] == [
        "'62.4%' is nearly 72.4% in November 2018 ('Appointments missed')",
        "'1,953' is nearly 1,593 in November 2018 ('Appointments missed')",
    ]
    assert {fault.severity for fault in said(tree, "N116")} == {Severity.WARNING}


def test_n116_finds_a_slip_of_a_cell_of_a_table() -> None:
    [fault] = said(told("On Mondays 1,824 shifts were booked.", SHIFTS), "N116")
    assert fault.what == "'1,824' is nearly 1,284 in the table ('Monday')"
