from __future__ import annotations

from datetime import date

import pytest

from boardpack.findings import Place
from boardpack.model.directorate import Appointment, Person
from boardpack.model.signoff import (
    Action,
    Authorship,
    Decision,
    Doubt,
    Evidence,
    Record,
    Register,
    Subject,
)
from boardpack.signoff.authority import find_appointment, to_london_day, weigh_decision

HERE = Place("data/appointments.csv", 2)
ROLE, SERVICE = "service-director", "cannock-chase"
WROTE = Authorship(frozenset({"director"}))
NOBODY = Authorship()


def held(
    person: str = "director",
    service: str = SERVICE,
    since: str = "2018-04-01",
    until: str = "",
    deputy_for: str = "",
) -> Appointment:
    end = date.fromisoformat(until) if until else None
    return Appointment(person, ROLE, service, date.fromisoformat(since), end, deputy_for, HERE)


def decision(
    *appointments: Appointment,
    actor: str = "director",
    role: str = ROLE,
    time: str = "2018-12-12T09:30:00Z",
    deputy_for: str = "",
    action: Action = Action.APPROVE,
    doubt: Doubt | None = None,
) -> Decision:
    people = {one: Person(one, one.title(), "", HERE) for one in ("director", "deputy", "manager")}
    none = "0" * 64
    covers = (Subject(SERVICE, "access", none, none, none, none, none),)
    record = Record(
        action, "monthly", "2018-11", actor, "", role, deputy_for, time, "", "", covers, "",
        Evidence("ssh"), "",
    )  # fmt: skip
    return Decision(record, Register(people, appointments), doubt, "given" if doubt else "")


def doubt_of(one: Decision, authors: Authorship = NOBODY) -> tuple[Doubt | None, str]:
    found = weigh_decision(one, ROLE, SERVICE, authors)
    return found.doubt, found.why


def test_a_holder_of_the_role_on_the_day_is_not_doubted() -> None:
    assert doubt_of(decision(held())) == (None, "")


@pytest.mark.parametrize("since", ["2018-12-12", "2018-04-01"])
@pytest.mark.parametrize("until", ["2018-12-12", "2019-03-31", ""])
def test_both_days_of_an_appointment_count(since: str, until: str) -> None:
    assert doubt_of(decision(held(since=since, until=until))) == (None, "")


@pytest.mark.parametrize(("since", "until"), [("2018-12-13", ""), ("2018-01-01", "2018-12-11")])
def test_a_role_not_held_on_the_day_is_invalid(since: str, until: str) -> None:
    doubt, why = doubt_of(decision(held(since=since, until=until)))
    assert doubt is Doubt.INVALID
    assert why == (
        f"was no service-director for cannock-chase on 2018-12-12 "
        f"(the register says {since} to {until or 'now'})"
    )


def test_a_role_for_the_whole_directorate_covers_every_service() -> None:
    assert doubt_of(decision(held(service="directorate"))) == (None, "")


def test_a_role_for_another_service_is_ignored() -> None:
    assert doubt_of(decision(held(service="seisdon"))) == (
        Doubt.IGNORED,
        "is no service-director for cannock-chase",
    )


def test_somebody_who_is_not_in_the_register_is_ignored() -> None:
    for actor in ("stranger", ""):
        assert doubt_of(decision(held(), actor=actor)) == (
            Doubt.IGNORED,
            "is not in data/people.csv",
        )


def test_a_record_signed_in_another_role_is_invalid() -> None:
    doubt, why = doubt_of(decision(held(), role="practice-manager"))
    assert doubt is Doubt.INVALID
    assert why == (
        "signed as practice-manager, but this section is signed off by a service-director"
    )


def test_a_deputy_says_for_whom() -> None:
    deputy = held("deputy", deputy_for="director")
    assert doubt_of(decision(deputy, actor="deputy", deputy_for="director")) == (None, "")
    assert doubt_of(decision(deputy, actor="deputy"))[0] is Doubt.INVALID
    assert doubt_of(decision(held(), deputy_for="deputy"))[0] is Doubt.INVALID


def test_a_deputy_whom_no_register_names_is_invalid() -> None:
    assert doubt_of(decision(held(), actor="manager", deputy_for="director")) == (
        Doubt.INVALID,
        "is not recorded as deputy for director",
    )


def test_the_writer_may_object_and_withdraw_but_not_approve() -> None:
    assert doubt_of(decision(held()), WROTE) == (
        Doubt.INVALID,
        "had a hand in this section (its words, figures, waiver or exceptions), "
        "and nobody signs off their own work",
    )
    for action in (Action.OBJECT, Action.WITHDRAW):
        assert doubt_of(decision(held(), action=action), WROTE) == (None, "")


def test_a_doubt_that_a_decision_came_with_stays() -> None:
    assert doubt_of(decision(held(), doubt=Doubt.UNVERIFIABLE), WROTE) == (
        Doubt.UNVERIFIABLE,
        "given",
    )


def test_the_day_is_that_of_london() -> None:
    assert to_london_day("2018-07-31T23:30:00Z") == date(2018, 8, 1)
    assert to_london_day("2018-12-31T23:30:00Z") == date(2018, 12, 31)


def test_an_appointment_in_one_s_own_right_goes_before_that_of_a_deputy() -> None:
    own, deputy = held(), held(deputy_for="deputy")
    register = decision(deputy, own).register
    assert find_appointment(register, "director", ROLE, SERVICE, date(2018, 12, 12)) == own
    assert find_appointment(register, "manager", ROLE, SERVICE, date(2018, 12, 12)) is None
