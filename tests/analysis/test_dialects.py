"""The rules of Making Data Count's workbook, each by its published description.

Two sigma: issue 194 of NHSRplotthedots, by the Making Data Count team (6 November 2023); what is
both better and worse: the same issue (21 December 2023); six points: issue 202; screening: that
package's page "Deviations from Excel defaults". The first dialect has the golden cases.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from boardpack.analysis.dialects import choose_dialect, describe_dialect
from boardpack.analysis.spc import Label, PointType, Xmr, analyse_series
from boardpack.analysis.spc_rules import PLOTTHEDOTS, Dialect
from boardpack.model.directorate import Directorate, SpcRules
from support.editions import edition_of, everything_said
from support.instances import DIRECTORATE, edited, minimal

WORKBOOK = choose_dialect(Directorate("D", (), (), spc=SpcRules.MAKING_DATA_COUNT))
BASE = [75, 125] * 6
"""Mean 100; two sigma reach from 11.3 to 188.7, three from -33 to 233."""
NEAR, BEYOND, USUAL, BELOW = 200, 300, 110, 90


def judged(tail: Sequence[float], dialect: Dialect, direction: str = "decrease") -> Xmr:
    return analyse_series([*BASE, *tail], fix_after=12, direction=direction, dialect=dialect)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("tail", "package", "workbook"),
    [
        # One between two and three sigma, one beyond three: both count in the workbook.
        ([NEAR, BEYOND, USUAL], [False, False, False], [True, True, False]),
        ([BEYOND, NEAR, USUAL], [False, False, False], [True, True, False]),
        ([BEYOND, USUAL, BEYOND], [False, False, False], [True, False, True]),
        # What both agree on: two near ones count, the third is not marked for being the third.
        ([NEAR, USUAL, NEAR], [True, False, True], [True, False, True]),
        # All three must lie on one side of the mean.
        ([NEAR, BELOW, BEYOND], [False, False, False], [False, False, False]),
    ],
)
def test_every_point_beyond_two_sigma_counts_towards_two_of_three(
    tail: list[float], package: list[bool], workbook: list[bool]
) -> None:
    for dialect, expected in ((PLOTTHEDOTS, package), (WORKBOOK, workbook)):
        result = judged([BELOW, *tail], dialect)
        assert [point.two_of_three for point in result.points[-3:]] == expected


def test_a_point_beyond_a_limit_is_still_named_after_the_limit() -> None:
    labels = [point.label for point in judged([BELOW, NEAR, BEYOND, USUAL], WORKBOOK).points[-3:]]
    assert labels == [Label.TWO_OF_THREE_ABOVE, Label.ABOVE_LIMIT, Label.COMMON_CAUSE]


def test_no_range_is_screened_out_whatever_a_measure_says() -> None:
    values = [10, 11] * 8 + [60] + [10, 11] * 4
    package, workbook, unscreened = (
        analyse_series(values, dialect=dialect, screen_outliers=screened).points[-1].upl
        for dialect, screened in ((PLOTTHEDOTS, True), (WORKBOOK, True), (PLOTTHEDOTS, False))
    )
    assert workbook == unscreened
    assert package != workbook


@pytest.mark.parametrize(("run", "is_trend"), [(6, True), (7, False)])
def test_six_or_seven_points_make_a_trend_and_a_shift(run: int, is_trend: bool) -> None:
    dialect = choose_dialect(Directorate("D", (), (), spc=SpcRules.MAKING_DATA_COUNT, spc_run=run))
    rising = judged([80, 90, 95, 105, 115, 120], dialect).points[-1]
    shifted = judged([BELOW, 110, 120, 110, 120, 110, 120], dialect).points[-1]
    assert (rising.trend, shifted.shift) == (is_trend, is_trend)


@pytest.mark.parametrize(
    ("tail", "direction"),
    [
        # A concern beyond the lower limit at which a long rise begins.
        ([-50, -20, 10, 40, 70, 90, 95], "increase"),
        ([250, 220, 190, 160, 130, 110, 105], "decrease"),
    ],
)
def test_a_point_that_is_both_better_and_worse_is_shown_as_better(
    tail: list[float], direction: str
) -> None:
    package, workbook = (
        judged(tail, dialect, direction).points[12] for dialect in (PLOTTHEDOTS, WORKBOOK)
    )
    assert package.point_type is PointType.CONCERN
    assert workbook.point_type is PointType.IMPROVEMENT


def test_a_peak_between_a_rise_and_a_fall_is_shown_as_better() -> None:
    peak = [70, 80, 90, 95, 100, 105, 110, 104, 98, 92, 86, 80, 74]
    for direction, label in (("increase", Label.RISING), ("decrease", Label.FALLING)):
        assert judged(peak, WORKBOOK, direction).points[18].label is label


def test_a_directorate_says_by_whose_rules_and_the_package_is_the_default() -> None:
    assert choose_dialect(edition_of(minimal()).instance.directorate) is PLOTTHEDOTS
    setting = "spc: making-data-count\nspc_run: 6\nservices:\n"
    tree = edited(minimal(), DIRECTORATE, "services:\n", setting)
    directorate = edition_of(tree).instance.directorate
    assert choose_dialect(directorate).run == 6
    assert describe_dialect(directorate) == (
        "the Making Data Count workbook since November 2023, runs of 6"
    )


@pytest.mark.parametrize("setting", ["spc_run: 6", "spc: making-data-count\nspc_run: 8"])
def test_runs_are_of_seven_or_by_the_workbook_of_six(setting: str) -> None:
    tree = edited(minimal(), DIRECTORATE, "services:\n", f"{setting}\nservices:\n")
    faults = [fault.what for fault in everything_said(tree)]
    assert faults == ["'spc_run' must be 7, or 6 with `spc: making-data-count`"]
