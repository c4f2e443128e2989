"""What lies ahead of a measure: the planned trajectory beside the actual, and the forecast."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from boardpack.analysis.forecast import FURTHEST, Forecast, ForecastPoint, forecast
from boardpack.analysis.measures import Measured, show
from boardpack.model.dataset import Unit


@dataclass(frozen=True, slots=True)
class OutlookFigure:
    """A series and up to six periods after it, in the measure's unit.

    `labels` are those of all periods, `values` of those that have been (None where there is no
    figure). `planned` holds the trajectory by index. `forecast` follows the last value; it is None
    where there are too few figures for one.
    """

    unit: Unit
    decimals: int
    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    planned: tuple[tuple[int, float], ...]
    forecast: Forecast | None
    target: float | None
    words: str

    @property
    def ahead(self) -> tuple[ForecastPoint, ...]:
        """The forecast's points."""
        return self.forecast.points if self.forecast else ()


def outlook_figure(measured: Measured) -> OutlookFigure | None:
    """Return what lies ahead, or None where there is neither a trajectory nor a forecast."""
    found = forecast(measured)
    last = measured.periods[-1]
    periods = (*measured.periods, *(last.back(-n) for n in range(1, FURTHEST + 1)))
    plan = measured.measure.trajectory
    planned = tuple((n, float(plan[p.id])) for n, p in enumerate(periods) if p.id in plan)
    if found is None and not planned:
        return None
    target = measured.target
    return OutlookFigure(
        unit=measured.measure.unit,
        decimals=measured.measure.decimals,
        labels=tuple(period.short for period in periods),
        values=tuple(float(v) if isinstance(v, Decimal) else None for v in measured.values),
        planned=planned,
        forecast=found,
        target=float(target) if isinstance(target, Decimal) else None,
        words=" ".join(part for part in (_against_plan(measured), _ahead(found)) if part),
    )


def _ahead(found: Forecast | None) -> str:
    return found.words if found else ""


def _against_plan(measured: Measured) -> str:
    """Return how the latest figure stands to the trajectory."""
    latest, plan = measured.latest, measured.measure.trajectory.get(measured.periods[-1].id)
    measure = measured.measure
    title, when = measure.title, measured.periods[-1].title
    if not isinstance(latest, Decimal):
        return f"{title}: no figure for {when}."
    if plan is None:
        return ""
    was = show(latest, measure.unit, measure.decimals)
    meant = show(plan, measure.unit, measure.decimals)
    if latest == plan:
        return f"{title} was {was} in {when}, as planned."
    return f"{title} was {was} in {when}; {meant} was planned."
