from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.analysis.figures.line import LineFigure, Mark, build_line_figure
from boardpack.model.dataset import Unit
from boardpack.render.charts.frame import HALF, SCREEN, THIRD, Size
from boardpack.render.charts.line import choose_axis_ticks, draw_svg, to_plotly
from support.books import demo_book

FIGURE = LineFigure(
    title="Missed <b>&",
    unit=Unit.PERCENT,
    decimals=1,
    labels=("Sep 18", "Oct 18", "Nov 18"),
    values=(Decimal("4.5"), None, Decimal("3.5")),
    target=Decimal(5),
    rebased=(Mark(1, "New system"),),
    events=(Mark(0, 'Reminders "began" <now>'),),
    words='Missed <b>& "appointments": 3.5% in November 2018.',
)
NUMBERS = st.floats(-1e9, 1e9).filter(lambda v: v == 0 or abs(v) > 1e-6)


@given(st.lists(NUMBERS, min_size=1, max_size=40))
def test_ticks_are_few_even_and_span_the_values(values: list[float]) -> None:
    ticks = choose_axis_ticks(values)
    assert 2 <= len(ticks) <= 7
    slack = max(map(abs, ticks)) * 1e-9
    assert ticks[0] <= min(values) + slack
    assert max(values) - slack <= ticks[-1]
    steps = [b - a for a, b in pairwise(ticks)]
    assert min(steps) > 0
    assert max(steps) - min(steps) <= slack


def test_ticks_are_round_numbers() -> None:
    assert (
        choose_axis_ticks([61.2, 68.4, 70.0]) == [60, 65, 70]
        or choose_axis_ticks([61.2, 68.4, 70.0])[0] == 60
    )
    assert choose_axis_ticks([0.0]) == [0.0, 0.5] or len(choose_axis_ticks([0.0])) >= 2
    assert choose_axis_ticks([7.0])[0] <= 7.0 <= choose_axis_ticks([7.0])[-1]


def test_an_svg_is_well_formed_with_a_role_and_a_title() -> None:
    svg = ElementTree.fromstring(draw_svg(FIGURE))
    assert (svg.tag, svg.get("role")) == ("svg", "img")
    assert svg[0].tag == "title"
    assert svg[0].text == FIGURE.words
    texts = [one.text for one in svg.iter("text")]
    assert {"3.5%", "Target 5%", "Nov 18"} <= set(texts)


def test_a_gap_breaks_the_line() -> None:
    paths = [one.get("d") or "" for one in ElementTree.fromstring(draw_svg(FIGURE)).iter("path")]
    assert any(path.count("M") == 2 and "L" not in path and "h0" not in path for path in paths)


def test_nothing_is_drawn_without_a_figure() -> None:
    assert draw_svg(replace(FIGURE, values=(None, None, None))) == ""


def test_one_value_is_a_chart_too() -> None:
    one = replace(
        FIGURE, labels=("Nov 18",), values=(Decimal(3),), target=None, rebased=(), events=()
    )
    ElementTree.fromstring(draw_svg(one))


def test_the_names_of_line_and_target_are_kept_apart() -> None:
    close = replace(FIGURE, values=(Decimal(0), None, Decimal("4.99")))
    ends = [
        t
        for t in ElementTree.fromstring(draw_svg(close)).iter("text")
        if (t.text or "")[-1:] == "%"
    ]
    heights = sorted(float(t.get("y") or 0) for t in ends if float(t.get("x") or 0) > SCREEN.right)
    assert len(heights) == 2
    assert heights[1] - heights[0] >= 14


VALUES = st.one_of(st.none(), st.decimals(-(10**7), 10**7, places=2))


@given(
    st.lists(VALUES, min_size=1, max_size=30),
    st.one_of(st.none(), VALUES),
    st.sampled_from(Unit),
    st.sampled_from([SCREEN, HALF, THIRD]),
)
def test_whatever_is_drawn_stays_inside_the_picture(
    values: list[Decimal | None], target: Decimal | None, unit: Unit, size: Size
) -> None:
    labels = tuple(f"P{n}" for n in range(len(values)))
    figure = replace(
        FIGURE, values=tuple(values), labels=labels, target=target, unit=unit, rebased=(), events=()
    )
    svg = draw_svg(figure, size)
    if not svg:
        return
    for text in ElementTree.fromstring(svg).iter("text"):
        assert 0 <= float(text.get("x") or 0) <= size.width
        assert -12 <= float(text.get("y") or 0) <= size.height + 12
    json.loads(to_plotly(figure))


def test_the_browser_s_figure_holds_the_same_values() -> None:
    spec = json.loads(to_plotly(FIGURE))
    [trace] = spec["data"]
    assert trace["y"] == [4.5, None, 3.5]
    assert trace["text"] == ["Sep 18", "Oct 18", "Nov 18"]
    assert [5.0, 5.0] in [[shape["y0"], shape["y1"]] for shape in spec["layout"]["shapes"]]
    named = [one["text"] for one in spec["layout"]["annotations"]]
    assert {"<b>3.5%</b>", "Target 5%"} <= set(named)


def demo_figures() -> Iterator[LineFigure]:
    for entry in demo_book().edition.entries:
        for one in entry.measured:
            yield build_line_figure(one, entry.events)


@pytest.mark.rotating
def test_every_chart_of_the_example_is_well_formed_and_lean() -> None:
    for figure in demo_figures():
        svg = draw_svg(figure)
        if svg:
            ElementTree.fromstring(svg)
            assert len(svg) < 3500, figure.title
