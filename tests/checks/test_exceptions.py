from __future__ import annotations

import pytest

from boardpack.findings import Severity
from support.editions import said
from support.instances import (
    ACCESS,
    ACCESS_ROWS,
    CANNOCK,
    PACK,
    edited,
    line_of,
    minimal,
    without_file,
)
from support.reports import with_report

NOVEMBER = "2018-11,cannock-chase,missed,3.5,77,2200"
AMBER = "2018-11,cannock-chase,missed,7.0,154,2200"
MISSED = "2018-11,cannock-chase,missed,5.5,121,2200"
WRITER = "Practice manager, Cannock Chase"
REPORT = """
Issue: More appointments were missed.
Cause: Reminders failed.
Action: Send reminders again.
Lead: manager-cannock
Due: 2019-01-31
Measured by: No more than 5% missed in January.
Systems and processes: The reminder system reports each failure.
"""


def reported(old: str = "", new: str = "", row: str = AMBER) -> dict[str, bytes]:
    """Return an instance with one exception report, changed in one place."""
    tree = edited(minimal(), ACCESS_ROWS, NOVEMBER, row)
    text = REPORT.replace(old, new) if old else REPORT
    assert not old or old in REPORT
    return with_report(tree, text)


def test_e101_passes_a_green_section_and_an_amber_one_with_its_report() -> None:
    assert said(minimal(), "E101") == []
    assert said(reported(), "E101") == []


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (AMBER, "Appointments missed is amber"),
        (AMBER.replace("7.0,154", "9.0,198"), "Appointments missed is red"),
        (MISSED, "Appointments missed: target missed"),
    ],
)
def test_e101_finds_what_is_off_track_and_not_reported(row: str, reason: str) -> None:
    tree = edited(minimal(), ACCESS_ROWS, NOVEMBER, row)
    [fault] = said(tree, "E101")
    assert fault.what == f"'Access' has no exception report: {reason}"
    assert str(fault.place) == f"{CANNOCK}:{line_of(tree, CANNOCK, '## Access')}"
    assert (fault.who, fault.service, fault.section) == (WRITER, "cannock-chase", "access")
    assert fault.severity is Severity.ERROR


def test_the_report_that_is_ready_to_paste_has_the_labels_that_its_escalation_needs() -> None:
    [fault] = said(edited(minimal(), ACCESS_ROWS, NOVEMBER, AMBER), "E101")
    assert fault.paste.endswith("Remedial plan:\nRisk register:\nInvestment priority:")
    assert "of the last three one is enough" in fault.advice
    filled = fault.paste.partition("Issue:")[2].replace(":\n", ": We say so in many words.\n")
    lines = f"Issue:{filled}".replace("Risk register: We say so in many words.", "Risk register:")
    tree = with_report(edited(minimal(), ACCESS_ROWS, NOVEMBER, AMBER), lines)
    assert said(tree, "E108") == []
    [fault] = said(edited(minimal(), ACCESS_ROWS, NOVEMBER, MISSED), "E101")
    assert "Remedial plan:" not in fault.paste


def test_e101_finds_a_report_that_is_for_another_section() -> None:
    tree = edited(minimal(), ACCESS_ROWS, NOVEMBER, AMBER)
    tree = with_report(tree, REPORT, before="## Extra shifts")
    [fault] = said(tree, "E101")
    assert str(fault.place) == f"{CANNOCK}:{line_of(tree, CANNOCK, '## Access')}"


def test_e101_finds_what_worsens_for_as_many_periods_as_the_pack_says() -> None:
    tree = edited(minimal(), ACCESS_ROWS, "2018-10,cannock-chase,missed,4.0,84,2100", WORSE)
    tree = edited(tree, ACCESS_ROWS, NOVEMBER, "2018-11,cannock-chase,missed,4.9,107.8,2200")
    assert said(tree, "E101") == []
    two = "signed_off_by: service-director\nescalation: {deteriorating_periods: 2}\nsections:"
    tree = edited(tree, PACK, "signed_off_by: service-director\nsections:", two)
    [fault] = said(tree, "E101")
    assert fault.what.endswith("Appointments missed: deteriorating")


def narrative_of(tree: dict[str, bytes]) -> str:
    text = tree[CANNOCK].decode()
    return text[text.index("## Access") : text.index("## Patient feedback")]


WORSE = "2018-10,cannock-chase,missed,4.6,96.6,2100"


def test_e101_passes_a_missing_submission_which_another_rule_finds() -> None:
    tree = without_file(edited(minimal(), ACCESS_ROWS, NOVEMBER, AMBER), CANNOCK)
    assert said(tree, "E101") == []


def test_e101_passes_a_section_that_does_not_apply() -> None:
    tree = edited(minimal(), ACCESS_ROWS, NOVEMBER, AMBER)
    reason = "status: ready\nnot_applicable:\n  access: The practice moved.\n"
    tree = edited(tree, CANNOCK, "status: ready\n", reason)
    assert said(edited(tree, CANNOCK, narrative_of(tree), ""), "E101") == []


def test_e101_passes_a_target_that_is_not_reached_yet_but_on_plan() -> None:
    tree = edited(minimal(), ACCESS_ROWS, NOVEMBER, MISSED)
    plan = 'target: 5\n    trajectory: {"2018-11": 5.8}\n'
    assert said(edited(tree, ACCESS, "target: 5\n", plan), "E101") == []


def test_e102_passes_an_action_due_on_the_day_of_the_edition() -> None:
    assert said(reported("2019-01-31", "2018-12-14"), "E102") == []


def test_e102_finds_an_overdue_action() -> None:
    tree = reported("2019-01-31", "2018-12-13")
    [fault] = said(tree, "E102")
    assert fault.what == "the action was due on 2018-12-13, the edition is due on 2018-12-14"
    assert str(fault.place) == f"{CANNOCK}:{line_of(tree, CANNOCK, 'Due: ')}"
    assert fault.severity is Severity.WARNING


def test_e103_passes_a_report_that_says_what_why_and_what_is_done() -> None:
    assert said(reported(), "E103") == []


def test_e103_finds_a_report_without_cause() -> None:
    tree = reported("Cause: Reminders failed.\n", "")
    [fault] = said(tree, "E103")
    assert fault.what == "the exception report does not say why"


def test_e103_finds_a_report_that_says_nothing() -> None:
    tree = reported("Issue: More appointments were missed.\nCause: Reminders failed.\n", "Issue:\n")
    [fault] = said(tree, "E103")
    assert fault.what == "the exception report does not say what is wrong nor why"


@pytest.mark.parametrize("words", ["All calls are answered.", "At least 95%.", "None is overdue."])
def test_e104_passes_a_measure_that_can_be_counted(words: str) -> None:
    assert said(reported("No more than 5% missed in January.", words), "E104") == []


def test_e104_finds_a_report_that_cannot_be_measured() -> None:
    tree = reported("No more than 5% missed in January.", "Things get better.")
    [fault] = said(tree, "E104")
    assert fault.what == "'Things get better.' gives no figure"
    assert str(fault.place) == f"{CANNOCK}:{line_of(tree, CANNOCK, 'Measured by:')}"


def test_e104_finds_a_report_without_a_measure() -> None:
    tree = reported("Measured by: No more than 5% missed in January.\n", "")
    [fault] = said(tree, "E104")
    assert fault.what == "nothing says how it is measured"
    assert (fault.who, fault.section) == (WRITER, "access")


def test_e105_passes_a_plan_that_updates_a_system() -> None:
    assert said(reported(), "E105") == []


def test_e105_finds_a_plan_that_updates_nothing() -> None:
    tree = reported("Systems and processes: The reminder system reports each failure.\n", "")
    [fault] = said(tree, "E105")
    assert fault.what == "the exception report does not say which system or process is updated"
    assert fault.severity is Severity.WARNING


def test_e108_passes_what_led_to_something_and_what_stays_in_its_section() -> None:
    recorded = reported("Due:", "Remedial plan: Reminders, kept by the board.\nDue:")
    assert said(recorded, "E108") == []
    assert said(reported(row=MISSED), "E108") == []
    assert said(minimal(), "E108") == []


def test_e108_finds_an_escalation_of_which_nothing_is_said_to_come() -> None:
    [fault] = said(reported(), "E108")
    assert fault.severity is Severity.WARNING
    assert fault.what == (
        "'Access' is escalated, and nothing is said to come of it: Appointments missed: "
        "hidden by a good overall figure"
    )


def test_e107_passes_a_risk_of_the_register() -> None:
    assert said(reported("Due:", "Risk register: R1\nDue:"), "E107") == []


def test_e107_finds_a_risk_that_no_register_holds() -> None:
    [fault] = said(reported("Due:", "Risk register: R11\nDue:"), "E107")
    assert fault.what.startswith("no risk 'R11' stands in the register")
