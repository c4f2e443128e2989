"""The items of an agenda, the papers for them, and the file that holds the papers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date

from boardpack.model.agenda import Agenda, AgendaItem, Purpose
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.render.agenda_view import PURPOSE_WORDS
from boardpack.render.oparl.interface import Attributes, Kind
from boardpack.render.oparl.published import PublishedEdition
from boardpack.render.oparl.times import format_time
from boardpack.render.pdf.pack_pages import parse_item_pages
from boardpack.render.site.links import locate_service_page, to_link

_DECISIONS = frozenset((Purpose.APPROVAL, Purpose.RATIFICATION))
_PACK = f"pdf/{WHOLE_DIRECTORATE}.pdf"
_PAGES = f"pdf/{WHOLE_DIRECTORATE}.json"


def name_items(agenda: Agenda) -> dict[str, AgendaItem]:
    """Return the items of an agenda in their order, by names that stay when others are put in."""
    items: dict[str, AgendaItem] = {}
    for item in agenda.items:
        items.setdefault(item.paper or str(item.item), item)
    return items


def build_items(
    published: PublishedEdition, meeting: str, pack_id: str, day: date, agenda: Agenda
) -> Iterator[tuple[str, Attributes]]:
    """Yield the items of an agenda, each with its address; `meeting` is that of the meeting."""
    locate = published.interface.locate
    for order, (name, item) in enumerate(name_items(agenda).items()):
        place = (pack_id, day.isoformat(), name)
        attributes = {
            "meeting": meeting,
            "number": str(item.item),
            "order": order,
            "name": item.title,
            # An instance holds nothing else (decision 28).
            "public": True,
            "start": format_time(day, item.starts),
        }
        if item.paper and published.holds_papers(pack_id, day):
            attributes["consultation"] = locate(Kind.CONSULTATION, *place)
        yield locate(Kind.AGENDA_ITEM, *place), {"type": Kind.AGENDA_ITEM.schema, **attributes}


def build_papers(
    published: PublishedEdition, committee: str, meeting: str, agenda: Agenda
) -> Iterator[tuple[str, Attributes]]:
    """Yield each paper of a publication with how it is taken, then the file that holds them."""
    interface, edition = published.interface, published.edition
    file = locate_pack(published)
    pages = parse_item_pages(published.files[_PAGES]) if _PAGES in published.files else {}
    papers = []
    for name, item in name_items(agenda).items():
        if not item.paper:
            continue
        place = (edition.pack_id, edition.period.id, name)
        paper = interface.locate(Kind.PAPER, *place)
        consultation = interface.locate(Kind.CONSULTATION, *place)
        papers.append(paper)
        first, last = pages.get(item.paper, ("", ""))
        yield (
            paper,
            {
                **_describe_paper(published, item, file, consultation),
                "boardpack:firstPage": first,
                "boardpack:lastPage": last,
            },
        )
        yield (
            consultation,
            {
                "type": Kind.CONSULTATION.schema,
                "paper": paper,
                "agendaItem": interface.locate(Kind.AGENDA_ITEM, *place),
                "meeting": meeting,
                "organization": [committee],
                "authoritative": not _DECISIONS.isdisjoint(item.purpose),
                "role": ", ".join(PURPOSE_WORDS[purpose] for purpose in item.purpose),
            },
        )
    if file:
        yield file, _describe_pack(published, meeting, papers)


def locate_pack(published: PublishedEdition) -> str:
    """Return the address of the file that holds the papers; empty where there is none."""
    version = published.publication.version
    return published.interface.locate(Kind.FILE, version) if _PACK in published.files else ""


def _describe_paper(
    published: PublishedEdition, item: AgendaItem, file: str, consultation: str
) -> Attributes:
    interface, publication = published.interface, published.publication
    place = f"{publication.pack}/{publication.period}"
    page = f"{to_link(locate_service_page(WHOLE_DIRECTORATE))}#{item.paper}"
    return {
        "type": Kind.PAPER.schema,
        "body": interface.body,
        "name": item.title,
        "reference": f"{place}/{item.enclosure}" if item.enclosure else "",
        "date": publication.published[:10],
        "paperType": "Paper",
        "mainFile": file,
        "consultation": [consultation],
        "web": interface.locate_page(publication.version, page),
    }


def _describe_pack(published: PublishedEdition, meeting: str, papers: list[str]) -> Attributes:
    publication, data = published.publication, published.files[_PACK]
    return {
        "type": Kind.FILE.schema,
        "name": f"Agenda and papers: {publication.title}",
        "fileName": f"{publication.version}.pdf",
        "mimeType": "application/pdf",
        "date": publication.published[:10],
        "size": len(data),
        "sha512Checksum": hashlib.sha512(data).hexdigest(),
        "accessUrl": published.interface.locate_page(publication.version, _PACK),
        "meeting": [meeting],
        "paper": papers,
    }
