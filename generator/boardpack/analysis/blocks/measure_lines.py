"""What is signed of one measure, as lines: its rows, its definition, its figures."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from boardpack.analysis.figures.outlook import build_outlook_figure
from boardpack.analysis.forecast import ForecastPoint
from boardpack.analysis.lines import list_signed_fields, to_line
from boardpack.analysis.measures import (
    Measured,
    compute_change,
    format_measured,
    format_value,
)
from boardpack.analysis.rag import find_thresholds
from boardpack.analysis.spc_result import Point
from boardpack.analysis.targets import find_target
from boardpack.analysis.variation import Variation
from boardpack.model.dataset import Gap, Measure, Value
from boardpack.model.directorate import WHOLE_DIRECTORATE

_RESOLVED_FIELDS = (
    "id",
    "services",
    "target",
    "targets",
    "later_targets",
    "thresholds",
    "thresholds_by_service",
)
"""Fields of a measure of which a service signs its own part, and the whole directorate's."""
_ROW_FIELDS = ("numerator", "denominator", "target", "benchmark")


def list_row_lines(measured: Measured) -> Iterator[str]:
    """Yield every row of the window, with what it says beside the value."""
    for row in measured.rows:
        if row is not None:
            named_values = ((name, getattr(row, name)) for name in _ROW_FIELDS)
            extras = (
                f", {name} {to_line(value)}"
                for name, value in named_values
                if value is not Gap.MISSING
            )
            start = f"{measured.dataset_id} {row.period} {row.measure} {to_line(row.value)}"
            yield f"{start}{''.join(extras)}"


def list_definition_lines(measure: Measure, service: str) -> Iterator[str]:
    """Yield how a measure is counted, drawn and rated for a service, its teams and all services.

    The figure for all services belongs to no section: it follows from their rows, which each signs,
    and from this.
    """
    yield from list_signed_fields(measure, _RESOLVED_FIELDS)
    for level in dict.fromkeys((service, WHOLE_DIRECTORATE)):
        start = "" if level == service else "directorate "
        yield f"{start}target {to_line(measure.find_target(level))}"
        yield f"{start}thresholds {to_line(find_thresholds(measure, level))}"
    for level, target in sorted(measure.targets.items()):
        if level.startswith(f"{service}/"):
            yield f"target of {level} {target}"
    yield from _iterate_later_target_lines(measure, service)


def _iterate_later_target_lines(measure: Measure, service: str) -> Iterator[str]:
    for later in measure.later_targets:
        if later.level in (service, WHOLE_DIRECTORATE) or later.level.startswith(f"{service}/"):
            yield f"target of {later.level} from {later.from_} {later.target}"


def list_figure_lines(measured: Measured) -> Iterator[str]:
    """Yield the latest figures as they are shown, and their ratings."""
    measure = measured.measure
    for name in ("latest", "previous", "year_ago", "benchmark"):
        yield f"{name} {format_measured(measured, getattr(measured, name))}"
    yield f"target {_format_value_or_gap(measured.target)}"
    yield f"aimed at {find_target(measured)}"
    movement = format_value(compute_change(measured), measure.unit, measured.decimals, signed=True)
    yield f"change {movement}"
    yield f"rating {measured.rating.value}, before {measured.previous_rating.value}"


def list_variation_lines(measured: Measured, variation: Variation) -> Iterator[str]:
    """Yield what the chart shows: signals, limits, assurance, forecast."""
    yield f"variation {to_line(variation.icon)}, assurance {to_line(variation.assurance)}"
    yield f"movement {to_line(variation.movement)}"
    digits = measured.measure.decimals
    if variation.xmr is not None:
        runs = groupby(kind.value for kind in variation.point_types)
        yield f"signals {', '.join(f'{len(list(run))} {kind}' for kind, run in runs)}"
        for index in _find_stretch_ends(variation):
            yield f"limits {_format_limits(variation.xmr.points[index], digits)}"
    outlook = build_outlook_figure(measured)
    for point in outlook.ahead if outlook else ():
        yield f"forecast {_format_forecast(point, digits)}"


def _format_value_or_gap(value: Value) -> str:
    return str(value) if isinstance(value, Decimal) else value.value


def _find_stretch_ends(variation: Variation) -> Iterator[int]:
    """Yield the last index of each stretch between rebasings: limits are constant within one."""
    assert variation.xmr is not None
    segments = variation.xmr.points.segment
    for index in range(len(segments)):
        if index + 1 == len(segments) or segments[index + 1] != segments[index]:
            yield index


def _format_limits(point: Point, digits: int) -> str:
    limits = (point.lpl, point.mean, point.upl)
    # As shown plus one digit, so that another processor's last bit voids no sign-off (decision 11).
    return " ".join("none" if limit is None else f"{limit:.{digits + 1}f}" for limit in limits)


def _format_forecast(point: ForecastPoint, digits: int) -> str:
    expected = " ".join(f"{figure:.{digits}f}" for figure in (point.value, point.low, point.high))
    return f"{point.date}: {expected}"
