"""A person more, or another role of somebody who is there already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from boardpack.adapters.workspace import Workspace
from boardpack.analysis.deadlines import compute_due_day
from boardpack.errors import CannotRun
from boardpack.load.directorate import APPOINTMENTS_FILE, PEOPLE_FILE
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.instance import Instance
from boardpack.model.pack import Scope
from boardpack.model.period import parse_period
from boardpack.operations.added_text import add_row
from boardpack.operations.choices import require_choice, require_role
from boardpack.operations.select import require_instance


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person, and the role that they hold for a service from a day on, where one is named.

    Somebody who is there already needs no name. `service` is empty where none was named.
    """

    id: str
    name: str
    role: str = ""
    service: str = ""
    since: str = ""
    emails: str = ""


def compose_person(
    workspace: Workspace, person: NewPerson
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return the registers with a person or appointment more, by path, and what to do next.

    CannotRun where that is not said whole, or names what there is not.
    """
    instance = require_instance(workspace)
    files: dict[str, str] = {}
    steps: list[str] = []
    if person.id in instance.people:
        _refuse_other_facts(instance, person)
    else:
        if not person.name:
            raise CannotRun(f"'{person.id}' is new: say how readers know them, with --name")
        row = {"id": person.id, "name": person.name, "emails": person.emails}
        files[PEOPLE_FILE] = add_row(workspace, PEOPLE_FILE, row)
        if not person.emails:
            steps.append(f"Put the addresses of their commits into {PEOPLE_FILE}")
    if person.role:
        files[APPOINTMENTS_FILE] = add_row(
            workspace, APPOINTMENTS_FILE, _compose_appointment(instance, person)
        )
        steps += [
            *_list_earlier_editions(instance, person),
            "Say it to the forge, too: boardpack codeowners",
        ]
    else:
        steps.append(
            f"Give them a role: boardpack add person {person.id} --role ROLE --service SERVICE"
        )
    return files, (*steps, "Then: boardpack check")


def _refuse_other_facts(instance: Instance, person: NewPerson) -> None:
    known = instance.people[person.id]
    if person.name not in ("", known.name):
        raise CannotRun(
            f"'{person.id}' is {known.name} already; give somebody else an id of their own"
        )
    if person.emails:
        raise CannotRun(f"'{person.id}' is there already: their addresses are in {PEOPLE_FILE}")
    if not person.role:
        raise CannotRun(f"'{person.id}' is there already; name another role of theirs with --role")


def _compose_appointment(instance: Instance, person: NewPerson) -> dict[str, str]:
    require_role(instance, person.role)
    if not person.service and _is_held_by_service(instance, person.role):
        raise CannotRun(
            f"each service has its own '{person.role}': say whose, with --service, such as "
            f"--service {instance.service_ids[0]}, or --service {WHOLE_DIRECTORATE} for all of them"
        )
    service = person.service or WHOLE_DIRECTORATE
    require_choice("service", service, [*instance.service_ids, WHOLE_DIRECTORATE])
    if any(
        (held.person, held.role, held.service) == (person.id, person.role, service)
        and held.until is None
        for held in instance.appointments
    ):
        raise CannotRun(
            f"'{person.id}' is '{person.role}' of '{service}' already, by {APPOINTMENTS_FILE}"
        )
    return {
        "person": person.id,
        "role": person.role,
        "service": service,
        "since": person.since,
    }


def _is_held_by_service(instance: Instance, role: str) -> bool:
    """Return whether a role is one that each service has: left out, it would be of them all."""
    holders = [held for held in instance.appointments if held.role == role]
    if holders:
        return any(held.service != WHOLE_DIRECTORATE for held in holders)
    return any(
        section.scope is Scope.SERVICE
        and role in (section.narrated_by, pack.find_signing_role(section))
        for pack in instance.packs.values()
        for section in pack.sections
    )


def _list_earlier_editions(instance: Instance, person: NewPerson) -> Iterator[str]:
    """Yield that somebody is not yet in office for an edition that is under way."""
    for pack_id, period in dict(instance.edition_ids).items():
        pack = instance.packs[pack_id]
        due_day = None if pack.committee else compute_due_day(pack, parse_period(period))
        if due_day and person.since > due_day.isoformat():
            yield (
                f"They hold it from {person.since} on: {pack_id} {period}, due on {due_day}, is "
                f"before that. If it is theirs, alter `since` in {APPOINTMENTS_FILE}"
            )
