"""The sections of a document: of one service, or each with all services that have it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from boardpack.model.forms import FORMS
from boardpack.model.pack import Scope
from boardpack.render.edition_view import EditionView
from boardpack.render.entry_view import EntryView

_SERVICE_HEADING = Markup("<h3>{}</h3>\n{}\n")
_BELOW_SERVICE = 4
"""The level of an entry's own headings below that of its service."""


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """A section; `id` is its anchor."""

    id: str
    title: str
    html: Markup
    leads: bool = False
    """Whether it stands in front of everything else."""


def list_service_parts(entry_views: Sequence[EntryView]) -> list[DocumentPart]:
    """Return the sections of one service."""
    return [
        DocumentPart(
            entry_view.entry.section.id,
            entry_view.entry.section.title,
            entry_view.render_for_print(),
            FORMS[entry_view.entry.section.form].leads,
        )
        for entry_view in entry_views
    ]


def list_directorate_parts(edition_view: EditionView) -> list[DocumentPart]:
    """Return each section with all its services, executive summaries first."""
    sections = sorted(edition_view.edition.sections, key=lambda s: not FORMS[s.form].is_summary)
    return [
        DocumentPart(
            section.id,
            section.title,
            _render_section(edition_view, section.id),
            # Those of many services would push what is escalated pages back.
            FORMS[section.form].leads and section.scope is Scope.DIRECTORATE,
        )
        for section in sections
    ]


def _render_section(edition_view: EditionView, section_id: str) -> Markup:
    entry_views = [view for view in edition_view.entry_views if view.entry.section.id == section_id]
    if len(entry_views) == 1:
        return entry_views[0].render_for_print()
    return Markup("").join(
        _SERVICE_HEADING.format(
            edition_view.name_service(entry_view.entry.service),
            entry_view.render_for_print(_BELOW_SERVICE),
        )
        for entry_view in entry_views
    )
