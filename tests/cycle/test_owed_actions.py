"""Actions in the messages of the chase: to whom, when, and not each working day."""

from __future__ import annotations

from collections.abc import Mapping

from boardpack.cycle.chase import Notice
from boardpack.render.chase import compose_notice
from support.committees import ACTIONS, DECEMBER, with_committee
from support.cycles import Office, load, ready, timed
from support.instances import edited

# Action 8 is finance-manager's and was due on 7 December; 9 is also the chair's, by 31 January.
TREE = with_committee(ready(timed()))
OPEN = {"8", "9"}


def refs(notices: Mapping[str, Notice], person: str = "finance-manager") -> list[str]:
    return [owed.action.ref for owed in notices[person].actions] if person in notices else []


def called(notices: Mapping[str, Notice]) -> list[str]:
    """Return the actions that are news, whatever else is said beside them."""
    news = notices["finance-manager"].news if "finance-manager" in notices else ()
    return [word.split("/")[2] for word in news if word.startswith("actions/")]


def test_an_owner_is_told_of_all_that_is_open_overdue_first() -> None:
    notices = Office().chase(TREE, "2018-12-17T09:00")
    assert refs(notices) == ["8", "9"]
    text = compose_notice(load(TREE), notices["finance-manager"]).text
    assert "YOUR ACTIONS: 2 OPEN, 1 OVERDUE" in text
    assert text.index("OVERDUE, due 7 December 2018: Send the budget report") < text.index(
        "due 31 January 2019: Set out the risks"
    )
    assert "Action 8, Primary care board" in text


def test_what_is_overdue_is_said_once_a_week_and_not_each_working_day() -> None:
    office = Office()
    assert set(refs(office.chase(TREE, "2018-12-17T09:00"))) == OPEN
    for day in ("17T15:00", "18T09:00", "19T09:00", "20T09:00", "21T09:00"):
        assert refs(office.chase(TREE, f"2018-12-{day}")) == []
    assert set(refs(office.chase(TREE, "2018-12-24T09:00"))) == OPEN


def test_an_action_is_called_to_mind_once_in_the_week_before_its_day() -> None:
    done = edited(TREE, DECEMBER, "8 is open: the report comes next week", "8 is complete: sent")
    office = Office()
    assert called(office.chase(done, "2019-01-23T09:00")) == []
    assert called(office.chase(done, "2019-01-24T09:00")) == ["9"]
    assert called(office.chase(done, "2019-01-30T09:00")) == []
    # From the day after it, it is overdue.
    assert called(office.chase(done, "2019-02-01T09:00")) == ["9"]


def test_of_minutes_that_the_chair_has_not_checked_nobody_is_chased() -> None:
    draft = edited(TREE, DECEMBER, "state: checked", "state: draft")
    assert refs(Office().chase(draft, "2018-12-17T09:00")) == ["8"]


def test_what_is_only_to_be_closed_is_not_chased() -> None:
    tree = edited(TREE, ACTIONS, "2018-12-07,open", "2018-12-07,to be closed")
    tree = edited(tree, DECEMBER, "- Action 8 is open: the report comes next week.\n", "")
    assert refs(Office().chase(tree, "2018-12-17T09:00")) == []


def test_a_deferred_action_waits_for_its_new_day() -> None:
    tree = edited(TREE, DECEMBER, "8 is open:", "8 is deferred to 2019-03-01:")
    assert refs(Office().chase(tree, "2018-12-17T09:00")) == []
