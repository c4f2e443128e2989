"""Rules on what stands at the top of a submission."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_contributor
from boardpack.findings import Fault, suggest_word
from boardpack.model.submission import Submission
from boardpack.model.words import says_why

_NOT_APPLICABLE = "not_applicable"


@rule("N111", "What does not apply is a section, has a reason, and is not narrated")
def find_faulty_not_applicable(edition: Edition) -> Iterator[Fault]:
    """Name a section's id and say why it does not apply this time, or take the line out."""
    for submission, entries in iterate_submissions(edition):
        for section in list_named_sections(submission, _NOT_APPLICABLE):
            entry = entries.get(section)
            words = _describe_not_applicable_fault(submission, section, entry, entries)
            if words:
                line = submission.front_lines.get(f"{_NOT_APPLICABLE}.{section}")
                yield Fault(
                    submission.find_place(line),
                    words,
                    find_contributor(edition, submission.service),
                    submission.service,
                    section if entry else "",
                )


@rule("N112", "Events are for sections of the submission")
def find_unknown_sections(edition: Edition) -> Iterator[Fault]:
    """Write the id of the section that the event belongs to.

    Where that section has left the report, take the entry out.
    """
    for submission, entries in iterate_submissions(edition):
        for key, section in _iterate_named_sections(submission):
            if section not in entries:
                yield Fault(
                    submission.find_place(submission.front_lines.get(key)),
                    f"there is no section '{section}' here{suggest_word(section, entries)}",
                    find_contributor(edition, submission.service),
                    submission.service,
                )


def iterate_submissions(edition: Edition) -> Iterator[tuple[Submission, dict[str, Entry]]]:
    """Yield each submission of an edition with its entries by the ids of their sections."""
    for written in edition.by_submission.values():
        entries = {entry.section.id: entry for entry in written}
        submission = next(iter(entries.values())).submission
        if submission is not None:
            yield submission, entries


def list_named_sections(submission: Submission, key: str) -> list[str]:
    """Return the sections that a key gives reasons for, also those whose reason was left blank."""
    # What stands there and cannot be read is said to be so by another rule.
    if key in submission.unread:
        return []
    start = f"{key}."
    return [name.removeprefix(start) for name in submission.front_lines if name.startswith(start)]


def _describe_not_applicable_fault(
    submission: Submission, section: str, entry: Entry | None, entries: dict[str, Entry]
) -> str:
    if entry is None:
        return f"there is no section '{section}' here{suggest_word(section, entries)}"
    if not says_why(submission.front.not_applicable.get(section, "")):
        return f"no reason is given why '{section}' does not apply"
    if entry.narrative and entry.narrative.words:
        line = entry.narrative.line
        return f"'{section}' is said not to apply, but is narrated from line {line}"
    return ""


def _iterate_named_sections(submission: Submission) -> Iterator[tuple[str, str]]:
    for index, event in enumerate(submission.front.events):
        yield f"events.{index}.section", event.section
