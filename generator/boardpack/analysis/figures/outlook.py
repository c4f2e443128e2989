"""What lies ahead of a measure: the planned trajectory beside the actual, and the forecast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from boardpack.analysis.figures.line import Mark, TargetStep, mark_rebases
from boardpack.analysis.forecast import (
    MOST_PERIODS_AHEAD,
    Forecast,
    ForecastPoint,
    forecast_measure,
)
from boardpack.analysis.measures import Measured, format_measured
from boardpack.model.dataset import Unit
from boardpack.model.period import Period


@dataclass(frozen=True, slots=True)
class OutlookFigure:
    """A series and up to six periods after it, in the measure's unit.

    `labels` are those of all periods, `values` of those that have been (None where there is no
    figure). `planned` holds the trajectory by index. `forecast` follows the last value; it is None
    where there are too few figures for one. `target_steps` are empty unless a target comes into
    force on the way.
    """

    unit: Unit
    decimals: int
    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    planned: tuple[tuple[int, float], ...]
    forecast: Forecast | None
    target: float | None
    words: str
    rebased: tuple[Mark, ...] = ()
    target_steps: tuple[TargetStep, ...] = ()

    @property
    def ahead(self) -> tuple[ForecastPoint, ...]:
        """The forecast's points."""
        return self.forecast.points if self.forecast else ()


def build_outlook_figure(measured: Measured) -> OutlookFigure | None:
    """Return what lies ahead, or None where there is neither a trajectory nor a forecast."""
    measure_forecast = forecast_measure(measured)
    last = measured.periods[-1]
    periods = (*measured.periods, *(last.step_back(-n) for n in range(1, MOST_PERIODS_AHEAD + 1)))
    plan = measured.measure.trajectory
    planned = tuple(
        (n, float(plan[axis_period.id]))
        for n, axis_period in enumerate(periods)
        if axis_period.id in plan
    )
    if measure_forecast is None and not planned:
        return None
    target = measured.target
    return OutlookFigure(
        unit=measured.measure.unit,
        decimals=measured.decimals,
        labels=tuple(period.short for period in periods),
        values=tuple(
            float(value) if isinstance(value, Decimal) else None for value in measured.values
        ),
        planned=planned,
        forecast=measure_forecast,
        target=float(target) if isinstance(target, Decimal) else None,
        words=" ".join(
            part
            for part in (_compare_with_plan(measured), _describe_forecast(measure_forecast))
            if part
        ),
        rebased=mark_rebases(measured),
        target_steps=_find_coming_steps(measured, periods),
    )


def _find_coming_steps(measured: Measured, periods: Sequence[Period]) -> tuple[TargetStep, ...]:
    """Return today's target and the one that comes into force within the chart, if one does."""
    ids, today = [period.id for period in periods], measured.target
    if measured.coming_target is None or measured.coming_target[0].id not in ids:
        return ()
    period, target = measured.coming_target
    start, end = ids.index(period.id), len(ids) - 1
    known = (TargetStep(0, start - 1, today),) if isinstance(today, Decimal) else ()
    return (*known, TargetStep(start, end, target))


def _describe_forecast(measure_forecast: Forecast | None) -> str:
    return measure_forecast.words if measure_forecast else ""


def _compare_with_plan(measured: Measured) -> str:
    """Return how the latest figure stands to the trajectory."""
    latest, plan = measured.latest, measured.plan
    title, period_title = measured.measure.title, measured.periods[-1].name
    if not isinstance(latest, Decimal):
        return f"{title}: no figure for {period_title}."
    if plan is None:
        return ""
    actual_words, plan_words = (format_measured(measured, value) for value in (latest, plan))
    if latest == plan:
        return f"{title} was {actual_words} in {period_title}, as planned."
    return f"{title} was {actual_words} in {period_title}; {plan_words} was planned."
