from __future__ import annotations

import pytest

from boardpack.findings import Severity
from support.editions import said
from support.instances import (
    APPOINTMENTS,
    CANNOCK,
    PEOPLE,
    RISK_ROWS,
    WAIVERS,
    edited,
    line_of,
    minimal,
    with_file,
    without_line,
)
from support.reports import with_report

KEEPER = "Directorate development manager"
WAIVED = """
    pack,period,service,section,reason,owner,until
    monthly,2018-11,cannock-chase,access,The writer is ill.,manager-canock,2018-12-31
    """
EXCEPTION = """
Issue: Too few staff.
Action: Hire some.
Lead: practice-manger
Due: 2019-01-31
"""


def test_p101_passes_roles_where_a_role_may_lead() -> None:
    tree = with_report(minimal(), EXCEPTION.replace("manger", "manager"))
    assert said(tree, "P101") == []


def test_p101_finds_an_unknown_person_in_an_appointment() -> None:
    tree = edited(minimal(), APPOINTMENTS, "manager-seisdon,", "manager-siesdon,")
    [fault] = said(tree, "P101")
    assert str(fault.place) == f"{APPOINTMENTS}:5"
    assert fault.what == (
        "appointment: there is no person 'manager-siesdon'; did you mean 'manager-seisdon'?"
    )
    assert fault.who == KEEPER


def test_p101_finds_an_unknown_person_who_is_stood_in_for() -> None:
    row = "manager-seisdon,practice-manager,seisdon,2018-04-01,,"
    tree = edited(minimal(), APPOINTMENTS, row, row + "nobody")
    [fault] = said(tree, "P101")
    assert fault.what == "deputy_for: there is no person 'nobody'"


def test_p101_finds_an_unknown_author() -> None:
    tree = edited(minimal(), CANNOCK, "author: manager-cannock", "author: someone-else")
    [fault] = said(tree, "P101")
    assert str(fault.place) == f"{CANNOCK}:2"
    assert fault.what == "author: there is no person 'someone-else'"
    assert fault.advice.startswith(
        "Write your short name: director-cannock, manager-cannock, development-manager, "
    )
    assert (fault.who, fault.service) == ("Practice manager, Cannock Chase", "cannock-chase")


def test_p101_finds_an_unknown_lead_of_an_exception() -> None:
    tree = with_report(minimal(), EXCEPTION)
    [fault] = said(tree, "P101")
    assert str(fault.place) == f"{CANNOCK}:{line_of(tree, CANNOCK, 'Lead:')}"
    assert fault.what == (
        "lead of an exception: there is no person or role 'practice-manger'; "
        "did you mean 'practice-manager'?"
    )
    assert fault.section == "access"
    assert fault.advice == (
        "Write a role: Service director, Practice manager, Directorate development manager, "
        "Finance manager, Director of primary care; or a person: Director of Cannock Chase, "
        "Manager of Cannock Chase, Directorate development manager, Finance manager, "
        "Director of primary care; somebody new is added by whoever opens the month."
    )


def test_p101_finds_an_unknown_owner_of_a_waiver() -> None:
    [fault] = said(with_file(minimal(), WAIVERS, WAIVED), "P101")
    assert str(fault.place) == f"{WAIVERS}:2"
    assert (fault.service, fault.section) == ("cannock-chase", "access")


def test_p101_finds_an_unknown_owner_of_a_risk() -> None:
    tree = edited(minimal(), RISK_ROWS, "4,3,director-of-primary-care", "4,3,director-of-care")
    [fault] = said(tree, "P101")
    assert str(fault.place) == f"{RISK_ROWS}:2"
    assert fault.what.startswith("owner of risk R1: there is no person or role 'director-of-care'")
    assert fault.who == "Director of primary care"


def test_p103_passes_the_whole_directorate() -> None:
    assert said(minimal(), "P103") == []


def test_p103_finds_an_appointment_to_an_unknown_service() -> None:
    tree = edited(minimal(), APPOINTMENTS, "service-director,seisdon", "service-director,siesdon")
    [fault] = said(tree, "P103")
    assert str(fault.place) == f"{APPOINTMENTS}:3"
    assert fault.what == "there is no service 'siesdon'; did you mean 'seisdon'?"
    assert fault.who == KEEPER


def test_p104_passes_an_author_with_a_role_for_all_services() -> None:
    tree = edited(minimal(), CANNOCK, "author: manager-cannock", "author: development-manager")
    assert said(tree, "P104") == []


def test_p104_finds_an_author_of_another_service() -> None:
    tree = edited(minimal(), CANNOCK, "author: manager-cannock", "author: manager-seisdon")
    [fault] = said(tree, "P104")
    assert str(fault.place) == f"{CANNOCK}:2"
    assert fault.what == (
        "'manager-seisdon' holds no role for Cannock Chase on 2018-12-14, when the edition is due"
    )
    assert (fault.who, fault.service) == ("Practice manager, Cannock Chase", "cannock-chase")


def test_p104_finds_an_author_whose_appointment_has_ended() -> None:
    row = "manager-cannock,practice-manager,cannock-chase,2018-04-01,"
    tree = edited(minimal(), APPOINTMENTS, row, row + "2018-12-13")
    [fault] = said(tree, "P104")
    assert fault.service == "cannock-chase"


@pytest.mark.parametrize("day", ["2018-12-14", ""])
def test_p105_passes_appointments_that_last_until_the_due_day(day: str) -> None:
    row = "manager-cannock,practice-manager,cannock-chase,2018-04-01,"
    assert said(edited(minimal(), APPOINTMENTS, row, row + day), "P105") == []


def test_p105_finds_a_role_that_nobody_holds_any_more() -> None:
    row = "manager-cannock,practice-manager,cannock-chase,2018-04-01,"
    [fault] = said(edited(minimal(), APPOINTMENTS, row, row + "2018-12-13"), "P105")
    assert str(fault.place) == APPOINTMENTS
    assert fault.what == (
        "nobody is Practice manager for Cannock Chase on 2018-12-14; 'Summary' and 3 more need one"
    )
    assert (fault.who, fault.service, fault.section) == (KEEPER, "cannock-chase", "summary")


def test_p105_finds_that_nobody_can_sign_for_the_directorate() -> None:
    tree = without_line(minimal(), APPOINTMENTS, "primary-care-director")
    [fault] = said(tree, "P105")
    assert fault.what.startswith("nobody is Director of primary care for Example primary care")
    assert (fault.service, fault.section) == ("directorate", "risks")


def test_p106_passes_people_with_appointments() -> None:
    assert said(minimal(), "P106") == []


def test_p106_finds_a_person_without_an_appointment() -> None:
    tree = edited(
        minimal(),
        PEOPLE,
        "care.primary@example.org\n",
        "care.primary@example.org\nnew-one,New one,1008,\n",
    )
    [fault] = said(tree, "P106")
    assert str(fault.place) == f"{PEOPLE}:9"
    assert fault.what == "'new-one' has no appointment"
    assert (fault.who, fault.severity) == (KEEPER, Severity.WARNING)


def test_p107_passes_an_appointment_of_one_day() -> None:
    row = "manager-cannock,practice-manager,cannock-chase,2018-04-01,"
    assert said(edited(minimal(), APPOINTMENTS, row, row + "2018-04-01"), "P107") == []


def test_p107_finds_an_appointment_that_ends_before_it_begins() -> None:
    row = "manager-cannock,practice-manager,cannock-chase,2018-04-01,"
    [fault] = said(edited(minimal(), APPOINTMENTS, row, row + "2018-03-31"), "P107")
    assert str(fault.place) == f"{APPOINTMENTS}:4"
    assert fault.what == "'manager-cannock' is appointed from 2018-04-01, until 2018-03-31"
    assert fault.who == KEEPER
