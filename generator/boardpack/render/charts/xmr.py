"""An XmR chart: the range to be expected as a band, and the points that stand out of it.

A point's shape says its side and its meaning without colour: a dot is common cause, a triangle
points to the side of the signal, filled for concern, hollow for improvement.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from boardpack.analysis.figures.xmr import Signal, Stretch, XmrFigure
from boardpack.analysis.spc_result import PointType
from boardpack.render.charts import frame
from boardpack.render.charts.frame import (
    BAND,
    COMMON,
    CONCERN,
    DARK,
    GREY,
    IMPROVED,
    OTHER,
    SCREEN,
    Scale,
    Size,
)
from boardpack.render.charts.line import list_marks

_COLOURS = {
    PointType.CONCERN: CONCERN,
    PointType.IMPROVEMENT: IMPROVED,
    PointType.NEUTRAL_HIGH: OTHER,
    PointType.NEUTRAL_LOW: OTHER,
}
_UP, _DOWN = "l5.2 9h-10.4z", "l5.2-9h-10.4z"
_TIP = 5.5
"""From the centre of a triangle to its tip."""
_SHAPES = {"": (0.0, "h0"), "high": (-_TIP, _UP), "low": (_TIP, _DOWN)}
"""How far from its place the path of a point begins, and the path, by its side."""
_POINTS = {signal: (signal.value[0], *_SHAPES[signal.value[1]]) for signal in Signal}


def draw_svg(figure: XmrFigure, size: Size = SCREEN) -> str:
    """Return the chart as SVG."""
    if not any(value is not None for value in figure.series.values):
        return ""
    series = figure.series
    ticks = frame.choose_axis_ticks(_collect_numbers(figure))
    scale = Scale(len(series.values), ticks[0], ticks[-1], size)
    target = frame.draw_target(series, scale)
    return (
        f"{frame.open_svg(size, figure.words)}{_draw_limits(figure.stretches, scale)}"
        f"{frame.draw_grid(series.labels, series.unit, ticks, scale)}"
        f"{frame.draw_marks(list_marks(series), scale)}{target}"
        f"{_draw_points(figure, scale)}{frame.draw_ends(_list_ends(figure), scale)}</g></svg>"
    )


def to_plotly(figure: XmrFigure) -> str:
    """Return the same figure for the browser."""
    series, reach = figure.series, _collect_numbers(figure)
    shapes, letters = frame.build_live_marks(list_marks(series))
    ends = frame.build_live_ends(_list_ends(figure), max(reach) - min(reach))
    layout = {
        **frame.build_time_axes(series.labels, series.unit, frame.choose_axis_ticks(reach)),
        "shapes": [*_iterate_live_lines(figure), *shapes],
        "annotations": [*ends, *letters],
    }
    return frame.to_compact_json(
        {"title": figure.words, "data": list(_iterate_traces(figure)), "layout": layout}
    )


def _collect_numbers(figure: XmrFigure) -> list[float]:
    """Return every number that the chart must reach."""
    limits = [
        x for stretch in figure.stretches for x in (stretch.lower, stretch.upper, stretch.mean)
    ]
    steps = [step.value for step in figure.series.target_steps]
    numbers = [*figure.series.values, figure.series.target, *steps, *limits]
    return [float(number) for number in numbers if number is not None]


def _list_ends(figure: XmrFigure) -> list[frame.EndLabel]:
    """Return the last value, in the colour of its signal, and the target."""
    series, kind = figure.series, figure.signals[-1].value[0]
    colour = _COLOURS.get(kind, DARK)
    return frame.label_ends(series.values[-1], series.target, series.unit, figure.decimals, colour)


def _draw_limits(stretches: Sequence[Stretch], scale: Scale) -> str:
    """Return the band between the limits, their edges, the near limits and the means."""
    band = edges = near = mean = ""
    for stretch in stretches:
        left, right = _find_sides(stretch, scale)
        mean += f"M{left} {scale.to_y(stretch.mean)}H{right}"
        if stretch.lower is not None and stretch.upper is not None:
            low, high = scale.to_y(stretch.lower), scale.to_y(stretch.upper)
            band += f"M{left} {low}H{right}V{high}H{left}z"
            edges += f"M{left} {low}H{right}" if stretch.is_lower_drawn else ""
            edges += f"M{left} {high}H{right}" if stretch.is_upper_drawn else ""
        for level in (stretch.near_lower, stretch.near_upper):
            near += "" if level is None else f"M{left} {scale.to_y(level)}H{right}"
    return "".join(
        f'<path d="{path}" {style}/>'
        for path, style in (
            (band, f'fill="{BAND}"'),
            (near, f'fill="none" stroke="{GREY}" stroke-width=".7" stroke-dasharray="1 3"'),
            (edges, f'fill="none" stroke="{GREY}" stroke-dasharray="4 3"'),
            (mean, f'fill="none" stroke="{GREY}"'),
        )
        if path
    )


def _find_sides(stretch: Stretch, scale: Scale) -> tuple[str, str]:
    """Return where a stretch begins and ends: half way to its neighbours."""
    return scale.to_x(max(stretch.first - 0.5, 0)), scale.to_x(
        min(stretch.last + 0.5, scale.count - 1)
    )


def _draw_points(figure: XmrFigure, scale: Scale) -> str:
    values = [None if v is None else float(v) for v in figure.series.values]
    path = frame.trace_run(values, scale.locate, figure.series.rebased)
    joined = f'<path d="{path}" fill="none" stroke="{COMMON}" stroke-width="1.6"/>'
    return joined + "".join(_iterate_shapes(figure.signals, values, scale))


def _iterate_shapes(
    signals: Sequence[Signal], values: Sequence[float | None], scale: Scale
) -> Iterator[str]:
    """Yield a path for the points of each meaning; a triangle points to its side."""
    paths = dict.fromkeys((PointType.COMMON_CAUSE, *_COLOURS), "")
    for index, (signal, value) in enumerate(zip(signals, values, strict=True)):
        if value is not None:
            kind, tip, shape = _POINTS[signal]
            paths[kind] += f"M{scale.to_x(index)} {scale.to_height(value) + tip:.1f}{shape}"
    for kind, path in paths.items():
        if path:
            yield f'<path d="{path}" {_choose_style(kind)}/>'


def _choose_style(kind: PointType) -> str:
    if kind is PointType.COMMON_CAUSE:
        return f'fill="none" stroke="{COMMON}" stroke-width="5.4" stroke-linecap="round"'
    if kind is PointType.CONCERN:
        return f'fill="{CONCERN}"'
    return f'fill="#fff" stroke="{_COLOURS[kind]}" stroke-width="2"'


def _iterate_live_lines(figure: XmrFigure) -> Iterator[dict[str, Any]]:
    for stretch in figure.stretches:
        x0, x1 = max(stretch.first - 0.5, 0), min(stretch.last + 0.5, len(figure.signals) - 1)
        if stretch.lower is not None and stretch.upper is not None:
            yield {
                "type": "rect",
                "layer": "below",
                "fillcolor": BAND,
                "line": {"width": 0},
                "x0": x0,
                "x1": x1,
                "y0": _round_level(stretch.lower),
                "y1": _round_level(stretch.upper),
            }
        for level, dash in (
            (stretch.mean, "solid"),
            (stretch.lower if stretch.is_lower_drawn else None, "dash"),
            (stretch.upper if stretch.is_upper_drawn else None, "dash"),
            (stretch.near_lower, "dot"),
            (stretch.near_upper, "dot"),
        ):
            if level is not None:
                y = _round_level(level)
                width = {"color": GREY, "width": 0.6 if dash == "dot" else 1, "dash": dash}
                yield {
                    "type": "line",
                    "layer": "below",
                    "x0": x0,
                    "x1": x1,
                    "y0": y,
                    "y1": y,
                    "line": width,
                }
    yield from frame.iterate_live_target(figure.series)


def _iterate_traces(figure: XmrFigure) -> Iterator[dict[str, Any]]:
    """Yield the joined points, then those that stand out over them."""
    values = [None if v is None else float(v) for v in figure.series.values]
    yield {
        **frame.build_live_run(values, figure.series.labels, figure.series.rebased),
        "mode": "lines+markers",
        "line": {"color": COMMON, "width": 1.6},
        "marker": {"size": 6, "color": COMMON},
    }
    signalled_points = [
        (index, value, *signal.value)
        for index, (signal, value) in enumerate(zip(figure.signals, values, strict=True))
        if value is not None and signal is not Signal.COMMON
    ]
    if signalled_points:
        yield {
            "x": [index for index, *_ in signalled_points],
            "y": [value for _, value, *_ in signalled_points],
            "mode": "markers",
            "hoverinfo": "skip",
            "marker": {
                "size": 11,
                "symbol": [
                    f"triangle-{'up' if side == 'high' else 'down'}"
                    for *_, side in signalled_points
                ],
                "color": [
                    CONCERN if kind is PointType.CONCERN else "#fff"
                    for *_, kind, _ in signalled_points
                ],
                "line": {"color": [_COLOURS[kind] for *_, kind, _ in signalled_points], "width": 2},
            },
        }


def _round_level(level: float) -> float:
    """Return a level short enough for a page: five significant digits."""
    return float(f"{level:.5g}")
