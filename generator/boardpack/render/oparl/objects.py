"""All objects that a publication makes known: its own, and those of others that it leaves be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from boardpack.render.meetings import select_shown_committees
from boardpack.render.oparl.committees import build_committee
from boardpack.render.oparl.dates import list_addresses
from boardpack.render.oparl.interface import SCHEMA, Attributes, Kind, Objects
from boardpack.render.oparl.published import PublishedEdition

LISTS = {
    "organization": ("organizations", Kind.ORGANIZATION),
    "person": ("people", None),
    "meeting": ("meetings", Kind.MEETING),
    "paper": ("papers", Kind.PAPER),
    "agendaItem": ("agenda-items", Kind.AGENDA_ITEM),
    "consultation": ("consultations", Kind.CONSULTATION),
    "file": ("files", Kind.FILE),
    "locationList": ("locations", None),
    "legislativeTermList": ("legislative-terms", None),
    "membership": ("memberships", None),
}
"""By property of the body, the list that it leads to and what that holds.

Every one of them must be there. People are roles here, so that those without a type stay empty.
"""
BODIES = "bodies"


def compile_objects(published: PublishedEdition) -> dict[str, Attributes]:
    """Return the objects of a publication, and of earlier ones what it does not speak of.

    The committees of its pack are those that it speaks of; one that is gone altogether is left out.
    """
    objects = {
        address: {
            name: value
            for name, value in attributes.items()
            # What is not known is left out (3.1.2), but a list that must be there is empty.
            if value not in ("", []) or name == "legislativeTerm"
        }
        for address, attributes in _build_objects(published)
    }
    return {**_find_untouched(published, objects), **objects}


def _build_objects(published: PublishedEdition) -> Iterator[tuple[str, Attributes]]:
    interface = published.interface
    directorate = published.edition.instance.directorate
    name = directorate.organisation or directorate.title
    yield (
        interface.system,
        {
            "type": Kind.SYSTEM.schema,
            "oparlVersion": SCHEMA,
            "body": interface.locate_list(BODIES),
            "name": directorate.title,
            "website": interface.site_url,
        },
    )
    body: dict[str, Any] = {
        "type": Kind.BODY.schema,
        "system": interface.system,
        "name": name,
        "shortName": directorate.title if name != directorate.title else "",
        "website": interface.site_url,
        "legislativeTerm": [],
    }
    body |= {key: interface.locate_list(listed) for key, (listed, _) in LISTS.items()}
    yield interface.body, body
    for committee in select_shown_committees(published.edition, is_draft=False):
        yield from build_committee(published, committee)


def _find_untouched(published: PublishedEdition, objects: Objects) -> dict[str, Attributes]:
    """Return the earlier objects that stay: other committees', and what kept meetings refer to."""
    earlier, interface, edition = published.earlier, published.interface, published.edition
    spoken_of = {committee.id for committee in edition.committees}
    others = sorted(edition.instance.committees.keys() - spoken_of)
    organisations = {interface.locate(Kind.ORGANIZATION, series) for series in others}
    meeting_folders = tuple(interface.locate_folder(Kind.MEETING, series) for series in others)
    kept = {
        address: attributes
        for address, attributes in earlier.items()
        if attributes["type"] == Kind.FILE.schema
        or address in organisations
        or address.startswith(meeting_folders)
        or (attributes["type"] == Kind.MEETING.schema and "invitation" in attributes)
    }
    waiting = [*kept.values(), *objects.values()]
    # Whatever they lead to: items, how a paper is taken, the paper, its file.
    while waiting:
        for address in _list_references(waiting.pop()):
            if address in earlier and address not in kept and address not in objects:
                kept[address] = earlier[address]
                waiting.append(earlier[address])
    return kept


def _list_references(attributes: Attributes) -> Iterator[str]:
    for name in ("agendaItem", "consultation", "paper", "mainFile"):
        yield from list_addresses(attributes.get(name, ()))
