"""An edition, or a service in it, in one sentence: what a reader takes away who reads no more."""

from __future__ import annotations

from collections import Counter

from boardpack.analysis.rag import Rating
from boardpack.render.edition_view import EditionView
from boardpack.render.findings.report import format_count


def describe_in_a_sentence(edition_view: EditionView, service: str = "") -> str:
    """Return how figures stand, how ratings moved, and whether a decision is asked for."""
    edition = edition_view.edition
    ratings = Counter(
        measured.rating
        for entry in edition.entries
        if service in ("", entry.service)
        for measured in entry.measured
    )
    rated_count = sum(count for rating, count in ratings.items() if rating is not Rating.UNRATED)
    moves = Counter(change.is_worse for change in edition_view.changes.select(service))
    before = edition.period.step_back().name
    parts = [
        f"Of {format_count(rated_count, 'rated figure')} {_describe_ratings(ratings)}"
        if rated_count
        else "No figure is rated",
        f"since {before}, {moves[True]} got worse and {moves[False]} better"
        if moves[True] or moves[False]
        else f"no rating changed since {before}",
        _describe_asks(len(edition_view.asks.select(service))),
    ]
    return f"{'; '.join(part for part in parts if part)}."


def _describe_ratings(ratings: Counter[Rating]) -> str:
    red, amber = ratings[Rating.RED], ratings[Rating.AMBER]
    if not red and not amber:
        return "none is red or amber"
    return f"{red} {'is' if red == 1 else 'are'} red and {amber} amber"


def _describe_asks(count: int) -> str:
    return (
        f"{format_count(count, 'decision')} {'is' if count == 1 else 'are'} asked for"
        if count
        else ""
    )
