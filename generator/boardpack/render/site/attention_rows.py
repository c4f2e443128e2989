"""What needs attention: measures that are escalated or beyond a threshold, and high risks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from boardpack.analysis.attention import AttentionItem
from boardpack.analysis.blocks.block import select_blocks
from boardpack.analysis.blocks.risks import RisksBlock
from boardpack.analysis.edition import Entry
from boardpack.analysis.measures import Measured
from boardpack.analysis.rag import Rating
from boardpack.analysis.risks import rate_risk_score
from boardpack.model.rows import (
    Risk,
)
from boardpack.model.submission import ExceptionReport
from boardpack.render.edition_view import EditionView
from boardpack.render.site.links import link_to_entry


@dataclass(frozen=True, slots=True)
class AttentionRow:
    """A measure (None for a whole service), the rules that fired and why, and what is done."""

    measured: Measured | None
    rules: str
    words: tuple[str, ...]
    service: str
    link: str
    reports: tuple[ExceptionReport, ...]


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A risk that the committee sees."""

    risk: Risk
    rating: Rating
    service: str
    link: str


def list_attention_rows(
    edition_view: EditionView, items: Sequence[AttentionItem]
) -> list[AttentionRow]:
    """Return a row for each item."""
    return [
        AttentionRow(
            measured=item.measured,
            rules=item.rules,
            words=item.words,
            service=edition_view.name_service(item.entry.service),
            link=link_to_entry(item.entry),
            reports=item.entry.exceptions,
        )
        for item in items
    ]


def list_risk_rows(edition_view: EditionView) -> list[RiskRow]:
    """Return the risks that score as much as the committee wants to see."""
    return [
        row for entry in edition_view.edition.entries for row in _find_risks(edition_view, entry)
    ]


def _find_risks(edition_view: EditionView, entry: Entry) -> Iterator[RiskRow]:
    for block in select_blocks(entry.blocks, RisksBlock):
        for risk in block.risks:
            if risk.score >= block.contract.shown_from:
                yield RiskRow(
                    risk=risk,
                    rating=rate_risk_score(block.contract, risk.score),
                    service=edition_view.name_service(entry.service),
                    link=link_to_entry(entry),
                )
