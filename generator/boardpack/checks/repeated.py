"""Rules on words of an earlier edition that pass as this one's."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.last_edition import (
    find_last_submission,
    find_written_narrative,
    iterate_earlier_submissions,
)
from boardpack.analysis.repetition import says_the_same
from boardpack.checks.front_matter import iterate_submissions, list_named_sections
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_contributor, find_writer
from boardpack.findings import Fault, Severity, suggest_word
from boardpack.model.period import parse_edition_period
from boardpack.model.submission import Submission

_UNCHANGED = "unchanged"


@rule("N113", "Narratives do not repeat those of the last edition")
def find_repeated_narratives(edition: Edition) -> Iterator[Fault]:
    """Write what is new. If nothing is, say why at the top of the file: `unchanged: {ID: reason}`
    with the section's id.
    """
    for entry in edition.entries:
        if not entry.is_owed or entry.unchanged or entry.is_unread(_UNCHANGED):
            continue
        last_submission = _find_repeated_submission(edition, entry)
        if last_submission is not None and entry.submission and entry.narrative:
            yield Fault(
                entry.submission.find_place(entry.narrative.line),
                f"'{entry.section.title}' ({entry.section.id}) says what it said in "
                f"{parse_edition_period(last_submission.period).title}",
                find_writer(edition, entry),
                entry.service,
                entry.section.id,
            )


@rule("N114", "What is said to be unchanged is so, and has a reason")
def find_faulty_unchanged(edition: Edition) -> Iterator[Fault]:
    """Name a section that says the same as last time, with the reason, or take the line out."""
    for submission, entries in iterate_submissions(edition):
        for section in list_named_sections(submission, _UNCHANGED):
            entry = entries.get(section)
            if entry is None:
                words = f"there is no section '{section}' here{suggest_word(section, entries)}"
            else:
                words = _describe_unchanged_fault(edition, entry)
            if words:
                yield Fault(
                    submission.find_place(submission.front_lines.get(f"{_UNCHANGED}.{section}")),
                    words,
                    find_contributor(edition, submission.service),
                    submission.service,
                    section if entry else "",
                )


@rule("E106", "Exception reports say how things stand this time", Severity.WARNING)
def find_repeated_issues(edition: Edition) -> Iterator[Fault]:
    """Bring the issue up to date, with this period's figure; the action may stay as it is."""
    for submission, entries in iterate_submissions(edition):
        last_submission = next(iterate_earlier_submissions(edition, submission.name), None)
        last_issues = {
            (report.section, report.issue)
            for report in (last_submission.exceptions if last_submission else ())
        }
        for index, report in enumerate(submission.exceptions):
            entry = entries.get(report.section)
            is_repeated = (report.section, report.issue) in last_issues
            if (
                entry
                and entry.is_owed
                and last_submission
                and is_repeated
                and not (entry.unchanged or entry.is_unread(_UNCHANGED))
            ):
                yield Fault(
                    submission.find_report_place(index, "issue"),
                    "the issue is word for word that of "
                    f"{parse_edition_period(last_submission.period).title}",
                    find_contributor(edition, submission.service),
                    submission.service,
                    report.section,
                )


def _find_repeated_submission(edition: Edition, entry: Entry) -> Submission | None:
    """Return the submission whose narrative of a section is told again, if it is."""
    if entry.narrative is None or not entry.narrative.words:
        return None
    last_submission = find_last_submission(edition, entry)
    last_narrative = last_submission and last_submission.find_narrative(entry.section.id)
    # As both were written: a figure that fills itself in makes no words new.
    written = find_written_narrative(edition, entry)
    if written and last_narrative and says_the_same(written.prose, last_narrative.prose):
        return last_submission
    return None


def _describe_unchanged_fault(edition: Edition, entry: Entry) -> str:
    section = entry.section.id
    if not entry.unchanged:
        return f"no reason is given why '{section}' is unchanged"
    if entry.narrative is None or not entry.narrative.words:
        return f"'{section}' is said to be unchanged, but is not narrated"
    last_submission = find_last_submission(edition, entry)
    if last_submission is None:
        return f"'{section}' is said to be unchanged, but was never narrated before"
    if _find_repeated_submission(edition, entry) is None:
        period_title = parse_edition_period(last_submission.period).title
        return f"'{section}' is said to be unchanged, but differs from {period_title}"
    return ""
