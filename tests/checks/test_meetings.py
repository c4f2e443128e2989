"""Rules on the terms of committees, and on the marks that were taken over."""

from __future__ import annotations

import pytest

from boardpack.findings import Severity
from support.committees import DECEMBER, MARKS, TERMS, with_committee
from support.editions import said
from support.instances import APPOINTMENTS, edited, line_of, with_file, without_line


def test_a105_passes_terms_with_a_review_ahead() -> None:
    assert said(with_committee(), "A105") == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("review_on: 2019-04-02", "review_on: 2018-04-03", "is not after 2018-04-03, when they"),
        ("review_on: 2019-04-02", "review_on: 2018-11-30", "to be reviewed by 2018-11-30"),
        ("review_on: 2019-04-02\n", "", "no day of review is set"),
        ("approved_by: The governing bodies\n", "", "nobody is said to approve them"),
    ],
)
def test_a105_finds_a_review_that_is_not_ahead(old: str, new: str, words: str) -> None:
    [fault] = said(edited(with_committee(), TERMS, old, new), "A105")
    assert words in fault.what
    assert fault.severity is Severity.WARNING


def test_a105_finds_the_review_month_that_was_printed_as_the_month_of_approval() -> None:
    # The operating procedure: approved on 28 January 2021, next review January 2021.
    tree = edited(with_committee(), TERMS, "approved_on: 2018-04-03", "approved_on: 2021-01-28")
    tree = edited(tree, TERMS, "review_on: 2019-04-02", "review_on: 2021-01-01")
    [fault] = said(tree, "A105")
    assert fault.what == "the review on 2021-01-01 is not after 2021-01-28, when they were approved"


def test_a106_passes_members_with_deputies() -> None:
    assert said(with_committee(), "A106") == []


def test_a106_finds_a_member_without_one() -> None:
    tree = edited(with_committee(), TERMS, ", deputy: none yet", "")
    [fault] = said(tree, "A106")
    assert fault.what == "'lay-north' has named no deputy"
    assert fault.place.line == line_of(tree, TERMS, "id: lay-north")


def test_a106_passes_where_the_terms_ask_for_no_deputies() -> None:
    tree = edited(with_committee(), TERMS, ", deputy: none yet", "")
    assert said(edited(tree, TERMS, "deputies_named: true", "deputies_named: false"), "A106") == []


def test_a107_passes_roles_that_somebody_holds_and_seats_with_a_title() -> None:
    assert said(with_committee(), "A107") == []


def test_a107_finds_a_role_that_nobody_holds() -> None:
    tree = without_line(with_committee(), APPOINTMENTS, "primary-care-director")
    [fault] = said(tree, "A107")
    assert fault.what == "nobody is 'director-of-primary-care' on 2018-12-14"


def test_a107_finds_a_seat_that_is_no_role_and_has_no_title() -> None:
    tree = edited(with_committee(), TERMS, ", title: Lay member of the north", "")
    [fault] = said(tree, "A107")
    assert fault.what == "'lay-north' is no role of data/directorate.yml, and has no title"


def test_a108_passes_a_responsibility_with_a_heading() -> None:
    assert said(with_committee(), "A108") == []


def test_a108_finds_one_that_no_heading_covers() -> None:
    tree = edited(with_committee(), TERMS, "areas: [money]", "areas: []")
    [fault] = said(tree, "A108")
    assert fault.what == "no heading of the form covers 'Money' (A)"


def test_a109_passes_days_that_are_scheduled_or_where_none_are() -> None:
    assert said(with_committee(), "A109") == []


def test_a109_finds_marks_and_minutes_of_days_that_are_no_meeting() -> None:
    tree = edited(with_committee(), MARKS, "2018-10-25", "2018-08-27", count=3)
    tree = edited(tree, TERMS, "  - {day: 2018-12-13}\n", "")
    faults = said(tree, "A109")
    assert [(fault.what, str(fault.place)) for fault in faults] == [
        ("marks for 2018-08-27, which is no meeting", f"{MARKS}:2"),
        ("minutes of 2018-12-13, which is no meeting", DECEMBER),
    ]


def test_a110_passes_marks_that_the_minutes_bear_out() -> None:
    tree = edited(with_committee(), MARKS, "2018-10-25", "2018-12-13", count=3)
    tree = edited(tree, MARKS, "lay-south,2018-12-13,away", "lay-south,2018-12-13,present")
    assert said(tree, "A110") == []


def test_a110_finds_who_is_marked_away_and_joined_late() -> None:
    # As two GP chairs were on 25 October 2018.
    tree = with_file(with_committee(), MARKS, "who,date,mark\nlay-south,2018-12-13,away\n")
    tree = edited(tree, DECEMBER, "apologies:", "joined: {lay-south: 15:00}\napologies:")
    [fault] = said(tree, "A110")
    assert fault.what == ("'lay-south' is marked away for 2018-12-13, and present in the minutes")


def test_rules_on_committees_say_nothing_of_another_pack() -> None:
    tree = edited(with_committee(), TERMS, "pack: monthly", "pack: other")
    tree = edited(tree, TERMS, "review_on: 2019-04-02\n", "")
    assert said(tree, "A105") == []


def planned(more: str = "") -> dict[str, bytes]:
    """Return the committee, which asks for plans, with one for its only responsibility."""
    tree = edited(with_committee(), TERMS, "deputies_named: true", "plans_asked: true")
    plan = f"aim: Balance, measured_by: The forecast, lead: chair, due: 2019-03-29{more}"
    return edited(tree, TERMS, "areas: [money]}", f"areas: [money], plan: {{{plan}}}}}")


LASTING = ", systems: Invoices are checked before they are paid"


def test_a150_passes_a_plan_that_lasts_and_terms_that_ask_for_none() -> None:
    assert said(planned(LASTING), "A150") == []
    assert said(with_committee(), "A150") == []


def test_a150_finds_a_responsibility_without_plan_and_a_plan_without_systems() -> None:
    tree = edited(with_committee(), TERMS, "deputies_named: true", "plans_asked: true")
    [found] = said(tree, "A150")
    assert found.what == "'Money' (A) has no improvement plan"
    assert (found.place.path, found.severity) == (TERMS, Severity.WARNING)
    [found] = said(planned(), "A150")
    assert found.what == "the plan for 'Money' (A) updates no systems and processes"


def test_a151_passes_a_plan_that_is_not_due_or_was_reached() -> None:
    assert said(planned(LASTING), "A151") == []
    early = edited(planned(", done_on: 2018-10-01"), TERMS, "2019-03-29", "2018-11-01")
    assert said(early, "A151") == []


def test_a151_finds_a_plan_that_is_overdue() -> None:
    [found] = said(edited(planned(), TERMS, "2019-03-29", "2018-11-01"), "A151")
    assert found.what == "the plan for 'Money' (A) was due on 2018-11-01"


def test_a152_passes_a_lead_who_has_a_seat_or_a_role() -> None:
    assert said(planned(), "A152") == []
    assert said(edited(planned(), TERMS, "lead: chair", "lead: practice-manager"), "A152") == []


def test_a152_finds_a_lead_whom_nobody_knows() -> None:
    [found] = said(edited(planned(), TERMS, "lead: chair", "lead: chiar"), "A152")
    assert found.what == (
        "'chiar', who leads the plan for 'Money', is unknown; did you mean 'chair'?"
    )
