"""Rules on what people write."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.due import explain_not_due
from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.states import State
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_writer
from boardpack.findings import Fault, Place
from boardpack.model.pack import Need
from boardpack.model.status import Status
from boardpack.model.submission import Narrative, Submission


@rule("N101", "Every service has its submission")
def find_missing_submissions(edition: Edition) -> Iterator[Fault]:
    """Make the file with `boardpack new`, which gives it all its headings, and write it."""
    for name, entries in edition.by_submission.items():
        owed_entries = [entry for entry in entries if entry.is_owed and entry.needs_narrative]
        if owed_entries and owed_entries[0].submission is None and not edition.is_unread(name):
            yield Fault(
                Place(edition.locate_submission(name)),
                f"there is no submission; {_count_sections(len(owed_entries))} to be narrated",
                who=find_writer(edition, owed_entries[0]),
                service=owed_entries[0].service,
            )


@rule("N102", "Every section that is due is narrated")
def find_missing_narratives(edition: Edition) -> Iterator[Fault]:
    """Add the section's heading to the submission, and your narrative under it."""
    for entry in edition.entries:
        submission = entry.submission
        is_lacking = entry.is_owed and entry.needs_narrative and entry.narrative is None
        # A heading that is misspelt is said to be so by another rule.
        if submission and is_lacking and not (entry.may_be_excused or entry.is_misspelt):
            line = entry.title_line
            words = f"there is no section '## {entry.section.title}'"
            hint = f"; write this line as '## {entry.section.title}'" if line else ""
            yield _build_fault(edition, entry, submission.find_place(line), f"{words}{hint}")


@rule("N103", "Every heading of a section has words under it")
def find_empty_narratives(edition: Edition) -> Iterator[Fault]:
    """Write the narrative under the heading; the comment there is only its prompt."""
    for entry, submission, narrative in _iterate_narrated_entries(edition):
        is_empty = entry.is_owed and entry.needs_narrative and not narrative.words
        if is_empty and not entry.may_be_excused:
            place = submission.find_place(narrative.line)
            yield _build_fault(edition, entry, place, f"'{entry.section.title}' has no words yet")


@rule("N104", "Submissions are marked as ready")
def find_draft_submissions(edition: Edition) -> Iterator[Fault]:
    """Write `status: ready` at the top of the file when you have finished; or finish a section by
    itself with `Status: ready` right below its heading.
    """
    for entries in edition.by_submission.values():
        owed_entries = [entry for entry in entries if entry.is_owed and _can_be_narrated(entry)]
        submission = owed_entries[0].submission if owed_entries else None
        if submission is None:
            continue
        drafts = [
            entry
            for entry in owed_entries
            if submission.find_status(entry.section.id) is Status.DRAFT
        ]
        # What the file says of all that say nothing themselves is one fault.
        rest = [entry for entry in drafts if entry.section.id not in submission.statuses]
        if rest and "status" not in submission.unread:
            are = f", and {_count_sections(len(rest))} not finished" if submission.statuses else ""
            place = submission.find_place(submission.front_lines.get("status"))
            words = f"the submission is still a draft{are}"
            yield Fault(place, words, find_writer(edition, rest[0]), rest[0].service)
        for entry in drafts:
            if entry not in rest:
                place = submission.find_place(submission.status_lines[entry.section.id])
                words = f"'{entry.section.title}' is still a draft"
                yield _build_fault(edition, entry, place, words)


@rule("N105", "Narratives are as long as the pack asks")
def find_short_narratives(edition: Edition) -> Iterator[Fault]:
    """Say what changed, why, and what is done about it; the prompt of the section helps."""
    for entry, submission, narrative in _iterate_narrated_entries(edition):
        min_words = entry.section.min_words
        if entry.is_owed and 0 < narrative.words < min_words:
            words = f"'{entry.section.title}' has {narrative.words} words of at least {min_words}"
            yield _build_fault(edition, entry, submission.find_place(narrative.line), words)


@rule("N108", "Only sections that are due are narrated")
def find_narratives_not_due(edition: Edition) -> Iterator[Fault]:
    """Remove the text, or keep it for the edition in which the section is due."""
    for entry, submission, narrative in _iterate_narrated_entries(edition):
        if entry.state is State.NOT_DUE and narrative.words:
            reason = explain_not_due(entry.section)
            words = f"'{entry.section.title}' is not due in {edition.period.title}: {reason}"
            yield _build_fault(edition, entry, submission.find_place(narrative.line), words)


def _iterate_narrated_entries(edition: Edition) -> Iterator[tuple[Entry, Submission, Narrative]]:
    for entry in edition.entries:
        narrative = entry.narrative
        if entry.submission is not None and narrative is not None:
            yield entry, entry.submission, narrative


def _can_be_narrated(entry: Entry) -> bool:
    return entry.section.narrative is not Need.NONE


def _build_fault(edition: Edition, entry: Entry, place: Place, words: str) -> Fault:
    return Fault(place, words, find_writer(edition, entry), entry.service, entry.section.id)


def _count_sections(count: int) -> str:
    return "1 section is" if count == 1 else f"{count} sections are"
