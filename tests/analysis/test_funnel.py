from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, chi2

from boardpack.analysis.funnel import FunnelVerdict, build_funnel, build_measure_funnel
from boardpack.model.dataset import Unit
from support.series import measured, with_

COUNTS = st.lists(
    st.integers(1, 5000).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))),
    min_size=3,
    max_size=8,
)


@settings(deadline=None)
@given(COUNTS)
def test_limits_are_exact_binomial_quantiles_between_whole_counts(
    pairs: list[tuple[int, int]],
) -> None:
    found = build_funnel([(f"s{i}", n, d) for i, (n, d) in enumerate(pairs)])
    share = found.percent / 100
    if not 0 < share < 1:
        return
    for row in found.limits:
        for tail, limit in zip((0.001, 0.025, 0.975, 0.999), row[1:], strict=True):
            whole = binom.ppf(tail, row.denominator, share)
            assert whole - 1 - 1e-6 <= limit * row.denominator / 100 <= whole + 1e-6


@settings(deadline=None)
@given(COUNTS)
def test_limits_are_nested_and_the_order_of_services_is_irrelevant(
    pairs: list[tuple[int, int]],
) -> None:
    counts = [(f"s{i}", n, d) for i, (n, d) in enumerate(pairs)]
    found, turned = build_funnel(counts), build_funnel(counts[::-1])
    for row in found.limits:
        assert 0 <= row.low_998 <= row.low_95 <= row.high_95 <= row.high_998 <= 100
    assert found.limits == turned.limits
    assert set(found.points) == set(turned.points)


def test_the_overall_share_is_that_of_all_together() -> None:
    found = build_funnel([("a", 10, 100), ("b", 90, 100), ("c", 300, 800)])
    assert found.percent == 40
    assert [point.percent for point in found.points] == [10, 90, 37.5]


def test_points_far_from_the_overall_share_lie_outside() -> None:
    found = build_funnel([("low", 700, 1000), ("usual", 8000, 10000), ("high", 900, 1000)])
    verdicts = [point.verdict for point in found.points]
    assert verdicts == [FunnelVerdict.LOW_998, FunnelVerdict.INSIDE, FunnelVerdict.HIGH_998]
    assert found.words.startswith("80.0% over all 3 services. 2 outside the 95% limits, 2 of them")


def test_a_small_service_may_differ_widely_by_chance() -> None:
    found = build_funnel([("small", 3, 6), ("usual", 8000, 10000), ("other", 800, 1000)])
    assert {point.verdict for point in found.points} == {FunnelVerdict.INSIDE}
    assert found.words.endswith("All lie within the limits: chance alone explains the differences.")


def test_between_the_limits_is_said_to_be_so() -> None:
    found = build_funnel([("a", 828, 1000), ("b", 8000, 10000), ("c", 771, 1000)])
    assert [p.verdict for p in found.points] == [
        FunnelVerdict.HIGH_95,
        FunnelVerdict.INSIDE,
        FunnelVerdict.LOW_95,
    ]


def test_overdispersion_is_worked_out_and_said_in_words() -> None:
    counts = [("a", 700, 1000), ("b", 800, 1000), ("c", 900, 1000)]
    found = build_funnel(counts)
    squares = sum((n - 800) ** 2 / (1000 * 0.8 * 0.2) for _, n, _ in counts)
    assert found.overdispersion == pytest.approx(squares / 2)
    assert chi2.sf(squares, 2) < 0.05
    assert "The services vary 62.5 times as much as chance alone explains" in found.words


def test_nothing_is_said_of_overdispersion_that_chance_explains() -> None:
    found = build_funnel([("a", 790, 1000), ("b", 800, 1000), ("c", 810, 1000)])
    assert "overdispersion" not in found.words


@pytest.mark.parametrize("above", [0, 100])
def test_all_or_nothing_has_limits_on_the_share_itself(above: int) -> None:
    found = build_funnel([("a", above, 100), ("b", above, 100), ("c", above, 100)])
    assert found.overdispersion is None
    assert {value for row in found.limits for value in row[1:]} == {float(above)}
    assert {point.verdict for point in found.points} == {FunnelVerdict.INSIDE}


def test_a_funnel_needs_three_services_with_whole_counts_of_a_percentage() -> None:
    three = [measured([80], service=f"s{i}", counts={0: (80, 100)}) for i in range(3)]
    found = build_measure_funnel(three)
    assert found is not None
    assert (found.title, found.period) == ("Four-hour performance", "November 2018")
    assert build_measure_funnel(three[:2]) is None
    assert build_measure_funnel([measured([80], service=f"s{i}") for i in range(3)]) is None
    rate = with_(unit=Unit.RATE)
    counted = [measured([80], rate, f"s{i}", counts={0: (80, 100)}) for i in range(3)]
    assert build_measure_funnel(counted) is None
    empty = [measured([0], service=f"s{i}", counts={0: (0, 0)}) for i in range(3)]
    assert build_measure_funnel(empty) is None
