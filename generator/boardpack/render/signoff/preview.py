"""What changed as a director looks at it: a page for each service, the headline first.

All pages are in one file that needs no other, so that it opens wherever a link leads to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from markupsafe import Markup

from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.entry_changes import EntryChange, analyse_edition_before, compare_entry
from boardpack.analysis.service_summary import ServiceSummary, summarise_service
from boardpack.analysis.word_changes import Stretch, TextChange, compare_texts, compare_words
from boardpack.model.signoff import Component, Subject
from boardpack.render.entry_view import EntryView
from boardpack.render.environment import build_environment
from boardpack.render.narrative import render_narrative
from boardpack.render.page import create_environment, render_page
from boardpack.render.signoff.signing import (
    DIGEST_LENGTH,
    list_written_paragraphs,
    render_difference,
)
from boardpack.render.words import RATING_WORDS

_CSS = "theme/assets/boardpack.css"


@dataclass(frozen=True, slots=True)
class ChangedSection:
    """A section that is not as it was, and the lines that went and came, by component."""

    edition: Edition
    entry: Entry
    subject: Subject
    lines: Mapping[Component, list[str]]
    words: str


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """What a dataset says of itself, with marks where it said otherwise."""

    title: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class SectionPart:
    """A section against the last edition's.

    `written` are its words where the last edition had none, `text` what changed in them where it
    had. `whole` is the section as it would be published; `difference` has what a proposal changes,
    line by line, and is empty where there is none.
    """

    title: str
    change: EntryChange
    sentences: tuple[MarkedSentence, ...]
    written: Markup
    text: TextChange | None
    whole: Markup
    difference: str
    digest: str

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to look at that the last edition did not have."""
        change = self.change
        has_new_words = bool(self.written or (self.text and self.text.changed))
        return bool(
            change.figures
            or change.sentences
            or has_new_words
            or change.earlier is None
            or change.earlier_rating is not change.entry.rating
        )


@dataclass(frozen=True, slots=True)
class AskedWords:
    """What a section asks for, as harmless HTML."""

    section: str
    html: Markup


@dataclass(frozen=True)
class ServicePart:
    """The page of a service: `id` is its anchor, `body` its HTML."""

    template: ClassVar[str] = "preview/service.html.jinja"
    id: str
    title: str
    summary: ServiceSummary
    before: str
    asks: Sequence[AskedWords]
    ready_count: int
    incomplete: Sequence[Entry]
    changed: Sequence[SectionPart]
    same: Sequence[SectionPart]


@dataclass(frozen=True, slots=True)
class Shown:
    """A service in the list of pages, with how its figures stand in words, and its own page."""

    part: ServicePart
    figures: str
    body: Markup


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """The pages of the services, in one that needs no other file. `since` names a revision."""

    template: ClassVar[str] = "preview/index.html.jinja"
    title: str
    services: tuple[Shown, ...]
    since: str
    css: Markup


def render_preview_page(
    sections: Sequence[ChangedSection], since: str, templates: Mapping[str, str]
) -> str:
    """Return the pages as HTML that needs no other file.

    `sections` come edition by edition and service by service; `since` is empty where they are
    shown whether or not a proposal changes them.
    """
    services = tuple(
        shown
        for _, group in groupby(sections, lambda section: section.edition.id)
        for shown in _iterate_services(list(group), templates)
    )
    titles = [f"{shown.part.title}, {shown.part.summary.edition.title}" for shown in services]
    title = titles[0] if len(titles) == 1 else "What changed"
    # Escaped as HTML, its selectors would mean nothing; what it must not do is end the element.
    css = Markup(templates[_CSS].replace("</", "<\\/"))
    page = PreviewPage(title, services, since[:DIGEST_LENGTH], css)
    return render_page(create_environment(templates), page)


def _iterate_services(
    sections: Sequence[ChangedSection], templates: Mapping[str, str]
) -> Iterator[Shown]:
    edition = sections[0].edition
    environment = build_environment(templates, edition)
    edition_before = analyse_edition_before(edition)
    meanings = {term.acronym: term.meaning for term in edition.instance.glossary}
    for service, group in groupby(sections, lambda section: section.entry.service):
        parts = [
            _build_section(
                section,
                compare_entry(section.entry, edition_before),
                EntryView(section.entry, edition, environment, meanings, ""),
            )
            for section in group
        ]
        part = _build_service(edition, service, edition_before.period.title, parts)
        counts = [
            f"{count} {RATING_WORDS[rating].lower()}" for rating, count in part.summary.counts
        ]
        figures = ", ".join(counts) or "no figures"
        yield Shown(part, figures, Markup(render_page(environment, part)))


def _build_service(
    edition: Edition, service: str, before: str, parts: Sequence[SectionPart]
) -> ServicePart:
    entries = [part.change.entry for part in parts]
    summary = summarise_service(edition, service)
    return ServicePart(
        # No id holds a full stop.
        id=f"{edition.id}.{service}",
        title=edition.instance.directorate.find_service_title(service),
        summary=summary,
        before=before,
        asks=[
            AskedWords(ask.entry.section.title, render_narrative(ask.words, {}).html)
            for ask in summary.asks
        ],
        ready_count=sum(entry.state.is_complete for entry in entries),
        incomplete=[entry for entry in entries if not entry.state.is_complete],
        changed=[part for part in parts if part.is_changed],
        same=[part for part in parts if not part.is_changed],
    )


def _build_section(section: ChangedSection, change: EntryChange, view: EntryView) -> SectionPart:
    words = "\n\n".join(list_written_paragraphs(section.edition, section.entry))
    earlier_words = (
        "\n\n".join(list_written_paragraphs(section.edition, change.earlier))
        if change.earlier
        else ""
    )
    return SectionPart(
        title=section.entry.section.title,
        change=change,
        sentences=tuple(
            MarkedSentence(sentence.title, compare_words(sentence.earlier, sentence.later))
            for sentence in change.sentences
        ),
        written=Markup() if earlier_words else render_narrative(words, {}).html,
        text=compare_texts(earlier_words, words) if earlier_words else None,
        whole=view.html,
        difference=render_difference(dict(section.lines)),
        digest=section.subject.digest[:DIGEST_LENGTH],
    )
