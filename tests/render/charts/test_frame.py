"""Axes are round numbers that span what is drawn."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.model.dataset import Unit
from boardpack.render.charts.frame import (
    DARK,
    SCREEN,
    Scale,
    choose_axis_ticks,
    draw_ends,
    fit_label,
    format_short,
    format_target,
)

NUMBERS = st.lists(st.floats(-1e9, 1e9).map(lambda x: round(x, 4)), min_size=1, max_size=30)


@given(NUMBERS)
def test_ticks_span_the_values(values: list[float]) -> None:
    ticks = choose_axis_ticks(values)
    slack = 1e-9 * max(1.0, *(abs(value) for value in values))
    assert ticks[0] <= min(values) + slack
    assert ticks[-1] >= max(values) - slack


@given(NUMBERS)
def test_there_are_two_to_seven_ticks_in_order(values: list[float]) -> None:
    ticks = choose_axis_ticks(values)
    assert 2 <= len(ticks) <= 7
    assert ticks == sorted(set(ticks))


def test_axis_labels_are_short() -> None:
    assert format_short(95, Unit.PERCENT) == "95%"
    assert format_short(1200, Unit.COUNT) == "1,200"
    assert format_short(45000, Unit.GBP) == "£45k"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1_200, Unit.COUNT, "1,200"),
        (45_000, Unit.COUNT, "45k"),
        (1_300_000, Unit.GBP, "£1.3m"),
        (-2_500_000, Unit.GBP, "-£2.5m"),
        (13_000_000, Unit.GBP, "£13m"),
        (1_250_000_000, Unit.COUNT, "1.25bn"),
        (1_234_567, Unit.GBP, "£1,234,567"),
        (97.25, Unit.PERCENT, "97.25%"),
    ],
)
def test_an_axis_says_millions_and_rounds_nothing(value: float, unit: Unit, text: str) -> None:
    assert format_short(value, unit) == text


@pytest.mark.parametrize(
    ("words", "value", "label"),
    [
        ("£61,240", 61_240.0, "£61,240"),
        ("£1,305,100", 1_305_100.0, "£1.31m"),
        ("£130,510,000", 130_510_000.0, "£131m"),
        ("£2,487,510,000", 2_487_510_000.0, "£2.49bn"),
    ],
)
def test_a_long_figure_beside_its_line_is_shortened_and_not_cut(
    words: str, value: float, label: str
) -> None:
    assert fit_label(words, value, Unit.GBP) == label


@given(st.floats(-1e12, 1e12), st.sampled_from(list(Unit)))
def test_no_label_leaves_the_picture(value: float, unit: Unit) -> None:
    drawn = draw_ends([(f"Target {format_target(value, unit)}", 0.0, DARK)], Scale(3, 0, 1, SCREEN))
    words = re.search(r">([^<]+)<", drawn)
    size = re.search(r'font-size="([\d.]+)"', drawn)
    assert words is not None
    letters = len(words[1])
    assert letters * float(size[1] if size else 14) <= 10 * 14 + letters * 0.05
