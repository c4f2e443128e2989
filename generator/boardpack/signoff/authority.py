"""Who may sign: the role in the register as it stood, on the day, and not the writer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from boardpack.model.directorate import WHOLE_DIRECTORATE, Appointment
from boardpack.model.signoff import Action, Authorship, Decision, Doubt, Register

LONDON = ZoneInfo("Europe/London")


def weighed(decision: Decision, role: str, service: str, authors: Authorship) -> Decision:
    """Return a decision with the doubt that it deserves for a section of a role and service.

    A doubt that it came with stays. Objections need no second pair of eyes, approvals do.
    """
    if decision.doubt is not None:
        return decision
    doubt, why = _doubt(decision, role, service)
    approves = decision.record.action is Action.APPROVE
    if doubt is None and approves and decision.record.actor in authors.people:
        doubt, why = Doubt.INVALID, "wrote this section, and nobody signs off their own words"
    return replace(decision, doubt=doubt, why=why) if doubt else decision


def day_of(time: str) -> date:
    """Return the day in London of a UTC time such as `2018-12-12T09:30:00Z`."""
    return datetime.fromisoformat(time).astimezone(LONDON).date()


def appointment(
    register: Register, person: str, role: str, service: str, day: date
) -> Appointment | None:
    """Return the appointment that gives somebody a role for a service on a day, deputies last."""
    held = [a for a in register.appointments if a.person == person and a.covers(role, service, day)]
    return min(held, key=lambda one: bool(one.deputy_for), default=None)


def _doubt(decision: Decision, role: str, service: str) -> tuple[Doubt | None, str]:
    record, register = decision.record, decision.register
    if not record.actor or record.actor not in register.people:
        return Doubt.IGNORED, "is not in data/people.csv"
    day = day_of(record.time)
    found = appointment(register, record.actor, role, service, day)
    if found is None:
        return _without(register.appointments, decision, role, service, day)
    if record.role != role:
        return Doubt.INVALID, f"signed as {record.role}, but this section is signed off by a {role}"
    if record.deputy_for != found.deputy_for:
        told, known = record.deputy_for or "nobody", found.deputy_for or "nobody"
        return Doubt.INVALID, f"signed as deputy for {told}, but the register says for {known}"
    return None, ""


def _without(
    appointments: Iterable[Appointment], decision: Decision, role: str, service: str, day: date
) -> tuple[Doubt, str]:
    actor = decision.record.actor
    places = (service, WHOLE_DIRECTORATE)
    had = [a for a in appointments if (a.person, a.role) == (actor, role) and a.service in places]
    if had:
        spans = "; ".join(f"{a.since} to {a.until or 'now'}" for a in had)
        return Doubt.INVALID, f"was no {role} for {service} on {day} (the register says {spans})"
    if decision.record.deputy_for:
        return Doubt.INVALID, f"is not recorded as deputy for {decision.record.deputy_for}"
    return Doubt.IGNORED, f"is no {role} for {service}"
