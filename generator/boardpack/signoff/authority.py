"""Who may sign: the role in the register as it stood, on the day, and not the writer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from boardpack.model.directorate import WHOLE_DIRECTORATE, Appointment
from boardpack.model.signoff import Action, Authorship, Decision, Doubt, Register

_OWN_WORK = (
    "had a hand in this section (its words, figures, waiver or exceptions), "
    "and nobody signs off their own work"
)
LONDON = ZoneInfo("Europe/London")


def weigh_decision(decision: Decision, role: str, service: str, authors: Authorship) -> Decision:
    """Return a decision with the doubt that it deserves for a section of a role and service.

    A doubt that it came with stays. Objections need no second pair of eyes, approvals do.
    """
    if not decision.can_shut:
        return decision
    doubt, reason = _find_doubt(decision, role, service)
    approves = decision.record.action is Action.APPROVE
    if doubt is None and approves and decision.record.actor in authors.people:
        doubt, reason = Doubt.INVALID, _OWN_WORK
    return replace(decision, doubt=doubt, why=reason) if doubt else decision


def to_london_day(time: str) -> date:
    """Return the day in London of a UTC time such as `2018-12-12T09:30:00Z`."""
    return datetime.fromisoformat(time).astimezone(LONDON).date()


def find_appointment(
    register: Register, person: str, role: str, service: str, day: date
) -> Appointment | None:
    """Return the appointment that gives somebody a role for a service on a day, deputies last."""
    candidates = [
        candidate
        for candidate in register.appointments
        if candidate.person == person and candidate.has_role(role, service, day)
    ]
    return min(candidates, key=lambda candidate: bool(candidate.deputy_for), default=None)


def _find_doubt(decision: Decision, role: str, service: str) -> tuple[Doubt | None, str]:
    record, register = decision.record, decision.register
    if not record.actor or record.actor not in register.people:
        return Doubt.IGNORED, "is not in data/people.csv"
    day = to_london_day(decision.time)
    held_appointment = find_appointment(register, record.actor, role, service, day)
    if held_appointment is None:
        return _explain_missing_appointment(register.appointments, decision, role, service, day)
    if record.role != role:
        return Doubt.INVALID, f"signed as {record.role}, but this section is signed off by a {role}"
    if record.deputy_for != held_appointment.deputy_for:
        claimed, registered = record.deputy_for or "nobody", held_appointment.deputy_for or "nobody"
        return (
            Doubt.INVALID,
            f"signed as deputy for {claimed}, but the register says for {registered}",
        )
    return None, ""


def _explain_missing_appointment(
    appointments: Iterable[Appointment], decision: Decision, role: str, service: str, day: date
) -> tuple[Doubt, str]:
    actor = decision.record.actor
    services = (service, WHOLE_DIRECTORATE)
    other_spells = [
        spell
        for spell in appointments
        if (spell.person, spell.role) == (actor, role) and spell.service in services
    ]
    if other_spells:
        spans = "; ".join(f"{spell.since} to {spell.until or 'now'}" for spell in other_spells)
        return Doubt.INVALID, f"was no {role} for {service} on {day} (the register says {spans})"
    if decision.record.deputy_for:
        return Doubt.INVALID, f"is not recorded as deputy for {decision.record.deputy_for}"
    return Doubt.IGNORED, f"is no {role} for {service}"
