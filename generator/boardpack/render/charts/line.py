"""A line chart that reads in three seconds: the line, its target, its last value."""

from __future__ import annotations

from boardpack.analysis.figures.line import LineFigure, Mark
from boardpack.render.charts import frame
from boardpack.render.charts.frame import BLUE, DARK, SCREEN, Scale, Size, choose_axis_ticks

__all__ = ["choose_axis_ticks", "draw_svg", "to_plotly"]


def draw_svg(figure: LineFigure, size: Size = SCREEN) -> str:
    """Return the chart as SVG; few elements, because each costs time in a PDF."""
    numbers = _collect_numbers(figure)
    if not any(value is not None for value in figure.values):
        return ""
    ticks = choose_axis_ticks(numbers)
    scale = Scale(len(figure.values), ticks[0], ticks[-1], size)
    target = frame.draw_target(figure, scale)
    return (
        f"{frame.open_svg(size, figure.words)}"
        f"{frame.draw_grid(figure.labels, figure.unit, ticks, scale)}"
        f"{frame.draw_marks(list_marks(figure), scale)}"
        f"{target}{_draw_line(figure, scale)}{frame.draw_ends(_list_ends(figure), scale)}</g></svg>"
    )


def to_plotly(figure: LineFigure) -> str:
    """Return the same figure for the browser."""
    numbers = _collect_numbers(figure)
    shapes, names = frame.build_live_marks(list_marks(figure))
    shapes += frame.iterate_live_target(figure)
    trace = {
        **frame.build_live_run(
            [None if v is None else float(v) for v in figure.values],
            figure.labels,
            figure.rebased,
        ),
        "mode": "lines+markers",
        "line": {"color": BLUE, "width": 2.5},
        "marker": {"size": 6},
    }
    span = max(numbers) - min(numbers) if numbers else 0
    layout = {
        **frame.build_time_axes(figure.labels, figure.unit, choose_axis_ticks(numbers or [0.0])),
        "shapes": shapes,
        "annotations": [*frame.build_live_ends(_list_ends(figure), span), *names],
    }
    return frame.to_compact_json({"title": figure.words, "data": [trace], "layout": layout})


def list_marks(figure: LineFigure) -> list[Mark]:
    """Return rebases and events in the order of their letters."""
    return [*figure.rebased, *figure.events]


def _collect_numbers(figure: LineFigure) -> list[float]:
    """Return every number that the chart must reach."""
    steps = (step.value for step in figure.target_steps)
    return [float(v) for v in (*figure.values, figure.target, *steps) if v is not None]


def _list_ends(figure: LineFigure) -> list[frame.EndLabel]:
    """Return the words beside the ends of the lines."""
    return frame.label_ends(figure.values[-1], figure.target, figure.unit, figure.decimals, DARK)


def _draw_line(figure: LineFigure, scale: Scale) -> str:
    values = [None if v is None else float(v) for v in figure.values]
    points = [f"{scale.to_x(i)} {scale.to_y(v)}" for i, v in enumerate(values) if v is not None]
    style = f'stroke="{BLUE}" fill="none" stroke-linejoin="round" stroke-linecap="round"'
    run = frame.trace_run(values, scale.locate, figure.rebased)
    return (
        f'<path d="{run}" {style} stroke-width="2.2"/>'
        f'<path d="{frame.trace_dots(points)}" {style} stroke-width="5"/>'
    )
