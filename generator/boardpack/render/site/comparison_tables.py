"""The figures of a section, service by service: measures, or total budgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from boardpack.analysis.attention import build_measure_path, compare_due_measures
from boardpack.analysis.blocks.block import Block, select_blocks
from boardpack.analysis.blocks.finance import FinanceBlock
from boardpack.analysis.measures import Measured
from boardpack.render.edition_view import EditionView
from boardpack.render.entry_view import EntryView
from boardpack.render.site.links import to_link

_ALL = "All services together"


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure of one service."""

    service: str
    measured: Measured


@dataclass(frozen=True, slots=True)
class MeasureGroup:
    """A measure of all services; `link` leads to its own page, empty where it has none."""

    title: str
    link: str
    rows: list[MeasureRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """The six amounts of a service's total budget, or of all of them together."""

    service: str
    amounts: Sequence[Decimal]
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class ComparisonTable:
    """A dataset of all services: measures by title, or total budgets. `block` is one service's."""

    block: Block
    measures: dict[str, MeasureGroup] = field(default_factory=dict)
    totals: list[BudgetRow] = field(default_factory=list)


def build_comparison_tables(
    edition_view: EditionView, entry_views: Sequence[EntryView]
) -> list[ComparisonTable]:
    """Return a table for each dataset that has anything to compare."""
    tables: dict[str, ComparisonTable] = {}
    links = _list_measure_links(edition_view)
    for entry_view in entry_views:
        service = edition_view.name_service(entry_view.entry.service)
        for block in entry_view.entry.blocks:
            table = tables.setdefault(block.dataset_id, ComparisonTable(block))
            _add_measures(table, service, block.measured, links)
            table.totals.extend(
                BudgetRow(service, budget.total)
                for budget in select_blocks([block], FinanceBlock)
                if budget.groups
            )
    blocks = [block for entry_view in entry_views for block in entry_view.entry.blocks]
    for dataset_id, table in tables.items():
        # Where a service has no figures, the others are not the directorate.
        if 1 < len(table.totals) == sum(block.dataset_id == dataset_id for block in blocks):
            table.totals.append(BudgetRow(_ALL, _sum_totals(table.totals), is_sum=True))
    return [table for table in tables.values() if table.measures or table.totals]


def _sum_totals(rows: Sequence[BudgetRow]) -> tuple[Decimal, ...]:
    columns = zip(*(row.amounts for row in rows), strict=True)
    return tuple(sum(column, Decimal(0)) for column in columns)


def _add_measures(
    table: ComparisonTable,
    service: str,
    series: Sequence[Measured],
    links: Mapping[tuple[str, str], str],
) -> None:
    for measured in series:
        title = measured.measure.title
        link = links.get((measured.dataset_id, measured.measure.id), "")
        group = table.measures.setdefault(title, MeasureGroup(title, link))
        group.rows.append(MeasureRow(service, measured))


def _list_measure_links(edition_view: EditionView) -> dict[tuple[str, str], str]:
    return {
        (comparison.dataset_id, comparison.measure.id): to_link(build_measure_path(comparison))
        for comparison in compare_due_measures(edition_view.edition)
    }
