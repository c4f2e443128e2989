"""Who does a role's work on a day: its holders, or those who stand in while they are away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from boardpack.model.directorate import Appointment
from boardpack.model.instance import Instance


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Ids of those who do a role's work, and of those who are away and get a copy."""

    people: tuple[str, ...] = ()
    away: tuple[str, ...] = ()


def find_on_duty(instance: Instance, role: str, service: str, day: date) -> OnDuty:
    """Return who does a role's work for a service on a day.

    Somebody is away while a deputy's appointment with a last day is in force: one without a last
    day may sign at any time, and says nothing of who is there. Where nobody holds the role, all its
    deputies do its work. People whom no register knows are left out.
    """
    appointments = [
        appointment
        for appointment in instance.appointments
        if appointment.has_role(role, service, day) and appointment.person in instance.people
    ]
    deputies = [appointment for appointment in appointments if appointment.deputy_for]
    holders = [appointment.person for appointment in appointments if not appointment.deputy_for]
    if not holders:
        return OnDuty(_list_once(appointment.person for appointment in deputies))
    stand_ins = {holder: _find_stand_ins(deputies, holder) for holder in holders}
    return OnDuty(
        _list_once(person for holder in holders for person in stand_ins[holder] or (holder,)),
        _list_once(holder for holder in holders if stand_ins[holder]),
    )


def _find_stand_ins(deputies: list[Appointment], holder: str) -> tuple[str, ...]:
    return tuple(
        deputy.person
        for deputy in deputies
        if deputy.deputy_for == holder and deputy.until is not None
    )


def _list_once(people: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(people))
