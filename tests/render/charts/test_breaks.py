"""No chart draws a line through a rebase: it breaks, an upright line stands there, with why."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from itertools import pairwise

import pytest

from boardpack.analysis.figures.line import build_line_figure
from boardpack.analysis.figures.outlook import build_outlook_figure
from boardpack.analysis.figures.sparkline import build_small_figure
from boardpack.analysis.measures import Measured
from boardpack.analysis.variation import judge_measure
from boardpack.model.dataset import Rebase
from boardpack.render.charts import line, outlook, sparkline, xmr
from boardpack.render.measure_view import MeasureView, draw_small_multiples, list_recent_rows
from support import figures

WHY = "Two hospitals merged."
PERIODS = 2 * len(figures.CALM)


def _measured(period: str | None = "2017-10") -> Measured:
    values = (*figures.CALM, *(value + 10 for value in figures.CALM))
    return figures.measured(values, rebase=(Rebase(period, WHY),) if period else ())


def _draw_xmr(draw: Callable[..., str], measured: Measured) -> str:
    judged = judge_measure(measured).xmr
    assert judged is not None
    return draw(figures.xmr_figure(measured, judged, "It rose."))


def _draw_outlook(draw: Callable[..., str], measured: Measured) -> str:
    figure = build_outlook_figure(measured)
    assert figure is not None
    return draw(figure)


SVGS: dict[str, Callable[[Measured], str]] = {
    "line": lambda measured: line.draw_svg(build_line_figure(measured, ())),
    "xmr": lambda measured: _draw_xmr(xmr.draw_svg, measured),
    "outlook": lambda measured: _draw_outlook(outlook.draw_svg, measured),
    "sparkline": lambda measured: sparkline.draw_svg(
        build_small_figure(
            build_line_figure(measured, ()), measured.measure, judge_measure(measured).xmr
        )
    ),
    "small multiple": lambda measured: str(
        draw_small_multiples([MeasureView(measured, judge_measure(measured))])[0]
    ),
}
LIVE: dict[str, Callable[[Measured], str]] = {
    "line": lambda measured: line.to_plotly(build_line_figure(measured, ())),
    "xmr": lambda measured: _draw_xmr(xmr.to_plotly, measured),
    "outlook": lambda measured: _draw_outlook(outlook.to_plotly, measured),
}


def _longest_runs(svg: str) -> list[int]:
    """Return how many points each run of the drawn line joins, by its path of most points."""
    paths = [path for path in re.findall(r'd="([^"]+)"', svg) if "z" not in path]
    runs = [[run.count("L") + 1 for run in path.split("M")[1:]] for path in paths]
    return max(runs, key=max)


@pytest.mark.parametrize("kind", SVGS)
def test_the_line_breaks_at_a_rebase(kind: str) -> None:
    measured = _measured()
    begin = measured.comparable_from
    assert 0 < begin < PERIODS
    assert _longest_runs(SVGS[kind](measured)) == [begin, PERIODS - begin]
    assert _longest_runs(SVGS[kind](_measured(None))) == [PERIODS]


@pytest.mark.parametrize("kind", sorted(SVGS.keys() - {"outlook"}))
def test_the_text_alternative_says_why_it_breaks(kind: str) -> None:
    title = re.search(r"<title>(.*?)</title>", SVGS[kind](_measured()))
    assert title is not None
    assert "not comparable with figures before: Two hospitals merged." in title[1]


@pytest.mark.parametrize("kind", LIVE)
def test_the_live_line_breaks_between_the_same_two_points(kind: str) -> None:
    measured = _measured()
    spec = json.loads(LIVE[kind](measured))
    trace = next(trace for trace in spec["data"] if len(trace["y"]) > PERIODS)
    where = measured.comparable_from - 0.5
    assert trace["y"][trace["x"].index(where)] is None
    assert all(before < after for before, after in pairwise(trace["x"]))
    [letter] = [note for note in spec["layout"]["annotations"] if note.get("hovertext") == WHY]
    assert (letter["x"], letter["text"]) == (where, "A")
    assert where in [shape["x0"] for shape in spec["layout"]["shapes"] if shape.get("yref")]


def test_captions_say_why_under_the_chart_and_under_what_lies_ahead() -> None:
    view = MeasureView(_measured(), judge_measure(_measured()))
    assert view.outlook is not None
    said = ("A Oct 17, not comparable with before: Two hospitals merged.",)
    assert (view.draw_chart().marks, view.outlook.chart.marks) == (said, said)


def test_the_table_below_says_at_which_figure_it_breaks() -> None:
    view = MeasureView(_measured("2018-10"), judge_measure(_measured("2018-10")))
    cells = {period: row[0] for period, row in list_recent_rows([view], 12)}
    assert cells["Oct 18"].startswith("90.0%, not comparable with before")
    assert "comparable" not in cells["Nov 18"] + cells["Sep 18"]


def test_a_series_that_is_shorter_than_its_neighbours_breaks_where_it_did_before() -> None:
    long, short = _measured(None), figures.measured(figures.CALM, rebase=(Rebase("2018-10", WHY),))
    views = [MeasureView(one, judge_measure(one)) for one in (long, short)]
    _, drawn = draw_small_multiples(views)
    assert _longest_runs(str(drawn)) == [len(figures.CALM) - 2, 2]
