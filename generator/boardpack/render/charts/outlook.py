"""What lies ahead: the actual as a line, the plan as squares, the forecast as a dashed line.

The shaded area is the forecast's 95 % interval.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from boardpack.analysis.figures.outlook import OutlookFigure
from boardpack.analysis.measures import format_value
from boardpack.render.charts import frame
from boardpack.render.charts.frame import BAND, BLUE, GREY, OTHER, SCREEN, Scale, Size


def draw_svg(figure: OutlookFigure, size: Size = SCREEN) -> str:
    """Return the chart as SVG."""
    reach = _collect_numbers(figure)
    if not reach:
        return ""
    ticks = frame.choose_axis_ticks(reach)
    scale = Scale(len(figure.labels), ticks[0], ticks[-1], size)
    target = frame.draw_target(figure, scale)
    points = [
        f"{scale.to_x(n)} {scale.to_y(v)}" for n, v in enumerate(figure.values) if v is not None
    ]
    style = f'fill="none" stroke="{BLUE}" stroke-linejoin="round"'
    run = frame.trace_run(figure.values, scale.locate, figure.rebased)
    return (
        f"{frame.open_svg(size, figure.words)}{_draw_band(figure, scale)}"
        f"{frame.draw_grid(figure.labels, figure.unit, ticks, scale)}"
        f"{frame.draw_marks(figure.rebased, scale)}{target}"
        f'<path d="{run}" {style} stroke-width="2.2"/>'
        f'<path d="{frame.trace_dots(points)}" {style} stroke-width="5" stroke-linecap="round"/>'
        f"{_draw_plan(figure, scale)}{frame.draw_ends(_list_ends(figure), scale)}</g></svg>"
    )


def to_plotly(figure: OutlookFigure) -> str:
    """Return the same figure for the browser."""
    reach = _collect_numbers(figure) or [0.0]
    shapes, letters = frame.build_live_marks(figure.rebased)
    ends = frame.build_live_ends(_list_ends(figure), max(reach) - min(reach))
    layout: dict[str, Any] = {
        **frame.build_time_axes(figure.labels, figure.unit, frame.choose_axis_ticks(reach)),
        "shapes": shapes,
        "annotations": [*ends, *letters],
    }
    shapes += frame.iterate_live_target(figure)
    return frame.to_compact_json(
        {"title": figure.words, "data": _build_traces(figure), "layout": layout}
    )


def _build_traces(figure: OutlookFigure) -> list[dict[str, Any]]:
    forecast_start = len(figure.values)
    positions = list(range(forecast_start, forecast_start + len(figure.ahead)))
    traces: list[dict[str, Any]] = []
    if figure.ahead:
        low, high = (
            [round(getattr(point, n), 2) for point in figure.ahead] for n in ("low", "high")
        )
        hidden_line = {"mode": "lines", "hoverinfo": "skip", "line": {"width": 0}, "x": positions}
        traces += [
            {**hidden_line, "y": low},
            {**hidden_line, "y": high, "fill": "tonexty", "fillcolor": BAND},
        ]
        traces.append(
            {
                "x": positions,
                "y": [round(point.value, 2) for point in figure.ahead],
                "text": [f"Forecast {point.label}" for point in figure.ahead],
                "mode": "lines",
                "line": {"color": BLUE, "width": 2, "dash": "dash"},
            }
        )
    traces.append(
        {
            **frame.build_live_run(figure.values, figure.labels[:forecast_start], figure.rebased),
            "mode": "lines+markers",
            "line": {"color": BLUE, "width": 2.5},
        }
    )
    if figure.planned:
        traces.append(
            {
                "x": [n for n, _ in figure.planned],
                "y": [value for _, value in figure.planned],
                "text": [f"Plan {figure.labels[n]}" for n, _ in figure.planned],
                "mode": "lines+markers",
                "line": {"color": OTHER, "width": 1, "dash": "dot"},
                "marker": {"symbol": "square-open", "size": 8, "color": OTHER},
            }
        )
    return traces


def _collect_numbers(figure: OutlookFigure) -> list[float]:
    """Return every number that the chart must reach."""
    ahead = [x for point in figure.ahead for x in (point.low, point.high)]
    plan = [value for _, value in figure.planned]
    steps = [step.value for step in figure.target_steps]
    numbers = (*figure.values, *plan, *ahead, figure.target, *steps)
    return [float(number) for number in numbers if number is not None]


def _list_ends(figure: OutlookFigure) -> list[frame.EndLabel]:
    """Return the words beside the right ends: forecast and plan, or the one and the target."""
    labels: list[frame.EndLabel] = []
    if figure.ahead:
        last = figure.ahead[-1].value
        words = format_value(Decimal(repr(last)), figure.unit, figure.decimals)
        labels.append((f"Line {words}", last, BLUE))
    if figure.planned:
        last = figure.planned[-1][1]
        labels.append((f"Plan {frame.format_target(last, figure.unit)}", last, OTHER))
    aim = float(figure.target_steps[-1].value) if figure.target_steps else figure.target
    if aim is not None and len(labels) < 2:
        labels.append((f"Target {frame.format_target(aim, figure.unit)}", aim, GREY))
    return labels


def _draw_band(figure: OutlookFigure, scale: Scale) -> str:
    """Return the interval as an area, and the forecast's line."""
    if not figure.ahead:
        return ""
    forecast_start = len(figure.values)
    high = [
        f"{scale.to_x(forecast_start + n)} {scale.to_y(point.high)}"
        for n, point in enumerate(figure.ahead)
    ]
    low = [
        f"{scale.to_x(forecast_start + n)} {scale.to_y(point.low)}"
        for n, point in enumerate(figure.ahead)
    ]
    line = [
        f"{scale.to_x(forecast_start + n)} {scale.to_y(point.value)}"
        for n, point in enumerate(figure.ahead)
    ]
    return (
        f'<path d="M{"L".join([*high, *reversed(low)])}z" fill="{BAND}" stroke="{GREY}" '
        f'stroke-width=".7"/><path d="M{"L".join(line)}" fill="none" stroke="{BLUE}" '
        f'stroke-width="2" stroke-dasharray="5 3"/>'
    )


def _draw_plan(figure: OutlookFigure, scale: Scale) -> str:
    if not figure.planned:
        return ""
    places = [(float(scale.to_x(n)), scale.to_height(value)) for n, value in figure.planned]
    joined = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    squares = "".join(f"M{x - 3:.1f} {y - 3:.1f}h6v6h-6z" for x, y in places)
    return (
        f'<path d="M{joined}" fill="none" stroke="{OTHER}" stroke-dasharray="2 3"/>'
        f'<path d="{squares}" fill="#fff" stroke="{OTHER}" stroke-width="1.6"/>'
    )
