"""Rules on minutes, and on the actions in them."""

from __future__ import annotations

from datetime import date

import pytest

from boardpack.analysis.meetings.actions import compile_register
from boardpack.findings import Severity
from support.committees import DECEMBER, OCTOBER, TERMS, committee_of, with_committee
from support.editions import everything_said, said
from support.instances import edited, line_of, with_file

ACTION = "- Action 9: Set out the risks. Owner: finance-manager; chair. Due: 2019-01-31."
LATER = "content/meetings/board/2019-01-31.md"


def test_the_smallest_committee_breaks_no_rule() -> None:
    assert everything_said(with_committee()) == []


def test_no_rule_on_minutes_holds_up_a_report() -> None:
    tree = edited(with_committee(), DECEMBER, ACTION, "- Action: Do it.")
    codes = {finding.code: finding.severity for finding in everything_said(tree)}
    assert codes.keys() == {"A112", "A113", "A114"}
    assert set(codes.values()) == {Severity.WARNING}


FAULTS = [
    ("state: checked", "state: chekced", "Y106"),
    ("state: checked", "sttae: checked", "Y104"),
    ('opened: "14:00"', "opened: 2 pm", "Y106"),
    ("present: [chair, lay-south, director-of-primary-care]", "present: chair", "Y106"),
    ("returned: 2018-12-13", "returned: 2018-12-32", "Y106"),
    ("returned: 2018-12-13", "returned: 2018-12-13\njoined: x", "Y106"),
    ("returned: 2018-12-13", "returned: 2018-12-13\nagreed_at: at the next", "Y106"),
    ("chair: chair", "chair: [chair", "Y101"),
]


@pytest.mark.rotating
@pytest.mark.parametrize(("old", "new", "code"), FAULTS)
def test_a_fault_at_the_top_of_minutes_is_the_only_one_that_is_said(
    old: str, new: str, code: str
) -> None:
    tree = edited(with_committee(), DECEMBER, old, new)
    assert [fault.code for fault in everything_said(tree)] == [code]
    # What is decided, agreed or heard of afterwards rests on those minutes.
    later = tree[DECEMBER].replace(new.encode(), old.encode()).partition(b"- Action 8")[0]
    tree = with_file(tree, LATER, later + b"- Action 9 is complete: it was sent.\n")
    tree = edited(tree, LATER, "returned: 2018-12-13", "returned: 2019-01-31")
    assert {fault.code for fault in everything_said(tree)} <= {code, "A119"}


@pytest.mark.rotating
@pytest.mark.parametrize(("old", "new", "code"), FAULTS)
def test_what_else_is_wrong_with_minutes_is_said_in_the_same_go(
    old: str, new: str, code: str
) -> None:
    tree = edited(with_committee(), DECEMBER, old, new)
    tree = edited(tree, DECEMBER, ACTION, "- Action: Do it, says someone@example.org.")
    codes = [fault.code for fault in everything_said(tree)]
    assert codes[0] == code
    assert {"A112", "A113", "A114", "I104"} <= set(codes)


def test_a_patient_in_minutes_that_are_read_in_part_is_found_by_the_same_rule() -> None:
    tree = edited(with_committee(), DECEMBER, "The month was", "Patient 401 023 2137 was")
    tree = edited(tree, DECEMBER, "state: checked", "state: finished")
    assert [fault.code for fault in everything_said(tree)] == ["Y106", "I101"]


@pytest.mark.parametrize("key", ["private: perhaps", "privat: true", "exempt: yes"])
def test_of_minutes_that_may_be_private_nothing_is_read(key: str) -> None:
    tree = edited(with_committee(), DECEMBER, "state: checked", f"state: checked\n{key}")
    tree = edited(tree, DECEMBER, ACTION, "- Action: Do it.")
    assert {fault.code for fault in everything_said(tree)} <= {"Y104", "Y106"}


@pytest.mark.parametrize(
    "key",
    ["private: yes", "privat: yes", "exempt: yes", "exempt yes", "{exempt: yes", "Restricted: a"],
)
def test_of_minutes_that_cannot_be_read_and_may_be_private_nothing_is_said(key: str) -> None:
    tree = edited(with_committee(), DECEMBER, "state: checked", f"state: checked\n{key}")
    tree = edited(tree, DECEMBER, "chair: ", "chair: [")
    tree = edited(tree, DECEMBER, ACTION, "- Action: Do it.")
    assert {fault.code for fault in everything_said(tree)} == {"Y101"}


def test_minutes_that_cannot_be_read_and_cannot_be_private_are_judged_as_far_as_they_go() -> None:
    tree = edited(with_committee(), DECEMBER, "chair: ", "chair: [")
    tree = edited(tree, DECEMBER, ACTION, "- Action: Do it.")
    assert {fault.code for fault in everything_said(tree)} == {"Y101", "A112", "A113", "A114"}


def test_a111_passes_seats_attendees_people_and_roles() -> None:
    names = "[visitor, manager-seisdon, development-manager]"
    tree = edited(with_committee(), DECEMBER, "[finance-manager]", names)
    assert said(tree, "A111") == []


def test_a111_finds_whom_nobody_knows_with_the_nearest() -> None:
    tree = edited(with_committee(), DECEMBER, "[finance-manager]", "[finance-manger]")
    [fault] = said(tree, "A111")
    assert fault.what == (
        "there is nobody 'finance-manger' in this series; did you mean 'finance-manager'?"
    )
    assert fault.place.line == line_of(tree, DECEMBER, "finance-manger")


def test_a112_passes_owners_who_are_known() -> None:
    assert said(with_committee(), "A112") == []


def test_a112_finds_an_owner_who_is_not_and_an_action_without_one() -> None:
    tree = edited(with_committee(), DECEMBER, "Owner: finance-manager; chair", "Owner: the team")
    [fault] = said(tree, "A112")
    assert fault.what == "there is no owner 'the team'"
    [fault] = said(
        edited(with_committee(), DECEMBER, "Owner: finance-manager; chair. ", ""), "A112"
    )
    assert fault.what == "nobody owns 'Set out the risks.'"


def test_a113_passes_a_day_after_the_meeting() -> None:
    assert said(with_committee(), "A113") == []


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("", "no day is set for 'Set out the risks.'"),
        ("Due: 2018-12-12.", "'Set out the risks.' is due on 2018-12-12, before the meeting"),
    ],
)
def test_a113_finds_a_day_that_is_missing_or_before_the_meeting(new: str, words: str) -> None:
    [fault] = said(edited(with_committee(), DECEMBER, "Due: 2019-01-31.", new), "A113")
    assert fault.what == words


def test_a114_passes_a_new_number_and_an_update_of_a_known_one() -> None:
    assert said(with_committee(), "A114") == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Action 9:", "Action:", "'Set out the risks.' has no number"),
        ("Action 9:", "Action 7:", "number 7 was given before"),
        ("Action 8 is", "Action 88 is", "there is no action 88"),
    ],
)
def test_a114_finds_a_number_that_is_missing_used_or_unknown(
    old: str, new: str, words: str
) -> None:
    [fault] = said(edited(with_committee(), DECEMBER, old, new), "A114")
    assert fault.what == words


def test_a114_finds_an_update_of_another_service_s_action_which_stays_open() -> None:
    tree = dict(
        edited(with_committee(), TERMS, "pack: monthly", "pack: monthly\nper_service: true")
    )
    seisdon = tree.pop(DECEMBER)
    tree[DECEMBER.replace(".md", "-seisdon.md")] = seisdon
    later = DECEMBER.replace(".md", "-cannock-chase.md").replace("2018-12", "2019-01")
    words = b"- Action 9 is complete: nothing was done."
    tree[later] = seisdon.replace(ACTION.encode(), words)
    faults = [fault for fault in said(tree, "A114") if fault.place.path == later]
    assert [fault.what for fault in faults] == [
        "action 9 is another service's, and stays as it was"
    ]
    register = compile_register(committee_of(tree), date(2019, 2, 1))
    assert "9" in {action.ref for action in register.current if not action.status.is_done}


def test_minutes_before_the_list_was_taken_over_owe_neither_numbers_nor_days() -> None:
    tree = with_committee()
    october = edited(tree, DECEMBER, ACTION, "- Action: Set out the risks. Owner: chair.")[DECEMBER]
    tree = with_file(tree, OCTOBER, october)
    assert said(tree, "A113") == []
    assert said(tree, "A114") == []


def test_a115_passes_a_form_whose_other_heading_need_not_apply() -> None:
    assert said(with_committee(), "A115") == []


def test_a115_finds_a_heading_with_nothing_under_it_or_none() -> None:
    tree = edited(with_committee(), TERMS, ", if_applicable: true", "")
    [fault] = said(tree, "A115")
    assert (fault.what, str(fault.place)) == ("nothing is written under 'Premises'", DECEMBER)
    tree = with_file(tree, DECEMBER, tree[DECEMBER] + b"\n## Premises\n\n<!-- What of them? -->\n")
    [fault] = said(tree, "A115")
    assert fault.place.line == line_of(tree, DECEMBER, "## Premises")


def test_a116_passes_notes_of_the_same_day() -> None:
    assert said(with_committee(), "A116") == []


@pytest.mark.parametrize(
    ("new", "words"),
    [
        ("", "it is not said when the notes went out"),
        ("returned: 2018-12-17\n", "the notes went out on 2018-12-17, the meeting was on "
         "2018-12-13"),
    ],
)  # fmt: skip
def test_a116_finds_notes_that_went_out_later_or_nobody_knows_when(new: str, words: str) -> None:
    [fault] = said(edited(with_committee(), DECEMBER, "returned: 2018-12-13\n", new), "A116")
    assert fault.what == words


def test_a117_passes_members_who_stand_in_one_place_each() -> None:
    assert said(with_committee(), "A117") == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("apologies: [lay-north]", "apologies: [lay-north, chair]", "'chair' stands in more than"),
        ("apologies: [lay-north]\n", "", "it is not said whether 'lay-north' was there"),
        ("chair: chair", "chair: lay-north", "'lay-north' stands under `chair`, and was not there"),
        ("opened:", "left: {lay-north: 15:00}\nopened:", "'lay-north' stands under `left`, and"),
        ("opened:", "interests: [{who: visitor, interest: Owns the lease}]\nopened:",
         "'visitor' stands under `interests`, and was not there"),
    ],
)  # fmt: skip
def test_a117_finds_who_is_missing_from_the_attendance_or_in_it_twice(
    old: str, new: str, words: str
) -> None:
    [fault] = said(edited(with_committee(), DECEMBER, old, new), "A117")
    assert words in fault.what


def test_a118_passes_apologies_of_members_and_attendees() -> None:
    tree = edited(with_committee(), DECEMBER, "[lay-north]", "[lay-north, visitor]")
    assert said(tree, "A118") == []


def test_a118_finds_apologies_of_somebody_else() -> None:
    tree = edited(with_committee(), DECEMBER, "[lay-north]", "[lay-north, manager-seisdon]")
    [fault] = said(tree, "A118")
    assert fault.what == (
        "'manager-seisdon' sent apologies, and is neither a member nor an attendee"
    )


def agreed(day: str) -> dict[str, bytes]:
    return edited(with_committee(), DECEMBER, "state: checked", f"state: agreed\nagreed_at: {day}")


def test_a119_passes_the_last_minutes_and_those_that_were_agreed() -> None:
    assert said(with_committee(), "A119") == []
    tree = agreed("2019-01-31")
    assert said(with_file(tree, LATER, with_committee()[DECEMBER]), "A119") == []


def test_a119_finds_minutes_that_the_next_meeting_did_not_agree() -> None:
    tree = with_committee()
    [fault] = said(with_file(tree, LATER, tree[DECEMBER]), "A119")
    assert fault.what == "the meeting of 2019-01-31 was held, and they are not agreed"
    assert fault.place.path == DECEMBER


def test_a119_finds_minutes_that_were_agreed_at_no_later_meeting() -> None:
    [fault] = said(agreed("2018-12-13"), "A119")
    assert fault.what == "they are said to be agreed, at no meeting after their own"


def without_the_south() -> dict[str, bytes]:
    tree = edited(with_committee(), DECEMBER, "chair, lay-south, director", "chair, director")
    return edited(tree, DECEMBER, "[lay-north]", "[lay-north, lay-south]")


def test_a120_passes_approvals_with_a_quorum_and_those_that_are_sought_virtually() -> None:
    assert said(with_committee(), "A120") == []
    tree = edited(without_the_south(), DECEMBER, ACTION, "- Sought virtually: That of the south.")
    assert said(tree, "A120") == []


def test_a120_finds_an_approval_for_which_a_body_had_no_quorum() -> None:
    [fault] = said(without_the_south(), "A120")
    assert fault.what == "approved at a meeting that was not quorate throughout"


def test_a121_passes_times_within_the_meeting() -> None:
    tree = edited(with_committee(), DECEMBER, "opened:", "joined: {lay-south: 14:10}\nopened:")
    assert said(tree, "A121") == []


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('opened: "14:00"\n', "", "it is not said when the meeting was opened and closed"),
        ('closed: "16:00"', 'closed: "13:00"', "it was opened at 14:00 and closed at 13:00"),
        ("opened:", "joined: {chair: 16:05}\nopened:", "'chair' joined at 16:05, outside the"),
    ],
)
def test_a121_finds_times_that_cannot_be(old: str, new: str, words: str) -> None:
    [fault] = said(edited(with_committee(), DECEMBER, old, new), "A121")
    assert words in fault.what


def test_an_identifier_in_minutes_shuts_the_gate() -> None:
    tree = edited(with_committee(), DECEMBER, "The month was", "Patient 401 023 2137 was")
    [fault] = said(tree, "I101")
    assert (fault.place.path, fault.severity) == (DECEMBER, Severity.ERROR)


def test_an_unseen_letter_in_minutes_is_found_as_everywhere() -> None:
    tree = edited(with_committee(), DECEMBER, "The month was", "The month\u202e was")
    assert [finding.code for finding in everything_said(tree)] == ["F108"]
