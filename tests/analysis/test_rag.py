from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boardpack.analysis.rag import Rating, find_thresholds, find_worst_rating, rate_measure
from boardpack.model.dataset import Aggregate, Better, Gap, RatedAgainst
from support.series import CANNOCK, SEISDON, thresholds, with_

HIGHER = with_(thresholds=thresholds(90, 80))
LOWER = with_(better=Better.LOWER, thresholds=thresholds(80, 90))
NUMBERS = st.decimals(-1000, 1000, places=2)
ORDER = tuple(Rating)


@pytest.mark.parametrize(
    ("value", "rating"), [("90", "green"), ("89.9", "amber"), ("80", "amber"), ("79.9", "red")]
)
def test_where_more_is_better_a_threshold_is_breached_from_above(value: str, rating: str) -> None:
    assert rate_measure(HIGHER, Decimal(value)) == rating


@pytest.mark.parametrize(
    ("value", "rating"), [("80", "green"), ("80.1", "amber"), ("90", "amber"), ("90.1", "red")]
)
def test_where_less_is_better_a_threshold_is_breached_from_below(value: str, rating: str) -> None:
    assert rate_measure(LOWER, Decimal(value)) == rating


def test_no_threshold_no_value_or_no_better_side_is_unrated() -> None:
    assert rate_measure(with_(), Decimal(1)) is Rating.UNRATED
    assert rate_measure(HIGHER, Gap.SUPPRESSED) is Rating.UNRATED
    assert rate_measure(with_(HIGHER, better=Better.NEUTRAL), Decimal(1)) is Rating.UNRATED


def test_against_the_aggregate_plan_all_services_share_thresholds() -> None:
    own = {CANNOCK: thresholds(95, 92)}
    measure = with_(HIGHER, thresholds_by_service=own)
    assert rate_measure(measure, Decimal(91), CANNOCK) is Rating.GREEN
    measure = with_(measure, rated_against=RatedAgainst.OWN)
    assert rate_measure(measure, Decimal(91), CANNOCK) is Rating.RED
    assert rate_measure(measure, Decimal(91), SEISDON) is Rating.GREEN


def test_a_sum_is_rated_by_thresholds_of_its_own_only() -> None:
    summed = with_(HIGHER, aggregate=Aggregate.SUM)
    assert rate_measure(summed, Decimal(1), "directorate") is Rating.UNRATED
    assert rate_measure(summed, Decimal(1), CANNOCK) is Rating.RED
    whole = with_(summed, thresholds_by_service={"directorate": thresholds(180, 160)})
    assert rate_measure(whole, Decimal(170), "directorate") is Rating.AMBER
    assert find_thresholds(HIGHER, "directorate") == thresholds(90, 80)


@settings(deadline=None)
@given(NUMBERS, NUMBERS, st.sampled_from([HIGHER, LOWER]))
def test_a_better_value_is_never_rated_worse(one: Decimal, other: Decimal, measure: object) -> None:
    assert measure in (HIGHER, LOWER)
    worse, better = sorted([one, other], reverse=measure is LOWER)
    chosen = LOWER if measure is LOWER else HIGHER
    assert ORDER.index(rate_measure(chosen, worse)) <= ORDER.index(rate_measure(chosen, better))


@settings(deadline=None)
@given(st.lists(st.sampled_from(ORDER)))
def test_the_worst_rating_does_not_depend_on_order(ratings: list[Rating]) -> None:
    assert find_worst_rating(ratings) is find_worst_rating(reversed(ratings))
    assert not ratings or find_worst_rating(ratings) in ratings
