"""The sections of a document: of one service, or each with all services that have it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from boardpack.model.forms import FORMS
from boardpack.model.pack import Scope, Section
from boardpack.render.edition_view import EditionView
from boardpack.render.entry_view import EntryView

_SERVICE_HEADING = Markup('<h3 id="{}">{}</h3>\n{}\n')
_BELOW_SERVICE = 4
"""The level of an entry's own headings below that of its service."""


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """A section; `id` is its anchor. `figures` are the tables of what its charts show."""

    id: str
    title: str
    html: Markup
    figures: Markup
    leads: bool = False
    """Whether it stands in front of everything else."""


def list_service_parts(entry_views: Sequence[EntryView]) -> list[DocumentPart]:
    """Return the sections of one service."""
    return [
        _build_part(entry_view, FORMS[entry_view.entry.section.form].leads)
        for entry_view in entry_views
    ]


def list_directorate_parts(edition_view: EditionView) -> list[DocumentPart]:
    """Return each section with all its services, executive summaries first."""
    sections = sorted(edition_view.edition.sections, key=lambda s: not FORMS[s.form].is_summary)
    return [_build_directorate_part(edition_view, section) for section in sections]


def _build_part(entry_view: EntryView, leads: bool) -> DocumentPart:
    section = entry_view.entry.section
    return DocumentPart(
        section.id,
        section.title,
        entry_view.render_for_print(section.id),
        entry_view.render_figures(section.title, section.id),
        leads,
    )


def _build_directorate_part(edition_view: EditionView, section: Section) -> DocumentPart:
    entry_views = [view for view in edition_view.entry_views if view.entry.section.id == section.id]
    # Those of many services would push what is escalated pages back.
    leads = FORMS[section.form].leads and section.scope is Scope.DIRECTORATE
    if len(entry_views) == 1:
        return _build_part(entry_views[0], leads)
    parts = list(_iterate_service_parts(edition_view, entry_views))
    return DocumentPart(
        section.id,
        section.title,
        Markup("").join(_SERVICE_HEADING.format(part.id, part.title, part.html) for part in parts),
        Markup("\n").join(part.figures for part in parts),
        leads,
    )


def _iterate_service_parts(
    edition_view: EditionView, entry_views: Sequence[EntryView]
) -> Iterator[DocumentPart]:
    for entry_view in entry_views:
        section, service = entry_view.entry.section, entry_view.entry.service
        title = edition_view.name_service(service)
        # A full stop, which no id holds.
        anchor = f"{section.id}.{service}"
        yield DocumentPart(
            anchor,
            title,
            entry_view.render_for_print(anchor, _BELOW_SERVICE),
            entry_view.render_figures(f"{section.title}, {title}", anchor),
        )
