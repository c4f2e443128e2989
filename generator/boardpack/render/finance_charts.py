"""The charts of a budget, each with what it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from boardpack.analysis.blocks.finance import (
    FinanceBlock,
)
from boardpack.analysis.finance_judgement import Span, build_bridge, build_group_bars
from boardpack.render.charts import bars
from boardpack.render.charts import bridge as bridge_chart


@dataclass(frozen=True, slots=True)
class CaptionedChart:
    """A drawn chart: for print and no script, for the browser, what it says, how to read it."""

    svg: Markup
    plotly: str
    words: str
    reading: str


def draw_finance_charts(block: FinanceBlock) -> Iterator[CaptionedChart]:
    """Yield the bars per group and the bridge; a budget of one group has neither."""
    if len(block.groups) < 2:
        return
    bars_figure, bridge_figure = build_group_bars(block, Span.TO_DATE), build_bridge(block)
    unit = block.contract.unit
    if bars_figure is not None:
        yield CaptionedChart(
            Markup(bars.draw_svg(bars_figure)),
            bars.to_plotly(bars_figure),
            f"To date: {bars_figure.words}",
            f"Bar: actual to date. Upright mark: budget to date. {unit}.",
        )
    if bridge_figure is not None and len(bridge_figure.steps) > 2:
        yield CaptionedChart(
            Markup(bridge_chart.draw_svg(bridge_figure)),
            bridge_chart.to_plotly(bridge_figure),
            f"For the year: {bridge_figure.words}",
            f"Filled: over budget. Hollow: under budget. {unit}; the scale does not begin at zero.",
        )
