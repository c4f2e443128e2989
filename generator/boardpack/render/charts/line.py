"""A line chart that reads in three seconds: the line, its target, its last value."""

from __future__ import annotations

from html import escape

from boardpack.analysis.charts import LineFigure, Mark
from boardpack.analysis.measures import show
from boardpack.render.charts import frame
from boardpack.render.charts.frame import BLUE, DARK, GREY, HEIGHT, WIDTH, Scale, axis_ticks

__all__ = ["axis_ticks", "draw", "plotly"]


def draw(figure: LineFigure) -> str:
    """Return the chart as SVG; few elements, because each costs time in a PDF."""
    numbers = _numbers(figure)
    if not any(value is not None for value in figure.values):
        return ""
    ticks = axis_ticks(numbers)
    scale = Scale(len(figure.values), ticks[0], ticks[-1])
    target = "" if figure.target is None else frame.level(float(figure.target), scale)
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img"><title>{escape(figure.words)}</title>'
        f'<g font-size="14" fill="{GREY}">'
        f"{frame.grid(figure.labels, figure.unit, ticks, scale)}"
        f"{frame.marks(all_marks(figure), scale)}"
        f"{target}{_line(figure, scale)}{frame.ends(_named(figure), scale)}</g></svg>"
    )


def plotly(figure: LineFigure) -> str:
    """Return the same figure for the browser."""
    numbers = _numbers(figure)
    shapes, names = frame.live_marks(all_marks(figure))
    if figure.target is not None:
        target = float(figure.target)
        shapes.append(frame.live_line(0, 1, target, target, DARK, "dash", xref="paper"))
    trace = {
        "y": [None if v is None else float(v) for v in figure.values],
        "text": figure.labels,
        "mode": "lines+markers",
        "line": {"color": BLUE, "width": 2.5},
        "marker": {"size": 6},
    }
    span = max(numbers) - min(numbers) if numbers else 0
    layout = {
        **frame.time_axes(figure.labels, figure.unit, axis_ticks(numbers or [0.0])),
        "shapes": shapes,
        "annotations": [*frame.live_ends(_named(figure), span), *names],
    }
    return frame.compact({"title": figure.words, "data": [trace], "layout": layout})


def all_marks(figure: LineFigure) -> list[Mark]:
    """Return rebases and events in the order of their letters."""
    return [*figure.rebased, *figure.events]


def _numbers(figure: LineFigure) -> list[float]:
    """Return every number that the chart must reach."""
    return [float(v) for v in (*figure.values, figure.target) if v is not None]


def _named(figure: LineFigure) -> list[frame.Named]:
    """Return the words beside the ends of the lines."""
    last, target = figure.values[-1], figure.target
    named = []
    if last is not None:
        named.append((show(last, figure.unit, figure.decimals), float(last), DARK))
    if target is not None:
        words = f"Target {frame.short(float(target), figure.unit)}"
        named.append((words, float(target), GREY))
    return named


def _line(figure: LineFigure, scale: Scale) -> str:
    values = [None if v is None else float(v) for v in figure.values]
    points = [f"{scale.x(i)} {scale.y(v)}" for i, v in enumerate(values) if v is not None]
    style = f'stroke="{BLUE}" fill="none" stroke-linejoin="round" stroke-linecap="round"'
    return (
        f'<path d="{frame.run(values, scale)}" {style} stroke-width="2.2"/>'
        f'<path d="{frame.dots(points)}" {style} stroke-width="5"/>'
    )
