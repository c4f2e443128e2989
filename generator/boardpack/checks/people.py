"""Rules on people, the roles they hold, and everything that names them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import NamedTuple

from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_contributor, find_dataset_owner, find_edition_opener
from boardpack.checks.scope import advise_on_unknown_services, iterate_shown_rows
from boardpack.findings import Fault, Place, Severity, name_choices, suggest_word
from boardpack.load.directorate import APPOINTMENTS_FILE, PEOPLE_FILE
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.pack import Need
from boardpack.model.rows import AssuranceLine, PlanLine, Risk
from boardpack.model.submission import Submission


class Mention(NamedTuple):
    """Somebody is named: where, as what, and whether a role may stand there instead.

    In a submission it is said by whoever writes, who keeps no register.
    """

    name: str
    label: str
    place: Place
    responsible: str
    may_be_role: bool = False
    service: str = ""
    section: str = ""
    is_in_submission: bool = False


@rule("P101", "Everybody who is named is in data/people.csv", rests_on=[PEOPLE_FILE])
def find_unknown_people(edition: Edition) -> Iterator[Fault]:
    """Correct the id, or add the person to data/people.csv, where whoever has left stays: a day in
    `until` of data/appointments.csv says that they have.
    """
    people = edition.instance.people
    roles = {role.id: role.title for role in edition.instance.directorate.roles}
    for mention in _iterate_mentions(edition):
        if mention.name in people or (mention.may_be_role and mention.name in roles):
            continue
        names = [*people, *(chain(*roles.items()) if mention.may_be_role else ())]
        suggestion = suggest_word(mention.name, names)
        kind = "person or role" if mention.may_be_role else "person"
        words = f"{mention.label}: there is no {kind} '{mention.name}'{suggestion}"
        yield Fault(
            mention.place,
            words,
            mention.responsible,
            mention.service,
            mention.section,
            _list_choices(edition, mention) if mention.is_in_submission else "",
        )


def _list_choices(edition: Edition, mention: Mention) -> str:
    """Return whom a submission may name: holders of a role there or for all, and roles."""
    people = dict.fromkeys(
        person
        for person, _, service in _iterate_held_roles(edition, edition.due_day)
        if service in (mention.service, WHOLE_DIRECTORATE) and person in edition.instance.people
    )
    asks_for_new = "somebody new is added by whoever opens the month"
    if not mention.may_be_role:
        return f"Write your short name: {name_choices(people)}; {asks_for_new}."
    roles = name_choices(role.title for role in edition.instance.directorate.roles)
    names = name_choices(edition.instance.people[person].name for person in people)
    return f"Write a role: {roles}; or a person: {names}; {asks_for_new}."


@rule("P103", "Appointments are for services of the directorate")
def find_misplaced_appointments(edition: Edition) -> Iterator[Fault]:
    """Correct the service's id; write `directorate` for an appointment to all services."""
    instance = edition.instance
    known_services = {*instance.service_ids, WHOLE_DIRECTORATE}
    misplaced = [
        appointment
        for appointment in instance.appointments
        if appointment.service not in known_services
    ]
    advice_by_service = advise_on_unknown_services(
        edition, (appointment.service for appointment in misplaced)
    )
    for appointment in misplaced:
        suggestion = suggest_word(appointment.service, [*instance.service_ids, WHOLE_DIRECTORATE])
        words = f"there is no service '{appointment.service}'{suggestion}"
        advice = advice_by_service.get(appointment.service, "")
        yield Fault(appointment.place, words, find_edition_opener(edition), advice=advice)


@rule("P104", "Authors hold an appointment for what they write", rests_on=[APPOINTMENTS_FILE])
def find_unappointed_authors(edition: Edition) -> Iterator[Fault]:
    """Name the author who holds a role there, or add the appointment to data/appointments.csv."""
    day = edition.due_day
    held_roles = {
        (person, held_service) for person, _, held_service in _iterate_held_roles(edition, day)
    }
    for submission in _iterate_submissions(edition):
        author, service = submission.front.author, submission.service
        # The rule on unknown people says that already.
        if author not in edition.instance.people:
            continue
        if not held_roles & {(author, service), (author, WHOLE_DIRECTORATE)}:
            title = edition.instance.directorate.find_service_title(service)
            yield Fault(
                submission.find_place(submission.front_lines.get("author")),
                f"'{author}' holds no role for {title} on {day}, when the edition is due",
                find_contributor(edition, service),
                service,
            )


@rule("P105", "Somebody holds every role that a section needs", rests_on=[APPOINTMENTS_FILE])
def find_vacant_roles(edition: Edition) -> Iterator[Fault]:
    """Add the appointment of whoever does it now, or of a deputy, to data/appointments.csv."""
    day = edition.due_day
    held_roles = {(role, service) for _, role, service in _iterate_held_roles(edition, day)}
    roles = {role.id for role in edition.instance.directorate.roles}
    for (role, service), entries in _group_entries_by_needed_role(edition).items():
        if role in roles and not held_roles & {(role, service), (role, WHOLE_DIRECTORATE)}:
            directorate = edition.instance.directorate
            title = directorate.find_service_title(service)
            role_title = directorate.find_role_title(role)
            yield Fault(
                Place(APPOINTMENTS_FILE),
                f"nobody is {role_title} for {title} on {day}; {_describe_need(entries)}",
                find_edition_opener(edition),
                service,
                entries[0].section.id,
            )


@rule("P106", "Everybody holds an appointment", Severity.WARNING, [APPOINTMENTS_FILE])
def find_unappointed_people(edition: Edition) -> Iterator[Fault]:
    """Add the person's appointment, or take the person out of data/people.csv."""
    appointed = {appointment.person for appointment in edition.instance.appointments}
    for person in edition.instance.people.values():
        if person.id not in appointed:
            yield Fault(
                person.place, f"'{person.id}' has no appointment", find_edition_opener(edition)
            )


@rule("P107", "No appointment ends before it begins")
def find_reversed_appointments(edition: Edition) -> Iterator[Fault]:
    """Correct one of the two days."""
    for appointment in edition.instance.appointments:
        if appointment.until is not None and appointment.until < appointment.since:
            days = f"from {appointment.since}, until {appointment.until}"
            words = f"'{appointment.person}' is appointed {days}"
            yield Fault(appointment.place, words, find_edition_opener(edition))


@rule(
    "P108",
    "Whoever is responsible holds a role",
    Severity.WARNING,
    [PEOPLE_FILE, APPOINTMENTS_FILE],
)
def find_responsible_without_appointment(edition: Edition) -> Iterator[Fault]:
    """Name who does it now, or add the appointment to data/appointments.csv."""
    day = edition.due_day
    roles = {role.id for role in edition.instance.directorate.roles}
    known_names = roles | set(edition.instance.people)
    held_roles = list(_iterate_held_roles(edition, day))
    for mention in _iterate_mentions(edition):
        # What nobody knows is another rule's business, and so are authors.
        if mention.may_be_role and mention.name in known_names and not _holds(mention, held_roles):
            name = f"'{mention.name}'"
            fault = f"nobody holds the role {name}"
            if mention.name not in roles:
                fault = f"{name} holds no role"
            yield Fault(
                mention.place,
                f"{mention.label}: {fault} on {day}, when the edition is due",
                mention.responsible,
                mention.service,
                mention.section,
            )


def _holds(mention: Mention, held_roles: Iterable[tuple[str, str, str]]) -> bool:
    """Return whether a person who is named holds any role, or somebody the role that is named."""
    anywhere = mention.service in ("", WHOLE_DIRECTORATE)
    return any(
        mention.name == person
        or (mention.name == role and (anywhere or service in (mention.service, WHOLE_DIRECTORATE)))
        for person, role, service in held_roles
    )


def _iterate_mentions(edition: Edition) -> Iterator[Mention]:
    responsible = find_edition_opener(edition)
    for appointment in edition.instance.appointments:
        yield Mention(appointment.person, "appointment", appointment.place, responsible)
        if appointment.deputy_for:
            yield Mention(appointment.deputy_for, "deputy_for", appointment.place, responsible)
    for waiver in edition.instance.waivers:
        if (waiver.pack, waiver.period) == (edition.pack_id, edition.period.id) and waiver.owner:
            scope = (waiver.service, waiver.section)
            yield Mention(waiver.owner, "owner", waiver.place, responsible, False, *scope)
    for clearance in edition.instance.clearances:
        yield Mention(clearance.decided_by, "decided_by", clearance.row, responsible)
    for submission in _iterate_submissions(edition):
        yield from _iterate_submission_mentions(
            submission, find_contributor(edition, submission.service)
        )
    for block, risk in iterate_shown_rows(edition, Risk):
        keeper = find_dataset_owner(edition, block.contract)
        for label, person in (("owner", risk.owner), ("lead", risk.lead)):
            if person:
                yield Mention(person, f"{label} of risk {risk.ref}", risk.place, keeper, True)
    for block, line in iterate_shown_rows(edition, AssuranceLine):
        keeper = find_dataset_owner(edition, block.contract)
        yield Mention(line.owner, f"owner of objective {line.id}", line.place, keeper, True)
    for block, plan in iterate_shown_rows(edition, PlanLine):
        keeper = find_dataset_owner(edition, block.contract)
        for person in plan.responsible:
            label = f"responsible for '{plan.id}'"
            yield Mention(person, label, plan.place, keeper, True, plan.service)


def _iterate_submission_mentions(submission: Submission, responsible: str) -> Iterator[Mention]:
    front, lines, service = submission.front, submission.front_lines, submission.service
    place = submission.find_place(lines.get("author"))
    if "author" not in submission.unread:
        yield Mention(
            front.author, "author", place, responsible, service=service, is_in_submission=True
        )
    for index, report in enumerate(submission.exceptions):
        place = submission.find_report_place(index, "lead")
        # That there is none is said by the rules on reports.
        if not report.lead:
            continue
        yield Mention(
            report.lead,
            "lead of an exception",
            place,
            responsible,
            True,
            service,
            report.section,
            True,
        )


def _iterate_submissions(edition: Edition) -> Iterator[Submission]:
    for entries in edition.by_submission.values():
        submission = entries[0].submission
        if submission is not None:
            yield submission


def _iterate_held_roles(edition: Edition, day: date) -> Iterator[tuple[str, str, str]]:
    for appointment in edition.instance.appointments:
        if appointment.since <= day and (appointment.until is None or day <= appointment.until):
            yield appointment.person, appointment.role, appointment.service


def _group_entries_by_needed_role(edition: Edition) -> dict[tuple[str, str], list[Entry]]:
    entries_by_role: dict[tuple[str, str], list[Entry]] = {}
    for entry in edition.entries:
        section = entry.section
        if entry.is_owed:
            roles = {section.signed_off_by or edition.pack.signed_off_by}
            roles |= {section.narrated_by} if section.narrative is not Need.NONE else set()
            roles |= {section.data_by} if section.datasets else set()
            for role in sorted(roles - {""}):
                entries_by_role.setdefault((role, entry.service), []).append(entry)
    return entries_by_role


def _describe_need(entries: list[Entry]) -> str:
    first_title, other_count = f"'{entries[0].section.title}'", len(entries) - 1
    return (
        f"{first_title} and {other_count} more need one"
        if other_count
        else f"{first_title} needs one"
    )
