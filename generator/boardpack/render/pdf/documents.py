"""The print documents of an edition: one per service, one for the whole directorate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from markupsafe import Markup

from boardpack.analysis.approval import list_approvals
from boardpack.analysis.edition import Edition
from boardpack.model.canonical import compute_digest
from boardpack.model.directorate import WHOLE_DIRECTORATE, Term
from boardpack.render.ask_views import AskView, list_ask_views
from boardpack.render.changes import ChangeRow, list_change_rows
from boardpack.render.edition_view import DataSource, EditionView
from boardpack.render.entry_view import EntryView
from boardpack.render.meetings import ActionTable, list_action_tables
from boardpack.render.output import Output
from boardpack.render.page import render_page
from boardpack.render.pdf.attention import (
    AttentionRow,
    AttentionTable,
    list_attention_tables,
    list_first_rows,
)
from boardpack.render.pdf.committee_pack import plan_committee_pack
from boardpack.render.pdf.cover import CoverFact, list_cover_facts
from boardpack.render.pdf.definitions import Definition, list_definitions
from boardpack.render.pdf.figures import (
    FigureTable,
    OutlookTable,
    list_figure_tables,
    list_outlook_tables,
)
from boardpack.render.pdf.links import find_documents, name_document, select_service
from boardpack.render.pdf.page_style import build_page_style
from boardpack.render.pdf.parts import DocumentPart, list_directorate_parts, list_service_parts
from boardpack.render.signoff.certificate import CertificateView, build_certificate_view


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A document as HTML for the printer.

    `day` is an ISO date. `page_style` is CSS. `missing` is None when it is no draft. `look` is a
    class of the style sheet: `draft`, `review`, or empty for a publication.
    """

    template: ClassVar[str] = "pdf/document.html.jinja"
    edition: Edition
    title: str
    heading: str
    organisation: str
    day: str
    page_style: Markup
    facts: Sequence[CoverFact]
    missing: tuple[str, ...] | None
    certificate: CertificateView | None
    look: str
    asks: Sequence[AskView]
    first_rows: Sequence[AttentionRow]
    attention: Sequence[AttentionTable]
    previous: str
    changes: Sequence[ChangeRow]
    approvals: Sequence[str]
    data_sources: Sequence[DataSource]
    parts: Sequence[DocumentPart]
    figures: Sequence[FigureTable]
    outlooks: Sequence[OutlookTable]
    action_tables: Sequence[ActionTable]
    definitions: Sequence[Definition]
    terms: Sequence[Term]


def plan_documents(edition_view: EditionView) -> tuple[Output, ...]:
    """Return the print HTML of every PDF that the pack asks for."""
    agenda = edition_view.edition.agenda
    if agenda is not None:
        return (plan_committee_pack(edition_view, agenda),)
    return tuple(
        _plan_document(edition_view, document) for document in find_documents(edition_view)
    )


def _plan_document(edition_view: EditionView, document: str) -> Output:
    is_whole = document == WHOLE_DIRECTORATE
    # What is escalated of a service may depend on the figures of the others.
    approvals = list_approvals(edition_view.edition)
    reasons = [
        escalation.reason
        for escalation in edition_view.escalations
        if is_whole or escalation.entry.service == document
    ]
    key = compute_digest(
        (
            edition_view.engine,
            "pdf",
            [entry_view.key for entry_view in _list_entry_views(edition_view, document)],
            reasons,
            edition_view.edition.pack.escalation,
            edition_view.edition.pack.circulation.asks,
            list_change_rows(edition_view, select_service(document)),
            approvals,
            _list_action_tables(edition_view, document),
            _describe_missing(edition_view, document),
            build_certificate_view(edition_view, select_service(document)),
            name_document(edition_view, document),
            edition_view.edition.title,
        )
    )
    return Output(f"{document}.html", key, partial(_render_document, edition_view, document))


def _render_document(edition_view: EditionView, document: str) -> str:
    return render_page(edition_view.env, _build_document_page(edition_view, document))


def _build_document_page(edition_view: EditionView, document: str) -> DocumentPage:
    is_whole = document == WHOLE_DIRECTORATE
    entry_views = _list_entry_views(edition_view, document)
    heading = name_document(edition_view, document)
    lacking = _describe_missing(edition_view, document)
    certificate = build_certificate_view(edition_view, select_service(document))
    parts = list_directorate_parts(edition_view) if is_whole else list_service_parts(entry_views)
    entries = [entry for part in parts for entry in part.entries]
    attention_tables = list_attention_tables(edition_view, entries, is_whole)
    return DocumentPage(
        edition=edition_view.edition,
        title=f"{heading}: {edition_view.edition.title}",
        heading=heading,
        organisation=edition_view.organisation,
        # Not today's: the same edition must give the same PDF on any day.
        day=edition_view.edition.due_day.isoformat(),
        page_style=build_page_style(edition_view, heading, lacking),
        facts=list_cover_facts(edition_view, entry_views, certificate),
        missing=lacking,
        certificate=certificate,
        look="" if certificate else "draft" if edition_view.is_draft else "review",
        asks=list_ask_views(edition_view, select_service(document)),
        first_rows=list_first_rows(attention_tables),
        attention=attention_tables,
        previous=edition_view.edition.period.step_back().title,
        changes=list_change_rows(edition_view, select_service(document)),
        approvals=list_approvals(edition_view.edition),
        data_sources=edition_view.list_sources(
            row.measured for table in attention_tables for row in table.rows if row.measured
        ),
        parts=parts,
        figures=list_figure_tables(edition_view.env, entries),
        outlooks=list_outlook_tables(edition_view.env, entries),
        action_tables=_list_action_tables(edition_view, document),
        definitions=list_definitions(entry_views),
        terms=edition_view.list_terms(entry_views),
    )


def _list_entry_views(edition_view: EditionView, document: str) -> tuple[EntryView, ...]:
    if document == WHOLE_DIRECTORATE:
        return edition_view.entry_views
    return edition_view.views_by_service[document]


def _list_action_tables(edition_view: EditionView, document: str) -> tuple[ActionTable, ...]:
    return list_action_tables(edition_view, select_service(document))


def _describe_missing(edition_view: EditionView, document: str) -> tuple[str, ...] | None:
    return edition_view.describe_missing(service=select_service(document))
