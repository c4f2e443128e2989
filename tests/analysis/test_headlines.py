"""The sentence of each measure, word for word."""

from __future__ import annotations

from decimal import Decimal

import pytest

from boardpack.analysis.headlines import compose_headline
from boardpack.analysis.variation import judge_measure
from boardpack.model.dataset import Better, Gap, Measure, Rebase, Unit
from support.series import FOUR_HOURS, Numbers, measured, with_

CALM = [84.0, 85.0] * 10
WAITS = Measure("waits", "Long waits", Unit.COUNT, 0, Better.LOWER, Decimal(5))
STAFF = Measure("staff", "Staff in post", Unit.COUNT)


def said(values: Numbers, measure: Measure = FOUR_HOURS, last: str = "2018-11") -> str:
    one = measured(values, measure, last=last)
    return compose_headline(one, judge_measure(one))


def test_a_fall_below_the_lower_limit_with_a_target_out_of_reach() -> None:
    assert said([*CALM, 76]) == (
        "Four-hour performance fell below its lower limit in November 2018; "
        "the target of 95% will not be met without change."
    )


def test_a_second_month_below_the_limit_has_stayed_there() -> None:
    assert said([*CALM, 76, 76]).startswith("Four-hour performance stayed below its lower limit")


def test_a_rise_above_the_upper_limit_is_an_improvement_where_more_is_better() -> None:
    assert said([*CALM, 93], with_(target=Decimal(80))) == (
        "Four-hour performance rose above its upper limit in November 2018, which is an "
        "improvement; the target of 80% will be met unless something changes."
    )


def test_usual_variation_about_a_target_is_a_matter_of_chance() -> None:
    assert said(CALM, with_(target=Decimal("84.5"))) == (
        "Four-hour performance was 85.0% in November 2018, no more than its usual variation; "
        "the target of 84.5% was met, and may be met or missed by chance."
    )


def test_a_signal_of_now_is_not_called_chance() -> None:
    assert said([*CALM, 76], with_(target=Decimal(84))).endswith("; the target of 84% was missed.")


@pytest.mark.parametrize(
    ("tail", "words"),
    [
        ([84.1, 84.2, 84.3, 84.4, 84.5, 84.6, 84.7], "has risen 6 months in a row, to 84.7%"),
        ([84.9, 84.8, 84.7, 84.6, 84.5, 84.4, 84.3], "has fallen 7 months in a row, to 84.3%"),
        ([84.9] * 7, "has been above its mean for 8 months, and was 84.9%"),
        ([84.1] * 8, "has been below its mean for 8 months, and was 84.1%"),
    ],
)
def test_runs_and_trends_are_counted_to_their_beginning(tail: list[float], words: str) -> None:
    assert f" {words} in November 2018" in said([*CALM, *tail], with_(target=None))


def test_two_of_three_near_a_limit() -> None:
    assert said([*CALM, 86.8, 84.9, 86.8], with_(target=None)) == (
        "Four-hour performance was near its upper limit in two of the last three months, "
        "which is an improvement."
    )


def test_a_series_too_short_for_icons_has_a_plain_word() -> None:
    assert said([80, 81, 80, 74]) == (
        "Four-hour performance deteriorated to 74.0% in November 2018; "
        "the target of 95% was missed."
    )
    assert said([9, 8, 9, 8, 5], WAITS) == (
        "Long waits improved to 5 in November 2018; the target of 5 was met."
    )
    assert said([80, 81, 80, 81], with_(target=None)) == (
        "Four-hour performance was sustained at 81.0% in November 2018."
    )


def test_rare_events_and_measures_without_a_better_side_are_told_plainly() -> None:
    assert said([0, 0, 0, 2, 0, 1], WAITS) == (
        "Long waits was 1 in November 2018, up from 0 in October 2018; the target of 5 was met."
    )
    assert said([20, 21, 21], STAFF) == (
        "Staff in post was 21 in November 2018, the same as in October 2018."
    )
    assert said([21], STAFF) == "Staff in post was 21 in November 2018."


def test_a_missing_or_suppressed_figure_is_said_to_be_so() -> None:
    assert said([84, 85, None]) == (
        "Four-hour performance: no figure for November 2018; the last was 85.0% in October 2018."
    )
    assert said([84, 85, Gap.SUPPRESSED]) == (
        "Four-hour performance: the figure for November 2018 is suppressed."
    )
    assert said([None, None]) == "Four-hour performance: no figures."


def test_weeks_are_weeks() -> None:
    assert said([*CALM, 76], last="2018-W50") == (
        "Four-hour performance fell below its lower limit in week 50 of 2018; "
        "the target of 95% will not be met without change."
    )


def test_a_rebase_cuts_runs_and_brings_the_plain_word_back() -> None:
    rebased = with_(rebase=(Rebase("2018-09", "A hospital closed."),), target=None)
    assert said([*CALM, 60, 61, 55], rebased) == (
        "Four-hour performance deteriorated to 55.0% in November 2018."
    )
