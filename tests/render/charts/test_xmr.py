"""An XmR chart says by shape what its colours say."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal

from boardpack.analysis.figures.line import describe_chart, find_target_steps
from boardpack.analysis.figures.xmr import Signal, XmrFigure, has_limits
from boardpack.analysis.spc_result import PointType
from boardpack.analysis.variation import judge_measure
from boardpack.model.dataset import Better, Rebase
from boardpack.render.charts import xmr
from boardpack.render.charts.frame import CONCERN, DARK, IMPROVED
from support import figures


def _figure(**settings: object) -> XmrFigure:
    measured = figures.measured(**settings)  # type: ignore[arg-type]
    found = judge_measure(measured).xmr
    assert found is not None
    return figures.xmr_figure(measured, found, "It fell.")


def _paths(svg: str, style: str) -> list[str]:
    return re.findall(rf'<path d="([^"]+)" {style}', svg)


def test_a_concern_is_a_filled_triangle_that_points_down() -> None:
    figure = _figure()
    assert figure.signals[-1] is Signal.CONCERN_LOW
    (path,) = _paths(xmr.draw_svg(figure), f'fill="{CONCERN}"')
    assert "l5.2-9h-10.4z" in path


def test_the_same_point_is_a_hollow_triangle_where_lower_is_better() -> None:
    figure = _figure(better=Better.LOWER)
    assert figure.signals[-1] is Signal.IMPROVED_LOW
    (path,) = _paths(xmr.draw_svg(figure), f'fill="#fff" stroke="{IMPROVED}"')
    assert path.count("z") == 1


def test_every_known_value_is_drawn_exactly_once() -> None:
    values = (*figures.FALLEN[:5], None, *figures.FALLEN[6:])
    svg = xmr.draw_svg(_figure(values=values))
    dots = sum(path.count("h0") for path in _paths(svg, 'fill="none" stroke="#5b6b78" stroke-w'))
    triangles = sum(
        path.count("z") for path in _paths(svg, f'(?:fill="{CONCERN}"|fill="#fff" stroke)')
    )
    assert dots + triangles == len(values) - 1


def test_the_words_are_the_headline_the_expected_range_and_the_figures() -> None:
    words = _figure().words
    assert words.startswith("It fell. Expected range ")
    assert words.endswith("target 95.0%, between 60.0% and 83.0% since August 2017.")


def test_a_stretch_of_fewer_than_13_points_has_a_mean_but_no_limits_and_no_signals() -> None:
    rebase = (Rebase("2018-08", "New department"),)
    figure = _figure(rebase=rebase, values=(*figures.CALM, *figures.CALM))
    first, second = figure.stretches
    assert first.lower is not None
    assert (second.lower, second.upper) == (None, None)
    assert set(figure.signals[second.first :]) == {Signal.COMMON}


def test_a_series_shorter_than_13_points_earns_no_xmr_chart() -> None:
    found = judge_measure(figures.measured(figures.CALM[:12])).xmr
    assert found is not None
    assert not has_limits(found)


def test_the_live_chart_marks_the_same_points() -> None:
    figure = _figure()
    spec = json.loads(xmr.to_plotly(figure))
    special = [s for s in figure.signals if s.value[0] is not PointType.COMMON_CAUSE]
    assert len(spec["data"][1]["y"]) == len(special)
    assert spec["data"][1]["marker"]["symbol"][-1] == "triangle-down"
    assert spec["title"] == figure.words


def test_marks_are_lettered_in_the_chart() -> None:
    rebase = (Rebase("2018-02", "The department moved"),)
    svg = xmr.draw_svg(_figure(rebase=rebase, values=(*figures.CALM, *figures.CALM)))
    assert ">A</text>" in svg


def bounded(values: tuple[float, ...], lowest: int | None, highest: int | None) -> XmrFigure:
    measured = figures.measured(values=values, target=None)
    measure = replace(
        measured.measure,
        minimum=None if lowest is None else Decimal(lowest),
        maximum=None if highest is None else Decimal(highest),
    )
    measured = replace(measured, measure=measure)
    found = judge_measure(measured).xmr
    assert found is not None
    return figures.xmr_figure(measured, found, "It varied.")


COUNTS = (1, 4, 0, 3, 2, 5) * 3


def test_limits_are_cut_at_what_can_be_and_no_edge_is_drawn_there() -> None:
    free, held = bounded(COUNTS, None, None), bounded(COUNTS, 0, None)
    assert free.stretches[-1].lower is not None
    assert free.stretches[-1].lower < 0
    assert (held.stretches[-1].lower, held.stretches[-1].near_lower) == (0, None)
    assert held.stretches[-1].upper == free.stretches[-1].upper
    assert held.expected.startswith("Expected range 0.0% to 10.3%")
    assert held.signals == free.signals
    edges = 'fill="none" stroke="#425563" stroke-dasharray="4 3"'
    assert [path.count("H") for path in _paths(xmr.draw_svg(free), edges)] == [2]
    assert [path.count("H") for path in _paths(xmr.draw_svg(held), edges)] == [1]
    shapes = json.loads(xmr.to_plotly(held))["layout"]["shapes"]
    assert min(shape["y0"] for shape in shapes) == 0


def test_a_percentage_has_no_limit_above_its_maximum() -> None:
    held = bounded((99.8, 95.2, 98.9, 96.1) * 4, 0, 100)
    assert held.stretches[-1].upper == 100
    assert "100.0%" in held.expected


def test_a_target_that_moved_is_drawn_as_it_stood() -> None:
    measured = figures.measured()
    assert find_target_steps(measured) == ()
    rows = tuple(
        row and row._replace(target=Decimal(75 if index < 10 else 50))
        for index, row in enumerate(measured.rows)
    )
    moved = replace(measured, rows=rows)
    steps = find_target_steps(moved)
    assert [(step.first, step.last, int(step.value)) for step in steps] == [
        (0, 9, 75),
        (10, 15, 50),
    ]
    assert "target 50.0% (75.0% until May 2018)" in describe_chart(moved)
    found = judge_measure(moved).xmr
    assert found is not None
    figure = figures.xmr_figure(moved, found, "It fell.")
    (path,) = re.findall(r'<path d="([^"]+)"[^>]*stroke-dasharray="7 4"', xmr.draw_svg(figure))
    assert path.count("M") == 2
    dashed = [
        shape["y0"]
        for shape in json.loads(xmr.to_plotly(figure))["layout"]["shapes"]
        if shape["line"].get("color") == DARK
    ]
    assert dashed == [75, 50]
