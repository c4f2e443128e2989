"""Which documents a pack has, what they are called, and where they lie."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.pack import Scope
from boardpack.render.downloads import Download
from boardpack.render.edition_view import EditionView


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
    """Yield the documents that the pack asks for: ids of services, and the whole directorate."""
    scopes = edition_view.edition.pack.documents
    for service in edition_view.edition.present_services:
        if Scope.SERVICE in scopes and service in edition_view.views_by_service:
            yield service
    if Scope.DIRECTORATE in scopes:
        yield WHOLE_DIRECTORATE


def name_document(edition_view: EditionView, document: str) -> str:
    """Return the heading of a document."""
    pack = edition_view.edition.pack
    if document == WHOLE_DIRECTORATE:
        return pack.title if pack.committee else edition_view.edition.instance.directorate.title
    return edition_view.name_service(document)


def select_service(document: str) -> str:
    """Return the service that a document is about; empty for that of the whole directorate."""
    return "" if document == WHOLE_DIRECTORATE else document
