"""Actions from the list that was taken over and the minutes since, and where the two disagree."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from boardpack.analysis.meetings.actions import (
    Action,
    compile_register,
    find_next_number,
    find_register_day,
    list_open_actions,
)
from boardpack.analysis.meetings.reconciliation import reconcile_register
from boardpack.load.instance import load_instance
from boardpack.model.meeting import ActionStatus
from support.books import demo
from support.committees import (
    ACTIONS,
    DECEMBER,
    OCTOBER,
    TERMS,
    committee_of,
    instance_of,
    with_committee,
)
from support.instances import CANNOCK, Files, edited, with_file
from support.reports import with_report

MINUTED = Path(__file__).parents[2] / "cases/meetings/minutes_actions.csv"
JANUARY = "content/meetings/board/2019-01-31.md"


def refs_of(tree: Files, day: date) -> tuple[list[str], list[str]]:
    register = compile_register(committee_of(tree), day)
    return [one.ref for one in register.current], [one.ref for one in register.completed]


def minutes(*lines: str, state: str = "checked") -> str:
    listed = "\n".join(f"- {line}" for line in lines)
    return f"---\nstate: {state}\nreturned: 2019-01-31\n---\n\n## Money\n\n{listed}\n"


def test_minutes_add_to_the_list_and_say_how_its_actions_stand() -> None:
    register = compile_register(committee_of(with_committee()), date(2018, 12, 14))
    by_ref = {action.ref: action for action in register.current}
    assert by_ref["9"].owners == ("finance-manager", "chair")
    assert by_ref["9"].met_on == date(2018, 12, 13)
    assert by_ref["8"].updates == ("2018-12-13: open; the report comes next week.",)


def test_overdue_actions_come_first_and_those_done_last() -> None:
    assert refs_of(with_committee(), date(2018, 12, 13)) == (["8", "9", "7"], [])
    register = compile_register(committee_of(with_committee()), date(2018, 12, 13))
    overdue = {one.ref: one.is_overdue(date(2018, 12, 13)) for one in register.current}
    assert overdue == {"8": True, "9": False, "7": False}


def test_an_action_is_not_overdue_on_its_day() -> None:
    register = compile_register(committee_of(with_committee()), date(2018, 12, 13))
    nine = next(one for one in register.current if one.ref == "9")
    assert not nine.is_overdue(date(2019, 1, 31))
    assert nine.is_overdue(date(2019, 2, 1))


def test_what_is_done_stays_for_one_more_meeting_and_then_moves() -> None:
    # 7 was complete when the list was taken over on 13 December, and was shown there.
    assert refs_of(with_committee(), date(2018, 12, 13))[1] == []
    assert refs_of(with_committee(), date(2018, 12, 14))[1] == ["7"]
    tree = edited(with_committee(), DECEMBER, "8 is open: the report comes next week", "8 is "
                  "complete: sent")  # fmt: skip
    assert refs_of(tree, date(2019, 1, 30)) == (["9", "8"], ["7"])
    tree = with_file(tree, JANUARY, minutes("Action 9 is open: half done"))
    assert refs_of(tree, date(2019, 1, 31)) == (["9", "8"], ["7"])
    assert refs_of(tree, date(2019, 2, 1)) == (["9"], ["7", "8"])


def test_a_list_may_have_been_taken_over_on_the_first_of_all_days() -> None:
    tree = edited(with_committee(), TERMS, "as_at: 2018-12-13", "as_at: 0001-01-01")
    assert refs_of(tree, date(2018, 12, 14))[1] == ["7"]


def test_what_was_done_may_be_opened_again() -> None:
    tree = edited(with_committee(), DECEMBER, "8 is open", "8 is complete")
    tree = with_file(tree, JANUARY, minutes("Action 8 is deferred to 2019-03-01: it was the wrong"))
    eight = next(
        one for one in compile_register(committee_of(tree), date(2019, 2, 1)).current
        if one.ref == "8"
    )  # fmt: skip
    assert (eight.status, eight.due, eight.done_on) == (
        ActionStatus.DEFERRED, date(2019, 3, 1), None,
    )  # fmt: skip


def test_a_number_that_is_given_twice_stays_with_the_first() -> None:
    tree = edited(with_committee(), DECEMBER, "Action 9: Set", "Action 8: Set")
    register = compile_register(committee_of(tree), date(2018, 12, 14))
    assert next(one for one in register.current if one.ref == "8").what == "Send the budget report"


def test_the_next_number_is_above_all_that_were_given() -> None:
    assert find_next_number(committee_of(with_committee())) == 10
    tree = edited(with_committee(), ACTIONS, "7,2018", "PC-7,2018")
    assert find_next_number(committee_of(tree)) == 10


def test_meetings_after_the_day_are_not_heard_of_yet() -> None:
    assert refs_of(with_committee(), date(2018, 12, 1)) == (["8", "7"], [])
    assert find_register_day(committee_of(with_committee()), date(2018, 12, 1)) == date(
        2018, 12, 13
    )


def test_what_is_open_is_brought_forward_to_the_service_that_owes_it() -> None:
    committee = instance_of(demo()).committees["performance-and-finance"]
    day = date(2019, 1, 17)
    minuted = [one for one in list_open_actions(committee, day, "cannock-chase") if not one.period]
    assert [one.ref for one in minuted] == ["4", "1", "2", "3"]
    others = list_open_actions(committee, day, "south-east-staffs-and-seisdon")
    assert [one for one in others if not one.period] == []


def test_reconciliation_compares_numbers_owners_days_and_updates() -> None:
    tree = with_file(
        with_committee(),
        OCTOBER,
        minutes(
            "Action: Bring a paper. Owner: chair.",
            "Action 7: Share it. Owner: chair. Due: 2018-11-29.",
            "Action 6: Do more. Owner: chair.",
            "Action 5 is open: still to come",
            "Action 8 is open: still to come",
        ),
    )
    assert [(found.ref, found.what, found.owners) for found in reconcile_register(
        committee_of(tree)
    ).disagreements] == [
        ("", "never reached the list", ()),
        ("7", "the list drops", ("chair",)),
        ("7", "the list adds", ("director-of-primary-care",)),
        ("7", "due 2018-11-29 in the minutes, 2018-11-30 on the list", ()),
        ("6", "its number is not on the list", ()),
        ("5", "its number is not on the list", ()),
        ("8", "the list has no update of 2018-10-25", ()),
        ("8", "the minutes have no such action", ()),
    ]  # fmt: skip


def test_minutes_that_add_to_the_list_are_not_held_against_it() -> None:
    assert reconcile_register(committee_of(with_committee())).disagreements == ()


def test_of_the_18_real_actions_every_disagreement_that_can_be_known_is_named() -> None:
    committee = instance_of(demo()).committees["primary-care-committees"]
    assert len(committee.actions) == 18
    reconciliation = reconcile_register(committee)
    found = reconciliation.disagreements
    printed = list(csv.DictReader(MINUTED.read_text("utf-8").splitlines()))
    unlisted = [row for row in printed if not row["action_list_ref"]]
    assert len(unlisted) == 5
    assert [one.what for one in found if not one.ref] == ["never reached the list"] * 5
    # The list adds the executive assistant to 117 and 118, and drops that owner of 121.
    owner = ("executive-assistant-minute-taker",)
    assert [(one.ref, one.what, one.owners) for one in found if one.ref] == [
        ("117", "the list adds", owner),
        ("118", "the list adds", owner),
        ("121", "the list drops", owner),
    ]


def test_what_cannot_be_known_of_the_18_real_actions_is_said_by_their_numbers() -> None:
    committee = instance_of(demo()).committees["primary-care-committees"]
    unknown = {one.what: one.refs for one in reconcile_register(committee).unknown}
    assert unknown["the list names no meeting"] == ("116", "90")
    assert unknown["the minutes of 2018-09-26 are not here"] == ("115", "114")
    assert unknown["the list does not say how it stands"] == ("120", "118", "90")
    assert unknown["the list names no owner"] == ("113",)
    assert unknown["an update on the list has no day"] == ("122", "119", "117", "116")
    wording = "whether both wordings mean the same, and which heading it is under"
    assert unknown[wording] == ("123", "122", "121", "120", "119", "118", "117")
    # Each row is compared, or it is said why not.
    minuted = {action.ref for meeting in committee.meetings for action in meeting.actions}
    told = minuted.union(*unknown.values())
    assert {row.ref for row in committee.actions} <= told


def test_reconciliation_finds_what_the_list_forgot_or_made_up() -> None:
    tree = with_file(with_committee(), OCTOBER, minutes("Action 8 is complete: sent"))
    tree = edited(tree, ACTIONS, "complete,2018-11-20: sent", "complete,2018-10-25: sent")
    tree = edited(tree, ACTIONS, "8,2018-10-25", "8,2018-10-26")
    assert [(one.ref, one.what) for one in reconcile_register(
        committee_of(tree)
    ).disagreements] == [
        ("8", "the list has no update of 2018-10-25"),
        ("8", "complete in the minutes, open on the list"),
        ("7", "the minutes have no such action"),
        ("7", "the list has an update of 2018-10-25, and the minutes have none"),
        ("8", "the list dates it 2018-10-26, on which there was no meeting"),
    ]  # fmt: skip


def test_the_18_real_actions_stand_as_the_list_says() -> None:
    committee = instance_of(demo()).committees["primary-care-committees"]
    register = compile_register(committee, date(2018, 12, 19))
    assert len(register.current) == 18
    assert sum(one.status is ActionStatus.NOT_STATED for one in register.current) == 3
    assert [one.ref for one in register.current if not one.owners] == ["113"]


FOLLOWS = "register_as_at: 2018-12-13\n", "register_as_at: 2018-12-13\nexception_reports: true\n"
REPORT = """
    Issue: Mondays are full
    Action: Train two more to book
    Lead: practice-manager
    Due: 31 December 2018
    """
DECEMBER_REPORTS = "content/monthly/2018-12/cannock-chase.md"


def following(*reports: str) -> dict[str, bytes]:
    """Return the committee following up the exception reports of one service, on access."""
    tree = edited(with_committee(), TERMS, *FOLLOWS)
    for report in reports or (REPORT,):
        tree = with_report(tree, report)
    return tree


def carried_on(*changes: tuple[str, str]) -> dict[str, bytes]:
    """Return the same report in the next edition as well, with some of its text changed."""
    text = REPORT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return with_file(following(), DECEMBER_REPORTS, following(text)[CANNOCK])


def reported(tree: Files, day: date) -> list[Action]:
    register = compile_register(instance_of(tree).committees["board"], day)
    return [one for one in (*register.current, *register.completed) if one.period]


def test_an_exception_report_enters_the_register_beside_what_minutes_add() -> None:
    [action] = reported(following(), date(2018, 12, 14))
    assert (action.what, action.owners, action.due) == (
        "Train two more to book", ("practice-manager",), date(2018, 12, 31),
    )  # fmt: skip
    assert (action.service, action.period, action.item) == ("cannock-chase", "2018-11", "Access")
    assert (action.status, action.place.path) == (ActionStatus.OPEN, CANNOCK)
    # Of an edition whose month is not over, nothing is known yet.
    assert reported(following(), date(2018, 11, 29)) == []


def test_a_series_that_does_not_follow_up_reports_has_none_in_its_register() -> None:
    assert reported(with_report(with_committee(), REPORT), date(2018, 12, 14)) == []


def test_the_reference_of_a_report_does_not_change_when_another_is_put_above_it() -> None:
    above = "Issue: Doors\nAction: Mend them\nLead: practice-manager\nDue: 2019-01-31\n"
    [before] = reported(following(), date(2018, 12, 14))
    after = {one.what: one.ref for one in reported(following(above, REPORT), date(2018, 12, 14))}
    assert after["Train two more to book"] == before.ref
    assert len(set(after.values())) == 2


def test_a_report_that_is_carried_on_is_one_action_with_its_new_day() -> None:
    tree = carried_on(("31 December 2018", "28 February 2019"), ("are full", "are still full"))
    [action] = reported(tree, date(2019, 1, 2))
    assert (action.due, action.updates) == (date(2019, 2, 28), ("2018-12: due 2019-02-28",))
    assert action.period == "2018-11"


def test_a_plan_that_worked_is_done_and_moves_to_the_completed_list() -> None:
    tree = carried_on(("31 December 2018", "31 December 2018\n    Outcome: worked"))
    [action] = reported(tree, date(2019, 1, 2))
    assert (action.status, action.done_on) == (ActionStatus.COMPLETE, date(2018, 12, 31))
    assert action.updates == ("2018-12: the plan worked",)


def test_minutes_say_how_the_action_of_a_report_stands_by_its_reference() -> None:
    [action] = reported(following(), date(2018, 12, 14))
    tree = with_file(following(), JANUARY, minutes(f"Action {action.ref} is complete: trained"))
    assert load_instance(tree)[1] == []
    [action] = reported(tree, date(2019, 2, 1))
    assert (action.status, action.done_on) == (ActionStatus.COMPLETE, date(2019, 1, 31))
    # A report that goes on saying so does not open it again.
    later = carried_on()
    tree = with_file(later, DECEMBER, minutes(f"Action {action.ref} is closed: done"))
    [action] = reported(tree, date(2019, 2, 1))
    assert action.status is ActionStatus.CLOSED


def test_an_action_is_linked_with_those_that_its_words_name() -> None:
    tree = edited(with_committee(), DECEMBER, "the report comes next week", "linked with action 7, "
                  "action E2018-11-68ebc2. The action plan comes, see action 8")  # fmt: skip
    register = compile_register(committee_of(tree), date(2018, 12, 13))
    links = {one.ref: one.links for one in register.current}
    assert links == {"7": (), "8": ("7", "E2018-11-68ebc2"), "9": ()}
    committee = instance_of(demo()).committees["primary-care-committees"]
    real = compile_register(committee, date(2018, 12, 19)).current
    assert {one.ref: one.links for one in real if one.links} == {"91": ("98",)}


def test_a_report_that_is_still_a_draft_adds_nothing_to_the_register() -> None:
    draft = edited(following(), CANNOCK, "status: ready", "status: draft")
    assert reported(following(), date(2019, 1, 31))
    assert reported(draft, date(2019, 1, 31)) == []


def test_a_section_that_is_finished_counts_although_the_rest_of_its_file_is_a_draft() -> None:
    draft = edited(following(), CANNOCK, "status: ready", "status: draft")
    heading = "## Access"
    finished = edited(draft, CANNOCK, heading, f"{heading}\n\nStatus: ready")
    assert len(reported(finished, date(2019, 1, 31))) == 1


def test_a_figure_that_an_action_names_is_said_to_be_in_the_report() -> None:
    named = REPORT.replace("Train two more", "Train {{ missed.target }} or {{missed}} more")
    (action,) = reported(following(named), date(2019, 1, 31))
    figure = "(figure in the report)"
    assert action.what == f"Train {figure} or {figure} more to book"
