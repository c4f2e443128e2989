"""What lies ahead: the actual as a line, the plan as squares, the forecast as a dashed line.

The shaded area is the forecast's 95 % interval.
"""

from __future__ import annotations

from decimal import Decimal
from html import escape
from typing import Any

from boardpack.analysis.measures import show
from boardpack.analysis.outlook import OutlookFigure
from boardpack.render.charts import frame
from boardpack.render.charts.frame import BAND, BLUE, DARK, GREY, HEIGHT, OTHER, WIDTH, Scale


def draw(figure: OutlookFigure) -> str:
    """Return the chart as SVG."""
    reach = _reach(figure)
    if not reach:
        return ""
    ticks = frame.axis_ticks(reach)
    scale = Scale(len(figure.labels), ticks[0], ticks[-1])
    target = "" if figure.target is None else frame.level(figure.target, scale)
    points = [f"{scale.x(n)} {scale.y(v)}" for n, v in enumerate(figure.values) if v is not None]
    style = f'fill="none" stroke="{BLUE}" stroke-linejoin="round"'
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img"><title>{escape(figure.words)}</title>'
        f'<g font-size="14" fill="{GREY}">{_band(figure, scale)}'
        f"{frame.grid(figure.labels, figure.unit, ticks, scale)}{target}"
        f'<path d="{frame.run(figure.values, scale)}" {style} stroke-width="2.2"/>'
        f'<path d="{frame.dots(points)}" {style} stroke-width="5" stroke-linecap="round"/>'
        f"{_plan(figure, scale)}{frame.ends(_named(figure), scale)}</g></svg>"
    )


def plotly(figure: OutlookFigure) -> str:
    """Return the same figure for the browser."""
    reach = _reach(figure) or [0.0]
    layout: dict[str, Any] = {
        **frame.time_axes(figure.labels, figure.unit, frame.axis_ticks(reach)),
        "annotations": frame.live_ends(_named(figure), max(reach) - min(reach)),
    }
    if figure.target is not None:
        level = figure.target
        layout["shapes"] = [frame.live_line(0, 1, level, level, DARK, "dash", xref="paper")]
    return frame.compact({"title": figure.words, "data": _traces(figure), "layout": layout})


def _traces(figure: OutlookFigure) -> list[dict[str, Any]]:
    first = len(figure.values)
    ahead = list(range(first, first + len(figure.ahead)))
    found: list[dict[str, Any]] = []
    if figure.ahead:
        low, high = ([round(getattr(p, n), 2) for p in figure.ahead] for n in ("low", "high"))
        none = {"mode": "lines", "hoverinfo": "skip", "line": {"width": 0}, "x": ahead}
        found += [{**none, "y": low}, {**none, "y": high, "fill": "tonexty", "fillcolor": BAND}]
        found.append(
            {
                "x": ahead,
                "y": [round(p.value, 2) for p in figure.ahead],
                "text": [f"Forecast {p.label}" for p in figure.ahead],
                "mode": "lines",
                "line": {"color": BLUE, "width": 2, "dash": "dash"},
            }
        )
    found.append(
        {
            "y": figure.values,
            "text": figure.labels[:first],
            "mode": "lines+markers",
            "line": {"color": BLUE, "width": 2.5},
        }
    )
    if figure.planned:
        found.append(
            {
                "x": [n for n, _ in figure.planned],
                "y": [value for _, value in figure.planned],
                "text": [f"Plan {figure.labels[n]}" for n, _ in figure.planned],
                "mode": "lines+markers",
                "line": {"color": OTHER, "width": 1, "dash": "dot"},
                "marker": {"symbol": "square-open", "size": 8, "color": OTHER},
            }
        )
    return found


def _reach(figure: OutlookFigure) -> list[float]:
    """Return every number that the chart must reach."""
    ahead = [x for point in figure.ahead for x in (point.low, point.high)]
    plan = [value for _, value in figure.planned]
    return [float(v) for v in (*figure.values, *plan, *ahead, figure.target) if v is not None]


def _named(figure: OutlookFigure) -> list[frame.Named]:
    """Return the words beside the right ends: forecast and plan, or the one and the target."""
    named: list[frame.Named] = []
    if figure.ahead:
        last = figure.ahead[-1].value
        words = show(Decimal(repr(last)), figure.unit, figure.decimals)
        named.append((f"Line {words}", last, BLUE))
    if figure.planned:
        last = figure.planned[-1][1]
        named.append((f"Plan {frame.short(last, figure.unit)}", last, OTHER))
    if figure.target is not None and len(named) < 2:
        named.append((f"Target {frame.short(figure.target, figure.unit)}", figure.target, GREY))
    return named


def _band(figure: OutlookFigure, scale: Scale) -> str:
    """Return the interval as an area, and the forecast's line."""
    if not figure.ahead:
        return ""
    first = len(figure.values)
    high = [f"{scale.x(first + n)} {scale.y(p.high)}" for n, p in enumerate(figure.ahead)]
    low = [f"{scale.x(first + n)} {scale.y(p.low)}" for n, p in enumerate(figure.ahead)]
    line = [f"{scale.x(first + n)} {scale.y(p.value)}" for n, p in enumerate(figure.ahead)]
    return (
        f'<path d="M{"L".join([*high, *reversed(low)])}z" fill="{BAND}" stroke="{GREY}" '
        f'stroke-width=".7"/><path d="M{"L".join(line)}" fill="none" stroke="{BLUE}" '
        f'stroke-width="2" stroke-dasharray="5 3"/>'
    )


def _plan(figure: OutlookFigure, scale: Scale) -> str:
    if not figure.planned:
        return ""
    places = [(float(scale.x(n)), scale.height(value)) for n, value in figure.planned]
    joined = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    squares = "".join(f"M{x - 3:.1f} {y - 3:.1f}h6v6h-6z" for x, y in places)
    return (
        f'<path d="M{joined}" fill="none" stroke="{OTHER}" stroke-dasharray="2 3"/>'
        f'<path d="{squares}" fill="#fff" stroke="{OTHER}" stroke-width="1.6"/>'
    )
