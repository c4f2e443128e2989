"""What stands in front of a document: what is escalated, and to whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from boardpack.analysis.attention import AttentionItem, find_escalated_items, select_level
from boardpack.analysis.measures import Measured
from boardpack.model.pack import EscalationLevel
from boardpack.render.edition_view import EditionView
from boardpack.render.entry_view import EntryView
from boardpack.render.words import LEVEL_TITLES, describe_outcome

_MOST_EXPLAINED = {
    EscalationLevel.LEADERSHIP: 20,
    EscalationLevel.BOARD: 20,
    EscalationLevel.SECTION: 0,
}
_CAPTIONS = {
    EscalationLevel.LEADERSHIP: "Escalated to the leadership team, worst first",
    EscalationLevel.BOARD: "Escalated to the board, worst first",
    EscalationLevel.SECTION: "A target missed or at risk; nothing more",
}


@dataclass(frozen=True, slots=True)
class AttentionRow:
    """A measure (None for a whole service), the rules that fired, and why.

    `service` is empty in the document of one service, `words` where rows are many.
    """

    measured: Measured | None
    rules: str
    words: tuple[str, ...]
    service: str
    outcomes: tuple[str, ...] = ()
    """What came of its plans, in words."""


@dataclass(frozen=True, slots=True)
class AttentionTable:
    """Rows of one kind, worst first; there may be none."""

    title: str
    caption: str
    rows: Sequence[AttentionRow]


def list_attention_tables(
    edition_view: EditionView, entry_views: Sequence[EntryView], is_whole: bool
) -> list[AttentionTable]:
    """Return a table for each level, the highest first; `is_whole` where services are several."""
    entries = [entry_view.entry for entry_view in entry_views]
    items = find_escalated_items(edition_view.edition, edition_view.escalations, entries)
    return [
        AttentionTable(
            LEVEL_TITLES[level],
            _CAPTIONS[level],
            _to_rows(edition_view, select_level(items, level), is_whole, _MOST_EXPLAINED[level]),
        )
        for level in EscalationLevel
    ]


def iterate_measured(tables: Sequence[AttentionTable]) -> Iterator[Measured]:
    """Yield the measures of some tables."""
    return (row.measured for table in tables for row in table.rows if row.measured)


def _to_rows(
    edition_view: EditionView, items: Sequence[AttentionItem], is_whole: bool, most_explained: int
) -> list[AttentionRow]:
    return [
        AttentionRow(
            measured=item.measured,
            rules=item.rules,
            words=item.words if index < most_explained else (),
            service=edition_view.name_service(item.entry.service) if is_whole else "",
            outcomes=tuple(
                describe_outcome(report) for report in item.entry.exceptions if report.outcome
            ),
        )
        for index, item in enumerate(items)
    ]
