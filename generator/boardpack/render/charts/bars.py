"""A bar for each group of a budget: what was spent, and an upright mark where the budget lies."""

from __future__ import annotations

from html import escape

from boardpack.analysis.finance_judgement import GroupBars
from boardpack.render.charts import rows
from boardpack.render.charts.frame import BLUE, DARK, to_compact_json
from boardpack.render.charts.rows import (
    LEFT,
    RIGHT,
    ROW,
    WIDTH,
    calculate_middle,
    format_over_under,
)

_THICK = 13


def draw_svg(figure: GroupBars) -> str:
    """Return the chart as SVG."""
    if not figure.bars:
        return ""
    amounts = [float(x) for bar in figure.bars for x in (bar.budget, bar.actual)]
    # Zero is in, because the lengths of bars are compared.
    low, high = min(0.0, *amounts), max(0.0, *amounts)
    factor = (WIDTH - LEFT - RIGHT) / ((high - low) or 1)

    def x(amount: float) -> str:
        return f"{LEFT + (amount - low) * factor:.1f}"

    half = _THICK / 2
    filled = "".join(
        f"M{x(0)} {calculate_middle(n) - half}H{x(float(bar.actual))}v{_THICK}H{x(0)}z"
        for n, bar in enumerate(figure.bars)
    )
    planned = "".join(
        f"M{x(float(bar.budget))} {calculate_middle(n) - ROW // 2 + 2}v{ROW - 4}"
        for n, bar in enumerate(figure.bars)
    )
    words = "".join(
        rows.draw_name(bar.title, n)
        + rows.draw_words_beside(
            f"{rows.format_money(bar.actual)}: {format_over_under(bar.variance)}", n
        )
        for n, bar in enumerate(figure.bars)
    )
    height = rows.calculate_height(len(figure.bars))
    return (
        f'<svg class="bp-wide" viewBox="0 0 {WIDTH} {height}" role="img">'
        f'<title>{escape(figure.words)}</title><g font-size="14">'
        f'<path d="{filled}" fill="{BLUE}" fill-opacity=".75"/>'
        f'<path d="{planned}" fill="none" stroke="{DARK}" stroke-width="3"/>{words}</g></svg>'
    )


def to_plotly(figure: GroupBars) -> str:
    """Return the same figure for the browser."""
    names = [bar.title for bar in figure.bars]
    actual = {
        "type": "bar",
        "orientation": "h",
        "y": names,
        "x": [float(bar.actual) for bar in figure.bars],
        "text": [f"\u2002{format_over_under(bar.variance)}" for bar in figure.bars],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": BLUE, "opacity": 0.75},
        "hovertemplate": "%{y}: %{x:,} (%{text})<extra></extra>",
        "width": 0.5,
    }
    budget = {
        "mode": "markers",
        "y": names,
        "x": [float(bar.budget) for bar in figure.bars],
        "marker": {"symbol": "line-ns", "size": 18, "line": {"width": 3, "color": DARK}},
        "hovertemplate": "%{y}: budget %{x:,}<extra></extra>",
    }
    layout = {
        "height": 60 + 34 * len(names),
        "hovermode": "closest",
        "yaxis": {"autorange": "reversed", "showgrid": False, "nticks": 0},
        "xaxis": {"showgrid": True, "nticks": 5, "tickformat": ","},
    }
    return to_compact_json({"title": figure.words, "data": [actual, budget], "layout": layout})
