"""Nothing is compared across a rebase: not a run, not a neighbour, not a year, not a range."""

from __future__ import annotations

from decimal import Decimal

import pytest

from boardpack.analysis.changes import list_changes
from boardpack.analysis.escalation import count_worsening_periods, find_escalations
from boardpack.analysis.figures.line import describe_chart
from boardpack.analysis.headlines import compose_headline
from boardpack.analysis.measures import compute_change, explain_incomparable
from boardpack.analysis.rag import Rating
from boardpack.analysis.variation import judge_measure
from boardpack.checks.leaps import has_leapt
from boardpack.model.dataset import Gap, Measure, Rebase
from boardpack.render.measure_view import MeasureView
from boardpack.render.words import describe_change
from support.editions import edition_of
from support.instances import ACCESS, edited, minimal
from support.series import measured, thresholds, with_

MERGED = "Two hospitals merged."


def rebased(period: str) -> Measure:
    return with_(rebase=(Rebase(period, MERGED),), thresholds=thresholds(90, 75))


def test_a_run_begins_at_the_rebase() -> None:
    falling = [85.2, 84.0, 83.0, 82.0, 81.0, 80.0]
    assert count_worsening_periods(measured(falling, rebased("2018-09"))) == 2
    assert count_worsening_periods(measured(falling)) == 5


def test_a_year_ago_across_a_rebase_is_not_comparable_and_the_reason_is_said() -> None:
    one = measured([*[91.0] * 10, 82.0, 81.5, 81.0], rebased("2018-09"))
    assert (one.year_ago, one.previous) == (Gap.INCOMPARABLE, Decimal("81.5"))
    said = f"Not comparable with figures before September 2018: {MERGED}"
    assert explain_incomparable(one) == said
    assert MeasureView(one, judge_measure(one)).notes[0] == said


def test_a_figure_that_was_never_there_stays_not_available() -> None:
    one = measured([Gap.SUPPRESSED, *[91.0] * 9, 82.0, 81.5, 81.0], rebased("2018-09"))
    assert one.year_ago is Gap.SUPPRESSED
    assert explain_incomparable(one) == ""


def test_the_first_figure_after_a_rebase_has_no_change_and_no_rating_before_it() -> None:
    one = measured([*[91.0] * 12, 81.0], rebased("2018-11"))
    assert (compute_change(one), describe_change(one)) == (Gap.INCOMPARABLE, "not comparable")
    assert one.previous_rating is Rating.UNRATED
    assert compose_headline(one, judge_measure(one)) == (
        "Four-hour performance was 81.0% in November 2018, not comparable with October 2018; "
        "the target of 95% was missed."
    )


def test_the_range_of_a_chart_begins_at_the_rebase() -> None:
    one = measured([91.0, 92.0, 82.0, 81.5, 81.0], rebased("2018-09"))
    assert describe_chart(one).endswith(
        "between 81.0% and 82.0% since September 2018; not comparable with figures before: "
        "Two hospitals merged."
    )


@pytest.mark.parametrize(("period", "leaps"), [("2018-11", False), ("2017-11", True)])
def test_a_leap_at_a_rebase_is_no_slip_of_the_pen(period: str, leaps: bool) -> None:
    assert has_leapt(measured([*[91.0, 91.2] * 6, 62.0], rebased(period))) is leaps


def test_an_edition_says_what_it_cannot_compare_instead_of_better_or_worse() -> None:
    rebase = f'    rebase: [{{date: "2018-11", reason: "{MERGED}"}}]\n'
    edition = edition_of(edited(minimal(), ACCESS, "    target: 5\n", f"    target: 5\n{rebase}"))
    said = f"Not comparable with figures before November 2018: {MERGED}"
    assert said in {change.words for change in list_changes(edition)}
    assert not find_escalations(edition)
