"""The home page of a committee's papers: the agenda, and what was made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from boardpack.model.agenda import Agenda, AgendaItem, Shown
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.render.agenda_view import AgendaRow, list_agenda_rows
from boardpack.render.downloads import Download
from boardpack.render.edition_view import EditionView
from boardpack.render.enclosures import find_committee
from boardpack.render.output import Output
from boardpack.render.pdf.links import list_document_links
from boardpack.render.signoff.certificate import CertificateView, build_certificate_view
from boardpack.render.site.links import (
    locate_committee_page,
    locate_meeting_page,
    locate_service_page,
    to_link,
)
from boardpack.render.site.site_page import SitePage, plan_quick_page


@dataclass(frozen=True)
class AgendaPage(SitePage):
    """The agenda. `rows` are its items, each with the link to its enclosure, which may be empty."""

    template: ClassVar[str] = "pages/agenda.md.jinja"
    certificate: CertificateView | None
    agenda: Agenda
    rows: Sequence[tuple[AgendaRow, str]]
    downloads: Sequence[Download]


def plan_agenda_page(edition_view: EditionView, agenda: Agenda) -> Output:
    """Return the home page of an edition that holds the papers of a meeting."""
    page = AgendaPage(
        edition=edition_view.edition,
        banner=edition_view.render_banner(edition_view.describe_missing()),
        certificate=build_certificate_view(edition_view),
        agenda=agenda,
        rows=[
            (row, _find_link(edition_view, row.item))
            for row in list_agenda_rows(edition_view, agenda)
        ],
        downloads=list_document_links(edition_view),
    )
    return plan_quick_page(edition_view, "index.md", page)


def _find_link(edition_view: EditionView, item: AgendaItem) -> str:
    if item.paper:
        return f"{to_link(locate_service_page(WHOLE_DIRECTORATE))}#{item.paper}"
    committee = find_committee(edition_view)
    match item.shows:
        case Shown.GLOSSARY:
            return "glossary.html"
        case Shown.ACTIONS if committee:
            return to_link(locate_committee_page(committee.id))
        case Shown.MINUTES if committee and committee.meetings:
            return to_link(locate_meeting_page(committee.id, committee.meetings[-1].name))
        case _:
            return ""
