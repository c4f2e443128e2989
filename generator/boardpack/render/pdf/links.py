"""Which documents a pack has, what they are called, and where they lie."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.volumes import is_volume
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.pack import DocumentKind
from boardpack.render.downloads import Download
from boardpack.render.edition_view import EditionView

BOARD_SUMMARY = "board-summary"
"""The document in brief; no service can be called so."""


def list_document_links(
    edition_view: EditionView, service: str = "", base: str = ""
) -> list[Download]:
    """Return the PDFs of a service, or of all."""
    return [
        Download(
            path=f"{base}pdf/{document}.pdf",
            title=f"{name_document(edition_view, document)}: {edition_view.edition.title}",
            kind="PDF",
        )
        for document in find_documents(edition_view)
        if service in ("", document)
    ]


def find_documents(edition_view: EditionView) -> Iterator[str]:
    """Yield the documents that the pack asks for: in brief, of each service, and of all.

    After that of all come the volumes in which its services are where they are many.
    """
    kinds = edition_view.edition.pack.documents
    if DocumentKind.BOARD_SUMMARY in kinds:
        yield BOARD_SUMMARY
    for service in edition_view.present_services:
        if DocumentKind.SERVICE in kinds and service in edition_view.views_by_service:
            yield service
    if DocumentKind.DIRECTORATE in kinds:
        yield WHOLE_DIRECTORATE
        yield from edition_view.volumes


def name_document(edition_view: EditionView, document: str) -> str:
    """Return the heading of a document."""
    directorate, pack = edition_view.edition.instance.directorate, edition_view.edition.pack
    if document == BOARD_SUMMARY:
        return f"{directorate.title}: board summary"
    if document == WHOLE_DIRECTORATE:
        return "Agenda and papers" if pack.committee else directorate.title
    if is_volume(document):
        return f"{directorate.title}, {edition_view.volumes[document].title}"
    return edition_view.name_service(document)


def list_services(edition_view: EditionView, document: str) -> tuple[str, ...]:
    """Return the services that a document is about; none for one of the whole directorate."""
    if is_volume(document):
        return edition_view.volumes[document].services
    service = select_service(document)
    return (service,) if service else ()


def select_service(document: str) -> str:
    """Return the service that a document is about; empty for those of the whole directorate."""
    is_of_several = document in (WHOLE_DIRECTORATE, BOARD_SUMMARY) or is_volume(document)
    return "" if is_of_several else document
