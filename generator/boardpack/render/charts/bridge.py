"""A bridge from the year's budget to its forecast: each group adds or takes away.

The totals are upright lines and not bars, because the scale does not begin at zero: only the
lengths of the steps can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from boardpack.analysis.finance_judgement import BridgeFigure, BridgeStep
from boardpack.render.charts import rows
from boardpack.render.charts.frame import CONCERN, DARK, GREY, IMPROVED, to_compact_json
from boardpack.render.charts.rows import LEFT, RIGHT, ROW, WIDTH, calculate_middle, format_money

_HALF = 7
_EDGE = 8


def draw_svg(figure: BridgeFigure) -> str:
    """Return the chart as SVG."""
    if not figure.steps:
        return ""
    low, high = _find_reach(figure)
    factor = (WIDTH - LEFT - RIGHT - 2 * _EDGE) / ((high - low) or 1)

    def x(amount: float) -> str:
        return f"{LEFT + _EDGE + (amount - low) * factor:.1f}"

    words = "".join(
        rows.draw_name(step.title, n, step.is_total)
        + rows.draw_words_beside(_format_amount(step), n, step.is_total)
        for n, step in enumerate(figure.steps)
    )
    over, under = (_trace_steps(figure.steps, x, adds) for adds in (True, False))
    height = rows.calculate_height(len(figure.steps))
    return (
        f'<svg class="bp-wide" viewBox="0 0 {WIDTH} {height}" role="img">'
        f'<title>{escape(figure.words)}</title><g font-size="14">'
        f'<path d="{_trace_joints(figure.steps, x)}" fill="none" stroke="{GREY}" '
        f'stroke-dasharray="2 3"/>'
        f'<path d="{_trace_totals(figure.steps, x)}" fill="none" stroke="{DARK}" stroke-width="5"/>'
        f"{_to_path(over, CONCERN, CONCERN)}{_to_path(under, '#fff', IMPROVED)}{words}</g></svg>"
    )


def to_plotly(figure: BridgeFigure) -> str:
    """Return the same figure for the browser."""
    steps = [step for step in figure.steps if not step.is_total]
    totals = [step for step in figure.steps if step.is_total]
    change = {
        "type": "bar",
        "orientation": "h",
        "y": [step.title for step in steps],
        "x": [float(step.amount) for step in steps],
        "base": [float(step.start) for step in steps],
        "text": [_format_amount(step) for step in steps],
        "textposition": "outside",
        "cliponaxis": False,
        "width": 0.55,
        "marker": {
            "color": [CONCERN if step.amount > 0 else "#fff" for step in steps],
            "line": {
                "color": [CONCERN if step.amount > 0 else IMPROVED for step in steps],
                "width": 2,
            },
        },
        "hovertemplate": "%{y}: %{text}<extra></extra>",
    }
    ends = {
        "mode": "markers+text",
        "y": [step.title for step in totals],
        "x": [float(step.end) for step in totals],
        "text": [_format_amount(step) for step in totals],
        "textposition": "middle right",
        "cliponaxis": False,
        "marker": {"symbol": "line-ns", "size": 20, "line": {"width": 5, "color": DARK}},
        "hovertemplate": "%{y}: %{text}<extra></extra>",
    }
    low, high = _find_reach(figure)
    edge = (high - low) * 0.06
    layout = {
        "height": 60 + 34 * len(figure.steps),
        "hovermode": "closest",
        "yaxis": {
            "showgrid": False,
            "categoryarray": [step.title for step in reversed(figure.steps)],
            "nticks": 0,
        },
        "xaxis": {
            "range": [low - edge, high + edge],
            "nticks": 5,
            "showgrid": True,
            "tickformat": ",",
        },
    }
    return to_compact_json({"title": figure.words, "data": [change, ends], "layout": layout})


def _find_reach(figure: BridgeFigure) -> tuple[float, float]:
    """Return the smallest and largest amount, zero left out."""
    # Without zero: from a whole budget the steps would be too small to see.
    amounts = [float(step.end) for step in figure.steps]
    amounts += [float(step.start) for step in figure.steps if not step.is_total]
    return min(amounts), max(amounts)


def _format_amount(step: BridgeStep) -> str:
    return format_money(step.end) if step.is_total else rows.format_over_under(step.amount)


def _trace_steps(steps: Sequence[BridgeStep], x: Callable[[float], str], adds: bool) -> str:
    """Return the bars of the steps that add, or of those that take away."""
    return "".join(
        f"M{x(float(step.start))} {calculate_middle(n) - _HALF}H{x(float(step.end))}"
        f"v{2 * _HALF}H{x(float(step.start))}z"
        for n, step in enumerate(steps)
        if not step.is_total and (step.amount > 0) is adds
    )


def _trace_totals(steps: Sequence[BridgeStep], x: Callable[[float], str]) -> str:
    return "".join(
        f"M{x(float(step.end))} {calculate_middle(n) - ROW // 2 + 2}v{ROW - 4}"
        for n, step in enumerate(steps)
        if step.is_total
    )


def _trace_joints(steps: Sequence[BridgeStep], x: Callable[[float], str]) -> str:
    """Return the dotted lines from the end of one step down to the next."""
    return "".join(
        f"M{x(float(step.end))} {calculate_middle(n)}v{ROW}" for n, step in enumerate(steps[:-1])
    )


def _to_path(path: str, fill: str, line: str) -> str:
    return f'<path d="{path}" fill="{fill}" stroke="{line}" stroke-width="2"/>' if path else ""
