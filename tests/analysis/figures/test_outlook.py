"""What lies ahead is the plan beside the actual, and a forecast where there are enough figures."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from boardpack.analysis.figures.outlook import build_outlook_figure
from support import figures


def test_nothing_lies_ahead_without_plan_and_with_few_figures() -> None:
    assert build_outlook_figure(figures.measured(figures.CALM[:11])) is None


def test_a_plan_is_shown_even_where_there_are_too_few_figures_for_a_forecast() -> None:
    few = figures.measured((80, 82))
    measure = replace(few.measure, trajectory={"2018-11": Decimal(85), "2018-12": Decimal(90)})
    found = build_outlook_figure(replace(few, measure=measure))
    assert found is not None
    assert found.forecast is None
    assert found.planned == ((1, 85.0), (2, 90.0))
    assert found.words == "Seen in four hours was 82.0% in November 2018; 85.0% was planned."


def test_no_more_than_six_periods_lie_ahead() -> None:
    found = build_outlook_figure(figures.measured())
    assert found is not None
    assert len(found.labels) == len(found.values) + 6
    assert len(found.ahead) == 6
