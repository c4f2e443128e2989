from __future__ import annotations

from datetime import date

import pytest

from boardpack.findings import Place
from boardpack.model.directorate import Appointment, Directorate, Role, Service

HERE = Place("data/appointments.csv", 2)
DIRECTORATE = Directorate(
    "Primary care", (Service("seisdon", "Seisdon Peninsula"),), (Role("lead", "Lead nurse"),)
)


def appointment(service: str = "seisdon", until: date | None = date(2018, 11, 30)) -> Appointment:
    return Appointment("ann", "lead", service, date(2018, 4, 1), until, "", HERE)


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2018, 3, 31), False),
        (date(2018, 4, 1), True),
        (date(2018, 11, 30), True),
        (date(2018, 12, 1), False),
    ],
)
def test_an_appointment_covers_both_its_days(day: date, holds: bool) -> None:
    assert appointment().has_role("lead", "seisdon", day) is holds


def test_an_appointment_without_an_end_goes_on() -> None:
    assert appointment(until=None).has_role("lead", "seisdon", date(2199, 1, 1))


def test_an_appointment_for_the_directorate_covers_every_service_but_not_the_reverse() -> None:
    day = date(2018, 11, 1)
    assert appointment("directorate").has_role("lead", "seisdon", day)
    assert appointment("directorate").has_role("lead", "directorate", day)
    assert not appointment("seisdon").has_role("lead", "directorate", day)
    assert not appointment("seisdon").has_role("lead", "cannock-chase", day)
    assert not appointment("seisdon").has_role("manager", "seisdon", day)


def test_titles_of_the_unknown_fall_back() -> None:
    assert DIRECTORATE.find_service_title("seisdon") == "Seisdon Peninsula"
    assert DIRECTORATE.find_service_title("directorate") == "Primary care"
    assert DIRECTORATE.find_role_title("lead") == "Lead nurse"
    assert DIRECTORATE.find_role_title("unknown") == "unknown"
