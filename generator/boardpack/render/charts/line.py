"""A line chart that reads in three seconds: the line, its target, its last value."""

from __future__ import annotations

import json
from decimal import Decimal
from html import escape
from math import ceil, floor, log10

from boardpack.analysis.charts import LineFigure, Mark
from boardpack.analysis.measures import show
from boardpack.model.dataset import Unit

WIDTH, HEIGHT = 480, 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 50, 82, 12, 24
_APART = 15
_BLUE, _DARK, _GREY, _PALE = "#005eb8", "#003087", "#425563", "#d8dde0"


def draw(figure: LineFigure) -> str:
    """Return the chart as SVG; few elements, because each costs time in a PDF."""
    numbers = [float(v) for v in figure.values if v is not None]
    if not numbers:
        return ""
    target = None if figure.target is None else float(figure.target)
    ticks = axis_ticks(numbers if target is None else [*numbers, target])
    scale = _Scale(len(figure.values), ticks[0], ticks[-1])
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img"><title>{escape(figure.words)}</title>'
        f'<g font-size="14" fill="{_GREY}">'
        f"{_grid(figure, ticks, scale)}{_marks(figure, scale)}"
        f"{_target(figure, scale)}{_line(figure, scale)}</g></svg>"
    )


def plotly(figure: LineFigure) -> str:
    """Return the same figure for the browser, as compact JSON (see `theme/assets/charts.js`)."""
    values = [None if v is None else float(v) for v in figure.values]
    series: list[dict[str, object]] = [{"name": figure.title, "y": values}]
    if figure.target is not None:
        level = float(figure.target)
        series.append({"name": "Target", "y": [level] * len(values), "dash": "dash"})
    spec = {
        "title": figure.words,
        "last": _named(figure),
        "unit": "%" if figure.unit is Unit.PERCENT else "",
        "x": figure.labels,
        "series": series,
        "marks": [{"x": figure.labels[m.index], "words": m.words} for m in _all_marks(figure)],
    }
    return json.dumps(spec, separators=(",", ":"), ensure_ascii=False)


def _named(figure: LineFigure) -> dict[str, str]:
    """Return the words beside the ends of the lines."""
    last, target = figure.values[-1], figure.target
    named = {}
    if last is not None:
        named["value"] = show(last, figure.unit, figure.decimals)
    if target is not None:
        named["target"] = f"Target {_short(float(target), figure.unit)}"
    return named


def axis_ticks(values: list[float]) -> list[float]:
    """Return three to six round numbers that span the values."""
    low, high = min(values), max(values)
    span = (high - low) or abs(high) or 1.0
    step = 10 ** floor(log10(span / 3))
    step = next(step * factor for factor in (1, 2, 5, 10) if span / (step * factor) <= 4)
    first, last = floor(low / step), ceil(high / step)
    last += first == last
    return [round(step * n, 10) for n in range(first, last + 1)]


class _Scale:
    """Data to drawing: index to x, value to y."""

    def __init__(self, count: int, low: float, high: float) -> None:
        self.step = (WIDTH - _LEFT - _RIGHT) / max(count - 1, 1)
        self.low, self.factor = low, (HEIGHT - _TOP - _BOTTOM) / (high - low)

    def x(self, index: int) -> str:
        return f"{_LEFT + self.step * index:.1f}"

    def height(self, value: float) -> float:
        return HEIGHT - _BOTTOM - (value - self.low) * self.factor

    def y(self, value: float) -> str:
        return f"{self.height(value):.1f}"


def _grid(figure: LineFigure, ticks: list[float], scale: _Scale) -> str:
    right = WIDTH - _RIGHT
    lines = "".join(f"M{_LEFT} {scale.y(tick)}H{right}" for tick in ticks)
    shown = ticks if len(ticks) <= 4 else ticks[:: (len(ticks) + 1) // 3]
    names = "".join(
        f'<text x="{_LEFT - 7}" y="{scale.height(tick) + 4:.1f}" text-anchor="end">'
        f"{_short(tick, figure.unit)}</text>"
        for tick in shown
    )
    last = len(figure.labels) - 1
    dates = "".join(
        f'<text x="{scale.x(index)}" y="{HEIGHT - 6}"{anchor}>{figure.labels[index]}</text>'
        for index, anchor in (
            (0, ""),
            (last // 2, ' text-anchor="middle"'),
            (last, ' text-anchor="end"'),
        )
        if index == 0 or last > 3 or index == last
    )
    return f'<path d="{lines}" stroke="{_PALE}" fill="none"/>{names}{dates}'


def _marks(figure: LineFigure, scale: _Scale) -> str:
    marks = _all_marks(figure)
    if not marks:
        return ""
    bars = "".join(f"M{scale.x(mark.index)} {_TOP}V{HEIGHT - _BOTTOM}" for mark in marks)
    return f'<path d="{bars}" stroke="{_GREY}" stroke-dasharray="2 3" fill="none"/>'


def _target(figure: LineFigure, scale: _Scale) -> str:
    if figure.target is None:
        return ""
    y = scale.y(float(figure.target))
    right = WIDTH - _RIGHT
    return (
        f'<path d="M{_LEFT} {y}H{right}" stroke="{_GREY}" stroke-width="1.3" '
        f'stroke-dasharray="6 4" fill="none"/>'
    )


def _line(figure: LineFigure, scale: _Scale) -> str:
    runs, dots = "", ""
    joined = False
    for index, value in enumerate(figure.values):
        if value is None:
            joined = False
            continue
        point = f"{scale.x(index)} {scale.y(float(value))}"
        runs += f"{'L' if joined else 'M'}{point}"
        dots += f"M{point}h0"
        joined = True
    style = f'stroke="{_BLUE}" fill="none" stroke-linejoin="round" stroke-linecap="round"'
    return (
        f'<path d="{runs}" {style} stroke-width="2.2"/>'
        f'<path d="{dots}" {style} stroke-width="5"/>{_ends(figure, scale)}'
    )


def _ends(figure: LineFigure, scale: _Scale) -> str:
    """Name the last value and the target beside the ends of their lines, kept apart."""
    named = _named(figure)
    heights = [
        scale.height(float(value))
        for value in (figure.values[-1], figure.target)
        if value is not None
    ]
    if len(heights) == 2 and abs(heights[0] - heights[1]) < _APART:
        push = _APART - abs(heights[0] - heights[1])
        heights[0] += push if heights[0] >= heights[1] else -push
    bold = f' fill="{_DARK}" font-weight="600"'
    return "".join(
        f'<text x="{WIDTH - _RIGHT + 9}" y="{height + 5:.1f}"'
        f"{bold if name == 'value' else ''}>{named[name]}</text>"
        for name, height in zip(named, heights, strict=True)
    )


def _all_marks(figure: LineFigure) -> list[Mark]:
    return [*figure.rebased, *figure.events]


def _short(value: float, unit: Unit) -> str:
    """Return an axis label: 1200 as 1,200, 45000 as 45k, 95 as 95%."""
    exact = Decimal(f"{value:.10g}")
    text = f"{exact / 1000:,f}k" if abs(exact) >= 10_000 and exact % 100 == 0 else f"{exact:,f}"
    prefix, suffix = {Unit.GBP: ("£", ""), Unit.PERCENT: ("", "%")}.get(unit, ("", ""))
    return f"{prefix}{text}{suffix}"
