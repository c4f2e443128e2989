"""What stands in front of a document: what is escalated, and what else is beyond a threshold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from boardpack.analysis.attention import AttentionItem, find_escalated_items, find_unescalated_items
from boardpack.analysis.measures import Measured
from boardpack.render.edition_view import EditionView
from boardpack.render.entry_view import EntryView

_MOST_EXPLAINED = 20


@dataclass(frozen=True, slots=True)
class AttentionRow:
    """A measure (None for a whole service), the rules that fired, and why.

    `service` is empty in the document of one service, `words` where rows are many.
    """

    measured: Measured | None
    rules: str
    words: tuple[str, ...]
    service: str


@dataclass(frozen=True, slots=True)
class AttentionTable:
    """Rows of one kind, worst first; there may be none."""

    title: str
    caption: str
    rows: Sequence[AttentionRow]


def list_attention_tables(
    edition_view: EditionView, entry_views: Sequence[EntryView], is_whole: bool
) -> list[AttentionTable]:
    """Return the two tables of a document; `is_whole` when it has more than one service."""
    entries = [entry_view.entry for entry_view in entry_views]
    escalated_items = find_escalated_items(edition_view.escalations, entries)
    other_items = find_unescalated_items(entries, escalated_items)
    return [
        AttentionTable(
            "Escalated",
            "Escalated by the rules, worst first",
            _to_rows(edition_view, escalated_items, is_whole),
        ),
        AttentionTable(
            "Needs attention",
            "Beyond a threshold, not escalated",
            _to_rows(edition_view, other_items, is_whole),
        ),
    ]


def iterate_measured(tables: Sequence[AttentionTable]) -> Iterator[Measured]:
    """Yield the measures of some tables."""
    return (row.measured for table in tables for row in table.rows if row.measured)


def _to_rows(
    edition_view: EditionView, items: Sequence[AttentionItem], is_whole: bool
) -> list[AttentionRow]:
    return [
        AttentionRow(
            measured=item.measured,
            rules=item.rules,
            words=item.words if index < _MOST_EXPLAINED else (),
            service=edition_view.name_service(item.entry.service) if is_whole else "",
        )
        for index, item in enumerate(items)
    ]
