"""A bridge from the year's budget to its forecast: each group adds or takes away.

The totals are upright lines and not bars, because the scale does not begin at zero: only the
lengths of the steps can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape

from boardpack.analysis.finance_judgement import BridgeFigure, BridgeStep
from boardpack.render.charts import rows
from boardpack.render.charts.frame import CONCERN, DARK, GREY, IMPROVED, compact
from boardpack.render.charts.rows import LEFT, RIGHT, ROW, WIDTH, middle, money

_HALF = 7
_EDGE = 8


def draw(figure: BridgeFigure) -> str:
    """Return the chart as SVG."""
    if not figure.steps:
        return ""
    low, high = _reach(figure)
    factor = (WIDTH - LEFT - RIGHT - 2 * _EDGE) / ((high - low) or 1)

    def x(amount: float) -> str:
        return f"{LEFT + _EDGE + (amount - low) * factor:.1f}"

    words = "".join(
        rows.name(step.title, n, step.is_total) + rows.beside(_amount(step), n, step.is_total)
        for n, step in enumerate(figure.steps)
    )
    over, under = (_steps(figure.steps, x, more) for more in (True, False))
    return (
        f'<svg class="bp-wide" viewBox="0 0 {WIDTH} {rows.height(len(figure.steps))}" role="img">'
        f'<title>{escape(figure.words)}</title><g font-size="14">'
        f'<path d="{_joints(figure.steps, x)}" fill="none" stroke="{GREY}" stroke-dasharray="2 3"/>'
        f'<path d="{_totals(figure.steps, x)}" fill="none" stroke="{DARK}" stroke-width="5"/>'
        f"{_path(over, CONCERN, CONCERN)}{_path(under, '#fff', IMPROVED)}{words}</g></svg>"
    )


def plotly(figure: BridgeFigure) -> str:
    """Return the same figure for the browser."""
    steps = [step for step in figure.steps if not step.is_total]
    totals = [step for step in figure.steps if step.is_total]
    change = {
        "type": "bar",
        "orientation": "h",
        "y": [step.title for step in steps],
        "x": [float(step.amount) for step in steps],
        "base": [float(step.start) for step in steps],
        "text": [_amount(step) for step in steps],
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
        "text": [_amount(step) for step in totals],
        "textposition": "middle right",
        "cliponaxis": False,
        "marker": {"symbol": "line-ns", "size": 20, "line": {"width": 5, "color": DARK}},
        "hovertemplate": "%{y}: %{text}<extra></extra>",
    }
    low, high = _reach(figure)
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
    return compact({"title": figure.words, "data": [change, ends], "layout": layout})


def _reach(figure: BridgeFigure) -> tuple[float, float]:
    """Return the smallest and largest amount, zero left out."""
    amounts = [float(s.end) for s in figure.steps]
    amounts += [float(s.start) for s in figure.steps if not s.is_total]
    return min(amounts), max(amounts)


def _amount(step: BridgeStep) -> str:
    return money(step.end) if step.is_total else rows.over_under(step.amount)


def _steps(steps: Sequence[BridgeStep], x: Callable[[float], str], more: bool) -> str:
    """Return the bars of the steps that add, or of those that take away."""
    return "".join(
        f"M{x(float(step.start))} {middle(n) - _HALF}H{x(float(step.end))}"
        f"v{2 * _HALF}H{x(float(step.start))}z"
        for n, step in enumerate(steps)
        if not step.is_total and (step.amount > 0) is more
    )


def _totals(steps: Sequence[BridgeStep], x: Callable[[float], str]) -> str:
    return "".join(
        f"M{x(float(step.end))} {middle(n) - ROW // 2 + 2}v{ROW - 4}"
        for n, step in enumerate(steps)
        if step.is_total
    )


def _joints(steps: Sequence[BridgeStep], x: Callable[[float], str]) -> str:
    """Return the dotted lines from the end of one step down to the next."""
    return "".join(f"M{x(float(step.end))} {middle(n)}v{ROW}" for n, step in enumerate(steps[:-1]))


def _path(path: str, fill: str, line: str) -> str:
    return f'<path d="{path}" fill="{fill}" stroke="{line}" stroke-width="2"/>' if path else ""
