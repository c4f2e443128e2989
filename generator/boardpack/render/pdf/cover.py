"""The facts on a document's cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from boardpack.analysis.states import State
from boardpack.model.period import format_day
from boardpack.render.edition_view import EditionView
from boardpack.render.entry_view import EntryView
from boardpack.render.signoff.certificate import CertificateView


@dataclass(frozen=True, slots=True)
class CoverFact:
    """One row of the cover's table."""

    name: str
    words: str


def list_cover_facts(
    edition_view: EditionView, entry_views: Sequence[EntryView], certificate: CertificateView | None
) -> list[CoverFact]:
    """Return what a document is: its period, how complete it is, what stands of its sign-off."""
    return [
        CoverFact("Period", edition_view.edition.period.title),
        CoverFact("Due", format_day(edition_view.edition.due_day)),
        CoverFact(
            "Papers" if edition_view.edition.pack.committee else "Sections",
            _describe_progress(entry_views),
        ),
        CoverFact("State", _describe_state(edition_view, certificate)),
        *_describe_revision(certificate),
        *_describe_illustrative(entry_views),
    ]


def _describe_progress(entry_views: Sequence[EntryView]) -> str:
    states = [entry_view.entry.state for entry_view in entry_views]
    due_states = [state for state in states if state is not State.NOT_DUE]
    complete_count = sum(state.is_complete for state in due_states)
    waived_count = sum(state is State.WAIVED for state in due_states)
    return f"{complete_count} of {len(due_states)} complete, {waived_count} of them waived"


def _describe_state(edition_view: EditionView, certificate: CertificateView | None) -> str:
    if certificate:
        words = "Published {}, signed off by {}: {}"
        link = Markup('<a href="#certificate">certificate</a>')
        return Markup(words).format(certificate.day, certificate.people, link)
    if edition_view.is_draft:
        return "DRAFT: not complete, not to be relied on"
    return "FOR REVIEW: not signed off, not a publication"


def _describe_revision(certificate: CertificateView | None) -> list[CoverFact]:
    if certificate is None or certificate.revision < 2:
        return []
    words = f"{certificate.revision}, in place of {certificate.supersedes}. {certificate.reason}"
    return [CoverFact("Revision", words)]


def _describe_illustrative(entry_views: Sequence[EntryView]) -> list[CoverFact]:
    blocks = [
        block
        for entry_view in entry_views
        for block in (*entry_view.entry.blocks, *entry_view.entry.beside)
    ]
    is_illustrative = any(block.contract.illustrative for block in blocks)
    words = "Some figures are illustrative, made up for this example; each says so."
    return [CoverFact("Figures", words)] if is_illustrative else []
