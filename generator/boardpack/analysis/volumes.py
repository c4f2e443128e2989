"""The volumes in which a directorate's services are printed where one document cannot hold all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from boardpack.analysis.edition import Edition
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.pack import DocumentKind

# An underscore, which no id of a service holds.
_PREFIX = f"{WHOLE_DIRECTORATE}_"


@dataclass(frozen=True, slots=True)
class Volume:
    """Some services of a directorate, by id; `document` is the name of their PDF."""

    document: str
    title: str
    services: tuple[str, ...]


def split_into_volumes(edition: Edition) -> dict[str, Volume]:
    """Return the volumes by their document, services by the alphabet.

    There are none where one document holds all.
    """
    size = edition.pack.services_per_document
    reporting = {entry.service for entry in edition.entries}
    titles = {
        service.id: service.title
        for service in edition.instance.directorate.services
        if service.id in reporting
    }
    if DocumentKind.DIRECTORATE not in edition.pack.documents or len(titles) <= size:
        return {}
    services = sorted(titles, key=lambda service: (titles[service].casefold(), service))
    groups = [tuple(services[start : start + size]) for start in range(0, len(services), size)]
    volumes = [
        _build_volume(number, len(groups), group, titles) for number, group in enumerate(groups, 1)
    ]
    return {volume.document: volume for volume in volumes}


def is_volume(document: str) -> bool:
    """Return whether a document is a volume."""
    return document.startswith(_PREFIX)


def _build_volume(
    number: int, count: int, services: tuple[str, ...], titles: Mapping[str, str]
) -> Volume:
    first, last = titles[services[0]], titles[services[-1]]
    title = f"volume {number} of {count}: {first if first == last else f'{first} to {last}'}"
    return Volume(f"{_PREFIX}{number}", title, services)
