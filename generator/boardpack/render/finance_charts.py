"""The charts of a budget, each with what it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from boardpack.analysis.finance import FinanceBlock
from boardpack.analysis.finance_judgement import Span, bridge, group_bars
from boardpack.render.charts import bars
from boardpack.render.charts import bridge as bridge_chart


@dataclass(frozen=True, slots=True)
class Captioned:
    """A drawn chart: for print and no script, for the browser, what it says, how to read it."""

    svg: Markup
    plotly: str
    words: str
    reading: str


def finance_charts(block: FinanceBlock) -> Iterator[Captioned]:
    """Yield the bars per group and the bridge; a budget of one group has neither."""
    if len(block.groups) < 2:
        return
    pairs, steps = group_bars(block, Span.TO_DATE), bridge(block)
    unit = block.contract.unit
    if pairs is not None:
        yield Captioned(
            Markup(bars.draw(pairs)),
            bars.plotly(pairs),
            f"To date: {pairs.words}",
            f"Bar: actual to date. Upright mark: budget to date. {unit}.",
        )
    if steps is not None and len(steps.steps) > 2:
        yield Captioned(
            Markup(bridge_chart.draw(steps)),
            bridge_chart.plotly(steps),
            f"For the year: {steps.words}",
            f"Filled: over budget. Hollow: under budget. {unit}; the scale does not begin at zero.",
        )
