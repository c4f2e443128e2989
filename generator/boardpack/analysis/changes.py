"""What needs attention, and what changed since the edition before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from boardpack.analysis.due import is_due
from boardpack.analysis.edition import Edition, Entry
from boardpack.analysis.measures import Measured
from boardpack.analysis.rag import Rating

_ORDER = tuple(Rating)


@dataclass(frozen=True, slots=True)
class Attention:
    """A measure beyond its threshold, with the entry that explains it."""

    entry: Entry
    measured: Measured


@dataclass(frozen=True, slots=True)
class Change:
    """Something in an entry that is not as it was in the edition before."""

    entry: Entry
    title: str
    words: str


def needs_attention(entries: tuple[Entry, ...]) -> tuple[Attention, ...]:
    """Return the red, then the amber measures, in the order of the pack."""
    found = [
        Attention(entry, measured)
        for entry in entries
        for measured in entry.measured
        if measured.rating in (Rating.RED, Rating.AMBER)
    ]
    return tuple(sorted(found, key=lambda one: _ORDER.index(one.measured.rating)))


def changes(edition: Edition) -> tuple[Change, ...]:
    """Return ratings that moved, worst first, then sections that came or went."""
    moved = [change for entry in edition.entries for change in _rating_changes(entry)]
    worse_first = sorted(moved, key=lambda pair: pair[0])
    return (*(change for _, change in worse_first), *_due_changes(edition))


def _rating_changes(entry: Entry) -> Iterator[tuple[int, Change]]:
    for measured in entry.measured:
        was, now = measured.previous_rating, measured.rating
        if was is now or Rating.UNRATED in (was, now):
            continue
        fell = _ORDER.index(now) < _ORDER.index(was)
        words = f"{'Worse' if fell else 'Better'}: {was} to {now}."
        yield (0 if fell else 1), Change(entry, measured.measure.title, words)


def _due_changes(edition: Edition) -> Iterator[Change]:
    before = edition.period.back()
    for entry in edition.entries:
        was, now = is_due(entry.section, before), is_due(entry.section, edition.period)
        if was is not now:
            words = "Due this time." if now else "No longer due."
            yield Change(entry, entry.section.title, words)
