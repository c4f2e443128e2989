from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from boardpack.analysis.comparison import compare_services, describe_comparison
from boardpack.analysis.directorate import POOLED, combine_services, describe_combination
from boardpack.analysis.rag import Rating
from boardpack.model.dataset import Aggregate, Better, Gap, Unit
from support.series import CANNOCK, SEISDON, measured, thresholds, with_

COUNTS = {0: (80, 100), 1: (60, 100)}
MORE = {0: (270, 300), 1: (270, 300)}
TITLES = {CANNOCK: "Cannock Chase", SEISDON: "Seisdon", "stone": "Stone"}
SUMMED = with_(unit=Unit.COUNT, decimals=0, aggregate=Aggregate.SUM)


def test_percentages_are_pooled_by_their_counts_and_not_averaged() -> None:
    both = [measured([80, 60], counts=COUNTS), measured([90, 90], service=SEISDON, counts=MORE)]
    whole = combine_services(both)
    assert whole is not None
    assert (whole.service, whole.values) == ("directorate", (Decimal("87.5"), Decimal("82.5")))
    assert describe_combination(both) == POOLED


def test_sums_and_means_are_taken_where_the_measure_says_so() -> None:
    pair = ([10, 20], [5, 6])
    for aggregate, expected in ((Aggregate.SUM, (15, 26)), (Aggregate.MEAN, (7.5, 13))):
        measure = with_(SUMMED, aggregate=aggregate)
        both = [measured(v, measure, s) for v, s in zip(pair, (CANNOCK, SEISDON), strict=True)]
        whole = combine_services(both)
        assert whole is not None
        assert whole.values == tuple(Decimal(str(v)) for v in expected)


def test_nothing_is_made_up_where_the_measure_does_not_say_how() -> None:
    assert combine_services([measured([80]), measured([90], service=SEISDON)]) is None
    assert combine_services([]) is None


def test_a_missing_or_suppressed_figure_leaves_none_for_all_together() -> None:
    for gap in (None, Gap.MISSING, Gap.SUPPRESSED):
        whole = combine_services([measured([10, 20], SUMMED), measured([5, gap], SUMMED, SEISDON)])
        assert whole is not None
        assert whole.previous == 15
        assert isinstance(whole.latest, Gap)


def test_a_denominator_of_nothing_gives_no_share() -> None:
    whole = combine_services([measured([0], counts={0: (0, 0)})])
    assert whole is not None
    assert whole.latest is Gap.MISSING


def test_the_directorate_is_rated_by_the_shared_thresholds() -> None:
    measure = with_(thresholds=thresholds(85, 80))
    both = [
        measured([80, 60], measure, counts=COUNTS),
        measured([90, 90], measure, SEISDON, counts=MORE),
    ]
    whole = combine_services(both)
    assert whole is not None
    assert (whole.rating, whole.previous_rating) == (Rating.AMBER, Rating.GREEN)


def test_best_and_worst_follow_the_better_side_and_may_be_shared() -> None:
    values = {CANNOCK: 4.0, SEISDON: 5.0, "stone": 4.0}
    lower = with_(better=Better.LOWER)
    found = compare_services([measured([v], lower, s) for s, v in values.items()])
    assert (found.best, found.worst) == ((CANNOCK, "stone"), (SEISDON,))
    higher = compare_services([measured([v], service=s) for s, v in values.items()])
    assert (higher.best, higher.worst) == ((SEISDON,), (CANNOCK, "stone"))


def test_services_that_are_level_have_no_best_and_no_worst() -> None:
    found = compare_services([measured([4]), measured([4], service=SEISDON)])
    assert (found.best, found.worst) == ((), ())
    neutral = with_(better=Better.NEUTRAL)
    found = compare_services([measured([4], neutral), measured([5], neutral, SEISDON)])
    assert (found.best, found.worst) == ((), ())


def test_the_scale_spans_all_services_and_all_periods() -> None:
    found = compare_services([measured([4, 9, None]), measured([2, None, 3], service=SEISDON)])
    assert found.range == (Decimal(2), Decimal(9))
    assert compare_services([measured([None])]).range is None


def test_what_a_comparison_says() -> None:
    measure = with_(benchmark=Decimal(88), benchmark_title="South West average")
    both = [
        measured([80, 60], measure, counts=COUNTS),
        measured([90, 90], measure, SEISDON, counts=MORE),
    ]
    assert describe_comparison(compare_services(both), TITLES.__getitem__) == (
        "Four-hour performance: 82.5% for the directorate; best Seisdon (90.0%); "
        "worst Cannock Chase (60.0%); South West average 88%."
    )
    assert describe_comparison(compare_services([measured([None])]), TITLES.__getitem__) == ""


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), min_size=1, max_size=6))
def test_a_pooled_share_lies_between_those_of_the_services(pairs: list[tuple[int, int]]) -> None:
    counts = [(min(n, d), d) for n, d in pairs]
    series = [
        measured([str(100 * Decimal(n) / d)], service=f"s{i}", counts={0: (n, d)})
        for i, (n, d) in enumerate(counts)
    ]
    whole = combine_services(series)
    assert whole is not None
    assert isinstance(whole.latest, Decimal)
    shares = [100 * Decimal(n) / d for n, d in counts]
    assert min(shares) - Decimal("1e-20") <= whole.latest <= max(shares) + Decimal("1e-20")
