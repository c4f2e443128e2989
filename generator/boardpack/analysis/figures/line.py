"""What a line chart shows, and what it says in words; drawing it is another matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from boardpack.analysis.measures import (
    Measured,
    describe_coming_target,
    format_measured,
    list_rebases,
    select_numbers,
)
from boardpack.model.dataset import Unit
from boardpack.model.period import Period
from boardpack.model.submission import Event


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened at a point of the axis; a break parts it from the point before."""

    index: int
    words: str
    is_break: bool = False

    @property
    def place(self) -> float:
        """Where it stands on the axis: a break between two points."""
        return max(self.index - 0.5, 0) if self.is_break else self.index


@dataclass(frozen=True, slots=True)
class TargetStep:
    """A target that held from one point to another, both included."""

    first: int
    last: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class LineFigure:
    """One series over time. `values` holds None where there is no figure.

    `target` is the latest; `target_steps` are empty unless it moved on the way.
    """

    title: str
    unit: Unit
    decimals: int
    labels: tuple[str, ...]
    values: tuple[Decimal | None, ...]
    target: Decimal | None
    rebased: tuple[Mark, ...]
    events: tuple[Mark, ...]
    words: str
    target_steps: tuple[TargetStep, ...] = ()


def build_line_figure(measured: Measured, events: Sequence[Event]) -> LineFigure:
    """Return the figure of a measure with what happened on the way."""
    target = measured.target
    return LineFigure(
        title=measured.measure.title,
        unit=measured.measure.unit,
        decimals=measured.decimals,
        labels=tuple(period.short for period in measured.periods),
        values=tuple(value if isinstance(value, Decimal) else None for value in measured.values),
        target=target if isinstance(target, Decimal) else None,
        target_steps=find_target_steps(measured),
        rebased=mark_rebases(measured),
        events=mark_events(measured.periods, events),
        words=describe_chart(measured),
    )


def mark_rebases(measured: Measured) -> tuple[Mark, ...]:
    """Return where the line of a series breaks, and why."""
    return tuple(
        Mark(index, rebase.reason, is_break=True) for index, rebase in list_rebases(measured)
    )


def mark_events(periods: Sequence[Period], events: Sequence[Event]) -> tuple[Mark, ...]:
    """Return where on the axis of some periods something happened."""
    return tuple(
        Mark(index, event.words)
        for event in events
        for index, period in enumerate(periods)
        if period.start <= event.date <= period.end
    )


def find_target_steps(measured: Measured) -> tuple[TargetStep, ...]:
    """Return the targets as they stood in each period; none where it was one all the time."""
    measure, service = measured.measure, measured.service
    defaults = measure.list_targets(service, [period.id for period in measured.periods])
    targets = [
        row.target if row is not None and isinstance(row.target, Decimal) else default
        for row, default in zip(measured.rows, defaults, strict=True)
    ]
    if len(set(targets)) < 2:
        return ()
    steps = []
    for target, numbered in groupby(enumerate(targets), lambda pair: pair[1]):
        places = [index for index, _ in numbered]
        if target is not None:
            steps.append(TargetStep(places[0], places[-1], target))
    return tuple(steps)


def describe_chart(measured: Measured) -> str:
    """Return what the chart says: latest value, target, range. Used as its text alternative."""
    if not select_numbers(measured.values):
        return f"{measured.measure.title}: no figures."
    first, last = measured.periods[measured.comparable_from], measured.periods[-1]
    latest = format_measured(measured, measured.latest)
    parts = [f"{measured.measure.title}: {latest} in {last.name}"]
    if isinstance(measured.target, Decimal):
        parts.append(f"target {format_measured(measured, measured.target)}{_tell_steps(measured)}")
    if coming := describe_coming_target(measured):
        parts.append(f"target {coming}")
    if values := select_numbers(measured.comparable_values):
        low, high = (format_measured(measured, extreme(values)) for extreme in (min, max))
        parts.append(f"between {low} and {high} since {first.name}{_tell_break(measured)}")
    return ", ".join(parts) + "."


def _tell_break(measured: Measured) -> str:
    """Return why the figures before the latest break do not compare with those after it."""
    rebase = measured.rebase
    reason = rebase.reason.rstrip(". ") if rebase else ""
    return f"; not comparable with figures before: {reason}" if reason else ""


def _tell_steps(measured: Measured) -> str:
    """Return which target held before the latest one, and until when."""
    earlier_steps = find_target_steps(measured)[:-1]
    if not earlier_steps:
        return ""
    step = earlier_steps[-1]
    until = measured.periods[step.last].name
    return f" ({format_measured(measured, step.value)} until {until})"
