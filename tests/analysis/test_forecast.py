from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import linregress, t

from boardpack.analysis.forecast import (
    FEWEST_FIGURES,
    MOST_FIGURES,
    MOST_PERIODS_AHEAD,
    TrendLine,
    fit_least_squares,
    fit_trend_line,
    forecast_measure,
)
from boardpack.model.dataset import Rebase
from support.series import measured, with_

RISING = [60 + n for n in range(12)]
FREE = with_(minimum=None, maximum=None)
SERIES = st.lists(st.integers(0, 1000), min_size=FEWEST_FIGURES, max_size=MOST_FIGURES)


def test_a_straight_line_goes_on_straight() -> None:
    found = forecast_measure(measured(RISING))
    assert found is not None
    assert [point.value for point in found.points] == pytest.approx([72, 73, 74, 75, 76, 77])
    assert found.slope == pytest.approx(1)
    assert found.is_trend
    assert (found.points[0].label, found.points[0].date) == ("Dec 18", date(2018, 12, 1))
    assert found.words == (
        "If the recent line goes on, May 2019 is expected at 77.0%, "
        "and 19 times of 20 between 77.0% and 77.0%."
    )


def test_the_method_is_named_with_the_number_of_figures() -> None:
    found = forecast_measure(measured(RISING))
    assert found is not None
    assert found.method == (
        "Straight line of least squares through the last 12 figures, with its 95% interval"
    )


def test_there_is_no_forecast_from_fewer_than_twelve_figures() -> None:
    assert forecast_measure(measured(RISING[:11])) is None
    assert forecast_measure(measured([*RISING[:11], None, None])) is None


def test_a_rebase_hides_what_came_before() -> None:
    rebased = with_(rebase=(Rebase("2018-01", "New system."),))
    assert forecast_measure(measured([10] * 20 + RISING[:11], rebased)) is None
    found = forecast_measure(
        measured([10] * 20 + RISING, with_(rebase=(Rebase("2017-12", "New."),)))
    )
    assert found is not None
    assert found.slope == pytest.approx(1)


def test_what_adds_up_over_a_season_has_no_forecast() -> None:
    assert forecast_measure(measured(RISING, with_(cumulative=True))) is None


def test_it_is_never_drawn_further_than_six_periods() -> None:
    found = forecast_measure(measured(RISING), periods=60)
    assert found is not None
    assert len(found.points) == MOST_PERIODS_AHEAD
    assert forecast_measure(measured(RISING), periods=0) is None


def test_values_are_kept_within_what_the_measure_allows() -> None:
    percent = with_(minimum=Decimal(0), maximum=Decimal(75))
    found = forecast_measure(measured(RISING, percent))
    assert found is not None
    assert found.points[-1].value == found.points[-1].high == 75


def test_noise_without_slope_is_no_trend() -> None:
    found = forecast_measure(measured([80, 82] * 8))
    assert found is not None
    assert not found.is_trend
    assert found.words.startswith("With no clear trend, May 2019 is expected at ")


@pytest.mark.parametrize("value", [0.1, 84.1, 1e6 / 3])
def test_a_constant_series_has_no_trend(value: float) -> None:
    found = fit_trend_line(measured([value] * 17, FREE))
    assert found is not None
    assert not found.is_trend


def test_missing_months_keep_their_place_on_the_axis() -> None:
    found = forecast_measure(measured([*RISING[:6], None, None, *[68 + n for n in range(6)]]))
    assert found is not None
    assert found.points[0].value == pytest.approx(74)


@settings(deadline=None)
@given(SERIES)
def test_it_agrees_with_scipy(values: list[int]) -> None:
    pairs = [(float(n - len(values) + 1), float(v)) for n, v in enumerate(values)]
    line = fit_least_squares(pairs)
    theirs = linregress([x for x, _ in pairs], [y for _, y in pairs])
    assert line.slope == pytest.approx(theirs.slope, rel=1e-9, abs=1e-9)
    assert line.intercept == pytest.approx(theirs.intercept, rel=1e-9, abs=1e-9)
    assert line.quantile == pytest.approx(t.ppf(0.975, len(values) - 2), rel=1e-9)
    if len(set(values)) > 1:
        assert line.spread / line.sum_xx**0.5 == pytest.approx(theirs.stderr, rel=1e-6, abs=1e-5)


@settings(deadline=None)
@given(SERIES, st.integers(-500, 500))
def test_shifting_a_series_shifts_its_forecast(values: list[int], by: int) -> None:
    before, after = (_line([v + shift for v in values]) for shift in (0, by))
    assert after.compute_value(3) == pytest.approx(before.compute_value(3) + by, rel=1e-9, abs=1e-6)
    assert after.compute_half_width(3) == pytest.approx(
        before.compute_half_width(3), rel=1e-6, abs=1e-6
    )


@settings(deadline=None)
@given(SERIES)
def test_the_interval_widens_with_every_period(values: list[int]) -> None:
    line = _line(values)
    widths = [line.compute_half_width(x) for x in range(1, MOST_PERIODS_AHEAD + 1)]
    assert widths == sorted(widths)


def _line(values: list[int]) -> TrendLine:
    found = fit_trend_line(measured(values, FREE))
    assert found is not None
    return found


def test_an_interval_that_a_bound_leaves_no_width_is_not_stated() -> None:
    percent = with_(minimum=Decimal(0), maximum=Decimal(100))
    series = [60 + 2.5 * n + (n % 3) / 2 for n in range(16)]
    found = forecast_measure(measured([min(value, 100) for value in series], percent))
    assert found is None or all(point.low < point.high for point in found.points)
    assert forecast_measure(measured([value * 1.2 for value in series], percent)) is None
