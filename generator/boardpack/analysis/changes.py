"""What changed since the edition before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from boardpack.analysis.due import is_due
from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.measures import compute_change, explain_incomparable
from boardpack.analysis.rag import Rating
from boardpack.model.dataset import Gap

_ORDER = tuple(Rating)


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """Something in an entry that is not as it was in the edition before.

    `is_worse` tells which way a rating moved; None of everything else.
    """

    entry: Entry
    title: str
    words: str
    is_worse: bool | None = None


def list_changes(edition: Edition) -> tuple[MeasureChange, ...]:
    """Return ratings that moved, worst first, or compare no more; then sections due or not."""
    rating_changes = [
        change for entry in edition.entries for change in _find_rating_changes(edition, entry)
    ]
    worse_first = sorted(rating_changes, key=lambda pair: pair[0])
    return (*(change for _, change in worse_first), *_find_due_changes(edition))


def _find_rating_changes(edition: Edition, entry: Entry) -> Iterator[tuple[int, MeasureChange]]:
    new_blocks = (block for block in entry.blocks if edition.is_new(entry, block))
    for measured in (measured for block in new_blocks for measured in block.measured):
        if compute_change(measured) is Gap.INCOMPARABLE:
            words = explain_incomparable(measured)
            yield 1, MeasureChange(entry, measured.measure.title, words)
        previous_rating, rating = measured.previous_rating, measured.rating
        # To have become rated is neither better nor worse.
        if previous_rating is rating or Rating.UNRATED in (previous_rating, rating):
            continue
        is_worse = _ORDER.index(rating) < _ORDER.index(previous_rating)
        words = f"{'Worse' if is_worse else 'Better'}: {previous_rating} to {rating}."
        yield (0 if is_worse else 1), MeasureChange(entry, measured.measure.title, words, is_worse)


def _find_due_changes(edition: Edition) -> Iterator[MeasureChange]:
    previous_period = edition.period.step_back()
    new_services = {
        reporter.id
        for reporter in edition.instance.directorate.reporters
        if not reporter.span.covers(previous_period)
    }
    for entry in edition.entries:
        was_due = is_due(entry.section, previous_period)
        was_due = was_due and entry.section.span.covers(previous_period)
        due_now = is_due(entry.section, edition.period)
        if entry.service in new_services:
            # Once for a service, not for each of its sections.
            new_services.remove(entry.service)
            words = "The service reports for the first time."
            yield MeasureChange(entry, entry.section.title, words)
        elif was_due is not due_now:
            words = "Due this time." if due_now else "No longer due."
            yield MeasureChange(entry, entry.section.title, words)
