"""Axes are round numbers that span what is drawn."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from boardpack.model.dataset import Unit
from boardpack.render.charts.frame import choose_axis_ticks, format_short

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
