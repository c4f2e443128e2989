"""State and rating of every section of every service."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from boardpack.analysis.entry import Entry
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.pack import Scope, Section
from boardpack.render.edition_view import EditionView
from boardpack.render.site.links import (
    link_to_entry,
    link_to_service,
    locate_section_page,
    to_link,
)


@dataclass(frozen=True, slots=True)
class MatrixHead:
    """A service or a section, and its page."""

    id: str
    title: str
    link: str


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """A section of a service, and where it is shown."""

    entry: Entry
    link: str


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A row: a cell for each column, None where a service has no such section."""

    title: str
    link: str
    cells: Sequence[MatrixCell | None]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Services and sections, the fewer of the two as columns; `corner` names the rows' kind."""

    corner: str
    columns: Sequence[MatrixHead]
    rows: Sequence[MatrixRow]


def build_matrix(edition_view: EditionView, service_ids: Iterable[str]) -> Matrix:
    """Return the matrix of some services."""
    services = [
        MatrixHead(service, edition_view.name_service(service), link_to_service(service))
        for service in service_ids
    ]
    sections = [
        MatrixHead(section.id, section.title, _link_to_section(section))
        for section in edition_view.edition.sections
    ]
    entries = {
        (service.id, entry_view.entry.section.id): entry_view.entry
        for service in services
        for entry_view in edition_view.views_by_service[service.id]
    }
    if len(sections) >= len(services):
        rows = [
            _build_row(section, [entries.get((service.id, section.id)) for service in services])
            for section in sections
        ]
        return Matrix("Section", services, rows)
    rows = [
        _build_row(service, [entries.get((service.id, section.id)) for section in sections])
        for service in services
    ]
    return Matrix("Service", sections, rows)


def _build_row(head: MatrixHead, entries: Sequence[Entry | None]) -> MatrixRow:
    cells = [MatrixCell(entry, link_to_entry(entry)) if entry else None for entry in entries]
    return MatrixRow(head.title, head.link, cells)


def _link_to_section(section: Section) -> str:
    if section.scope is Scope.SERVICE:
        return to_link(locate_section_page(section.id))
    return f"{link_to_service(WHOLE_DIRECTORATE)}#{section.id}"
