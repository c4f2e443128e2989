"""What changed since the period before, and what was waived."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from boardpack.analysis.entry import Entry
from boardpack.analysis.states import State
from boardpack.render.edition_view import EditionView
from boardpack.render.entry_view import describe_waiver
from boardpack.render.filters import describe_restatement
from boardpack.render.site.links import link_to_entry


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A rating that changed, or a figure that was restated."""

    service: str
    title: str
    words: str
    link: str


@dataclass(frozen=True, slots=True)
class WaiverRow:
    """A section that is not there, and why."""

    section: str
    service: str
    words: str


def list_change_rows(edition_view: EditionView, service: str = "") -> list[ChangeRow]:
    """Return the changed ratings of a service, or of all, then the restated figures."""
    change_rows = [
        ChangeRow(
            service=edition_view.name_service(change.entry.service),
            title=change.title,
            words=change.words,
            link=link_to_entry(change.entry),
        )
        for change in edition_view.changes.select(service)
    ]
    restatement_rows = [
        row
        for entry in _list_entries(edition_view, service)
        for row in _find_restatements(edition_view, entry)
    ]
    return change_rows + restatement_rows


def _list_entries(edition_view: EditionView, service: str) -> Sequence[Entry]:
    if not service:
        return edition_view.edition.entries
    return [entry_view.entry for entry_view in edition_view.views_by_service[service]]


def _find_restatements(edition_view: EditionView, entry: Entry) -> Iterator[ChangeRow]:
    for block in entry.blocks:
        for restatement in block.restatements:
            yield ChangeRow(
                service=edition_view.name_service(entry.service),
                title=block.contract.title,
                words=f"Restated: {describe_restatement(restatement, block.contract)}",
                link=link_to_entry(entry),
            )


def list_waiver_rows(edition_view: EditionView) -> list[WaiverRow]:
    """Return the waived sections, in the edition's order."""
    return [
        WaiverRow(
            section=entry.section.title,
            service=edition_view.name_service(entry.service),
            words=describe_waiver(edition_view.edition, entry),
        )
        for entry in edition_view.edition.entries
        if entry.state is State.WAIVED
    ]
