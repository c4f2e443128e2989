"""The pages of an edition, as Markdown for the site builder, and their navigation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from boardpack.analysis.changes import changes
from boardpack.analysis.edition import Edition, Entry
from boardpack.analysis.finance import FinanceBlock
from boardpack.analysis.measures import MeasuresBlock
from boardpack.analysis.rag import Rating
from boardpack.analysis.risks import RisksBlock, band_rating
from boardpack.analysis.states import State
from boardpack.model.canonical import digest
from boardpack.model.pack import Scope
from boardpack.render.book import Book
from boardpack.render.certificate import CERTIFICATE, shown_certificate
from boardpack.render.documents import document_links
from boardpack.render.fragments import Fragment, waived_words
from boardpack.render.glance import (
    FEW,
    Subject,
    compared,
    escalated,
    glances,
    measure_page,
    not_escalated,
)
from boardpack.render.measure_pages import TARGETS, has_targets, measure_pages, targets_page
from boardpack.render.output import Output

Nav = list[dict[str, Any]]
SHOWN = 20
"""So many escalated items are in view; the others unfold."""


def pages(book: Book, guide: Mapping[str, str]) -> tuple[Output, ...]:
    """Return every page; `guide` holds the guide's own Markdown by file name."""
    return (
        _home(book),
        *(_service(book, service) for service in book.by_service),
        *(_section(book, section) for section in _compared(book.edition)),
        *measure_pages(book),
        *([targets_page(book)] if has_targets(book) else []),
        *_certificate(book),
        *_reference(book),
        *(_guide(book, name, text) for name, text in sorted(guide.items())),
    )


def navigation(book: Book, guide: Mapping[str, str]) -> Nav:
    """Return the navigation with a title for every page."""
    edition = book.edition
    services: Nav = [{book.service_title(s): service_page(s)} for s in book.by_service]
    titles = {section.id: section.title for section in edition.pack.sections}
    sections: Nav = [{titles[one]: f"sections/{one}.md"} for one in _compared(edition)]
    measures: Nav = [{one.comparison.measure.title: one.page} for one in glances(edition)]
    if has_targets(book):
        measures.append({"Targets": TARGETS})
    return [
        {"Home": "index.md"},
        {"Services": services},
        *([{"Sections": sections}] if sections else []),
        *([{"Measures": measures}] if measures else []),
        *([{"Guide": [{_title(guide[n]): f"guide/{n}"} for n in sorted(guide)]}] if guide else []),
        {
            "Reference": [
                *([{"Sign-off certificate": CERTIFICATE}] if book.certificate else []),
                {"Findings": "findings.md"},
                {"Rules": "rules.md"},
                {"Glossary": "glossary.md"},
                {"Data": "data.md"},
            ]
        },
    ]


def service_page(service: str) -> str:
    """Return the path of a service's page."""
    return f"services/{service}.md"


def _link(entry: Entry, base: str = "") -> str:
    return f"{base}services/{entry.service}.html#{entry.section.id}"


def _compared(edition: Edition) -> tuple[str, ...]:
    """Return the sections that more than one service may have."""
    return tuple(s.id for s in edition.pack.sections if s.scope is Scope.SERVICE)


def _render(book: Book, template: str, **context: Any) -> str:
    return book.env.get_template(f"pages/{template}").render(edition=book.edition, **context)


def _home(book: Book) -> Output:
    """Return the home page, keyed by its own text: it is quick to make and changes seldom."""
    edition = book.edition
    owed = [e for e in edition.entries if e.state is not State.NOT_DUE]
    subjects = escalated(book.escalations, edition.entries)
    others = not_escalated(edition.entries, subjects)
    text = _render(
        book,
        "home.md.jinja",
        banner=book.banner(book.missing_words()),
        certificate=shown_certificate(book),
        about=edition.instance.directorate.about,
        counts=_counts(edition),
        complete=sum(entry.state.is_complete for entry in owed),
        owed=len(owed),
        escalated=_subjects(book, subjects),
        attention=_subjects(book, others),
        used=book.sources(one.measured for one in (*subjects, *others) if one.measured),
        most=SHOWN,
        glances=glances(edition),
        few=_few(book),
        risks=list(_high_risks(book)),
        matrix=_matrix(book),
        waivers=_waivers(book),
        previous=edition.period.back().title,
        changes=_changes(book),
        downloads=[*document_links(book), _data_link()],
    )

    return Output("index.md", digest(text), lambda: text)


def _data_link() -> dict[str, str]:
    return {"path": "data.html", "title": "The figures behind every table", "kind": "CSV"}


def _counts(edition: Edition) -> list[tuple[Rating, int]]:
    found = Counter(measured.rating for e in edition.entries for measured in e.measured)
    return [(rating, found[rating]) for rating in Rating if found[rating]]


def _subjects(book: Book, subjects: list[Subject]) -> list[dict[str, Any]]:
    return [
        {
            "measured": one.measured,
            "rules": one.rules,
            "words": one.words,
            "service": book.service_title(one.entry.service),
            "link": _link(one.entry),
            "reports": one.entry.exceptions,
        }
        for one in subjects
    ]


def _few(book: Book) -> list[tuple[str, str]]:
    """Return the services when they are few enough for a column each."""
    services = book.edition.instance.service_ids
    return [(s, book.service_title(s)) for s in services] if len(services) <= FEW else []


def _high_risks(book: Book) -> Iterator[dict[str, Any]]:
    for entry in book.edition.entries:
        for block in entry.blocks:
            if isinstance(block, RisksBlock):
                for risk in block.risks:
                    if risk.score >= block.contract.shown_from:
                        yield {
                            "risk": risk,
                            "rating": band_rating(block.contract, risk.score),
                            "service": book.service_title(entry.service),
                            "link": _link(entry),
                        }


def _matrix(book: Book) -> dict[str, Any]:
    """Return services and sections, the fewer of the two as columns."""
    edition = book.edition
    entries = {(entry.service, entry.section.id): entry for entry in edition.entries}
    services = [
        (service, book.service_title(service), f"services/{service}.html")
        for service in book.by_service
    ]
    sections = [
        (
            section.id,
            section.title,
            f"sections/{section.id}.html"
            if section.scope is Scope.SERVICE
            else f"services/directorate.html#{section.id}",
        )
        for section in edition.pack.sections
    ]
    tall = len(sections) >= len(services)
    down, across = (sections, services) if tall else (services, sections)

    def cell(row: str, column: str) -> dict[str, Any] | None:
        entry = entries.get((column, row) if tall else (row, column))
        return {"entry": entry, "link": _link(entry)} if entry else None

    return {
        "corner": "Section" if tall else "Service",
        "columns": [{"title": title, "link": link} for _, title, link in across],
        "rows": [
            {
                "title": title,
                "link": link,
                "cells": [cell(one, column) for column, _, _ in across],
            }
            for one, title, link in down
        ],
    }


def _waivers(book: Book) -> list[dict[str, str]]:
    return [
        {
            "section": entry.section.title,
            "service": book.service_title(entry.service),
            "words": waived_words(book.edition, entry),
        }
        for entry in book.edition.entries
        if entry.state is State.WAIVED
    ]


def _changes(book: Book) -> list[dict[str, str]]:
    moved = [
        {
            "service": book.service_title(one.entry.service),
            "title": one.title,
            "words": one.words,
            "link": _link(one.entry),
        }
        for one in changes(book.edition)
    ]
    restated = [
        {
            "service": book.service_title(entry.service),
            "title": block.contract.title,
            "words": "Restated: " + book.env.filters["restated"](one, block.contract),
            "link": _link(entry),
        }
        for entry in book.edition.entries
        for block in entry.blocks
        for one in getattr(block, "restatements", ())
    ]
    return moved + restated


def _service(book: Book, service: str) -> Output:
    parts = book.by_service[service]
    lacking = book.missing_words(service=service)
    title = book.service_title(service)
    key = digest((book.engine, [part.key for part in parts], lacking, title, book.edition.title))

    def make() -> str:
        return _render(
            book,
            "service.md.jinja",
            title=title,
            banner=book.banner(lacking),
            downloads=document_links(book, service, base="../"),
            parts=[
                {"title": p.entry.section.title, "id": p.entry.section.id, "html": p.html}
                for p in parts
            ],
        )

    return Output(service_page(service), key, make)


def _section(book: Book, section_id: str) -> Output:
    parts = [p for p in book.fragments if p.entry.section.id == section_id]
    section = parts[0].entry.section
    lacking = book.missing_words(section=section_id)
    key = digest((book.engine, [part.key for part in parts], lacking, book.edition.title))

    def make() -> str:
        return _render(
            book,
            "section.md.jinja",
            title=section.title,
            banner=book.banner(lacking),
            source=section.source,
            data_url="../data",
            tables=_comparison(book, parts),
            parts=[
                {
                    "title": book.service_title(p.entry.service),
                    "id": p.entry.service,
                    "entry": p.entry,
                    "narrative": p.narrative,
                    "link": _link(p.entry, "../"),
                }
                for p in parts
            ],
        )

    return Output(f"sections/{section_id}.md", key, make)


def _comparison(book: Book, parts: list[Fragment]) -> list[dict[str, Any]]:
    """Return a table for each dataset: measures, or total budgets, service by service."""
    tables: dict[str, dict[str, Any]] = {}
    pages = {
        (one.dataset_id, one.measure.id): measure_page(one).replace(".md", ".html")
        for one in compared(book.edition)
    }
    for part in parts:
        service = book.service_title(part.entry.service)
        for block in part.entry.blocks:
            table = tables.setdefault(
                block.dataset_id, {"block": block, "measures": {}, "pages": {}, "totals": []}
            )
            if isinstance(block, MeasuresBlock):
                for one in block.measured:
                    title = one.measure.title
                    table["measures"].setdefault(title, []).append((service, one))
                    table["pages"][title] = pages.get((one.dataset_id, one.measure.id))
            elif isinstance(block, FinanceBlock) and block.groups:
                table["totals"].append((service, block.total))
    return [table for table in tables.values() if table["measures"] or table["totals"]]


def _certificate(book: Book) -> Iterator[Output]:
    shown = shown_certificate(book)
    if shown is not None:
        key = digest((book.engine, book.edition.title, shown))
        yield Output(
            CERTIFICATE, key, lambda: _render(book, "certificate.md.jinja", certificate=shown)
        )


def _reference(book: Book) -> Iterator[Output]:
    lacking = book.missing_words()
    errors = sum(finding.is_error for finding in book.findings)
    instance = book.edition.instance
    used = book.edition.series
    for name, context in (
        (
            "findings",
            {
                "findings": book.findings,
                "errors": errors,
                "warnings": len(book.findings) - errors,
            },
        ),
        ("rules", {"rules": book.rules}),
        ("glossary", {"terms": _terms(book)}),
        (
            "data",
            {
                "datasets": [
                    {"id": one, "contract": instance.datasets[one].contract}
                    for one in used
                    if one in instance.datasets
                ]
            },
        ),
    ):
        yield _reference_page(book, name, lacking, context)


def _reference_page(
    book: Book, name: str, lacking: tuple[str, ...] | None, context: dict[str, Any]
) -> Output:
    key = digest((book.engine, book.edition.title, lacking, context))

    def make() -> str:
        return _render(book, f"{name}.md.jinja", banner=book.banner(lacking), **context)

    return Output(f"{name}.md", key, make)


def _terms(book: Book) -> list[Any]:
    return sorted(book.edition.instance.glossary, key=lambda term: term.acronym.casefold())


def _guide(book: Book, name: str, text: str) -> Output:
    lacking = book.missing_words()

    def make() -> str:
        head, _, rest = text.partition("\n")
        return f"{head}\n\n{book.banner(lacking)}\n{rest}"

    return Output(f"guide/{name}", digest((book.engine, text, lacking)), make)


def _title(text: str) -> str:
    """Return the first heading of a guide page."""
    return text.split("\n", 1)[0].lstrip("# ").strip()
