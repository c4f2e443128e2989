"""Rules on what people write."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.due import why_not_due
from boardpack.analysis.edition import Edition, Entry
from boardpack.analysis.states import State
from boardpack.checks.registry import rule
from boardpack.checks.who import writer
from boardpack.findings import Fault, Place
from boardpack.model.pack import Need
from boardpack.model.submission import Narrative, Status, Submission


@rule("N101", "Every service has its submission")
def submission_exists(edition: Edition) -> Iterator[Fault]:
    """Make the file with `boardpack new`, which gives it all its headings, and write it."""
    for service in edition.services:
        owed = [e for e in edition.of_service(service) if e.is_owed and e.needs_narrative]
        if owed and owed[0].submission is None and not edition.is_unread(service):
            yield Fault(
                Place(edition.submission_path(service)),
                f"there is no submission; {_sections(len(owed))} to be narrated",
                who=writer(edition, owed[0]),
                service=service,
            )


@rule("N102", "Every section that is due is narrated")
def narrative_exists(edition: Edition) -> Iterator[Fault]:
    """Add the section's heading to the submission, and your narrative under it."""
    for entry in edition.entries:
        submission = entry.submission
        if submission and entry.is_owed and entry.needs_narrative and entry.narrative is None:
            title = entry.section.title
            yield _fault(edition, entry, submission.place(), f"there is no section '## {title}'")


@rule("N103", "Every heading of a section has words under it")
def narrative_has_words(edition: Edition) -> Iterator[Fault]:
    """Write the narrative under the heading; the comment there is only its prompt."""
    for entry, submission, narrative in _narrated(edition):
        if entry.is_owed and entry.needs_narrative and not narrative.words:
            place = submission.place(narrative.line)
            yield _fault(edition, entry, place, f"'{entry.section.title}' has no words yet")


@rule("N104", "Submissions are marked as ready")
def submission_is_ready(edition: Edition) -> Iterator[Fault]:
    """Write `status: ready` at the top of the file when you have finished."""
    for service in edition.services:
        owed = [e for e in edition.of_service(service) if e.is_owed and _may_be_narrated(e)]
        submission = owed[0].submission if owed else None
        if submission and submission.front.status is Status.DRAFT:
            line = submission.front_lines.get("status")
            yield Fault(
                submission.place(line),
                "the submission is still a draft",
                who=writer(edition, owed[0]),
                service=service,
            )


@rule("N105", "Narratives are as long as the pack asks")
def narrative_is_long_enough(edition: Edition) -> Iterator[Fault]:
    """Say what changed, why, and what is done about it; the prompt of the section helps."""
    for entry, submission, narrative in _narrated(edition):
        least = entry.section.min_words
        if entry.is_owed and 0 < narrative.words < least:
            words = f"'{entry.section.title}' has {narrative.words} words of at least {least}"
            yield _fault(edition, entry, submission.place(narrative.line), words)


@rule("N108", "Only sections that are due are narrated")
def narrative_is_due(edition: Edition) -> Iterator[Fault]:
    """Remove the text, or keep it for the edition in which the section is due."""
    for entry, submission, narrative in _narrated(edition):
        if entry.state is State.NOT_DUE and narrative.words:
            when = why_not_due(entry.section)
            words = f"'{entry.section.title}' is not due in {edition.period.title}: {when}"
            yield _fault(edition, entry, submission.place(narrative.line), words)


def _narrated(edition: Edition) -> Iterator[tuple[Entry, Submission, Narrative]]:
    for entry in edition.entries:
        narrative = entry.narrative
        if entry.submission is not None and narrative is not None:
            yield entry, entry.submission, narrative


def _may_be_narrated(entry: Entry) -> bool:
    return entry.section.narrative is not Need.NONE


def _fault(edition: Edition, entry: Entry, place: Place, words: str) -> Fault:
    return Fault(place, words, writer(edition, entry), entry.service, entry.section.id)


def _sections(count: int) -> str:
    return "1 section is" if count == 1 else f"{count} sections are"
