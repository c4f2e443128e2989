from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.analysis.local_time import to_local_time
from boardpack.analysis.outstanding import Handover
from boardpack.model.message import Outcome
from support.cycles import Office, kinds, load, opened, ready, record, timed, with_appointments
from support.instances import APPOINTMENTS, FINANCE_ROWS, without_file, without_line


def test_nobody_is_told_anything_long_before() -> None:
    assert Office().chase(timed(), "2018-12-10T09:00") == {}


def test_who_owes_something_is_told_the_working_day_before_it_is_due_and_once() -> None:
    office = Office()
    notices = office.chase(timed(), "2018-12-11T09:00")
    assert list(notices) == ["manager-cannock"]
    assert kinds(notices["manager-cannock"].owes) == {"narrative"}
    for moment in ("2018-12-11T17:00", "2018-12-12T09:00", "2018-12-12T23:59"):
        assert office.chase(timed(), moment) == {}


def test_a_weekend_lies_between_a_friday_and_the_working_day_after_it() -> None:
    # 14 December 2018 is a Friday, on which the pack is to be signed.
    tree = ready(timed())
    assert Office().chase(tree, "2018-12-12T09:00", Handover()) == {}
    told = Office().chase(tree, "2018-12-13T09:00", Handover())
    assert list(told) == ["director-cannock", "director-seisdon", "primary-care-director"]


def test_when_it_is_late_the_person_and_the_line_manager_are_told() -> None:
    notices = Office().chase(timed(), "2018-12-13T09:00")
    assert kinds(notices["manager-cannock"].owes) == {"narrative"}
    assert notices["manager-cannock"].others_late == ()
    assert notices["line-manager"].owes == ()
    assert {duty.item.holding.words for duty in notices["line-manager"].others_late} == {
        "Practice manager, Cannock Chase (Manager of Cannock Chase)"
    }


def test_the_same_is_said_once_on_a_working_day_and_again_on_the_next() -> None:
    office = Office()
    assert set(office.chase(timed(), "2018-12-13T09:00")) >= {"manager-cannock", "line-manager"}
    assert office.chase(timed(), "2018-12-13T16:00") == {}
    assert set(office.chase(timed(), "2018-12-14T09:00")) >= {"manager-cannock", "line-manager"}


@pytest.mark.parametrize("day", ["2018-12-15", "2018-12-16", "2018-12-25", "2018-12-26"])
def test_nobody_is_told_anything_on_other_than_working_days(day: str) -> None:
    assert Office().chase(timed(), f"{day}T09:00") == {}


def test_whoever_has_delivered_is_told_nothing_more() -> None:
    office = Office()
    office.chase(timed(), "2018-12-13T09:00")
    assert "manager-cannock" not in office.chase(ready(timed()), "2018-12-14T09:00")


def test_a_run_that_was_missed_is_made_up_for_by_one_message() -> None:
    office = Office()
    office.chase(timed(), "2018-12-11T09:00")
    notices = office.chase(timed(), "2018-12-17T09:00")  # none ran for four days
    assert {duty.item.is_late for duty in notices["manager-cannock"].owes} == {True}
    assert sum(row.to == "manager-cannock" for row in office.sent) == 2


def test_one_message_has_all_that_a_person_owes_to_every_edition() -> None:
    tree = opened(timed(), "2018-12", "draft")
    notice = Office().chase(tree, "2019-01-10T09:00")["manager-cannock"]
    assert {duty.edition.period.id for duty in notice.owes} == {"2018-11", "2018-12"}


def test_what_becomes_late_in_the_course_of_a_day_is_told_on_that_day() -> None:
    office = Office()
    tree = without_file(timed(), FINANCE_ROWS)
    assert "finance-manager" in office.chase(tree, "2018-12-10T09:00")
    assert office.chase(tree, "2018-12-10T18:00") == {}
    assert "finance-manager" in office.chase(tree, "2018-12-11T09:00")


def test_a_deputy_is_told_while_somebody_is_away_and_they_get_a_copy() -> None:
    row = "manager-seisdon,practice-manager,cannock-chase,2018-12-13,2018-12-14,manager-cannock"
    tree, office = with_appointments(timed(), row), Office()
    assert "manager-cannock" in office.chase(tree, "2018-12-12T09:00")
    notices = office.chase(tree, "2018-12-13T09:00")
    assert "manager-cannock" not in notices
    assert notices["manager-seisdon"].away == ("manager-cannock",)
    assert "manager-cannock" in office.chase(tree, "2018-12-17T09:00")


def test_who_left_is_told_nothing_and_who_came_is_told_all() -> None:
    tree = without_line(timed(), APPOINTMENTS, "manager-cannock,practice-manager")
    tree = with_appointments(
        tree,
        "manager-cannock,practice-manager,cannock-chase,2018-04-01,2018-12-12,",
        "manager-seisdon,practice-manager,cannock-chase,2018-12-13,,",
    )
    office = Office()
    assert "manager-cannock" in office.chase(tree, "2018-12-12T09:00")
    told = office.chase(tree, "2018-12-13T09:00")
    assert ("manager-cannock" in told, "manager-seisdon" in told) == (False, True)


def test_an_edition_that_nobody_opened_is_the_opener_s_alone() -> None:
    notices = Office().chase(ready(timed()), "2019-01-02T09:00")
    assert kinds(notices["development-manager"].owes) >= {"opening"}
    assert "manager-cannock" not in notices


def test_what_was_not_taken_for_now_is_told_again_and_what_may_have_arrived_is_not() -> None:
    instance = load(timed())
    told = Office().chase(timed(), "2018-12-13T09:00")
    for outcome, is_told_again in (
        (Outcome.DEFERRED, True),
        (Outcome.UNKNOWN, False),
        (Outcome.REFUSED, False),
        (Outcome.SENT, False),
    ):
        office = Office([record(instance, notice, outcome) for notice in told.values()])
        assert bool(office.chase(timed(), "2018-12-13T10:00")) is is_told_again, outcome


def test_when_all_is_signed_the_publication_is_asked_for_and_then_the_circulation() -> None:
    tree = ready(timed())
    text = tree["data/packs/monthly.yml"].replace(b", done_when: signed-off", b"")
    tree = {**tree, "data/packs/monthly.yml": text}
    found = [
        {
            kind
            for notice in Office().chase(tree, "2018-12-18T09:00", handover).values()
            for kind in kinds(notice.owes)
        }
        for handover in (Handover(), Handover(True), Handover(True, True))
    ]
    assert found == [{"publication"}, {"circulation"}, set()]


@given(st.lists(st.integers(0, 60 * 24 * 50), max_size=40))
def test_however_often_it_runs_nobody_is_told_the_same_twice_in_a_day(minutes: list[int]) -> None:
    office, start = Office(), datetime.fromisoformat("2018-11-28")
    for offset in sorted(minutes):
        office.chase(timed(), (start + timedelta(minutes=offset)).isoformat())
    told: set[tuple[str, date, str]] = set()
    for row in office.sent:
        words = {(row.to, to_local_time(row.at).date(), word) for word in row.about}
        assert not words <= told
        told |= words
    reminders = Counter((row.to, w) for row in office.sent for w in row.about if w.endswith("/due"))
    assert set(reminders.values()) <= {1}
    assert len({row.key for row in office.sent}) == len(office.sent)
