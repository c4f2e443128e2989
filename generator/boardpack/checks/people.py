"""Rules on people, the roles they hold, and everything that names them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from boardpack.analysis.edition import Edition, Entry
from boardpack.checks.reach import hint
from boardpack.checks.registry import rule
from boardpack.checks.risks import registered
from boardpack.checks.who import contributor, opener, owner
from boardpack.findings import Fault, Place, Severity
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.pack import Need
from boardpack.model.submission import Submission

APPOINTMENTS = "data/appointments.csv"


class Mention(NamedTuple):
    """Somebody is named: where, as what, and whether a role may stand there instead."""

    name: str
    what: str
    place: Place
    who: str
    may_be_role: bool = False
    service: str = ""
    section: str = ""


@rule("P101", "Everybody who is named is in data/people.csv")
def person_is_known(edition: Edition) -> Iterator[Fault]:
    """Correct the id, or add the person to data/people.csv."""
    people = edition.instance.people
    roles = {role.id for role in edition.instance.directorate.roles}
    for one in _mentions(edition):
        if one.name in people or (one.may_be_role and one.name in roles):
            continue
        near = hint(one.name, [*people, *(roles if one.may_be_role else ())])
        kind = "person or role" if one.may_be_role else "person"
        words = f"{one.what}: there is no {kind} '{one.name}'{near}"
        yield Fault(one.place, words, one.who, one.service, one.section)


@rule("P103", "Appointments are for services of the directorate")
def appointed_service_exists(edition: Edition) -> Iterator[Fault]:
    """Correct the service's id; write `directorate` for an appointment to all services."""
    for one in edition.instance.appointments:
        if not edition.instance.is_service(one.service):
            near = hint(one.service, [*edition.instance.service_ids, WHOLE_DIRECTORATE])
            words = f"there is no service '{one.service}'{near}"
            yield Fault(one.place, words, opener(edition))


@rule("P104", "Authors hold an appointment for what they write")
def author_is_appointed(edition: Edition) -> Iterator[Fault]:
    """Name the author who holds a role there, or add the appointment to data/appointments.csv."""
    day = edition.due_day
    appointed = {(p, s) for p, _, s in _in_force(edition, day)}
    for submission in _submissions(edition):
        author, service = submission.front.author, submission.service
        if author not in edition.instance.people:
            continue
        if not appointed & {(author, service), (author, WHOLE_DIRECTORATE)}:
            title = edition.instance.directorate.service_title(service)
            yield Fault(
                submission.place(submission.front_lines.get("author")),
                f"'{author}' holds no role for {title} on {day}, when the edition is due",
                contributor(edition, service),
                service,
            )


@rule("P105", "Somebody holds every role that a section needs")
def role_is_held(edition: Edition) -> Iterator[Fault]:
    """Add the appointment of whoever does it now, or of a deputy, to data/appointments.csv."""
    day = edition.due_day
    held = {(role, service) for _, role, service in _in_force(edition, day)}
    roles = {role.id for role in edition.instance.directorate.roles}
    for (role, service), needing in _needed_roles(edition).items():
        if role in roles and not held & {(role, service), (role, WHOLE_DIRECTORATE)}:
            directorate = edition.instance.directorate
            where = directorate.service_title(service)
            yield Fault(
                Place(APPOINTMENTS),
                f"nobody is {directorate.role_title(role)} for {where} on {day}; {_for(needing)}",
                opener(edition),
                service,
                needing[0].section.id,
            )


@rule("P106", "Everybody holds an appointment", Severity.WARNING)
def person_is_appointed(edition: Edition) -> Iterator[Fault]:
    """Add the person's appointment, or take the person out of data/people.csv."""
    appointed = {one.person for one in edition.instance.appointments}
    for person in edition.instance.people.values():
        if person.id not in appointed:
            yield Fault(person.place, f"'{person.id}' has no appointment", opener(edition))


@rule("P107", "No appointment ends before it begins")
def appointment_lasts(edition: Edition) -> Iterator[Fault]:
    """Correct one of the two days."""
    for one in edition.instance.appointments:
        if one.until is not None and one.until < one.since:
            words = f"'{one.person}' is appointed from {one.since}, until {one.until}"
            yield Fault(one.place, words, opener(edition))


def _mentions(edition: Edition) -> Iterator[Mention]:
    keeper = opener(edition)
    for one in edition.instance.appointments:
        yield Mention(one.person, "appointment", one.place, keeper)
        if one.deputy_for:
            yield Mention(one.deputy_for, "deputy_for", one.place, keeper)
    for waiver in edition.instance.waivers:
        if (waiver.pack, waiver.period) == (edition.pack_id, edition.period.id) and waiver.owner:
            where = (waiver.service, waiver.section)
            yield Mention(waiver.owner, "owner", waiver.place, keeper, False, *where)
    for submission in _submissions(edition):
        yield from _in_submission(submission, contributor(edition, submission.service))
    for dataset, risk in registered(edition):
        for what, name in (("owner", risk.owner), ("lead", risk.lead)):
            if name:
                words, who = f"{what} of risk {risk.ref}", owner(edition, dataset.contract)
                yield Mention(name, words, risk.place, who, may_be_role=True)


def _in_submission(submission: Submission, who: str) -> Iterator[Mention]:
    front, lines, service = submission.front, submission.front_lines, submission.service
    place = submission.place(lines.get("author"))
    yield Mention(front.author, "author", place, who, False, service)
    for index, one in enumerate(front.exceptions):
        place = submission.place(lines.get(f"exceptions.{index}.lead"))
        yield Mention(one.lead, "lead of an exception", place, who, True, service, one.section)


def _submissions(edition: Edition) -> Iterator[Submission]:
    for service in edition.services:
        submission = edition.of_service(service)[0].submission
        if submission is not None:
            yield submission


def _in_force(edition: Edition, day: date) -> Iterator[tuple[str, str, str]]:
    for one in edition.instance.appointments:
        if one.since <= day and (one.until is None or day <= one.until):
            yield one.person, one.role, one.service


def _needed_roles(edition: Edition) -> dict[tuple[str, str], list[Entry]]:
    needed: dict[tuple[str, str], list[Entry]] = {}
    for entry in edition.entries:
        section = entry.section
        if entry.is_owed:
            roles = {section.signed_off_by or edition.pack.signed_off_by}
            roles |= {section.narrated_by} if section.narrative is not Need.NONE else set()
            roles |= {section.data_by} if section.datasets else set()
            for role in sorted(roles - {""}):
                needed.setdefault((role, entry.service), []).append(entry)
    return needed


def _for(needing: list[Entry]) -> str:
    first, others = f"'{needing[0].section.title}'", len(needing) - 1
    return f"{first} and {others} more need one" if others else f"{first} needs one"
