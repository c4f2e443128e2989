"""The print documents of an edition: one per service, one for the whole directorate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from boardpack.analysis.attention import AttentionItem, find_escalated_items, find_unescalated_items
from boardpack.analysis.measures import Measured
from boardpack.analysis.states import State
from boardpack.model.canonical import compute_digest
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.pack import Form, Scope
from boardpack.model.period import format_day
from boardpack.render.certificate import (
    CertificateView,
    build_certificate_view,
    find_certified_service,
)
from boardpack.render.edition_view import EditionView
from boardpack.render.entry_view import EntryView
from boardpack.render.output import Output

_MOST_MISSING = 3
_MOST_EXPLAINED = 20
_LIVE_DATA = re.compile(r" data-chart='[^']*'")
_HEADING = re.compile(r"(</?h)([3-5])(?=[ >])")


@dataclass(frozen=True, slots=True)
class _PackPart:
    id: str
    title: str
    entry_views: tuple[EntryView, ...]


def plan_documents(edition_view: EditionView) -> tuple[Output, ...]:
    """Return the print HTML of every PDF that the pack asks for."""
    return tuple(
        _plan_document(edition_view, service) for service in _find_documented(edition_view)
    )


def list_document_links(
    edition_view: EditionView, service: str = "", base: str = ""
) -> list[dict[str, str]]:
    """Return the PDFs of a service, or of all."""
    return [
        {
            "path": f"{base}pdf/{document}.pdf",
            "title": f"{_name_document(edition_view, document)}: {edition_view.edition.title}",
            "kind": "PDF",
        }
        for document in _find_documented(edition_view)
        if service in ("", document)
    ]


def _find_documented(edition_view: EditionView) -> Iterator[str]:
    scopes = edition_view.edition.pack.documents
    for service in edition_view.edition.instance.service_ids:
        if Scope.SERVICE in scopes and service in edition_view.views_by_service:
            yield service
    if Scope.DIRECTORATE in scopes:
        yield WHOLE_DIRECTORATE


def _name_document(edition_view: EditionView, service: str) -> str:
    if service == WHOLE_DIRECTORATE:
        return edition_view.edition.instance.directorate.title
    return edition_view.name_service(service)


def _plan_document(edition_view: EditionView, service: str) -> Output:
    is_whole = service == WHOLE_DIRECTORATE
    entry_views = edition_view.entry_views if is_whole else edition_view.views_by_service[service]
    lacking = edition_view.describe_missing(service="" if is_whole else service)
    heading = _name_document(edition_view, service)
    keys = [entry_view.key for entry_view in entry_views]
    # What is escalated of a service may depend on the figures of the others.
    reasons = [
        escalation.reason
        for escalation in edition_view.escalations
        if is_whole or escalation.entry.service == service
    ]
    certificate = build_certificate_view(edition_view, find_certified_service(service))
    title = edition_view.edition.title
    key = compute_digest(
        (edition_view.engine, "pdf", keys, reasons, lacking, certificate, heading, title)
    )

    def render_document() -> str:
        parts = list(_group_by_section(edition_view) if is_whole else _split_by_entry(entry_views))
        attention = _list_attention(edition_view, entry_views, is_whole)
        return edition_view.env.get_template("pdf/document.html.jinja").render(
            edition=edition_view.edition,
            title=f"{heading}: {title}",
            heading=heading,
            organisation=edition_view.organisation,
            day=edition_view.edition.due_day.isoformat(),
            page_style=_build_page_style(heading, _render_foot(edition_view, lacking)),
            facts=_list_facts(edition_view, entry_views, certificate),
            missing=lacking,
            certificate=certificate,
            look="" if certificate else "draft" if edition_view.is_draft else "review",
            attention=attention,
            used=edition_view.list_sources(_iterate_measured(attention)),
            parts=[
                {
                    "id": part.id,
                    "title": part.title,
                    "html": _render_part(edition_view, part, is_whole),
                }
                for part in parts
            ],
            terms=edition_view.list_terms(entry_views),
        )

    return Output(f"{service}.html", key, render_document)


def _split_by_entry(entry_views: Sequence[EntryView]) -> Iterator[_PackPart]:
    for entry_view in entry_views:
        yield _PackPart(entry_view.entry.section.id, entry_view.entry.section.title, (entry_view,))


def _group_by_section(edition_view: EditionView) -> Iterator[_PackPart]:
    """Yield each section with all its services, executive summaries first."""
    sections = sorted(edition_view.edition.pack.sections, key=lambda s: s.form is not Form.SUMMARY)
    for section in sections:
        entry_views = tuple(
            entry_view
            for entry_view in edition_view.entry_views
            if entry_view.entry.section.id == section.id
        )
        yield _PackPart(section.id, section.title, entry_views)


def _render_part(edition_view: EditionView, part: _PackPart, is_whole: bool) -> Markup:
    if not is_whole or len(part.entry_views) == 1:
        return _strip_live_data(part.entry_views[0])
    return Markup("").join(
        Markup("<h3>{}</h3>\n{}\n").format(
            edition_view.name_service(entry_view.entry.service),
            Markup(_HEADING.sub(_lower_heading, _strip_live_data(entry_view))),
        )
        for entry_view in part.entry_views
    )


def _strip_live_data(entry_view: EntryView) -> Markup:
    """Return a fragment without the live charts' data, which paper cannot use."""
    return Markup(_LIVE_DATA.sub("", entry_view.html))


def _lower_heading(match: re.Match[str]) -> str:
    return f"{match[1]}{int(match[2]) + 1}"


def _iterate_measured(attention: list[tuple[str, str, list[dict[str, Any]]]]) -> Iterator[Measured]:
    return (row["measured"] for _, _, rows in attention for row in rows if row["measured"])


def _list_attention(
    edition_view: EditionView, entry_views: Sequence[EntryView], is_whole: bool
) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Return what is escalated and what else is beyond a threshold, each with its headings."""
    entries = [entry_view.entry for entry_view in entry_views]
    escalated_items = find_escalated_items(edition_view.escalations, entries)

    def to_rows(items: Sequence[AttentionItem]) -> list[dict[str, Any]]:
        return [
            {
                "measured": item.measured,
                "rules": item.rules,
                "words": item.words if index < _MOST_EXPLAINED else (),
                "service": edition_view.name_service(item.entry.service) if is_whole else "",
            }
            for index, item in enumerate(items)
        ]

    return [
        ("Escalated", "Escalated by the rules, worst first", to_rows(escalated_items)),
        (
            "Needs attention",
            "Beyond a threshold, not escalated",
            to_rows(find_unescalated_items(entries, escalated_items)),
        ),
    ]


def _list_facts(
    edition_view: EditionView, entry_views: Sequence[EntryView], certificate: CertificateView | None
) -> list[tuple[str, str]]:
    entries = [
        entry_view.entry
        for entry_view in entry_views
        if entry_view.entry.state is not State.NOT_DUE
    ]
    complete_count = sum(entry.state.is_complete for entry in entries)
    waived_count = sum(entry.state is State.WAIVED for entry in entries)
    return [
        ("Period", edition_view.edition.period.title),
        ("Due", format_day(edition_view.edition.due_day)),
        ("Sections", f"{complete_count} of {len(entries)} complete, {waived_count} of them waived"),
        ("State", _describe_state(edition_view, certificate)),
        *_describe_revision(certificate),
        *_describe_illustrative(entry_views),
    ]


def _describe_state(edition_view: EditionView, certificate: CertificateView | None) -> str:
    if certificate:
        words = "Published {}, signed off by {}: {}"
        link = Markup('<a href="#certificate">certificate</a>')
        return Markup(words).format(certificate.day, certificate.people, link)
    if edition_view.is_draft:
        return "DRAFT: not complete, not to be relied on"
    return "FOR REVIEW: not signed off, not a publication"


def _describe_revision(certificate: CertificateView | None) -> list[tuple[str, str]]:
    if certificate is None or certificate.revision < 2:
        return []
    words = f"{certificate.revision}, in place of {certificate.supersedes}. {certificate.reason}"
    return [("Revision", words)]


def _describe_illustrative(entry_views: Sequence[EntryView]) -> list[tuple[str, str]]:
    blocks = [
        b
        for entry_view in entry_views
        for b in (*entry_view.entry.blocks, *entry_view.entry.beside)
    ]
    is_illustrative = any(block.contract.illustrative for block in blocks)
    words = "Some figures are illustrative, made up for this example; each says so."
    return [("Figures", words)] if is_illustrative else []


def _build_page_style(heading: str, foot: str) -> Markup:
    """Return the running heads of a document as CSS, safe inside a style element."""
    rules = (
        f"@page{{@top-left{{content:{_to_css(heading)}}}@bottom-left{{content:{_to_css(foot)}}}}}"
    )
    return Markup(rules)


def _render_foot(edition_view: EditionView, lacking: tuple[str, ...] | None) -> str:
    if lacking is not None:
        return f"DRAFT. {_render_draft_line(lacking)}"
    title, certificate = edition_view.edition.title, edition_view.certificate
    if certificate is None:
        return f"FOR REVIEW. Not signed off; not a publication. {title}"
    return title if certificate.revision < 2 else f"{title}, revision {certificate.revision}"


def _render_draft_line(lacking: tuple[str, ...]) -> str:
    if not lacking:
        return "Complete itself; other parts of the edition are not."
    listed = "; ".join(lacking[:_MOST_MISSING])
    hidden_count = len(lacking) - _MOST_MISSING
    return f"Missing: {listed}" + (
        f"; and {hidden_count} more, listed in front." if hidden_count > 0 else "."
    )


def _to_css(text: str) -> str:
    """Return text as a CSS string: all but letters, digits and blanks escaped."""
    safe = (c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in text)
    return '"' + "".join(safe) + '"'
