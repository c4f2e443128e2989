"""What an edition still lacks, in the words that a draft shows on every page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from boardpack.analysis.edition import Edition, Entry
from boardpack.checks.who import data_keeper, writer
from boardpack.findings import Finding
from boardpack.model.pack import Need


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that keeps the gate shut."""

    service: str
    section: str
    words: str


def missing(edition: Edition, findings: Sequence[Finding]) -> tuple[Missing, ...]:
    """Return incomplete sections, then every error that is not about one of them."""
    return (*_incomplete(edition), *_errors(edition, findings))


def _incomplete(edition: Edition) -> Iterator[Missing]:
    for entry in edition.entries:
        if not entry.state.is_complete:
            title = edition.instance.directorate.service_title(entry.service)
            words = f"{entry.section.title}, {title}: {entry.state} ({_who(edition, entry)})"
            yield Missing(entry.service, entry.section.id, words)


def _who(edition: Edition, entry: Entry) -> str:
    narrated = entry.section.narrative is not Need.NONE
    return writer(edition, entry) if narrated else data_keeper(edition, entry)


def _errors(edition: Edition, findings: Sequence[Finding]) -> Iterator[Missing]:
    told = {(e.service, e.section.id) for e in edition.entries if not e.state.is_complete}
    for finding in findings:
        if finding.is_error and (finding.service, finding.section) not in told:
            who = f" ({finding.who})" if finding.who else ""
            words = f"{finding.code} {finding.place}: {finding.what}{who}"
            yield Missing(finding.service, finding.section, words)
