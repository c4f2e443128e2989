"""`.github/CODEOWNERS`: whom the forge asks for a review, by what a pull request changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from boardpack.findings import escape_unprintable
from boardpack.model.directorate import WHOLE_DIRECTORATE, Person
from boardpack.model.instance import Instance
from boardpack.model.pack import Need, Pack, Scope, Section

PATH = ".github/CODEOWNERS"
REGISTERS = (
    "/data/people.csv",
    "/data/appointments.csv",
    "/data/packs/",
    "/data/directorate.yml",
    "/data/waivers.csv",
    "/data/signoffs/",
    "/data/sent/",
    "/data/calendar.csv",
    "/.github/",
    "/site_templates/",
)
"""By what an approval is judged and shown; who may alter it decides what an approval is worth. And
what was sent: who may alter that decides who is not told."""

CLEARANCES = "/data/clearances.csv"

_HEADER = """\
# Whom GitHub asks for a review, by what a pull request changes. The last line that fits counts.
# Made by `boardpack codeowners` from data/appointments.csv, data/people.csv and data/packs/; do
# not edit it. Any one owner's approval satisfies GitHub; boardpack itself asks for every section
# whether the holder of its role has approved it."""

_Owners = tuple[str, ...]
"""Ids of people, in the order in which they are named."""


def render_codeowners(instance: Instance, day: date) -> str:
    """Return the file as it should be on a day, by who holds which role then."""
    unreachable = (
        f"# {describe_unreachable(name)}." for name in find_unreachable_owners(instance, day)
    )
    parts = (
        "\n".join([f"# {title}", *_render_lines(instance, owners_by_path)])
        for title, owners_by_path in _list_owned_paths(instance, day).items()
        if owners_by_path
    )
    return "\n\n".join(["\n".join([_HEADER, *unreachable]), *parts]) + "\n"


def find_unreachable_owners(instance: Instance, day: date) -> tuple[str, ...]:
    """Return the names of owners without login and e-mail, whom nobody can ask for a review."""
    parts = _list_owned_paths(instance, day).values()
    people = (
        instance.people[person_id]
        for part in parts
        for owners in part.values()
        for person_id in owners
    )
    return tuple(
        dict.fromkeys(
            escape_unprintable(person.name) for person in people if not _find_handle(person)
        )
    )


def describe_unreachable(name: str) -> str:
    """Return what is the matter with somebody out of reach, in a sentence without its stop."""
    return f"GitHub cannot ask {name}, who has no login and no e-mail in data/people.csv"


def _list_owned_paths(instance: Instance, day: date) -> dict[str, dict[str, _Owners]]:
    """Return the owners of every path, under the title of each part of the file."""
    keepers = _find_keepers(instance, day)
    return {
        # First, because in CODEOWNERS the last line that fits counts.
        "Everything that is not named below": {"*": keepers},
        "The registers, and what is run and shown": {
            **dict.fromkeys(REGISTERS, keepers),
            CLEARANCES: _find_governors(instance, day) or keepers,
        },
        "Figures: whoever signs a section that shows them": _assign_datasets(instance, day),
        "Submissions: whoever signs a section in them": _assign_submissions(instance, day),
    }


def _find_keepers(instance: Instance, day: date) -> _Owners:
    """Return who keeps the registers: whoever opens the editions, and those they escalate to.

    Nobody may approve a change of their own, so the keeper alone could never alter a register.
    """
    roles: dict[str, None] = {}
    for pack in instance.packs.values():
        keeper = pack.timetable[0].who if pack.timetable else pack.signed_off_by
        escalation_roles = (
            step.escalate_to for step in pack.timetable if step.chase == keeper and step.escalate_to
        )
        # A dict, not a set: the file must come out the same each time.
        roles |= dict.fromkeys((keeper, *escalation_roles))
    places = (WHOLE_DIRECTORATE, *instance.service_ids)
    return _find_holders(instance, ((role, place) for role in roles for place in places), day)


def _find_governors(instance: Instance, day: date) -> _Owners:
    """Return who decides what may be published although it looks like somebody's details."""
    role = instance.directorate.information_governance
    return _find_holders(instance, [(role, WHOLE_DIRECTORATE)], day)


def _assign_datasets(instance: Instance, day: date) -> dict[str, _Owners]:
    owners = {
        dataset: _find_holders(
            instance,
            (
                (pack.find_signing_role(section), place)
                for pack in instance.packs.values()
                for section in pack.sections
                if dataset in section.shown_datasets
                for place in _list_places(instance, section)
            ),
            day,
        )
        for dataset in sorted(instance.datasets)
    }
    # Figures and the file that they were read from come in together, and are looked at together.
    return {
        f"/data/{folder}/{_to_pattern(dataset)}/": owners_of_dataset
        for folder in ("datasets", "originals")
        for dataset, owners_of_dataset in owners.items()
    }


def _assign_submissions(instance: Instance, day: date) -> dict[str, _Owners]:
    return {
        f"/content/{_to_pattern(name)}/*/{place}.md": _find_holders(
            instance, ((pack.find_signing_role(section), place) for section in sections), day
        )
        for name, pack in sorted(instance.packs.items())
        for place in (*instance.service_ids, WHOLE_DIRECTORATE)
        if (sections := _list_narrated_sections(instance, pack, place))
    } | {
        f"/content/{pack_id}/{period}/{section.id}.md": _find_holders(
            instance, [(papers.find_signing_role(section), WHOLE_DIRECTORATE)], day
        )
        for pack_id, period in sorted(instance.agendas)
        for papers in [instance.define_pack(pack_id, period)]
        for section in papers.sections
    }


def _to_pattern(name: str) -> str:
    """Return the name of a folder as a pattern: a space or # would end it, or begin a comment."""
    return re.sub(r"[^\w.-]", "?", name, flags=re.ASCII)


def _list_narrated_sections(instance: Instance, pack: Pack, place: str) -> list[Section]:
    """Return the sections that are narrated in the submission of a service, or in the shared."""
    return [
        section
        for section in pack.sections
        if section.narrative is not Need.NONE and place in _list_places(instance, section)
    ]


def _list_places(instance: Instance, section: Section) -> tuple[str, ...]:
    return (WHOLE_DIRECTORATE,) if section.scope is Scope.DIRECTORATE else instance.service_ids


def _find_holders(instance: Instance, offices: Iterable[tuple[str, str]], day: date) -> _Owners:
    """Return who holds any of some roles for a service on a day, each once; deputies too."""
    # Deputies too: one who is away must not hold up a review.
    holder_ids = (
        person_id
        for role, service in offices
        for person_id in instance.list_holders(role, service, day)
    )
    return tuple(
        person_id for person_id in dict.fromkeys(holder_ids) if person_id in instance.people
    )


def _render_lines(instance: Instance, owners_by_path: Mapping[str, _Owners]) -> Iterator[str]:
    # A path without owners would take it from the keepers of everything.
    for path, owners in owners_by_path.items():
        handles = filter(None, (_find_handle(instance.people[person_id]) for person_id in owners))
        line = " ".join([path, *handles])
        yield line if line != path else f"# {path} has nobody whom GitHub can ask"


def _find_handle(person: Person) -> str:
    """Return what the forge knows somebody by: the account, else an address of it."""
    return f"@{person.login}" if person.login else next(iter(person.emails), "")
