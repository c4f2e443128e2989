"""Rules on exception reports: what is off track is explained, led, dated and measurable."""

from __future__ import annotations

import re
from collections.abc import Iterator

from boardpack.analysis.edition import Edition, Entry
from boardpack.analysis.escalation import Escalation, EscalationRule, escalations
from boardpack.analysis.rag import Rating
from boardpack.checks.registry import rule
from boardpack.checks.who import contributor, writer
from boardpack.findings import Fault, Place, Severity
from boardpack.model.submission import ExceptionReport, Submission

_MEASURE = re.compile(
    r"\d|\b(?:all|both|each|every|half|no|none|nobody|nothing|zero|one|two|three|four|five|six|"
    r"seven|eight|nine|ten|eleven|twelve|twice)\b",
    re.IGNORECASE,
)
_NEEDED = {"issue": "what is wrong", "cause": "why", "action": "what is done"}
_OFF_TRACK = (Rating.RED, Rating.AMBER)


@rule("E101", "What is amber, red or escalated has an exception report")
def exception_is_reported(edition: Edition) -> Iterator[Fault]:
    """Add an entry under `exceptions:` that says what, why, action, lead, due and measurable."""
    escalated: dict[tuple[str, str], list[Escalation]] = {}
    for one in escalations(edition):
        if one.rule is not EscalationRule.SEVERAL_MEASURES:
            escalated.setdefault((one.entry.service, one.entry.section.id), []).append(one)
    for entry in edition.entries:
        if entry.is_owed and not entry.exceptions and not _has_no_file(entry):
            reasons = _reasons(entry, escalated.get((entry.service, entry.section.id), []))
            if reasons:
                more = f", and {len(reasons) - 1} more" if len(reasons) > 1 else ""
                words = f"'{entry.section.title}' has no exception report: {reasons[0]}{more}"
                yield Fault(_top(edition, entry), words, *_who(edition, entry))


@rule("E102", "No action of an exception report is overdue", Severity.WARNING)
def action_is_not_overdue(edition: Edition) -> Iterator[Fault]:
    """Say in the narrative what became of the action; agree a new day if it is not done yet."""
    day = edition.due_day
    for entry, submission, index, one in _reports(edition):
        if one.due < day:
            words = f"the action was due on {one.due}, the edition is due on {day}"
            place = _line(submission, index, "due")
            yield Fault(place, words, *_who(edition, entry))


@rule("E103", "Exception reports say what is wrong, why, and what is done")
def exception_is_complete(edition: Edition) -> Iterator[Fault]:
    """Fill in `issue`, `cause` and `action`, each with a sentence."""
    for entry, submission, index, one in _reports(edition):
        lacking = [words for key, words in _NEEDED.items() if not getattr(one, key).strip()]
        if lacking:
            words = f"the exception report does not say {' nor '.join(lacking)}"
            yield Fault(_line(submission, index), words, *_who(edition, entry))


@rule("E104", "Exception reports say how success will be measured")
def exception_is_measurable(edition: Edition) -> Iterator[Fault]:
    """Write under `measurable` a figure that will show, by the day it is due, that it worked."""
    for entry, submission, index, one in _reports(edition):
        if not _MEASURE.search(one.measurable):
            given = one.measurable.strip()
            words = f"'{given}' gives no figure" if given else "nothing says how it is measured"
            place = _line(submission, index, "measurable")
            yield Fault(place, words, *_who(edition, entry))


@rule("E105", "Plans name how systems and processes are updated", Severity.WARNING)
def plan_updates_processes(edition: Edition) -> Iterator[Fault]:
    """Write under `systems` which system or process is updated, and how, so that it lasts."""
    for entry, submission, index, one in _reports(edition):
        if not one.systems.strip():
            words = "the exception report does not say which system or process is updated"
            yield Fault(_line(submission, index), words, *_who(edition, entry))


def _reports(edition: Edition) -> Iterator[tuple[Entry, Submission, int, ExceptionReport]]:
    for entry in edition.entries:
        if entry.submission is not None:
            for index, one in enumerate(entry.submission.front.exceptions):
                if one.section == entry.section.id:
                    yield entry, entry.submission, index, one


def _has_no_file(entry: Entry) -> bool:
    """Return whether the whole submission is missing, which another rule says once."""
    return entry.submission is None and entry.needs_narrative


def _reasons(entry: Entry, escalated: list[Escalation]) -> list[str]:
    """Return for each measure why it needs a report, in its worst reason; red and amber first."""
    found = {
        one.measure.id: f"{one.measure.title} is {one.rating}"
        for one in sorted(entry.measured, key=lambda m: tuple(Rating).index(m.rating))
        if one.rating in _OFF_TRACK
    }
    for one in escalated:
        if one.measured is not None:
            title = one.measured.measure.title
            found.setdefault(one.measured.measure.id, f"{title}: {one.rule}")
    return list(found.values())


def _who(edition: Edition, entry: Entry) -> tuple[str, str, str]:
    """Return who can mend it, the service and the section."""
    who = writer(edition, entry) or contributor(edition, entry.service)
    return who, entry.service, entry.section.id


def _top(edition: Edition, entry: Entry) -> Place:
    """Return the line of the exceptions, else of the narrative, else the file."""
    submission = entry.submission
    if submission is None:
        return Place(edition.submission_path(entry.service))
    narrative = entry.narrative
    line = submission.front_lines.get("exceptions")
    return submission.place(line or (narrative.line if narrative else None))


def _line(submission: Submission, index: int, key: str = "") -> Place:
    lines = submission.front_lines
    line = lines.get(f"exceptions.{index}.{key}") if key else None
    return submission.place(line or lines.get(f"exceptions.{index}"))
