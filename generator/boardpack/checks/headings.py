"""Rules on the headings inside narratives: those that a form asks for, and the months they name."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from operator import itemgetter

from boardpack.analysis.attention import find_summarised_items, select_level
from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.form_parts import split_form_parts
from boardpack.analysis.named_periods import find_wrong_period, format_period
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_contributor, find_writer
from boardpack.findings import Fault, Severity
from boardpack.model.forms import FormHeading, fold_title, list_form_headings
from boardpack.model.pack import EscalationLevel, Form
from boardpack.model.period import Period
from boardpack.model.submission import Narrative, Submission

_NOTHING = re.compile(r"\W*(?:nothing|none|nil)(?: this (?:month|week|time))?\W*", re.IGNORECASE)


@rule("N106", "'You said, we did' has its three headings, each with words under it")
def find_you_said_we_did_faults(edition: Edition) -> Iterator[Fault]:
    """Write `### You said`, `### We did` and `### Action plan`, and say something under each."""
    yield from _find_form_faults(edition, {Form.YOU_SAID_WE_DID})


@rule("N107", "Summaries and other forms have their headings, each with words under it")
def find_form_faults(edition: Edition) -> Iterator[Fault]:
    """Write each heading that the form asks for with ###, and say something under it.

    Where there is nothing to say under one of Alert, Advise and Assure, write `Nothing`; in a
    highlight report, `Nothing to report`.
    """
    yield from _find_form_faults(edition, set(Form) - {Form.YOU_SAID_WE_DID})


@rule("N117", "Nothing is said only where nothing is escalated", Severity.WARNING)
def find_silent_headings(edition: Edition) -> Iterator[Fault]:
    """Name under Alert and Advise what is escalated, and what you ask for or when you report next.

    `Nothing` is for a month in which no figure reaches the leadership team, or the board.
    """
    for entry in edition.entries:
        levels = {heading.title: heading.level for heading in list_form_headings(entry.section)}
        for part in split_form_parts(entry) if entry.is_owed else ():
            level = levels.get(part.title)
            if level is None or not _NOTHING.fullmatch(part.text):
                continue
            titles = _list_escalated_titles(edition, entry, level)
            if titles and entry.submission and entry.narrative:
                yield Fault(
                    entry.submission.find_place(
                        _find_heading_line(entry.submission, entry.narrative, part.title)
                    ),
                    f"'{part.title}' says nothing, but this is escalated: {', '.join(titles)}",
                    find_writer(edition, entry),
                    entry.service,
                    entry.section.id,
                )


@rule("N109", "Headings name no month or week but the edition's")
def find_headings_of_other_periods(edition: Edition) -> Iterator[Fault]:
    """Name the month or week that is reported, or none; read the text below for old news, too."""
    for entries in edition.by_submission.values():
        submission = entries[0].submission
        written = _list_written(entries)
        for title, line in submission.headings if submission else ():
            entry = _find_entry_at(written, line)
            periods = _list_periods(edition, entry)
            other_period = find_wrong_period(title, periods)
            if submission and other_period:
                own_period = format_period(periods[-1])
                yield Fault(
                    submission.find_place(line),
                    f"the heading '{title}' names {other_period}; this is {own_period}",
                    find_contributor(edition, submission.service),
                    submission.service,
                    entry.section.id if entry else "",
                )


def _list_escalated_titles(edition: Edition, entry: Entry, level: EscalationLevel) -> list[str]:
    """Return what of a summary's service, or of all for the directorate's, reaches a level."""
    items = select_level(find_summarised_items(edition, entry.service), level)
    return list(dict.fromkeys(item.title for item in items))


def _find_form_faults(edition: Edition, forms: Set[Form]) -> Iterator[Fault]:
    for entry in edition.entries:
        narrative, submission = entry.narrative, entry.submission
        if entry.section.form not in forms or not entry.is_owed:
            continue
        if submission and narrative and narrative.words:
            headings = list_form_headings(entry.section)
            for line, words in _find_heading_faults(submission, narrative, headings):
                place = submission.find_place(line)
                yield Fault(
                    place, words, find_writer(edition, entry), entry.service, entry.section.id
                )


def _find_heading_faults(
    submission: Submission, narrative: Narrative, headings: Sequence[FormHeading]
) -> Iterator[tuple[int, str]]:
    word_counts = _count_words_under(narrative, [heading.title for heading in headings])
    for heading in headings:
        title = heading.title
        asked = f". {heading.prompt}" if heading.prompt else ""
        if title not in word_counts:
            yield narrative.line, f"there is no heading '### {title}'{asked}"
        elif not word_counts[title]:
            yield (
                _find_heading_line(submission, narrative, title),
                f"there are no words under '{title}'{asked}",
            )


def _count_words_under(narrative: Narrative, required_headings: Sequence[str]) -> dict[str, int]:
    """Return how many words stand under each heading asked for, smaller headings included."""
    titles_by_folded = {fold_title(title): title for title in required_headings}
    word_counts: dict[str, int] = {}
    current = ""
    for title, words in narrative.parts:
        current = titles_by_folded.get(fold_title(title), current)
        if current:
            word_counts[current] = word_counts.get(current, 0) + words
    return word_counts


def _find_heading_line(submission: Submission, narrative: Narrative, title: str) -> int:
    lines = (
        line
        for heading, line in submission.headings
        if line > narrative.line and fold_title(heading) == fold_title(title)
    )
    return next(lines, narrative.line)


def _list_written(entries: Sequence[Entry]) -> list[tuple[int, Entry]]:
    """Return the entries of a file that have a narrative, each with its line, from the top down."""
    written = [(narrative.line, entry) for entry in entries if (narrative := entry.narrative)]
    return sorted(written, key=itemgetter(0))


def _find_entry_at(written: Sequence[tuple[int, Entry]], line: int) -> Entry | None:
    """Return the entry whose narrative a line belongs to."""
    index = bisect_right(written, line, key=itemgetter(0))
    return written[index - 1][1] if index else None


def _list_periods(edition: Edition, entry: Entry | None) -> list[Period]:
    lag = entry.section.lag if entry else 0
    shown = (block.period for block in entry.blocks) if entry else ()
    return list(dict.fromkeys((edition.period, edition.period.step_back(lag), *shown)))
