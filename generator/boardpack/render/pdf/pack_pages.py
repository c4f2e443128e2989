"""Which pages of a committee's pack hold which item, for programs that take it apart."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from boardpack.analysis.edition import Edition
from boardpack.model.agenda import Agenda, AgendaItem
from boardpack.render.agenda_view import find_anchor
from boardpack.signoff.subject import build_subjects

_SCHEMA = 1


@dataclass(frozen=True, slots=True)
class ItemPages:
    """An item with an enclosure, and its pages, both included, as they are printed on them.

    `digest` is that of what is signed; None where boardpack made the enclosure.
    """

    item: int
    enclosure: str
    title: str
    paper: str
    digest: str | None
    first_page: int
    last_page: int


def name_end(anchor: str) -> str:
    """Return the id of the last line of an enclosure."""
    return f"{anchor}.end"


def list_item_pages(
    edition: Edition, agenda: Agenda, destinations: Mapping[str, int]
) -> tuple[ItemPages, ...]:
    """Return the items with an enclosure in their order; `destinations` are pages by their ids.

    KeyError where the document lacks one of the places.
    """
    subjects = build_subjects(edition)
    digests = {section: subject.digest for (_, section), subject in subjects.items()}
    papers = {entry.section.id for entry in edition.entries}
    return tuple(
        _find_pages(item, digests.get(item.paper), destinations)
        for item in agenda.items
        if item.paper in papers or item.shows
    )


def parse_item_pages(data: bytes) -> dict[str, tuple[int, int]]:
    """Return the first and last page of each paper, by its name, from the list as it is kept."""
    return {
        item["paper"]: (item["first_page"], item["last_page"])
        for item in json.loads(data)["items"]
        if item["paper"]
    }


def format_item_pages(document: str, page_count: int, items: tuple[ItemPages, ...]) -> bytes:
    """Return the list as JSON; `document` is the name of the PDF that it is about."""
    value = {
        "schema": _SCHEMA,
        "document": document,
        "pages": page_count,
        "items": [asdict(item) for item in items],
    }
    return (json.dumps(value, indent=1, ensure_ascii=False) + "\n").encode()


def _find_pages(item: AgendaItem, digest: str | None, destinations: Mapping[str, int]) -> ItemPages:
    anchor = find_anchor(item)
    return ItemPages(
        item=item.item,
        enclosure=item.enclosure,
        title=item.title,
        paper=item.paper,
        digest=digest,
        first_page=destinations[anchor],
        last_page=destinations[name_end(anchor)],
    )
