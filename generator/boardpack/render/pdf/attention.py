"""What stands in front of a document: what is escalated, and to whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from boardpack.analysis.attention import (
    AttentionItem,
    find_escalated_items,
    list_service_items,
    select_level,
)
from boardpack.analysis.measures import Measured
from boardpack.model.pack import EscalationLevel
from boardpack.model.submission import ExceptionReport
from boardpack.render.edition_view import EditionView
from boardpack.render.pdf.parts import PrintedEntry
from boardpack.render.words import LEVEL_TITLES

_MOST_EXPLAINED = {
    EscalationLevel.LEADERSHIP: 20,
    EscalationLevel.BOARD: 20,
    EscalationLevel.SECTION: 0,
}
_MOST_ON_FRONT = 10
_CAPTIONS = {
    EscalationLevel.LEADERSHIP: "Escalated to the leadership team, worst first",
    EscalationLevel.BOARD: "Escalated to the board, worst first",
    EscalationLevel.SECTION: "A target missed or at risk; nothing more",
}


@dataclass(frozen=True, slots=True)
class AttentionRow:
    """A measure (None for a whole service), the rules that fired, why, and what is done about it.

    `service` is empty in the document of one service, `words` where rows are many; `anchor` leads
    to its section.
    """

    measured: Measured | None
    anchor: str
    rules: str
    words: tuple[str, ...]
    service: str
    reports: tuple[ExceptionReport, ...]


@dataclass(frozen=True, slots=True)
class AttentionTable:
    """Rows of one kind, worst first; there may be none."""

    level: EscalationLevel
    title: str
    caption: str
    rows: Sequence[AttentionRow]

    @property
    def is_explained(self) -> bool:
        """Whether more is said of each than that a target is missed or at risk."""
        return self.level is not EscalationLevel.SECTION


def list_attention_tables(
    edition_view: EditionView, printed: Sequence[PrintedEntry], service: str
) -> list[AttentionTable]:
    """Return a table for each level, the highest first; no `service` where they are several."""
    edition = edition_view.edition
    # By identity: to compare or hash an entry is to walk all its figures.
    anchors = {id(part.entry): part.anchor for part in printed}
    escalated = list_service_items(edition, service) if service else find_escalated_items(edition)
    items = [item for item in escalated if id(item.entry) in anchors]
    return [
        AttentionTable(
            level,
            LEVEL_TITLES[level],
            _CAPTIONS[level],
            [
                _build_row(edition_view, item, anchors, not service, index < _MOST_EXPLAINED[level])
                for index, item in enumerate(select_level(items, level))
            ],
        )
        for level in EscalationLevel
    ]


def list_first_rows(tables: Sequence[AttentionTable]) -> list[AttentionRow]:
    """Return the few rows that page 1 shows: what reaches anybody beyond its section."""
    return [row for table in tables if table.is_explained for row in table.rows][:_MOST_ON_FRONT]


def _build_row(
    edition_view: EditionView,
    item: AttentionItem,
    anchors: Mapping[int, str],
    is_whole: bool,
    is_explained: bool,
) -> AttentionRow:
    return AttentionRow(
        measured=item.measured,
        anchor=anchors[id(item.entry)],
        rules=item.rules,
        words=item.words if is_explained else (),
        service=edition_view.name_service(item.entry.service) if is_whole else "",
        # Several measures have several reports, each beside its own measure.
        reports=item.entry.exceptions if item.measured else (),
    )
