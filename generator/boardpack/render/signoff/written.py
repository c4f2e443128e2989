"""What a director signs of a paper's cover sheet and of exception reports, in words, line by line.

Completeness is tested: each field of them that is signed stands in these words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.model.agenda import AgendaItem
from boardpack.model.period import format_day
from boardpack.model.report_labels import LABELS
from boardpack.model.submission import ExceptionReport, NextStep, PlanOutcome
from boardpack.render.agenda_view import PURPOSE_WORDS
from boardpack.render.cover_view import (
    CoverPart,
    build_cover_view,
    describe_supplement,
    list_unprinted_parts,
    name_seat,
)
from boardpack.render.words import NEXT_STEP_WORDS

_UNSAID = {"cause": "not yet known", "action": "none reported", "due": "no day given"}
"""What stands in a report for a field that readers look for, and that is empty."""


def list_paper_lines(edition: Edition, entry: Entry) -> list[str]:
    """Return a paper's place on the agenda and its cover sheet; nothing of what is no paper."""
    item = edition.agenda.find_item(entry.section.id) if edition.agenda else None
    if item is None:
        return []
    lines = (*_iterate_item_lines(edition, item), *_iterate_cover_lines(edition, entry, item))
    return _flatten(lines)


def list_unprinted_lines(edition: Edition, entry: Entry) -> list[str]:
    """Return what a paper's cover sheet says and no reader sees: whoever signs it must."""
    return _flatten(
        f"Not printed, because the form has no row for it: {line}"
        for line in _iterate_part_lines(list_unprinted_parts(edition, entry))
    )


def _flatten(lines: Iterable[str]) -> list[str]:
    # A text of several lines would else look like lines of boardpack's own.
    return [" ".join(line.split("\n")) for line in lines if line]


def _iterate_item_lines(edition: Edition, item: AgendaItem) -> Iterator[str]:
    yield f"Enclosure: {item.enclosure or 'no number'}"
    yield f"Led by: {', '.join(name_seat(edition, name) for name in item.lead) or 'nobody'}"
    yield f"For: {', '.join(PURPOSE_WORDS[each] for each in item.purpose) or 'nothing is asked'}"
    yield describe_supplement(item)


def _iterate_cover_lines(edition: Edition, entry: Entry, item: AgendaItem) -> Iterator[str]:
    view = build_cover_view(edition, entry)
    cover = entry.submission.cover if entry.submission else None
    if view is None or cover is None:
        return
    yield f"Form of the cover sheet: {cover.form.replace('-', ' ')}"
    if cover.enclosure and cover.enclosure != item.enclosure:
        yield f"Enclosure by the cover sheet: {cover.enclosure}"
    yield from _iterate_part_lines([part for part in view.parts if part.is_written])


def _iterate_part_lines(parts: Sequence[CoverPart]) -> Iterator[str]:
    for part in parts:
        for line in part.lines:
            label = f"{part.title}, {line.label}" if line.label else part.title
            yield f"{label}: {line.words}"


def describe_exception(edition: Edition, report: ExceptionReport) -> str:
    """Return a report with all that is signed of it, each under the label that writers use."""
    parts = []
    for name, label in LABELS.items():
        words = _format_value(edition, report, name) or _UNSAID.get(name, "")
        if words:
            parts.append(words if name == "issue" else f"{label}: {words}")
    return " ".join(f"{part.rstrip('.')}." for part in parts)


def _format_value(edition: Edition, report: ExceptionReport, name: str) -> str:
    if name == "lead":
        return edition.instance.name_person_or_role(report.lead)
    match getattr(report, name):
        case date() as day:
            return format_day(day)
        case PlanOutcome() as outcome:
            return outcome.replace("-", " ")
        case NextStep() as step:
            return NEXT_STEP_WORDS[step]
        case None:
            return ""
        case value:
            return str(value)
