"""Who may sign something, and that whoever says so is one of the people there are."""

from __future__ import annotations

from datetime import date

from boardpack.errors import CannotRun
from boardpack.findings import name_choices, suggest_word
from boardpack.load.directorate import PEOPLE_FILE
from boardpack.model.instance import Instance


def require_person(instance: Instance, person: str, day: date) -> None:
    """Raise CannotRun, with who may sign on a day, where nobody is named or nobody is called so."""
    if person in instance.people:
        return
    choices = f"may sign today: {name_choices(_list_signatories(instance, day))}"
    if not person:
        raise CannotRun(f"say who you are, with --as and your id in {PEOPLE_FILE}; {choices}")
    hint = suggest_word(person, instance.people)
    raise CannotRun(f"there is no '{person}' in {PEOPLE_FILE}; {choices}{hint}")


def _list_signatories(instance: Instance, day: date) -> list[str]:
    """Return those who hold a role on a day that signs any section."""
    newest_editions = dict(instance.edition_ids)
    # A committee's papers are those of its meeting.
    packs = [instance.define_pack(*edition) for edition in newest_editions.items()]
    roles = {
        pack.find_signing_role(section)
        for pack in (*packs, *instance.packs.values())
        for section in pack.sections
    }
    holders = (
        appointment.person
        for appointment in instance.appointments
        if appointment.role in roles
        and appointment.has_role(appointment.role, appointment.service, day)
    )
    return list(dict.fromkeys(holders))
