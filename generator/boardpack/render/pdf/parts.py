"""The sections of a document: of one service, or each with all services that have it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from boardpack.analysis.entry import Entry
from boardpack.model.forms import FORMS
from boardpack.model.pack import Scope, Section
from boardpack.render.edition_view import EditionView
from boardpack.render.entry_view import EntryView

_SERVICE_HEADING = Markup('<h3 id="{}">{}</h3>\n{}\n')
_BELOW_SERVICE = 4
"""The level of an entry's own headings below that of its service."""


@dataclass(frozen=True, slots=True)
class PrintedEntry:
    """An entry, what a document calls it, and the id of its heading."""

    anchor: str
    title: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """A section; `id` is its anchor."""

    id: str
    title: str
    html: Markup
    entries: Sequence[PrintedEntry]
    leads: bool = False
    """Whether it stands in front of everything else."""


def list_service_parts(entry_views: Sequence[EntryView]) -> list[DocumentPart]:
    """Return the sections of one service."""
    return [
        _build_part(entry_view, FORMS[entry_view.entry.section.form].leads)
        for entry_view in entry_views
    ]


def list_directorate_parts(
    edition_view: EditionView, entry_views: Sequence[EntryView]
) -> list[DocumentPart]:
    """Return each section with all its services of some entries, executive summaries first."""
    sections = sorted(edition_view.edition.sections, key=lambda s: not FORMS[s.form].is_summary)
    views_by_section: dict[str, list[EntryView]] = {}
    for entry_view in entry_views:
        views_by_section.setdefault(entry_view.entry.section.id, []).append(entry_view)
    return [
        _build_directorate_part(edition_view, section, views_by_section[section.id])
        for section in sections
        if section.id in views_by_section
    ]


def list_summary_parts(edition_view: EditionView) -> list[DocumentPart]:
    """Return the sections by which services, or the directorate, say the whole in brief."""
    return [
        _build_directorate_part(
            edition_view,
            section,
            [view for view in edition_view.entry_views if view.entry.section.id == section.id],
        )
        for section in edition_view.edition.sections
        if FORMS[section.form].is_summary or FORMS[section.form].leads
    ]


def _build_part(entry_view: EntryView, leads: bool) -> DocumentPart:
    section = entry_view.entry.section
    return DocumentPart(
        section.id,
        section.title,
        entry_view.render_for_print(section.id),
        [PrintedEntry(section.id, section.title, entry_view.entry)],
        leads,
    )


def _build_directorate_part(
    edition_view: EditionView, section: Section, entry_views: Sequence[EntryView]
) -> DocumentPart:
    # Those of many services would push what is escalated pages back.
    leads = FORMS[section.form].leads and section.scope is Scope.DIRECTORATE
    if len(entry_views) == 1:
        return _build_part(entry_views[0], leads)
    parts = list(_iterate_service_parts(edition_view, section, entry_views))
    return DocumentPart(
        section.id,
        section.title,
        Markup("").join(_SERVICE_HEADING.format(part.id, part.title, part.html) for part in parts),
        [entry for part in parts for entry in part.entries],
        leads,
    )


def _iterate_service_parts(
    edition_view: EditionView, section: Section, entry_views: Sequence[EntryView]
) -> Iterator[DocumentPart]:
    for entry_view in entry_views:
        service = entry_view.entry.service
        title = edition_view.name_service(service)
        # A full stop, which no id holds.
        anchor = f"{section.id}.{service}"
        yield DocumentPart(
            anchor,
            title,
            entry_view.render_for_print(anchor, _BELOW_SERVICE),
            [PrintedEntry(anchor, f"{section.title}, {title}", entry_view.entry)],
        )
