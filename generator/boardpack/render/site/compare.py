"""The page on which a reader compares two editions, and what it reads of each: a file a service.

A publication holds only its own facts: its page reads those of the others where they were
published, so that nothing is compared that nobody signed. What is not published yet also holds
those of the edition before, as its files are now.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.measures import Measured, format_measured
from boardpack.analysis.rag import Rating
from boardpack.model.canonical import compute_digest
from boardpack.render.edition_view import EditionView
from boardpack.render.output import Output
from boardpack.render.signoff.signing import list_shown_paragraphs
from boardpack.render.site.links import COMPARE
from boardpack.render.site.site_page import SitePage, plan_quick_page
from boardpack.render.words import RATING_WORDS, format_target

FACTS = "compare"
BEFORE = "compare/before"


@dataclass(frozen=True, slots=True)
class ComparedService:
    """A service that can be chosen."""

    id: str
    title: str


@dataclass(frozen=True)
class ComparePage(SitePage):
    """Two editions beside each other; `before` names the edition before, where its facts are here.

    `version` is that of a publication, else empty.
    """

    template: ClassVar[str] = "pages/compare.md.jinja"
    services: Sequence[ComparedService]
    version: str
    before: str


def plan_compare_page(edition_view: EditionView) -> Iterator[Output]:
    """Yield the page where there may be anything to compare with; a script fills it."""
    if not edition_view.is_compared:
        return
    certificate = edition_view.certificate
    page = ComparePage(
        edition=edition_view.edition,
        banner=edition_view.render_banner(edition_view.describe_missing()),
        services=[
            ComparedService(service, edition_view.name_service(service))
            for service in edition_view.views_by_service
        ],
        version=certificate.version if certificate else "",
        before=_name_edition_before(edition_view),
    )
    yield plan_quick_page(edition_view, COMPARE, page)


def plan_compared_facts(edition_view: EditionView, sources: Mapping[str, str]) -> Iterator[Output]:
    """Yield the facts of each service; `sources` has the digest of the files of each dataset."""
    if not edition_view.is_compared:
        return
    edition = edition_view.edition
    for service, views in edition_view.views_by_service.items():
        key = compute_digest(
            (edition_view.engine, edition.title, [entry_view.key for entry_view in views])
        )
        render = partial(_render_facts, edition, service)
        yield Output(f"{FACTS}/{service}.js", key, render)
    if edition_view.has_edition_before:
        yield from _plan_facts_before(edition_view, sources)


def _name_edition_before(edition_view: EditionView) -> str:
    """Return the title of the edition before, where its facts belong to the site; or ""."""
    if not edition_view.has_edition_before:
        return ""
    edition = edition_view.edition
    return f"{edition.pack.title}, {edition.period.step_back().title}"


def _plan_facts_before(edition_view: EditionView, sources: Mapping[str, str]) -> Iterator[Output]:
    """Yield the facts of the edition before, which is analysed only where one of them is made."""
    edition = edition_view.edition
    period = edition.period.step_back()
    shared_key = compute_digest((edition_view.engine, edition.period, sources))
    for reporter in edition.instance.directorate.reporters:
        service = reporter.id
        if service in edition_view.views_by_service and reporter.span.covers(period):
            written = edition.instance.submissions.get((edition.pack_id, period.id, service))
            key = compute_digest((shared_key, written))
            yield Output(
                f"{BEFORE}/{service}.js", key, partial(_render_facts_before, edition_view, service)
            )


def _render_facts_before(edition_view: EditionView, service: str) -> str:
    return _render_facts(edition_view.edition_before, service)


def _render_facts(edition: Edition, service: str) -> str:
    entries = edition.list_service_entries(service)
    facts = {
        "edition": edition.title,
        "service": service,
        "sections": [_describe_section(edition, entry) for entry in entries],
    }
    # No letter beyond ASCII: some of them end a line of a script.
    return f"boardpackFacts = {json.dumps(facts, separators=(',', ':'))};\n"


def _describe_section(edition: Edition, entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.section.id,
        "title": entry.section.title,
        "rating": _name_rating(entry.rating),
        "figures": [_describe_figure(edition, measured) for measured in entry.measured],
        "sentences": [
            sentence
            for block in entry.blocks
            if not block.measured
            for sentence in block.summarise()
        ],
        "words": "\n\n".join(list_shown_paragraphs(edition, entry)),
    }


def _describe_figure(edition: Edition, measured: Measured) -> dict[str, Any]:
    contract = edition.instance.datasets[measured.dataset_id].contract
    return {
        "id": f"{measured.dataset_id}/{measured.measure.id}",
        "title": measured.measure.title,
        "latest": format_measured(measured, measured.latest),
        "target": format_target(measured),
        "rating": _name_rating(measured.rating),
        "made_up": contract.illustrative,
    }


def _name_rating(rating: Rating) -> list[str]:
    """Return a rating as the class of its mark, and its words."""
    return [str(rating), RATING_WORDS[rating]]
