"""What needs attention: measures that are escalated, high risks, and late plans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from boardpack.analysis.attention import (
    AttentionItem,
    build_measure_path,
    compare_due_measures,
    sort_worst_first,
)
from boardpack.analysis.blocks.block import select_blocks
from boardpack.analysis.blocks.risks import RisksBlock
from boardpack.analysis.entry import Entry
from boardpack.analysis.late_plans import find_late_plans
from boardpack.analysis.measures import Measured
from boardpack.analysis.plans import rate_plan
from boardpack.analysis.rag import Rating
from boardpack.analysis.risks import find_score, is_for_committee, rate_risk_score
from boardpack.model.dataset import Contract
from boardpack.model.rows import (
    PlanLine,
    Risk,
)
from boardpack.model.submission import ExceptionReport
from boardpack.render.edition_view import EditionView
from boardpack.render.site.links import link_to_entry, to_link

MOST_SERVICES = 3
"""So many services of a measure are in view; its own page has the others."""


@dataclass(frozen=True, slots=True)
class AttentionRow:
    """A measure (None for a whole service), why it is here, and what is done.

    `rules` are those that neither its rating nor its target says already.
    """

    measured: Measured | None
    rules: str
    words: tuple[str, ...]
    service: str
    link: str
    reports: tuple[ExceptionReport, ...]


@dataclass(frozen=True, slots=True)
class AttentionGroup:
    """A measure with the services that it is escalated of, the worst in `rows` and so many `more`.

    `link` leads to the measure's own page, or to where its one service tells about it.
    """

    title: str
    link: str
    rows: Sequence[AttentionRow]
    more: int


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A risk that the committee sees."""

    risk: Risk
    contract: Contract
    rating: Rating
    service: str
    link: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan that is late."""

    plan: PlanLine
    rating: Rating
    link: str


def list_attention_groups(
    edition_view: EditionView, items: Sequence[AttentionItem]
) -> list[AttentionGroup]:
    """Return a group for each measure, and one for each item of a whole service."""
    pages = {
        (comparison.dataset_id, comparison.measure.id): to_link(build_measure_path(comparison))
        for comparison in compare_due_measures(edition_view.edition)
    }
    groups: dict[tuple[str, str], list[AttentionItem]] = {}
    for item in items:
        groups.setdefault(_identify_group(item), []).append(item)
    return [_build_group(edition_view, group, pages.get(key)) for key, group in groups.items()]


def list_attention_rows(
    edition_view: EditionView, items: Sequence[AttentionItem]
) -> list[AttentionRow]:
    """Return a row for each item."""
    return [
        AttentionRow(
            measured=item.measured,
            rules=item.other_rules,
            words=item.words,
            service=edition_view.name_service(item.entry.service),
            link=link_to_entry(item.entry),
            # Several measures have several reports, each beside its own measure.
            reports=item.entry.exceptions if item.measured else (),
        )
        for item in items
    ]


def _identify_group(item: AttentionItem) -> tuple[str, str]:
    if item.measured is None:
        return "", item.entry.service
    return item.measured.dataset_id, item.measured.measure.id


def _sort_services(items: Sequence[AttentionItem]) -> list[AttentionItem]:
    """Return the services of one measure by their figures: unlike measures, these can be ranked."""
    if len(items) == 1:
        return list(items)
    ranked = sort_worst_first([item.measured for item in items if item.measured])
    places = {measured.service: place for place, measured in enumerate(ranked)}
    return sorted(items, key=lambda item: places[item.entry.service])


def _build_group(
    edition_view: EditionView, items: Sequence[AttentionItem], page: str | None
) -> AttentionGroup:
    rows = list_attention_rows(edition_view, _sort_services(items)[:MOST_SERVICES])
    return AttentionGroup(
        title=items[0].title,
        link=page or rows[0].link,
        rows=rows,
        more=len(items) - len(rows),
    )


def list_risk_rows(edition_view: EditionView) -> list[RiskRow]:
    """Return the risks that score as much as the committee wants to see."""
    return [
        row for entry in edition_view.edition.entries for row in _find_risks(edition_view, entry)
    ]


def _find_risks(edition_view: EditionView, entry: Entry) -> Iterator[RiskRow]:
    for block in select_blocks(entry.blocks, RisksBlock):
        for risk in block.risks:
            if is_for_committee(block.contract, risk):
                yield RiskRow(
                    risk=risk,
                    contract=block.contract,
                    rating=rate_risk_score(block.contract, find_score(block.contract, risk)),
                    service=edition_view.name_service(entry.service),
                    link=link_to_entry(entry),
                )


def list_late_plans(edition_view: EditionView) -> list[PlanRow]:
    """Return a row for each plan that is late, the longest overdue first."""
    edition = edition_view.edition
    return [
        PlanRow(plan, rate_plan(plan, edition.period.end), link_to_entry(entry))
        for plan, entry in find_late_plans(edition)
    ]
