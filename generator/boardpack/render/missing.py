"""What an edition still lacks, in the words that a draft shows on every page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.checks.responsible import find_data_keeper, find_writer
from boardpack.findings import Finding
from boardpack.model.pack import Need


@dataclass(frozen=True, slots=True)
class MissingItem:
    """One thing that keeps the gate shut."""

    service: str
    section: str
    words: str


def list_missing_items(edition: Edition, findings: Sequence[Finding]) -> tuple[MissingItem, ...]:
    """Return incomplete sections, then every error that is not about one of them."""
    return (*_find_incomplete_sections(edition), *_find_other_errors(edition, findings))


def _find_incomplete_sections(edition: Edition) -> Iterator[MissingItem]:
    for entry in edition.entries:
        if not entry.state.is_complete:
            title = edition.instance.directorate.find_service_title(entry.service)
            words = f"{entry.section.title}, {title}: {entry.state} ({_name_owner(edition, entry)})"
            yield MissingItem(entry.service, entry.section.id, words)


def _name_owner(edition: Edition, entry: Entry) -> str:
    is_narrated = entry.section.narrative is not Need.NONE
    return find_writer(edition, entry) if is_narrated else find_data_keeper(edition, entry)


def _find_other_errors(edition: Edition, findings: Sequence[Finding]) -> Iterator[MissingItem]:
    incomplete_sections = {
        (entry.service, entry.section.id)
        for entry in edition.entries
        if not entry.state.is_complete
    }
    for finding in findings:
        if finding.is_error and (finding.service, finding.section) not in incomplete_sections:
            responsible = f" ({finding.who})" if finding.who else ""
            words = f"{finding.code} {finding.place}: {finding.what}{responsible}"
            yield MissingItem(finding.service, finding.section, words)
