"""The words by which a publication is circulated: plain text, what matters first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from boardpack.analysis.asks import Ask
from boardpack.analysis.attention import AttentionItem, select_level
from boardpack.analysis.edition import Edition
from boardpack.cycle.circulate import Recipient
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.pack import EscalationLevel
from boardpack.model.period import format_day
from boardpack.model.publication import Publication
from boardpack.model.signoff import Component, SectionId
from boardpack.render.findings.report import format_count

Changes = Mapping[SectionId, Sequence[Component]]
"""By service and section, which parts differ; none is named for a section that came or went."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """The PDF that goes with a message, or is linked: its path in the publication, and its size."""

    path: str
    size: int
    is_attached: bool


@dataclass(frozen=True, slots=True)
class Correction:
    """What is corrected: an earlier version, why, and where the new one differs from it."""

    version: str
    reasons: Sequence[str]
    changes: Changes


@dataclass(frozen=True, slots=True)
class Circular:
    """What a message tells of a publication, whoever gets it.

    `edition` is as it was published; `escalated` and `asks` are its own. `site_url` is empty where
    nobody knows where publications are read.
    """

    publication: Publication
    edition: Edition
    escalated: Sequence[AttentionItem]
    asks: Sequence[Ask]
    site_url: str
    enclosure: Enclosure | None


def render_subject(circular: Circular) -> str:
    """Return the subject of the message."""
    publication = circular.publication
    return f"Correction: {publication.title}" if publication.supersedes else publication.title


def render_circular(circular: Circular, recipient: Recipient, correction: Correction | None) -> str:
    """Return the text of the message to one person; None for a first edition."""
    blocks = (
        _render_opening(circular, recipient, correction),
        _render_changes(circular, correction),
        _render_places(circular),
        _render_escalated(circular),
        _render_asks(circular),
        _render_reason(circular, recipient),
    )
    return "\n\n".join("\n".join(block) for block in map(list, blocks) if block) + "\n"


def _render_opening(
    circular: Circular, recipient: Recipient, correction: Correction | None
) -> Iterator[str]:
    yield f"{circular.publication.title} is published and signed off."
    if correction:
        earlier = recipient.earlier
        when = f", which you were sent on {format_day(earlier.at.date())}" if earlier else ""
        yield f"It corrects {correction.version}{when}: use this one instead."
        yield from (f"Why: {reason}" for reason in correction.reasons)
    counts = [
        f"{format_count(len(items), 'matter')} to the {name}"
        for level, name in (
            (EscalationLevel.LEADERSHIP, "leadership team"),
            (EscalationLevel.BOARD, "board"),
        )
        if (items := select_level(circular.escalated, level))
    ]
    yield f"Escalated: {' and '.join(counts)}." if counts else "Nothing is escalated."


def _render_changes(circular: Circular, correction: Correction | None) -> Iterator[str]:
    if correction is None:
        return
    yield "What changed"
    for (service, section), components in correction.changes.items():
        entry = circular.edition.find_entry(service, section)
        title = entry.section.title if entry else section
        what = ", ".join(components) or ("new" if entry else "no longer there")
        yield f"- {_name_service(circular, service)}, {title}: {what}"
    if not correction.changes:
        yield "- No section: only how the pages are made."


def _render_places(circular: Circular) -> Iterator[str]:
    version, enclosure = circular.publication.version, circular.enclosure
    if circular.site_url:
        yield f"Read it: {circular.site_url}{version}/"
    if enclosure and enclosure.is_attached:
        yield "The whole of it is attached as a PDF."
    elif enclosure and circular.site_url:
        size = f"{enclosure.size / 1_000_000:.1f} MB"
        yield f"As a PDF ({size}): {circular.site_url}{version}/{enclosure.path}"
    yield f"To prove from a clone that it is what was signed: boardpack verify {version}"


def _render_escalated(circular: Circular) -> Iterator[str]:
    items = select_level(circular.escalated, EscalationLevel.LEADERSHIP)
    if items:
        yield "Escalated to the leadership team"
    for item in items:
        measure = f", {item.measured.measure.title}" if item.measured else ""
        name = f"{_name_service(circular, item.entry.service)}{measure}"
        yield f"- {name}: {' '.join(item.words)}"


def _render_asks(circular: Circular) -> Iterator[str]:
    if circular.asks:
        yield "What is asked"
    for ask in circular.asks:
        words = " ".join(ask.words.split())
        yield f"- {_name_service(circular, ask.entry.service)}: {words}"


def _render_reason(circular: Circular, recipient: Recipient) -> Iterator[str]:
    directorate = circular.edition.instance.directorate
    titles = [directorate.find_role_title(role) for role in recipient.roles]
    why = f"you are {' and '.join(titles)}" if titles else "you were sent what it corrects"
    yield f"You get this because {why} ({directorate.title})."


def _name_service(circular: Circular, service: str) -> str:
    if service == WHOLE_DIRECTORATE:
        return "Whole directorate"
    return circular.edition.instance.directorate.find_service_title(service)
