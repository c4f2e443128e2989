"""Rules on the headings inside narratives: those that a form asks for, and the months they name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boardpack.analysis.edition import Edition, Entry
from boardpack.analysis.named_periods import names_another, spoken
from boardpack.checks.registry import rule
from boardpack.checks.who import contributor, writer
from boardpack.findings import Fault
from boardpack.model.pack import Form
from boardpack.model.period import Period
from boardpack.model.submission import Narrative, Submission

YOU_SAID_WE_DID = ("You said", "We did", "Action plan")


@rule("N106", "'You said, we did' has its three headings, each with words under it")
def you_said_we_did(edition: Edition) -> Iterator[Fault]:
    """Write `### You said`, `### We did` and `### Action plan`, and say something under each."""
    yield from _form(edition, Form.YOU_SAID_WE_DID)


@rule("N107", "Summaries have their headings, each with words under it")
def summary(edition: Edition) -> Iterator[Fault]:
    """Write each heading that the pack asks for with ###, and say something under it."""
    yield from _form(edition, Form.SUMMARY)


@rule("N109", "Headings name no month or week but the edition's")
def heading_names_the_period(edition: Edition) -> Iterator[Fault]:
    """Name the month or week that is reported, or none; read the text below for old news, too."""
    for service in edition.services:
        entries = edition.of_service(service)
        submission = entries[0].submission
        for title, line in submission.headings if submission else ():
            entry = _entry_at(entries, line)
            periods = _periods(edition, entry)
            other = names_another(title, periods)
            if submission and other:
                yield Fault(
                    submission.place(line),
                    f"the heading '{title}' names {other}; this is {spoken(periods[-1])}",
                    contributor(edition, service),
                    service,
                    entry.section.id if entry else "",
                )


def _form(edition: Edition, form: Form) -> Iterator[Fault]:
    for entry in edition.entries:
        narrative, submission = entry.narrative, entry.submission
        if entry.section.form is not form or not entry.is_owed:
            continue
        if submission and narrative and narrative.words:
            asked = YOU_SAID_WE_DID if form is Form.YOU_SAID_WE_DID else entry.section.headings
            for line, words in _heading_faults(submission, narrative, asked):
                place = submission.place(line)
                yield Fault(place, words, writer(edition, entry), entry.service, entry.section.id)


def _heading_faults(
    submission: Submission, narrative: Narrative, asked: Sequence[str]
) -> Iterator[tuple[int, str]]:
    words = _words_under(narrative, asked)
    for title in asked:
        if title not in words:
            yield narrative.line, f"there is no heading '### {title}'"
        elif not words[title]:
            yield _line_of(submission, narrative, title), f"there are no words under '{title}'"


def _words_under(narrative: Narrative, asked: Sequence[str]) -> dict[str, int]:
    """Return how many words stand under each heading asked for, smaller headings included."""
    by_folded = {_folded(title): title for title in asked}
    found: dict[str, int] = {}
    current = ""
    for title, words in narrative.parts:
        current = by_folded.get(_folded(title), current)
        if current:
            found[current] = found.get(current, 0) + words
    return found


def _line_of(submission: Submission, narrative: Narrative, title: str) -> int:
    lines = (
        line
        for heading, line in submission.headings
        if line > narrative.line and _folded(heading) == _folded(title)
    )
    return next(lines, narrative.line)


def _folded(title: str) -> str:
    return title.casefold().strip(" :.?…")


def _entry_at(entries: Sequence[Entry], line: int) -> Entry | None:
    """Return the entry whose narrative a line belongs to."""
    opened = [(e.narrative.line, e) for e in entries if e.narrative and e.narrative.line <= line]
    return max(opened, key=lambda one: one[0])[1] if opened else None


def _periods(edition: Edition, entry: Entry | None) -> list[Period]:
    lag = entry.section.lag if entry else 0
    return list(dict.fromkeys((edition.period, edition.period.back(lag))))
