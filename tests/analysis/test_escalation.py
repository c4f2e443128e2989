from __future__ import annotations

from collections.abc import Mapping

import pytest

from boardpack.analysis.escalation import (
    Escalation,
    count_worsening_periods,
    find_escalations,
    group_escalations,
)
from boardpack.model.dataset import Better, Gap
from boardpack.model.period import parse_period
from support.editions import edition_of
from support.instances import ACCESS, ACCESS_ROWS, PACK, edited, minimal, with_file
from support.series import FOUR_HOURS, Numbers, measured, with_

FINE = [4.0, 4.1, 3.9] * 6
HEADER = "period,service,measure,value,numerator,denominator\n"


def instance(
    cannock: Numbers, seisdon: Numbers = FINE, setting: str = "", counted: bool = False
) -> dict[str, bytes]:
    """Return an instance whose share of missed appointments is as given, oldest first."""
    rows = [HEADER]
    for service, values in (("cannock-chase", cannock), ("seisdon", seisdon)):
        for period, value in zip(
            parse_period("2018-11").list_window(18), values[-18:], strict=True
        ):
            counts = f"{10 * float(str(value)):g},1000" if counted else ","
            rows.append(f"{period.id},{service},missed,{value},{counts}\n")
            rows.append(f"{period.id},{service},booked,1000,,\n")
    tree = edited(minimal(), ACCESS, "history: 3", "history: 18")
    tree = edited(tree, ACCESS, "    target: 5\n", f"    target: 5\n{setting}")
    return with_file(tree, ACCESS_ROWS, "".join(rows).encode())


def found(tree: Mapping[str, bytes]) -> list[Escalation]:
    return list(find_escalations(edition_of(tree)))


def said(tree: Mapping[str, bytes]) -> dict[str, str]:
    """Return reason by rule; no rule fires twice."""
    every = found(tree)
    assert len({one.rule for one in every}) == len(every)
    return {one.rule.value: one.reason for one in every}


def test_what_is_in_order_is_not_escalated() -> None:
    assert found(instance(FINE)) == []


def test_red_comes_first_with_its_threshold() -> None:
    reasons = said(instance([*FINE[1:], 8.4]))
    assert reasons["red"] == "8.4% is above the leadership team's threshold of 8%."
    assert next(iter(reasons)) == "red"


def test_a_target_missed_is_escalated_also_when_green() -> None:
    reasons = said(instance([5.4, 5.5, 5.6] * 6))
    assert reasons == {"target-missed": "5.6% misses the target of 5%."}


def test_a_special_cause_of_concern_is_told_by_its_headline() -> None:
    reasons = said(instance([*FINE[1:], 4.9]))
    assert reasons["special-cause"].startswith(
        "Appointments missed rose above its upper limit in November 2018; the target of 5% "
    )


def test_worsening_for_three_periods_is_escalated_and_for_two_is_not() -> None:
    assert "deteriorating" not in said(instance([*FINE[:-3], 3.9, 4.0, 4.1]))
    reasons = said(instance([*FINE[:-4], 3.9, 4.0, 4.1, 4.2]))
    assert reasons["deteriorating"] == "Worse 3 months in a row, from 3.9% to 4.2%."


def test_a_run_whose_ends_round_to_the_same_shows_that_it_moved() -> None:
    reasons = said(instance([*FINE[:-4], 3.91, 3.92, 3.93, 3.94]))
    assert reasons == {"deteriorating": "Worse 3 months in a row, from 3.91% to 3.94%."}


def test_the_pack_says_how_many_periods() -> None:
    tree = instance([*FINE[:-4], 3.9, 4.0, 4.1, 4.2])
    first = "signed_off_by: service-director\nsections:"
    four = first.replace("sections", "escalation: {deteriorating_periods: 4}\nsections")
    assert "deteriorating" not in said(edited(tree, PACK, first, four))


def test_several_measures_of_one_service_are_escalated_together() -> None:
    tree = instance([*FINE[:-4], 3.9, 4.0, 4.1, 4.2])
    assert "several-measures" not in said(tree)
    first = "signed_off_by: service-director\nsections:"
    one = first.replace("sections", "escalation: {deteriorating_measures: 1}\nsections")
    [whole, *_] = found(edited(tree, PACK, first, one))
    assert (whole.rule, whole.measured) == ("several-measures", None)
    assert whole.reason == "1 measure is deteriorating: Appointments missed."


def test_a_service_that_fails_behind_a_good_overall_figure_is_brought_out() -> None:
    seisdon = [1.0, 1.1, 0.9] * 6
    reasons = said(instance([6.5, 6.4, 6.6] * 6, seisdon, counted=True))
    assert reasons["hidden-failure"] == (
        "6.6% is amber, while all services together are good at 3.8%."
    )


def test_a_hidden_failure_and_what_hides_it_do_not_look_the_same() -> None:
    every = found(instance([6.02, 6.01, 6.04] * 6, [5.96, 5.9, 5.94] * 6, counted=True))
    [hidden] = [one for one in every if one.rule == "hidden-failure"]
    assert hidden.reason == "6.04% is amber, while all services together are good at 5.99%."


def test_nothing_is_hidden_where_the_overall_figure_is_bad_or_unknown() -> None:
    bad = [6.5, 6.4, 6.6] * 6
    seisdon = [1.0, 1.1, 0.9] * 6
    assert "hidden-failure" not in said(instance(bad, seisdon))
    rules = [one.rule.value for one in found(instance(bad, bad, counted=True))]
    assert "hidden-failure" not in rules


def test_a_target_not_reached_yet_but_on_plan_is_not_missed() -> None:
    values = [5.4, 5.5, 5.6] * 6
    on_plan = '    trajectory: {"2018-11": 5.6}\n'
    assert found(instance(values, setting=on_plan)) == []
    behind = '    trajectory: {"2018-11": 5.2}\n'
    assert said(instance(values, setting=behind)) == {
        "target-missed": "5.6% misses the target of 5%, behind the 5.2% planned by now."
    }


def test_a_target_that_is_met_but_behind_its_plan_is_at_risk() -> None:
    plan = '    trajectory: {"2018-11": 3.5}\n'
    assert said(instance(FINE, [3.0, 3.1, 2.9] * 6, plan)) == {
        "target-at-risk": "3.9% is behind the 3.5% planned by now."
    }


def test_a_trend_that_will_miss_the_target_puts_it_at_risk() -> None:
    rising = [round(4.0 + 0.05 * n + (0.1 if n % 2 else 0), 2) for n in range(18)]
    reasons = said(instance(rising))
    assert reasons["target-at-risk"] == (
        "4.95% meets the target of 5.00%, but its trend misses it from January 2019."
    )


def test_no_figure_escalates_nothing() -> None:
    assert found(instance([*FINE[1:], "n/a"])) == []


def test_what_more_rules_escalate_comes_first_among_those_of_one_rule() -> None:
    groups = group_escalations(
        found(instance([5.0] * 17 + [8.4], [5.4, 5.5, 5.6] * 5 + [6.0, 7.0, 8.4]))
    )
    assert {group[0].rule.value for group in groups} == {"red"}
    sizes = [len(group) for group in groups]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) > 1


def test_escalations_of_one_measure_are_gathered_under_the_worst() -> None:
    groups = group_escalations(found(instance([*FINE[:-1], 8.4], [5.4, 5.5, 5.6] * 6)))
    assert [(group[0].entry.service, group[0].rule.value) for group in groups] == [
        ("cannock-chase", "red"),
        ("seisdon", "target-missed"),
    ]
    assert {one.entry.service for one in groups[0]} == {"cannock-chase"}


@pytest.mark.parametrize(
    ("values", "periods"),
    [
        ([80, 79, 78, 77], 3),
        ([80, 79, 79, 78], 1),
        ([80, 79, 80], 0),
        ([80, None, 78, 77], 1),
        ([80, 79, Gap.SUPPRESSED], 0),
        ([80], 0),
    ],
)
def test_worsening_is_counted_back_from_the_latest_figure(values: Numbers, periods: int) -> None:
    assert count_worsening_periods(measured(values)) == periods


def test_rising_is_worse_where_less_is_better_and_neither_where_no_side_is() -> None:
    assert count_worsening_periods(measured([1, 2, 3], with_(better=Better.LOWER))) == 2
    assert count_worsening_periods(measured([1, 2, 3], with_(better=Better.NEUTRAL))) == 0
    assert count_worsening_periods(measured([1, 2, 3], FOUR_HOURS)) == 0
