"""Plotly accepts every live chart as it stands."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable

import pytest

from boardpack.adapters.site.plotly import DRAWN_KINDS
from boardpack.analysis.variation import judge_measure
from boardpack.render.charts import bars, bridge, funnel, line, outlook, xmr
from support import figures


def _xmr() -> str:
    measured = figures.measured()
    found = judge_measure(measured).xmr
    assert found is not None
    return xmr.to_plotly(figures.xmr_figure(measured, found, "It fell."))


SPECS: dict[str, Callable[[], str]] = {
    "line": lambda: line.to_plotly(figures.line_figure()),
    "xmr": _xmr,
    "funnel": lambda: funnel.to_plotly(figures.shares(), str.title, 95.0),
    "outlook": lambda: outlook.to_plotly(figures.outlook()),
    "outlook-rebased": lambda: outlook.to_plotly(figures.outlook_rebased()),
    "bars": lambda: bars.to_plotly(figures.bars()),
    "bridge": lambda: bridge.to_plotly(figures.bridge()),
}


@pytest.mark.parametrize("kind", SPECS)
def test_a_live_chart_is_a_valid_plotly_figure(kind: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from plotly.graph_objects import Figure
    given = json.loads(SPECS[kind]())
    assert given["title"]
    Figure(data=given["data"], layout=given["layout"])
    assert {trace.get("type", "scatter") for trace in given["data"]} <= DRAWN_KINDS
