"""The print documents of an edition: one per service, one for the directorate, and one in brief."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from boardpack.analysis.approval import list_approvals
from boardpack.analysis.edition import Edition
from boardpack.analysis.volumes import Volume, is_volume
from boardpack.model.canonical import compute_digest
from boardpack.model.directorate import WHOLE_DIRECTORATE, Term
from boardpack.render.changes import list_change_rows
from boardpack.render.edition_view import EditionView
from boardpack.render.glossary import render_with_glossary
from boardpack.render.meetings import ActionTable
from boardpack.render.output import Output
from boardpack.render.pdf.board_summary import build_board_summary_page, shorten_tables
from boardpack.render.pdf.committee_pack import plan_committee_pack
from boardpack.render.pdf.definitions import Definition, list_definitions
from boardpack.render.pdf.figures import (
    FigureTable,
    OutlookTable,
    list_figure_tables,
    list_outlook_tables,
)
from boardpack.render.pdf.front import (
    DocumentFront,
    build_front,
    build_volume_front,
    list_entry_views,
)
from boardpack.render.pdf.links import (
    BOARD_SUMMARY,
    find_documents,
    list_services,
    name_document,
    select_service,
)
from boardpack.render.pdf.parts import (
    DocumentPart,
    PrintedEntry,
    list_directorate_parts,
    list_service_parts,
)
from boardpack.render.signoff.certificate import CertificateView, build_certificate_view


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """A document as HTML for the printer."""

    template: ClassVar[str] = "pdf/document.html.jinja"
    edition: Edition
    front: DocumentFront
    certificate: CertificateView | None
    parts: Sequence[DocumentPart]
    figures: Sequence[FigureTable]
    outlooks: Sequence[OutlookTable]
    action_tables: Sequence[ActionTable]
    definitions: Sequence[Definition]
    volume: Volume | None = None
    """Which of the volumes it is, if it is one."""
    volumes: Sequence[Volume] = ()
    """Where its services are, if it is the summary of volumes."""
    terms: Sequence[Term] = ()


def plan_documents(edition_view: EditionView) -> tuple[Output, ...]:
    """Return the print HTML of every PDF that the pack asks for."""
    agenda = edition_view.edition.agenda
    if agenda is not None:
        return (plan_committee_pack(edition_view, agenda),)
    return tuple(
        _plan_document(edition_view, document) for document in find_documents(edition_view)
    )


def _plan_document(edition_view: EditionView, document: str) -> Output:
    if is_volume(document):
        return _plan_volume(edition_view, edition_view.volumes[document])
    service, services = select_service(document), list_services(edition_view, document)
    # What is escalated of a service may depend on the figures of the others.
    approvals = list_approvals(edition_view.edition)
    reasons = [escalation.reason for escalation in edition_view.escalations.select(service)]
    key = compute_digest(
        (
            edition_view.engine,
            "pdf",
            [entry_view.key for entry_view in list_entry_views(edition_view, document)],
            reasons,
            edition_view.edition.pack.escalation,
            edition_view.edition.pack.circulation.asks,
            list_change_rows(edition_view, service),
            approvals,
            edition_view.action_tables.get(service, ()),
            edition_view.describe_missing(services),
            build_certificate_view(edition_view, services),
            name_document(edition_view, document),
            edition_view.edition.title,
            edition_view.volumes if document == WHOLE_DIRECTORATE else (),
        )
    )
    return Output(f"{document}.html", key, partial(_render_document, edition_view, document))


def _plan_volume(edition_view: EditionView, volume: Volume) -> Output:
    document = volume.document
    key = compute_digest(
        (
            edition_view.engine,
            "volume",
            [entry_view.key for entry_view in list_entry_views(edition_view, document)],
            list_approvals(edition_view.edition),
            edition_view.describe_missing(volume.services),
            build_certificate_view(edition_view, volume.services),
            name_document(edition_view, document),
            edition_view.edition.title,
        )
    )
    return Output(f"{document}.html", key, partial(_render_document, edition_view, document))


def _render_document(edition_view: EditionView, document: str) -> str:
    if document == BOARD_SUMMARY:
        summary = build_board_summary_page(edition_view)
        return render_with_glossary(edition_view, lambda terms: replace(summary, terms=terms))
    page = _build_document_page(edition_view, document)
    return render_with_glossary(edition_view, lambda terms: replace(page, terms=terms))


def _build_document_page(edition_view: EditionView, document: str) -> DocumentPage:
    if is_volume(document):
        return _build_volume_page(edition_view, edition_view.volumes[document])
    service = select_service(document)
    if not service and edition_view.volumes:
        return _build_summary_page(edition_view)
    entry_views = list_entry_views(edition_view, document)
    parts = (
        list_service_parts(entry_views)
        if service
        else list_directorate_parts(edition_view, entry_views)
    )
    entries = [entry for part in parts for entry in part.entries]
    leading = [part for part in parts if part.leads]
    return DocumentPage(
        edition=edition_view.edition,
        front=build_front(edition_view, document, entries, leading),
        certificate=build_certificate_view(edition_view, list_services(edition_view, document)),
        parts=[part for part in parts if not part.leads],
        figures=list_figure_tables(edition_view.env, entries),
        outlooks=list_outlook_tables(edition_view.env, entries),
        action_tables=edition_view.action_tables.get(service, ()),
        definitions=list_definitions(entry_views),
    )


def _build_volume_page(edition_view: EditionView, volume: Volume) -> DocumentPage:
    entry_views = list_entry_views(edition_view, volume.document)
    parts = list_directorate_parts(edition_view, entry_views)
    entries = [entry for part in parts for entry in part.entries]
    return DocumentPage(
        edition=edition_view.edition,
        front=build_volume_front(edition_view, volume),
        certificate=build_certificate_view(edition_view, volume.services),
        parts=parts,
        figures=list_figure_tables(edition_view.env, entries),
        outlooks=list_outlook_tables(edition_view.env, entries),
        action_tables=(),
        definitions=list_definitions(entry_views),
        volume=volume,
    )


def _build_summary_page(edition_view: EditionView) -> DocumentPage:
    """Return the document of a directorate whose services are in volumes: what is its own."""
    own_views = edition_view.views_by_service.get(WHOLE_DIRECTORATE, ())
    parts = list_directorate_parts(edition_view, own_views)
    own_entries = [entry for part in parts for entry in part.entries]
    own_ids = {id(printed.entry) for printed in own_entries}
    # What is escalated of a service is shown, though its section is in a volume.
    entries = own_entries + [
        PrintedEntry("", "", entry)
        for entry in edition_view.edition.entries
        if id(entry) not in own_ids
    ]
    front = build_front(
        edition_view, WHOLE_DIRECTORATE, entries, [part for part in parts if part.leads]
    )
    return DocumentPage(
        edition=edition_view.edition,
        front=replace(front, attention=[*shorten_tables(front.attention)]),
        certificate=build_certificate_view(edition_view),
        parts=[part for part in parts if not part.leads],
        figures=list_figure_tables(edition_view.env, own_entries),
        outlooks=list_outlook_tables(edition_view.env, own_entries),
        action_tables=edition_view.action_tables.get("", ()),
        definitions=list_definitions(own_views),
        volumes=tuple(edition_view.volumes.values()),
    )
