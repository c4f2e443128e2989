"""The pages of an edition, as Markdown for the site builder, and their navigation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from boardpack.analysis.attention import (
    MOST_COLUMNS,
    AttentionItem,
    build_measure_path,
    compare_due_measures,
    find_escalated_items,
    find_unescalated_items,
    list_attention_summaries,
)
from boardpack.analysis.blocks.block import select_blocks
from boardpack.analysis.blocks.finance import (
    FinanceBlock,
)
from boardpack.analysis.blocks.risks import (
    RisksBlock,
)
from boardpack.analysis.changes import list_changes
from boardpack.analysis.edition import Edition, Entry
from boardpack.analysis.rag import Rating
from boardpack.analysis.risks import (
    rate_risk_score,
)
from boardpack.analysis.states import State
from boardpack.model.canonical import compute_digest
from boardpack.model.pack import Scope
from boardpack.render.certificate import CERTIFICATE, build_certificate_view
from boardpack.render.documents import list_document_links
from boardpack.render.edition_view import EditionView
from boardpack.render.entry_view import EntryView, describe_waiver
from boardpack.render.measure_pages import (
    TARGETS,
    has_targets,
    plan_measure_pages,
    plan_targets_page,
)
from boardpack.render.output import Output

Nav = list[dict[str, Any]]
MOST_SHOWN = 20
"""So many escalated items are in view; the others unfold."""


def plan_pages(edition_view: EditionView, guide: Mapping[str, str]) -> tuple[Output, ...]:
    """Return every page; `guide` holds the guide's own Markdown by file name."""
    return (
        _plan_home_page(edition_view),
        *(_plan_service_page(edition_view, service) for service in edition_view.views_by_service),
        *(
            _plan_section_page(edition_view, section)
            for section in _list_compared_sections(edition_view.edition)
        ),
        *plan_measure_pages(edition_view),
        *([plan_targets_page(edition_view)] if has_targets(edition_view) else []),
        *_plan_certificate_page(edition_view),
        *_plan_reference_pages(edition_view),
        *(_plan_guide_page(edition_view, name, text) for name, text in sorted(guide.items())),
    )


def build_navigation(edition_view: EditionView, guide: Mapping[str, str]) -> Nav:
    """Return the navigation with a title for every page."""
    edition = edition_view.edition
    services: Nav = [
        {edition_view.name_service(service): build_service_path(service)}
        for service in edition_view.views_by_service
    ]
    titles = {section.id: section.title for section in edition.pack.sections}
    sections: Nav = [
        {titles[section_id]: f"sections/{section_id}.md"}
        for section_id in _list_compared_sections(edition)
    ]
    measures: Nav = [
        {summary.comparison.measure.title: summary.page}
        for summary in list_attention_summaries(edition)
    ]
    if has_targets(edition_view):
        measures.append({"Targets": TARGETS})
    return [
        {"Home": "index.md"},
        {"Services": services},
        *([{"Sections": sections}] if sections else []),
        *([{"Measures": measures}] if measures else []),
        *(
            [{"Guide": [{_find_title(guide[n]): f"guide/{n}"} for n in sorted(guide)]}]
            if guide
            else []
        ),
        {
            "Reference": [
                *([{"Sign-off certificate": CERTIFICATE}] if edition_view.certificate else []),
                {"Findings": "findings.md"},
                {"Rules": "rules.md"},
                {"Glossary": "glossary.md"},
                {"Data": "data.md"},
            ]
        },
    ]


def build_service_path(service: str) -> str:
    """Return the path of a service's page."""
    return f"services/{service}.md"


def _build_link(entry: Entry, base: str = "") -> str:
    return f"{base}services/{entry.service}.html#{entry.section.id}"


def _list_compared_sections(edition: Edition) -> tuple[str, ...]:
    """Return the sections that more than one service may have."""
    return tuple(section.id for section in edition.pack.sections if section.scope is Scope.SERVICE)


def _render_template(edition_view: EditionView, template: str, **context: Any) -> str:
    return edition_view.env.get_template(f"pages/{template}").render(
        edition=edition_view.edition, **context
    )


def _plan_home_page(edition_view: EditionView) -> Output:
    """Return the home page, keyed by its own text: it is quick to make and changes seldom."""
    edition = edition_view.edition
    due_entries = [e for e in edition.entries if e.state is not State.NOT_DUE]
    escalated_items = find_escalated_items(edition_view.escalations, edition.entries)
    other_items = find_unescalated_items(edition.entries, escalated_items)
    text = _render_template(
        edition_view,
        "home.md.jinja",
        banner=edition_view.render_banner(edition_view.describe_missing()),
        certificate=build_certificate_view(edition_view),
        about=edition.instance.directorate.about,
        counts=_count_ratings(edition),
        complete=sum(entry.state.is_complete for entry in due_entries),
        owed=len(due_entries),
        escalated=_to_attention_rows(edition_view, escalated_items),
        attention=_to_attention_rows(edition_view, other_items),
        used=edition_view.list_sources(
            item.measured for item in (*escalated_items, *other_items) if item.measured
        ),
        most=MOST_SHOWN,
        glances=list_attention_summaries(edition),
        few=_list_column_services(edition_view),
        risks=list(_find_high_risks(edition_view)),
        matrix=_build_matrix(edition_view),
        waivers=_list_waivers(edition_view),
        previous=edition.period.step_back().title,
        changes=_list_changes(edition_view),
        downloads=[*list_document_links(edition_view), _build_data_link()],
    )

    return Output("index.md", compute_digest(text), lambda: text)


def _build_data_link() -> dict[str, str]:
    return {"path": "data.html", "title": "The figures behind every table", "kind": "CSV"}


def _count_ratings(edition: Edition) -> list[tuple[Rating, int]]:
    counts = Counter(measured.rating for entry in edition.entries for measured in entry.measured)
    return [(rating, counts[rating]) for rating in Rating if counts[rating]]


def _to_attention_rows(
    edition_view: EditionView, items: list[AttentionItem]
) -> list[dict[str, Any]]:
    return [
        {
            "measured": item.measured,
            "rules": item.rules,
            "words": item.words,
            "service": edition_view.name_service(item.entry.service),
            "link": _build_link(item.entry),
            "reports": item.entry.exceptions,
        }
        for item in items
    ]


def _list_column_services(edition_view: EditionView) -> list[tuple[str, str]]:
    """Return the services when they are few enough for a column each."""
    services = edition_view.edition.instance.service_ids
    return (
        [(service, edition_view.name_service(service)) for service in services]
        if len(services) <= MOST_COLUMNS
        else []
    )


def _find_high_risks(edition_view: EditionView) -> Iterator[dict[str, Any]]:
    for entry in edition_view.edition.entries:
        for block in select_blocks(entry.blocks, RisksBlock):
            for risk in block.risks:
                if risk.score >= block.contract.shown_from:
                    yield {
                        "risk": risk,
                        "rating": rate_risk_score(block.contract, risk.score),
                        "service": edition_view.name_service(entry.service),
                        "link": _build_link(entry),
                    }


def _build_matrix(edition_view: EditionView) -> dict[str, Any]:
    """Return services and sections, the fewer of the two as columns."""
    edition = edition_view.edition
    entries = {(entry.service, entry.section.id): entry for entry in edition.entries}
    services = [
        (service, edition_view.name_service(service), f"services/{service}.html")
        for service in edition_view.views_by_service
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
    is_tall = len(sections) >= len(services)
    row_heads, column_heads = (sections, services) if is_tall else (services, sections)

    def build_cell(row: str, column: str) -> dict[str, Any] | None:
        entry = entries.get((column, row) if is_tall else (row, column))
        return {"entry": entry, "link": _build_link(entry)} if entry else None

    return {
        "corner": "Section" if is_tall else "Service",
        "columns": [{"title": title, "link": link} for _, title, link in column_heads],
        "rows": [
            {
                "title": title,
                "link": link,
                "cells": [build_cell(row_id, column) for column, _, _ in column_heads],
            }
            for row_id, title, link in row_heads
        ],
    }


def _list_waivers(edition_view: EditionView) -> list[dict[str, str]]:
    return [
        {
            "section": entry.section.title,
            "service": edition_view.name_service(entry.service),
            "words": describe_waiver(edition_view.edition, entry),
        }
        for entry in edition_view.edition.entries
        if entry.state is State.WAIVED
    ]


def _list_changes(edition_view: EditionView) -> list[dict[str, str]]:
    change_rows = [
        {
            "service": edition_view.name_service(change.entry.service),
            "title": change.title,
            "words": change.words,
            "link": _build_link(change.entry),
        }
        for change in list_changes(edition_view.edition)
    ]
    restatement_rows = [
        {
            "service": edition_view.name_service(entry.service),
            "title": block.contract.title,
            "words": "Restated: "
            + edition_view.env.filters["restated"](restatement, block.contract),
            "link": _build_link(entry),
        }
        for entry in edition_view.edition.entries
        for block in entry.blocks
        for restatement in block.restatements
    ]
    return change_rows + restatement_rows


def _plan_service_page(edition_view: EditionView, service: str) -> Output:
    entry_views = edition_view.views_by_service[service]
    lacking = edition_view.describe_missing(service=service)
    title = edition_view.name_service(service)
    key = compute_digest(
        (
            edition_view.engine,
            [entry_view.key for entry_view in entry_views],
            lacking,
            title,
            edition_view.edition.title,
        )
    )

    def render_page() -> str:
        return _render_template(
            edition_view,
            "service.md.jinja",
            title=title,
            banner=edition_view.render_banner(lacking),
            downloads=list_document_links(edition_view, service, base="../"),
            parts=[
                {
                    "title": entry_view.entry.section.title,
                    "id": entry_view.entry.section.id,
                    "html": entry_view.html,
                }
                for entry_view in entry_views
            ],
        )

    return Output(build_service_path(service), key, render_page)


def _plan_section_page(edition_view: EditionView, section_id: str) -> Output:
    entry_views = [view for view in edition_view.entry_views if view.entry.section.id == section_id]
    section = entry_views[0].entry.section
    lacking = edition_view.describe_missing(section=section_id)
    key = compute_digest(
        (
            edition_view.engine,
            [entry_view.key for entry_view in entry_views],
            lacking,
            edition_view.edition.title,
        )
    )

    def render_page() -> str:
        return _render_template(
            edition_view,
            "section.md.jinja",
            title=section.title,
            banner=edition_view.render_banner(lacking),
            source=section.source,
            data_url="../data",
            tables=_build_comparison_tables(edition_view, entry_views),
            parts=[
                {
                    "title": edition_view.name_service(entry_view.entry.service),
                    "id": entry_view.entry.service,
                    "entry": entry_view.entry,
                    "narrative": entry_view.narrative,
                    "link": _build_link(entry_view.entry, "../"),
                }
                for entry_view in entry_views
            ],
        )

    return Output(f"sections/{section_id}.md", key, render_page)


def _build_comparison_tables(
    edition_view: EditionView, entry_views: list[EntryView]
) -> list[dict[str, Any]]:
    """Return a table for each dataset: measures, or total budgets, service by service."""
    tables: dict[str, dict[str, Any]] = {}
    pages = {
        (comparison.dataset_id, comparison.measure.id): build_measure_path(comparison).replace(
            ".md", ".html"
        )
        for comparison in compare_due_measures(edition_view.edition)
    }
    for entry_view in entry_views:
        service = edition_view.name_service(entry_view.entry.service)
        for block in entry_view.entry.blocks:
            table = tables.setdefault(
                block.dataset_id, {"block": block, "measures": {}, "pages": {}, "totals": []}
            )
            for measured in block.measured:
                title = measured.measure.title
                table["measures"].setdefault(title, []).append((service, measured))
                table["pages"][title] = pages.get((measured.dataset_id, measured.measure.id))
            for budget in select_blocks([block], FinanceBlock):
                if budget.groups:
                    table["totals"].append((service, budget.total))
    return [table for table in tables.values() if table["measures"] or table["totals"]]


def _plan_certificate_page(edition_view: EditionView) -> Iterator[Output]:
    certificate_view = build_certificate_view(edition_view)
    if certificate_view is not None:
        key = compute_digest((edition_view.engine, edition_view.edition.title, certificate_view))
        yield Output(
            CERTIFICATE,
            key,
            lambda: _render_template(
                edition_view, "certificate.md.jinja", certificate=certificate_view
            ),
        )


def _plan_reference_pages(edition_view: EditionView) -> Iterator[Output]:
    lacking = edition_view.describe_missing()
    errors = sum(finding.is_error for finding in edition_view.findings)
    instance = edition_view.edition.instance
    series_by_dataset = edition_view.edition.series
    for name, context in (
        (
            "findings",
            {
                "findings": edition_view.findings,
                "errors": errors,
                "warnings": len(edition_view.findings) - errors,
            },
        ),
        ("rules", {"rules": edition_view.rules}),
        ("glossary", {"terms": _sort_terms(edition_view)}),
        (
            "data",
            {
                "datasets": [
                    {"id": dataset_id, "contract": instance.datasets[dataset_id].contract}
                    for dataset_id in series_by_dataset
                    if dataset_id in instance.datasets
                ]
            },
        ),
    ):
        yield _plan_reference_page(edition_view, name, lacking, context)


def _plan_reference_page(
    edition_view: EditionView, name: str, lacking: tuple[str, ...] | None, context: dict[str, Any]
) -> Output:
    key = compute_digest((edition_view.engine, edition_view.edition.title, lacking, context))

    def render_page() -> str:
        return _render_template(
            edition_view, f"{name}.md.jinja", banner=edition_view.render_banner(lacking), **context
        )

    return Output(f"{name}.md", key, render_page)


def _sort_terms(edition_view: EditionView) -> list[Any]:
    return sorted(edition_view.edition.instance.glossary, key=lambda term: term.acronym.casefold())


def _plan_guide_page(edition_view: EditionView, name: str, text: str) -> Output:
    lacking = edition_view.describe_missing()

    def render_page() -> str:
        head, _, rest = text.partition("\n")
        return f"{head}\n\n{edition_view.render_banner(lacking)}\n{rest}"

    return Output(
        f"guide/{name}", compute_digest((edition_view.engine, text, lacking)), render_page
    )


def _find_title(text: str) -> str:
    """Return the first heading of a guide page."""
    return text.split("\n", 1)[0].lstrip("# ").strip()
