"""The figures behind a document's charts, for its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from jinja2 import Environment

from boardpack.analysis.blocks.block import select_blocks
from boardpack.analysis.blocks.measures import MeasuresBlock
from boardpack.render.environment import judge_measured
from boardpack.render.filters import RECENT_PERIODS
from boardpack.render.measure_view import MeasureView, OutlookView, list_recent_series
from boardpack.render.pdf.parts import PrintedEntry

_LONGEST_FIGURE = 11
"""Of so many letters a year's figures of a measure stand side by side on a page's width."""


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """The measures of a block, each with its values in words; `anchor` leads to the charts."""

    id: str
    title: str
    anchor: str
    periods: tuple[str, ...]
    rows: Sequence[tuple[str, list[str]]]

    @property
    def is_wide(self) -> bool:
        """Whether a figure is so long that its table is no row of figures any more."""
        return any(len(text) > _LONGEST_FIGURE for _, cells in self.rows for text in cells)


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Groups that have the same periods, and figures of a length."""

    periods: tuple[str, ...]
    groups: Sequence[FigureGroup]


@dataclass(frozen=True, slots=True)
class OutlookTable:
    """What lies ahead of a measure, beside its chart."""

    title: str
    outlook: OutlookView


def list_figure_tables(
    environment: Environment, entries: Sequence[PrintedEntry]
) -> list[FigureTable]:
    """Return the last values of every measure, in the order of the document."""
    groups = (
        _build_group(printed, block, views)
        for printed, block, views in _list_blocks(environment, entries)
    )
    return [
        FigureTable(periods, list(same))
        # Apart, lest long figures take all others the form that shows a year at a glance.
        for (periods, _), same in groupby(groups, key=lambda g: (g.periods, g.is_wide))
    ]


def list_outlook_tables(
    environment: Environment, entries: Sequence[PrintedEntry]
) -> list[OutlookTable]:
    """Return the plans and forecasts that charts show."""
    return [
        OutlookTable(f"{printed.title}: {view.measured.measure.title}", view.outlook)
        for printed, _, views in _list_blocks(environment, entries)
        for view in views
        if view.measured.measure.chart and view.has_plan and view.outlook
    ]


def _list_blocks(
    environment: Environment, entries: Sequence[PrintedEntry]
) -> Iterator[tuple[PrintedEntry, MeasuresBlock, list[MeasureView]]]:
    for printed in entries:
        for block in select_blocks(printed.entry.printed_blocks, MeasuresBlock):
            views = [judge_measured(environment, measured) for measured in block.measured]
            if views:
                yield printed, block, views


def _build_group(
    printed: PrintedEntry, block: MeasuresBlock, views: Sequence[MeasureView]
) -> FigureGroup:
    periods, rows = list_recent_series(views, RECENT_PERIODS)
    dataset = block.contract.title
    return FigureGroup(
        id=f"figures.{printed.anchor}.{block.dataset_id}",
        title=printed.title if dataset == printed.title else f"{printed.title}: {dataset}",
        anchor=printed.anchor,
        periods=tuple(periods),
        rows=rows,
    )
