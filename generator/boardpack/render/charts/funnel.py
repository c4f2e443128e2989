"""A funnel plot: each service by its size and its share, between the limits that chance allows.

A dot lies within the limits, a hollow triangle beyond the 95 % ones, a filled triangle beyond the
99.8 % ones, pointing to its side. The furthest out are named; the table below names all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from math import sqrt
from typing import Any

from boardpack.analysis.funnel import FunnelFigure, FunnelPoint, FunnelVerdict, Limits
from boardpack.model.dataset import Unit
from boardpack.render.charts import frame
from boardpack.render.charts.frame import BAND, COMMON, DARK, GREY, OTHER, PALE

WIDTH, HEIGHT = 640, 330
_LEFT, _RIGHT, _TOP, _BOTTOM = 50, 96, 10, 42
_NAMED = 2
_ACROSS = "Size: how many are counted"
_TRIANGLES = {
    FunnelVerdict.HIGH_95: (True, False),
    FunnelVerdict.LOW_95: (False, False),
    FunnelVerdict.HIGH_998: (True, True),
    FunnelVerdict.LOW_998: (False, True),
}
"""Whether the triangle points up, and whether it is filled."""
_Place = Callable[[float, float], str]


def draw_svg(figure: FunnelFigure, title: Callable[[str], str], target: float | None = None) -> str:
    """Return the chart as SVG; `title` gives the title of a service."""
    if not figure.points:
        return ""
    ticks = frame.choose_axis_ticks(_collect_shares(figure, target))
    largest = max(point.denominator for point in figure.points) * 21 // 20
    across = (WIDTH - _LEFT - _RIGHT) / largest
    factor = (HEIGHT - _TOP - _BOTTOM) / (ticks[-1] - ticks[0])

    def locate(denominator: float, percent: float) -> str:
        # Limits of the smallest services may lie outside; a path must not leave the frame.
        bounded = min(max(percent, ticks[0]), ticks[-1])
        y = HEIGHT - _BOTTOM - (bounded - ticks[0]) * factor
        return f"{_LEFT + denominator * across:.1f} {y:.1f}"

    return (
        f'<svg class="bp-wide" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
        f'<title>{escape(figure.words)}</title><g font-size="13" fill="{GREY}">'
        f"{_draw_funnel(figure.limits, locate)}{_draw_axes(ticks, largest, locate)}"
        f"{_draw_levels(figure, target, largest, locate)}"
        f"{''.join(_draw_points(figure.points, locate))}"
        f"{_draw_names(figure, title, locate)}</g></svg>"
    )


def to_plotly(
    figure: FunnelFigure, title: Callable[[str], str], target: float | None = None
) -> str:
    """Return the same figure for the browser."""
    ticks = frame.choose_axis_ticks(_collect_shares(figure, target))
    layout: dict[str, Any] = {
        "height": 380,
        "hovermode": "closest",
        "yaxis": {"range": [ticks[0], ticks[-1]], "ticksuffix": "%"},
        "xaxis": {"rangemode": "tozero", "nticks": 5, "title": {"text": _ACROSS}},
        "shapes": [
            frame.build_live_line(0, 1, y, y, colour, dash, xref="paper")
            for y, colour, dash in ((figure.percent, GREY, "solid"), (target, DARK, "dash"))
            if y is not None
        ],
        "annotations": [
            *frame.build_live_ends(_label_levels(figure, target), ticks[-1] - ticks[0]),
            *(
                {
                    "x": p.denominator,
                    "y": p.percent,
                    "yshift": 12,
                    "text": _shorten_name(title(p.service)),
                }
                for p in _find_furthest_points(figure)
            ),
        ],
        "margin": {"l": 48, "r": 90, "t": 14, "b": 54},
    }
    return frame.to_compact_json(
        {
            "title": figure.words,
            "data": [*_list_limit_traces(figure), _build_point_trace(figure, title)],
            "layout": layout,
        }
    )


def _list_limit_traces(figure: FunnelFigure) -> Iterator[dict[str, Any]]:
    size = [limit.denominator for limit in figure.limits]
    for name in ("low_998", "low_95", "high_95", "high_998"):
        dash = "dash" if name.endswith("95") else "solid"
        yield {
            "x": size,
            "y": [round(getattr(limit, name), 2) for limit in figure.limits],
            "mode": "lines",
            "hoverinfo": "skip",
            "line": {"color": GREY, "width": 1.2, "dash": dash},
        }


def _build_point_trace(figure: FunnelFigure, title: Callable[[str], str]) -> dict[str, Any]:
    symbols = [_choose_symbol(point.verdict) for point in figure.points]
    colours = [COMMON if p.verdict is FunnelVerdict.INSIDE else OTHER for p in figure.points]
    return {
        "x": [point.denominator for point in figure.points],
        "y": [round(point.percent, 2) for point in figure.points],
        "text": [f"{title(p.service)}: {p.verdict}" for p in figure.points],
        "mode": "markers",
        "marker": {"symbol": symbols, "size": 9, "color": colours},
        "hovertemplate": "%{text}<br>%{y}% of %{x:,}<extra></extra>",
    }


def _choose_symbol(verdict: FunnelVerdict) -> str:
    if verdict not in _TRIANGLES:
        return "circle"
    is_up, is_filled = _TRIANGLES[verdict]
    return f"triangle-{'up' if is_up else 'down'}{'' if is_filled else '-open'}"


def _collect_shares(figure: FunnelFigure, target: float | None) -> list[float]:
    """Return every share; the limits of the smallest services may leave the chart."""
    shares = [point.percent for point in figure.points]
    return [*shares, figure.percent, *([target] if target is not None else [])]


def _draw_funnel(limits: Sequence[Limits], locate: _Place) -> str:
    """Return the wide funnel as an area, its edges, and the narrow one as dashes."""

    def trace_edge(name: str) -> list[str]:
        return [locate(limit.denominator, getattr(limit, name)) for limit in limits]

    low, high = trace_edge("low_998"), trace_edge("high_998")
    area = "L".join([*high, *reversed(low)])
    wide = f"M{'L'.join(low)}M{'L'.join(high)}"
    narrow = f"M{'L'.join(trace_edge('low_95'))}M{'L'.join(trace_edge('high_95'))}"
    return (
        f'<path d="M{area}z" fill="{BAND}"/>'
        f'<path d="{wide}" fill="none" stroke="{GREY}"/>'
        f'<path d="{narrow}" fill="none" stroke="{GREY}" stroke-dasharray="4 3"/>'
    )


def _draw_axes(ticks: Sequence[float], largest: int, locate: _Place) -> str:
    lines = "".join(f"M{locate(0, tick)}H{WIDTH - _RIGHT}" for tick in ticks)
    levels = "".join(
        f'<text x="{_LEFT - 7}" y="{float(locate(0, tick).split()[1]) + 4:.1f}" text-anchor="end">'
        f"{frame.format_short(tick, Unit.PERCENT)}</text>"
        for tick in ticks
    )
    sizes = "".join(
        f'<text x="{locate(size, 0).split()[0]}" y="{HEIGHT - _BOTTOM + 18}" text-anchor="middle">'
        f"{frame.format_short(size, Unit.COUNT)}</text>"
        for size in frame.choose_axis_ticks([0, largest])
        if size <= largest
    )
    name = (
        f'<text x="{(_LEFT + WIDTH - _RIGHT) / 2}" y="{HEIGHT - 6}" text-anchor="middle">'
        f"{_ACROSS}</text>"
    )
    return f'<path d="{lines}" fill="none" stroke="{PALE}"/>{levels}{sizes}{name}'


def _draw_levels(figure: FunnelFigure, target: float | None, largest: int, locate: _Place) -> str:
    """Return the overall share and the target, with their words."""
    end = locate(largest, figure.percent)
    svg = (
        f'<path d="M{locate(0, figure.percent)}H{WIDTH - _RIGHT}" fill="none" stroke="{GREY}"/>'
        f"{_draw_words_beside(f'All {figure.percent:.1f}%', float(end.split()[1]))}"
    )
    if target is not None:
        y = locate(0, target)
        words = _draw_words_beside(f"Target {target:g}%", float(y.split()[1]))
        svg += (
            f'<path d="M{y}H{WIDTH - _RIGHT}" fill="none" stroke="{DARK}" stroke-width="1.4" '
            f'stroke-dasharray="7 4"/>{words}'
        )
    return svg


def _label_levels(figure: FunnelFigure, target: float | None) -> list[frame.EndLabel]:
    labels = [(f"All {figure.percent:.1f}%", figure.percent, GREY)]
    return labels if target is None else [*labels, (f"Target {target:g}%", target, DARK)]


def _draw_words_beside(words: str, y: float) -> str:
    return f'<text x="{WIDTH - _RIGHT + 8}" y="{y + 4:.1f}" fill="{DARK}">{words}</text>'


def _draw_points(points: Sequence[FunnelPoint], locate: _Place) -> Iterator[str]:
    inside = "".join(
        f"M{locate(p.denominator, p.percent)}h0"
        for p in points
        if p.verdict is FunnelVerdict.INSIDE
    )
    if inside:
        yield f'<path d="{inside}" stroke="{COMMON}" stroke-width="6" stroke-linecap="round"/>'
    for is_filled, style in (
        (False, f'fill="#fff" stroke="{OTHER}" stroke-width="1.8"'),
        (True, f'fill="{OTHER}"'),
    ):
        path = "".join(
            _trace_triangle(locate(p.denominator, p.percent), _TRIANGLES[p.verdict][0])
            for p in points
            if p.verdict in _TRIANGLES and _TRIANGLES[p.verdict][1] is is_filled
        )
        if path:
            yield f'<path d="{path}" {style}/>'


def _trace_triangle(place: str, is_up: bool) -> str:
    x, y = place.split()
    return f"M{x} {float(y) + (-4.6 if is_up else 4.6):.1f}l4.4 {7.6 if is_up else -7.6}h-8.8z"


def _draw_names(figure: FunnelFigure, title: Callable[[str], str], locate: _Place) -> str:
    """Name the points that stand out, each where the fewest others are under its words."""
    places = [tuple(map(float, locate(p.denominator, p.percent).split())) for p in figure.points]
    taken = [(x, y) for x, y in places]
    words = ""
    for point in _find_furthest_points(figure):
        x, y = map(float, locate(point.denominator, point.percent).split())
        name = _shorten_name(title(point.service))
        left, baseline = _find_freest_place(x, y, 6.6 * len(name), taken)
        taken += [(left + n, baseline) for n in range(0, int(6.6 * len(name)), 8)]
        words += (
            f'<text x="{left:.1f}" y="{baseline + 4:.1f}" fill="{DARK}" stroke="#fff" '
            f'stroke-width="3" paint-order="stroke">{escape(name)}</text>'
        )
    return words


def _find_freest_place(
    x: float, y: float, width: float, taken: Sequence[tuple[float, float]]
) -> tuple[float, float]:
    """Return the left end and the middle of words that hide the fewest points."""
    sides = [x + 8] if x < width else [x - 8 - width]
    if x < WIDTH - _RIGHT - width and x >= width:
        sides.append(x + 8)
    options = [(left, y + shift) for shift in (0, 13, -13) for left in sides]

    def count_hidden(option: tuple[float, float]) -> int:
        left, middle = option
        return sum(
            left - 5 < at_x < left + width + 5 and abs(at_y - middle) < 10 for at_x, at_y in taken
        )

    return min(options, key=count_hidden)


def _find_furthest_points(figure: FunnelFigure) -> list[FunnelPoint]:
    """Return up to two points above and two below, furthest out for their size."""

    def calculate_distance(point: FunnelPoint) -> float:
        # Limits narrow with the square root of the size: so far out is so unlikely.
        return abs(point.percent - figure.percent) * sqrt(point.denominator)

    furthest = []
    # Only these are named: one in twenty lies beyond 95 per cent by chance alone.
    for side in (FunnelVerdict.LOW_998, FunnelVerdict.HIGH_998):
        beyond = [point for point in figure.points if point.verdict is side]
        furthest += sorted(beyond, key=calculate_distance, reverse=True)[:_NAMED]
    return furthest


def _shorten_name(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:23].rstrip()}…"
