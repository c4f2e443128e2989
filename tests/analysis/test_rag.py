from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boardpack.analysis.rag import Rating, rate, worst
from boardpack.model.dataset import Better, Gap, Measure, Thresholds

ORDER = [Rating.RED, Rating.AMBER, Rating.GREEN]
NUMBERS = st.decimals(-1000, 1000, places=2)


def measure(better: Better, board: Decimal, slt: Decimal) -> Measure:
    return Measure("m", "M", better=better, thresholds=Thresholds(board, slt))


HIGHER = measure(Better.HIGHER, Decimal(85), Decimal(80))
LOWER = measure(Better.LOWER, Decimal(5), Decimal(8))


@pytest.mark.parametrize(
    ("value", "rating"),
    [("79.9", "red"), ("80", "amber"), ("84.9", "amber"), ("85", "green"), ("90", "green")],
)
def test_where_more_is_better_a_value_below_a_threshold_breaches_it(
    value: str, rating: str
) -> None:
    assert rate(HIGHER, Decimal(value)) == rating


@pytest.mark.parametrize(
    ("value", "rating"), [("8.1", "red"), ("8", "amber"), ("5.1", "amber"), ("5", "green")]
)
def test_where_less_is_better_a_value_above_a_threshold_breaches_it(
    value: str, rating: str
) -> None:
    assert rate(LOWER, Decimal(value)) == rating


@pytest.mark.parametrize("gap", list(Gap))
def test_no_value_is_not_rated(gap: Gap) -> None:
    assert rate(HIGHER, gap) is Rating.UNRATED


def test_a_measure_without_a_threshold_or_a_good_side_is_not_rated() -> None:
    assert rate(Measure("m", "M", better=Better.HIGHER), Decimal(1)) is Rating.UNRATED
    assert rate(measure(Better.NEUTRAL, Decimal(1), Decimal(2)), Decimal(9)) is Rating.UNRATED


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, st.sampled_from([Better.HIGHER, Better.LOWER]))
def test_a_better_value_is_never_rated_worse(
    one: Decimal, other: Decimal, board: Decimal, slt: Decimal, better: Better
) -> None:
    low, high = min(board, slt), max(board, slt)
    limits = (high, low) if better is Better.HIGHER else (low, high)
    of = measure(better, *limits)
    worse, good = sorted((one, other), reverse=better is Better.LOWER)
    assert ORDER.index(rate(of, worse)) <= ORDER.index(rate(of, good))


@given(st.lists(st.sampled_from(Rating)))
def test_the_worst_rating_is_one_of_them_and_none_is_worse(ratings: list[Rating]) -> None:
    found = worst(ratings)
    assert found in ratings or found is Rating.UNRATED
    order = list(Rating)
    assert all(order.index(found) <= order.index(one) for one in ratings)
