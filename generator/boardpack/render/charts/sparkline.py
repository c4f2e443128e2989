"""A small chart without words in it: the line, the target, the last point with its signal.

Used beside a figure in a table and, all on one scale, as small multiples. It has no live twin:
the page that it links to has the whole chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from boardpack.analysis.figures.sparkline import SmallFigure
from boardpack.analysis.spc_result import PointType
from boardpack.render.charts.frame import (
    BAND,
    BLUE,
    CONCERN,
    DARK,
    GREY,
    IMPROVED,
    OTHER,
    Locate,
    trace_run,
)

TABLE, PAGE = (120, 28), (200, 64)
"""Width and height in a table, and on a page of small multiples."""
_EDGE = 5


def draw_svg(
    figure: SmallFigure,
    size: tuple[int, int] = TABLE,
    reach: tuple[float, float] | None = None,
) -> str:
    """Return the chart as SVG; `reach` is the lowest and highest value of a shared scale."""
    known_values = [value for value in figure.values if value is not None]
    if not known_values:
        return ""
    low, high = reach or _find_reach(figure, known_values)
    width, height = size
    step = (width - 2 * _EDGE) / max(len(figure.values) - 1, 1)
    factor = (height - 2 * _EDGE) / ((high - low) or 1)

    def locate(index: int, value: float) -> str:
        return f"{_EDGE + step * index:.1f} {height - _EDGE - (value - low) * factor:.1f}"

    return (
        f'<svg class="bp-spark" viewBox="0 0 {width} {height}" role="img">'
        f"<title>{escape(figure.words)}</title>"
        f"{_draw_band(figure, locate(0, figure.upper or 0), locate(0, figure.lower or 0), width)}"
        f"{_draw_target(figure, locate(0, figure.target or 0), width)}"
        f"{_draw_breaks(figure, step, height)}"
        f'<path d="{trace_run(figure.values, locate, figure.rebased)}" fill="none" stroke="{GREY}" '
        f'stroke-width="1.5"/>'
        f"{_draw_last_point(figure, locate)}</svg>"
    )


def find_shared_reach(figures: Sequence[SmallFigure]) -> tuple[float, float]:
    """Return the lowest and highest number of several figures, for one scale."""
    # Without limits: those of one noisy series would flatten all others.
    numbers = [n for figure in figures for n in (*figure.values, figure.target) if n is not None]
    return min(numbers), max(numbers)


def _find_reach(figure: SmallFigure, known_values: Sequence[float]) -> tuple[float, float]:
    lines = [n for n in (figure.target, figure.lower, figure.upper) if n is not None]
    return min(*known_values, *lines, known_values[0]), max(*known_values, *lines, known_values[0])


def _draw_band(figure: SmallFigure, top: str, bottom: str, width: int) -> str:
    if figure.lower is None or figure.upper is None:
        return ""
    return f'<path d="M{top}H{width - _EDGE}V{bottom.split()[1]}H{_EDGE}z" fill="{BAND}"/>'


def _draw_target(figure: SmallFigure, left: str, width: int) -> str:
    if figure.target is None:
        return ""
    return f'<path d="M{left}H{width - _EDGE}" fill="none" stroke="{DARK}" stroke-dasharray="4 3"/>'


def _draw_breaks(figure: SmallFigure, step: float, height: int) -> str:
    """Return an upright line between what does not compare."""
    path = "".join(f"M{_EDGE + step * mark.place:.1f} 0V{height}" for mark in figure.rebased)
    return f'<path d="{path}" fill="none" stroke="{GREY}"/>' if path else ""


def _draw_last_point(figure: SmallFigure, locate: Locate) -> str:
    """Return the last point: a dot, or a triangle to the side of its signal."""
    value = figure.values[-1]
    if value is None:
        return ""
    x, y = locate(len(figure.values) - 1, value).split()
    kind, side = figure.signal.value
    if kind is PointType.COMMON_CAUSE:
        return f'<path d="M{x} {y}h0" stroke="{BLUE}" stroke-width="6" stroke-linecap="round"/>'
    is_up = side == "high"
    shape = f"M{x} {float(y) + (-5 if is_up else 5):.1f}l4.6 {8 if is_up else -8}h-9.2z"
    if kind is PointType.CONCERN:
        return f'<path d="{shape}" fill="{CONCERN}"/>'
    colour = IMPROVED if kind is PointType.IMPROVEMENT else OTHER
    return f'<path d="{shape}" fill="#fff" stroke="{colour}" stroke-width="1.8"/>'
