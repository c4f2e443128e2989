"""What a director sees first of a service: what is red, what changed, and what is asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from boardpack.analysis.asks import Ask, list_asks
from boardpack.analysis.blocks.block import Block
from boardpack.analysis.changes import MeasureChange, list_changes
from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.measures import Measured
from boardpack.analysis.rag import Rating
from boardpack.model.series import Restatement


@dataclass(frozen=True, slots=True)
class RedFigure:
    """A figure that is rated red, in its section."""

    entry: Entry
    measured: Measured


@dataclass(frozen=True, slots=True)
class ServiceSummary:
    """A service in one edition, the worst first.

    `counts` says how many figures have each rating. `red_entries` are those that are red by
    something else than a measure, such as a plan or a risk. `asks` are the words under the
    headings by which the pack asks for decisions.
    """

    edition: Edition
    service: str
    counts: tuple[tuple[Rating, int], ...]
    red_figures: tuple[RedFigure, ...]
    red_entries: tuple[Entry, ...]
    changes: tuple[MeasureChange, ...]
    restatements: tuple[tuple[Block, Restatement], ...]
    asks: tuple[Ask, ...]


def summarise_service(edition: Edition, service: str) -> ServiceSummary:
    """Return what is to be seen first of a service."""
    entries = edition.list_service_entries(service)
    ratings = Counter(
        rating for entry in entries for block in entry.blocks for rating in block.ratings
    )
    red_figures = tuple(
        RedFigure(entry, measured)
        for entry in entries
        for measured in entry.measured
        if measured.rating is Rating.RED
    )
    entries_with_figures = {figure.entry.section.id for figure in red_figures}
    return ServiceSummary(
        edition=edition,
        service=service,
        counts=tuple((rating, ratings[rating]) for rating in Rating if ratings[rating]),
        red_figures=red_figures,
        red_entries=tuple(
            entry
            for entry in entries
            if entry.rating is Rating.RED and entry.section.id not in entries_with_figures
        ),
        changes=tuple(
            change for change in list_changes(edition) if change.entry.service == service
        ),
        restatements=tuple(
            (block, restatement)
            for entry in entries
            for block in entry.blocks
            for restatement in block.restatements
        ),
        asks=tuple(ask for ask in list_asks(edition) if ask.entry.service == service),
    )
