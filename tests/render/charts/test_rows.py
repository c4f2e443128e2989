"""Charts of budgets say over and under in words and by shape."""

from __future__ import annotations

import re
from dataclasses import replace

from boardpack.render.charts import bars, bridge, funnel
from boardpack.render.charts.frame import CONCERN, IMPROVED
from support import figures


def test_bars_give_the_amount_and_the_variance_in_words() -> None:
    svg = bars.draw_svg(figures.bars())
    assert ">8,021: 118 over</text>" in svg
    assert ">259: 33 under</text>" in svg
    assert ">904: level</text>" in svg


def test_a_long_title_is_cut_and_escaped() -> None:
    assert ">Premises &amp; rates, with a titl…</text>" in bars.draw_svg(figures.bars())


def test_a_bridge_fills_what_is_over_and_leaves_hollow_what_is_under() -> None:
    svg = bridge.draw_svg(figures.bridge())
    assert len(re.findall(f'fill="{CONCERN}"', svg)) == 1
    assert len(re.findall(f'fill="#fff" stroke="{IMPROVED}"', svg)) == 1
    assert ">100 over</text>" in svg
    assert ">196 under</text>" in svg


def test_a_chart_without_rows_is_no_chart() -> None:
    assert bars.draw_svg(replace(figures.bars(), bars=())) == ""
    assert bridge.draw_svg(replace(figures.bridge(), steps=())) == ""


def test_a_funnel_names_who_is_furthest_out() -> None:
    svg = funnel.draw_svg(figures.shares(), str.title)
    assert ">West</text>" in svg
    assert ">East</text>" in svg
    assert ">Mid</text>" not in svg
