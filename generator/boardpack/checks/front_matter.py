"""Rules on what stands at the top of a submission."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.edition import Edition, Entry
from boardpack.checks.reach import hint
from boardpack.checks.registry import rule
from boardpack.checks.who import contributor
from boardpack.findings import Fault
from boardpack.model.submission import Submission

_NOT_APPLICABLE = "not_applicable."


@rule("N111", "What does not apply is a section, has a reason, and is not narrated")
def not_applicable(edition: Edition) -> Iterator[Fault]:
    """Name a section's id and say why it does not apply this time, or take the line out."""
    for submission, entries in _submissions(edition):
        for section in _said_not_to_apply(submission):
            entry = entries.get(section)
            words = _not_applicable_fault(submission, section, entry, entries)
            if words:
                line = submission.front_lines.get(_NOT_APPLICABLE + section)
                yield Fault(
                    submission.place(line),
                    words,
                    contributor(edition, submission.service),
                    submission.service,
                    section if entry else "",
                )


@rule("N112", "Exceptions and events are for sections of the submission")
def exceptions_and_events(edition: Edition) -> Iterator[Fault]:
    """Write the id of the section that the exception or event belongs to."""
    for submission, entries in _submissions(edition):
        for place, section in _sections_named(submission):
            if section not in entries:
                yield Fault(
                    submission.place(submission.front_lines.get(place)),
                    f"there is no section '{section}' here{hint(section, entries)}",
                    contributor(edition, submission.service),
                    submission.service,
                )


def _submissions(edition: Edition) -> Iterator[tuple[Submission, dict[str, Entry]]]:
    for service in edition.services:
        entries = {entry.section.id: entry for entry in edition.of_service(service)}
        submission = next(iter(entries.values())).submission
        if submission is not None:
            yield submission, entries


def _said_not_to_apply(submission: Submission) -> list[str]:
    """Return the sections that are named, also those whose reason was left blank."""
    lines = [key for key in submission.front_lines if key.startswith(_NOT_APPLICABLE)]
    return [key.removeprefix(_NOT_APPLICABLE) for key in lines]


def _not_applicable_fault(
    submission: Submission, section: str, entry: Entry | None, entries: dict[str, Entry]
) -> str:
    if entry is None:
        return f"there is no section '{section}' here{hint(section, entries)}"
    if not submission.front.not_applicable.get(section, "").strip():
        return f"no reason is given why '{section}' does not apply"
    if entry.narrative and entry.narrative.words:
        line = entry.narrative.line
        return f"'{section}' is said not to apply, but is narrated from line {line}"
    return ""


def _sections_named(submission: Submission) -> Iterator[tuple[str, str]]:
    for index, one in enumerate(submission.front.exceptions):
        yield f"exceptions.{index}.section", one.section
    for index, event in enumerate(submission.front.events):
        yield f"events.{index}.section", event.section
