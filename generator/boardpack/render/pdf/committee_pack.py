"""The one PDF of a meeting's papers: agenda, enclosures, manifest and certificate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from markupsafe import Markup

from boardpack.analysis.edition import Edition
from boardpack.model.agenda import Agenda, Shown
from boardpack.model.canonical import compute_digest
from boardpack.model.directorate import WHOLE_DIRECTORATE, Term
from boardpack.render.agenda_view import AgendaRow, find_shown_item, list_agenda_rows
from boardpack.render.edition_view import EditionView
from boardpack.render.enclosures import Enclosure, find_committee, list_enclosures
from boardpack.render.glossary import render_with_glossary
from boardpack.render.output import Output
from boardpack.render.page import render_page
from boardpack.render.pdf.cover import CoverFact, list_cover_facts
from boardpack.render.pdf.definitions import Definition, list_definitions
from boardpack.render.pdf.pack_pages import name_end
from boardpack.render.pdf.page_style import build_page_style
from boardpack.render.signoff.certificate import CertificateView, build_certificate_view
from boardpack.signoff.subject import build_subjects


@dataclass(frozen=True, slots=True)
class PrintedEnclosure:
    """An enclosure and, of a paper, its HTML; `end` is the id of its last line."""

    enclosure: Enclosure
    html: Markup
    end: str


@dataclass(frozen=True, slots=True)
class CommitteePackPage:
    """The pack as HTML for the printer; its fields are those of a document where it has them."""

    template: ClassVar[str] = "pdf/committee_pack.html.jinja"
    edition: Edition
    title: str
    organisation: str
    day: str
    page_style: Markup
    facts: Sequence[CoverFact]
    missing: tuple[str, ...] | None
    certificate: CertificateView | None
    look: str
    agenda: Agenda
    rows: Sequence[AgendaRow]
    asks: Sequence[tuple[Enclosure, Sequence[str]]]
    enclosures: Sequence[PrintedEnclosure]
    definitions: Sequence[Definition]
    terms: Sequence[Term] = ()


def plan_committee_pack(edition_view: EditionView, agenda: Agenda) -> Output:
    """Return the print HTML of a meeting's papers."""
    key = compute_digest(
        (
            edition_view.engine,
            "committee pack",
            [entry_view.key for entry_view in edition_view.entry_views],
            edition_view.describe_missing(),
            build_certificate_view(edition_view),
            agenda,
            find_committee(edition_view),
            edition_view.edition.title,
        )
    )
    return Output(f"{WHOLE_DIRECTORATE}.html", key, partial(_render_pack, edition_view, agenda))


def _render_pack(edition_view: EditionView, agenda: Agenda) -> str:
    edition = edition_view.edition
    certificate = build_certificate_view(edition_view)
    lacking = edition_view.describe_missing()
    digests = {section: subject.digest for (_, section), subject in build_subjects(edition).items()}
    has_glossary = find_shown_item(agenda, Shown.GLOSSARY) is not None
    enclosures = list_enclosures(edition_view, agenda, digests)
    page = CommitteePackPage(
        edition=edition,
        title=edition.title,
        organisation=edition_view.organisation,
        # Not today's: the same edition must give the same PDF on any day.
        day=edition.due_day.isoformat(),
        page_style=build_page_style(edition_view, edition.pack.title, lacking),
        facts=list_cover_facts(edition_view, edition_view.entry_views, certificate),
        missing=lacking,
        certificate=certificate,
        look="" if certificate else "draft" if edition_view.is_draft else "review",
        agenda=agenda,
        rows=list_agenda_rows(edition_view, agenda),
        asks=[
            (enclosure, submission.cover.recommendations)
            for enclosure in enclosures
            if enclosure.paper
            and (submission := enclosure.paper.entry.submission)
            and submission.cover
        ],
        enclosures=[
            PrintedEnclosure(
                enclosure,
                enclosure.paper.render_for_print(enclosure.anchor) if enclosure.paper else Markup(),
                name_end(enclosure.anchor),
            )
            for enclosure in enclosures
        ],
        definitions=list_definitions(edition_view.entry_views),
    )
    if has_glossary:
        return render_page(edition_view.env, page)
    return render_with_glossary(edition_view, lambda terms: replace(page, terms=terms))
