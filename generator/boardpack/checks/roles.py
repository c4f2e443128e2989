"""The rule on roles."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.edition import Edition
from boardpack.checks.reach import datasets, hint
from boardpack.checks.registry import rule
from boardpack.checks.who import opener
from boardpack.findings import Fault, Place
from boardpack.model.pack import Pack

_OF_SECTIONS = ("requested_by", "data_by", "narrated_by", "signed_off_by")
_OF_STEPS = ("who", "chase", "escalate_to")


@rule("P102", "Every role that is named is in data/directorate.yml")
def role_is_known(edition: Edition) -> Iterator[Fault]:
    """Correct the role's id, or add the role to data/directorate.yml."""
    roles = [role.id for role in edition.instance.directorate.roles]
    named: dict[tuple[Place, str], list[str]] = {}
    for place, role, where in _named(edition):
        if role and role not in roles:
            named.setdefault((place, role), []).append(where)
    for (place, role), places in named.items():
        more = f" and {len(places) - 1} more" if len(places) > 1 else ""
        words = f"{places[0]}{more}: there is no role '{role}'{hint(role, roles)}"
        yield Fault(place, words, opener(edition))


def _named(edition: Edition) -> Iterator[tuple[Place, str, str]]:
    place = Place(f"data/packs/{edition.pack_id}.yml")
    for role, where in _in_pack(edition.pack):
        yield place, role, where
    for dataset in datasets(edition):
        yield dataset.place, dataset.contract.owner, "owner"
    for one in edition.instance.appointments:
        yield one.place, one.role, f"appointment of '{one.person}'"


def _in_pack(pack: Pack) -> Iterator[tuple[str, str]]:
    yield pack.signed_off_by, "signed_off_by"
    for section in pack.sections:
        for name in _OF_SECTIONS:
            yield getattr(section, name), f"{name} of section '{section.id}'"
    for step in pack.timetable:
        for name in _OF_STEPS:
            yield getattr(step, name), f"{name} of step '{step.id}'"
