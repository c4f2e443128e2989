"""The volumes in which a directorate's services are printed where one document cannot hold all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.pack import DocumentKind
from boardpack.render.edition_view import EditionView

# An underscore, which no id of a service holds.
_PREFIX = f"{WHOLE_DIRECTORATE}_"


@dataclass(frozen=True, slots=True)
class Volume:
    """Some services of a directorate, by id; `document` is the name of their PDF."""

    document: str
    title: str
    services: tuple[str, ...]


def list_volumes(edition_view: EditionView) -> Sequence[Volume]:
    """Return the volumes, by the alphabet of services; none where one document holds all."""
    pack = edition_view.edition.pack
    services = [
        service
        for service in edition_view.present_services
        if service in edition_view.views_by_service
    ]
    is_split = len(services) > pack.services_per_document
    if DocumentKind.DIRECTORATE not in pack.documents or not is_split:
        return ()
    names = {service: edition_view.name_service(service) for service in services}
    services.sort(key=lambda service: (names[service].casefold(), service))
    size = pack.services_per_document
    groups = [tuple(services[start : start + size]) for start in range(0, len(services), size)]
    return [
        _build_volume(number, len(groups), group, names) for number, group in enumerate(groups, 1)
    ]


def is_volume(document: str) -> bool:
    """Return whether a document is a volume."""
    return document.startswith(_PREFIX)


def find_volume(edition_view: EditionView, document: str) -> Volume:
    """Return the volume that a document is."""
    return next(volume for volume in list_volumes(edition_view) if volume.document == document)


def _build_volume(
    number: int, count: int, services: tuple[str, ...], names: Mapping[str, str]
) -> Volume:
    first, last = names[services[0]], names[services[-1]]
    title = f"volume {number} of {count}: {first if first == last else f'{first} to {last}'}"
    return Volume(f"{_PREFIX}{number}", title, services)
