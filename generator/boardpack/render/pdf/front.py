"""What every document of an edition begins with: its cover, and what is escalated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from boardpack.analysis.approval import list_approvals
from boardpack.analysis.volumes import Volume
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.render.ask_views import AskView, list_ask_views
from boardpack.render.changes import ChangeRow, list_change_rows
from boardpack.render.edition_view import DataSource, EditionView
from boardpack.render.entry_view import EntryView
from boardpack.render.findings.report import format_count
from boardpack.render.pdf.attention import (
    AttentionRow,
    AttentionTable,
    list_attention_tables,
    list_first_rows,
)
from boardpack.render.pdf.cover import CoverFact, list_cover_facts
from boardpack.render.pdf.links import list_services, name_document, select_service
from boardpack.render.pdf.page_style import build_page_style
from boardpack.render.pdf.parts import DocumentPart, PrintedEntry
from boardpack.render.sentence import describe_in_a_sentence
from boardpack.render.signoff.certificate import build_certificate_view


@dataclass(frozen=True, slots=True)
class DocumentFront:
    """The first pages of a document.

    `day` is an ISO date. `page_style` is CSS. `missing` is None when it is no draft. `look` is a
    class of the style sheet: `draft`, `review`, or empty for a publication. `leading` are the
    sections that stand before what is escalated.
    """

    title: str
    heading: str
    organisation: str
    day: str
    page_style: Markup
    sentence: str
    facts: Sequence[CoverFact]
    missing: tuple[str, ...] | None
    look: str
    approvals: Sequence[str]
    asks: Sequence[AskView] = ()
    first_rows: Sequence[AttentionRow] = ()
    attention: Sequence[AttentionTable] = ()
    previous: str = ""
    changes: Sequence[ChangeRow] = ()
    data_sources: Sequence[DataSource] = ()
    leading: Sequence[DocumentPart] = ()


def build_front(
    edition_view: EditionView,
    document: str,
    entries: Sequence[PrintedEntry],
    leading: Sequence[DocumentPart],
) -> DocumentFront:
    """Return the first pages of a document that prints some entries."""
    service = select_service(document)
    attention = list_attention_tables(edition_view, entries, service)
    return replace(
        _build_cover(edition_view, document, describe_in_a_sentence(edition_view, service)),
        asks=list_ask_views(edition_view, service),
        first_rows=list_first_rows(attention),
        attention=attention,
        previous=edition_view.edition.period.step_back().title,
        changes=list_change_rows(edition_view, service),
        data_sources=edition_view.list_sources(
            row.measured for table in attention for row in table.rows if row.measured
        ),
        leading=leading,
    )


def build_volume_front(edition_view: EditionView, volume: Volume) -> DocumentFront:
    """Return the first page of a volume; what is escalated of it stands in the summary."""
    sentence = (
        f"The sections of {format_count(len(volume.services), 'service')}. What is escalated, "
        f"asked for and changed stands in the summary, {WHOLE_DIRECTORATE}.pdf."
    )
    return _build_cover(edition_view, volume.document, sentence)


def _build_cover(edition_view: EditionView, document: str, sentence: str) -> DocumentFront:
    edition, services = edition_view.edition, list_services(edition_view, document)
    heading = name_document(edition_view, document)
    lacking = edition_view.describe_missing(services)
    certificate = build_certificate_view(edition_view, services)
    return DocumentFront(
        title=f"{heading}: {edition.title}",
        heading=heading,
        organisation=edition_view.organisation,
        # Not today's: the same edition must give the same PDF on any day.
        day=edition.due_day.isoformat(),
        page_style=build_page_style(edition_view, heading, lacking),
        sentence=sentence,
        facts=list_cover_facts(edition_view, list_entry_views(edition_view, document), certificate),
        missing=lacking,
        look="" if certificate else "draft" if edition_view.is_draft else "review",
        approvals=list_approvals(edition),
    )


def list_entry_views(edition_view: EditionView, document: str) -> tuple[EntryView, ...]:
    """Return the entries that a document is about: those of its services, or all."""
    services = list_services(edition_view, document)
    if not services:
        return edition_view.entry_views
    return tuple(
        entry_view for service in services for entry_view in edition_view.views_by_service[service]
    )
