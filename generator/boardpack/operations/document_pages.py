"""Beside the PDF of a committee's papers: on which pages each item is."""

from __future__ import annotations

from boardpack.render.edition_view import EditionView
from boardpack.render.pdf.pack_pages import format_item_pages, list_item_pages


class PagesUnknown(Exception):  # noqa: N818  (a document that lacks its places is refused)
    """The printed document does not say where an enclosure begins or ends."""


def compose_item_pages(edition_view: EditionView, name: str, pdf: bytes) -> bytes | None:
    """Return the list of a document's items as JSON; None for a document that is no agenda's.

    PagesUnknown with a sentence where the document does not say where an item is.
    """
    edition = edition_view.edition
    if edition.agenda is None:
        return None
    # Imported here, because most builds print no papers.
    from boardpack.adapters.pdf.destinations import count_pages, find_destination_pages

    try:
        items = list_item_pages(edition, edition.agenda, find_destination_pages(pdf))
    except KeyError as missing:
        raise PagesUnknown(f"nothing in it says on which page {missing} is") from None
    return format_item_pages(f"{name}.pdf", count_pages(pdf), items)
