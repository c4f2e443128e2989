"""The print documents of an edition: one per service, one for the whole directorate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from boardpack.analysis.measures import Measured
from boardpack.analysis.states import State
from boardpack.model.canonical import digest
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.pack import Form, Scope
from boardpack.model.period import day_words
from boardpack.render.book import Book
from boardpack.render.certificate import Shown, service_of, shown_certificate
from boardpack.render.fragments import Fragment
from boardpack.render.glance import Subject, escalated, not_escalated
from boardpack.render.output import Output

_SHOWN_MISSING = 3
_EXPLAINED = 20
_LIVE = re.compile(r" data-chart='[^']*'")
_HEADING = re.compile(r"(</?h)([3-5])(?=[ >])")


@dataclass(frozen=True, slots=True)
class _Part:
    id: str
    title: str
    fragments: tuple[Fragment, ...]


def documents(book: Book) -> tuple[Output, ...]:
    """Return the print HTML of every PDF that the pack asks for."""
    return tuple(_document(book, service) for service in _documented(book))


def document_links(book: Book, service: str = "", base: str = "") -> list[dict[str, str]]:
    """Return the PDFs of a service, or of all."""
    return [
        {
            "path": f"{base}pdf/{one}.pdf",
            "title": f"{_heading(book, one)}: {book.edition.title}",
            "kind": "PDF",
        }
        for one in _documented(book)
        if service in ("", one)
    ]


def _documented(book: Book) -> Iterator[str]:
    wanted = book.edition.pack.documents
    for service in book.edition.instance.service_ids:
        if Scope.SERVICE in wanted and service in book.by_service:
            yield service
    if Scope.DIRECTORATE in wanted:
        yield WHOLE_DIRECTORATE


def _heading(book: Book, service: str) -> str:
    if service == WHOLE_DIRECTORATE:
        return book.edition.instance.directorate.title
    return book.service_title(service)


def _document(book: Book, service: str) -> Output:
    whole = service == WHOLE_DIRECTORATE
    used = book.fragments if whole else book.by_service[service]
    lacking = book.missing_words(service="" if whole else service)
    heading = _heading(book, service)
    keys = [part.key for part in used]
    # What is escalated of a service may depend on the figures of the others.
    reasons = [one.reason for one in book.escalations if whole or one.entry.service == service]
    certificate = shown_certificate(book, service_of(service))
    title = book.edition.title
    key = digest((book.engine, "pdf", keys, reasons, lacking, certificate, heading, title))

    def make() -> str:
        parts = list(_by_section(book) if whole else _by_service(used))
        attention = _attention(book, used, whole)
        return book.env.get_template("pdf/document.html.jinja").render(
            edition=book.edition,
            title=f"{heading}: {title}",
            heading=heading,
            organisation=book.organisation,
            day=book.edition.due_day.isoformat(),
            page_style=_page_style(heading, _foot(book, lacking)),
            facts=_facts(book, used, certificate),
            missing=lacking,
            certificate=certificate,
            look="" if certificate else "draft" if book.draft else "review",
            attention=attention,
            used=book.sources(_measured(attention)),
            parts=[{"id": p.id, "title": p.title, "html": _html(book, p, whole)} for p in parts],
            terms=book.terms(used),
        )

    return Output(f"{service}.html", key, make)


def _by_service(used: Sequence[Fragment]) -> Iterator[_Part]:
    for part in used:
        yield _Part(part.entry.section.id, part.entry.section.title, (part,))


def _by_section(book: Book) -> Iterator[_Part]:
    """Yield each section with all its services, executive summaries first."""
    sections = sorted(book.edition.pack.sections, key=lambda s: s.form is not Form.SUMMARY)
    for section in sections:
        inside = tuple(p for p in book.fragments if p.entry.section.id == section.id)
        yield _Part(section.id, section.title, inside)


def _html(book: Book, part: _Part, whole: bool) -> Markup:
    if not whole or len(part.fragments) == 1:
        return _printed(part.fragments[0])
    return Markup("").join(
        Markup("<h3>{}</h3>\n{}\n").format(
            book.service_title(one.entry.service), Markup(_HEADING.sub(_lower, _printed(one)))
        )
        for one in part.fragments
    )


def _printed(fragment: Fragment) -> Markup:
    """Return a fragment without the live charts' data, which paper cannot use."""
    return Markup(_LIVE.sub("", fragment.html))


def _lower(match: re.Match[str]) -> str:
    return f"{match[1]}{int(match[2]) + 1}"


def _measured(attention: list[tuple[str, str, list[dict[str, Any]]]]) -> Iterator[Measured]:
    return (one["measured"] for _, _, rows in attention for one in rows if one["measured"])


def _attention(
    book: Book, used: Sequence[Fragment], whole: bool
) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Return what is escalated and what else is beyond a threshold, each with its headings."""
    entries = [part.entry for part in used]
    subjects = escalated(book.escalations, entries)

    def rows(found: Sequence[Subject]) -> list[dict[str, Any]]:
        return [
            {
                "measured": one.measured,
                "rules": one.rules,
                "words": one.words if number < _EXPLAINED else (),
                "service": book.service_title(one.entry.service) if whole else "",
            }
            for number, one in enumerate(found)
        ]

    return [
        ("Escalated", "Escalated by the rules, worst first", rows(subjects)),
        (
            "Needs attention",
            "Beyond a threshold, not escalated",
            rows(not_escalated(entries, subjects)),
        ),
    ]


def _facts(
    book: Book, used: Sequence[Fragment], certificate: Shown | None
) -> list[tuple[str, str]]:
    entries = [p.entry for p in used if p.entry.state is not State.NOT_DUE]
    done = sum(entry.state.is_complete for entry in entries)
    waived = sum(entry.state is State.WAIVED for entry in entries)
    return [
        ("Period", book.edition.period.title),
        ("Due", day_words(book.edition.due_day)),
        ("Sections", f"{done} of {len(entries)} complete, {waived} of them waived"),
        ("State", _state(book, certificate)),
        *_revision(certificate),
        *_illustrative(used),
    ]


def _state(book: Book, certificate: Shown | None) -> str:
    if certificate:
        words = "Published {}, signed off by {}: {}"
        link = Markup('<a href="#certificate">certificate</a>')
        return Markup(words).format(certificate.day, certificate.people, link)
    if book.draft:
        return "DRAFT: not complete, not to be relied on"
    return "FOR REVIEW: not signed off, not a publication"


def _revision(certificate: Shown | None) -> list[tuple[str, str]]:
    if certificate is None or certificate.revision < 2:
        return []
    words = f"{certificate.revision}, in place of {certificate.supersedes}. {certificate.reason}"
    return [("Revision", words)]


def _illustrative(used: Sequence[Fragment]) -> list[tuple[str, str]]:
    shown = [b for p in used for b in (*p.entry.blocks, *p.entry.beside)]
    made_up = any(block.contract.illustrative for block in shown)
    words = "Some figures are illustrative, made up for this example; each says so."
    return [("Figures", words)] if made_up else []


def _page_style(heading: str, foot: str) -> Markup:
    """Return the running heads of a document as CSS, safe inside a style element."""
    rules = f"@page{{@top-left{{content:{_css(heading)}}}@bottom-left{{content:{_css(foot)}}}}}"
    return Markup(rules)


def _foot(book: Book, lacking: tuple[str, ...] | None) -> str:
    if lacking is not None:
        return f"DRAFT. {_draft_line(lacking)}"
    title, certificate = book.edition.title, book.certificate
    if certificate is None:
        return f"FOR REVIEW. Not signed off; not a publication. {title}"
    return title if certificate.revision < 2 else f"{title}, revision {certificate.revision}"


def _draft_line(lacking: tuple[str, ...]) -> str:
    if not lacking:
        return "Complete itself; other parts of the edition are not."
    shown = "; ".join(lacking[:_SHOWN_MISSING])
    more = len(lacking) - _SHOWN_MISSING
    return f"Missing: {shown}" + (f"; and {more} more, listed in front." if more > 0 else ".")


def _css(text: str) -> str:
    """Return text as a CSS string: all but letters, digits and blanks escaped."""
    safe = (c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in text)
    return '"' + "".join(safe) + '"'
