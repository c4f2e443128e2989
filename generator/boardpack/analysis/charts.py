"""What a line chart shows, and what it says in words; drawing it is another matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from boardpack.analysis.measures import Measured, known, show
from boardpack.model.dataset import Unit, Value
from boardpack.model.period import Cadence, Period, parse_period, week_of
from boardpack.model.submission import Event


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened at a point of the axis."""

    index: int
    words: str


@dataclass(frozen=True, slots=True)
class LineFigure:
    """One series over time. `values` holds None where there is no figure."""

    title: str
    unit: Unit
    decimals: int
    labels: tuple[str, ...]
    values: tuple[Decimal | None, ...]
    target: Decimal | None
    rebased: tuple[Mark, ...]
    events: tuple[Mark, ...]
    words: str


def line_figure(measured: Measured, events: Sequence[Event]) -> LineFigure:
    """Return the figure of a measure with what happened on the way."""
    ids = [period.id for period in measured.periods]
    target = measured.target
    return LineFigure(
        title=measured.measure.title,
        unit=measured.measure.unit,
        decimals=measured.measure.decimals,
        labels=tuple(period.short for period in measured.periods),
        values=tuple(v if isinstance(v, Decimal) else None for v in measured.values),
        target=target if isinstance(target, Decimal) else None,
        rebased=tuple(
            Mark(ids.index(one.date), one.reason)
            for one in measured.measure.rebase
            if one.date in ids
        ),
        events=tuple(
            Mark(ids.index(period), event.words)
            for event in events
            if (period := _period_of(event, measured.periods[-1]).id) in ids
        ),
        words=chart_words(measured),
    )


def chart_words(measured: Measured) -> str:
    """Return what the chart says: latest value, target, range. Used as its text alternative."""
    values = known(measured.values)
    if not values:
        return f"{measured.measure.title}: no figures."
    first, last = measured.periods[0], measured.periods[-1]
    latest = _shown(measured, measured.latest)
    parts = [f"{measured.measure.title}: {latest} in {last.title}"]
    if isinstance(measured.target, Decimal):
        parts.append(f"target {_shown(measured, measured.target)}")
    low, high = _shown(measured, min(values)), _shown(measured, max(values))
    parts.append(f"between {low} and {high} since {first.title}")
    return ", ".join(parts) + "."


def _shown(measured: Measured, value: Value) -> str:
    return show(value, measured.measure.unit, measured.measure.decimals)


def _period_of(event: Event, like: Period) -> Period:
    if like.cadence is Cadence.WEEKLY:
        return week_of(event.date)
    return parse_period(f"{event.date:%Y-%m}")
