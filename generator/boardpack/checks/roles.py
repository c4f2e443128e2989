"""The rule on roles."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.edition import Edition
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_edition_opener
from boardpack.checks.scope import list_datasets
from boardpack.findings import Fault, Place, suggest_word
from boardpack.model.pack import Pack

_SECTION_FIELDS = ("requested_by", "data_by", "narrated_by", "signed_off_by")
_STEP_FIELDS = ("who", "chase", "escalate_to")


@rule("P102", "Every role that is named is in data/directorate.yml")
def find_unknown_roles(edition: Edition) -> Iterator[Fault]:
    """Correct the role's id, or add the role to data/directorate.yml."""
    roles = [role.id for role in edition.instance.directorate.roles]
    mentions_by_role: dict[tuple[Place, str], list[str]] = {}
    for place, role, mention in _iterate_named_roles(edition):
        if role and role not in roles:
            mentions_by_role.setdefault((place, role), []).append(mention)
    for (place, role), mentions in mentions_by_role.items():
        suffix = f" and {len(mentions) - 1} more" if len(mentions) > 1 else ""
        words = f"{mentions[0]}{suffix}: there is no role '{role}'{suggest_word(role, roles)}"
        yield Fault(place, words, find_edition_opener(edition))


def _iterate_named_roles(edition: Edition) -> Iterator[tuple[Place, str, str]]:
    place = Place(f"data/packs/{edition.pack_id}.yml")
    directorate = edition.instance.directorate
    if directorate.information_governance:
        role = directorate.information_governance
        yield Place("data/directorate.yml"), role, "information_governance"
    for role, mention in _iterate_pack_roles(edition.pack):
        yield place, role, mention
    for dataset in list_datasets(edition):
        yield dataset.place, dataset.contract.owner, "owner"
    for appointment in edition.instance.appointments:
        yield appointment.place, appointment.role, f"appointment of '{appointment.person}'"


def _iterate_pack_roles(pack: Pack) -> Iterator[tuple[str, str]]:
    yield pack.signed_off_by, "signed_off_by"
    for section in pack.sections:
        for field_name in _SECTION_FIELDS:
            yield getattr(section, field_name), f"{field_name} of section '{section.id}'"
    for role in pack.circulation.to:
        yield role, "to of the circulation"
    for step in pack.timetable:
        for field_name in _STEP_FIELDS:
            yield getattr(step, field_name), f"{field_name} of step '{step.id}'"
        for role in step.recipients:
            yield role, f"recipients of step '{step.id}'"
