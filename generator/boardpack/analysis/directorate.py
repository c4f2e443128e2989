"""The directorate's own series of a measure, worked out from those of its services."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from boardpack.analysis.measures import MISSING, Measured
from boardpack.model.dataset import (
    Aggregate,
    Gap,
    Unit,
    Value,
)
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.rows import (
    Observation,
)

POOLED = "All services together: sum of numerators divided by sum of denominators"
AGGREGATE_WORDS = {
    Aggregate.SUM: "Sum of the services",
    Aggregate.MEAN: "Mean of the services, each counted the same",
    Aggregate.NONE: "",
}


def combine_services(measured: Sequence[Measured]) -> Measured | None:
    """Return the directorate's series of a measure from all its services' over the same periods.

    Where every service gives numerator and denominator, a percentage is that of all of them
    together; otherwise the measure's `aggregate` decides. A period in which a service has no
    figure has none overall: what is left out or suppressed must not pass for a smaller total.
    """
    if not measured or not describe_combination(measured):
        return None
    first = measured[0]
    columns = zip(
        first.periods, zip(*(series.rows for series in measured), strict=True), strict=True
    )
    pooled = _is_pooled(measured)
    rows = tuple(_combine_rows(first, period.id, rows, pooled) for period, rows in columns)
    return Measured(first.dataset_id, first.measure, WHOLE_DIRECTORATE, first.periods, rows)


def describe_combination(measured: Sequence[Measured]) -> str:
    """Return in words how the directorate's value is worked out, or nothing when it is not."""
    if not measured:
        return ""
    return POOLED if _is_pooled(measured) else AGGREGATE_WORDS[measured[0].measure.aggregate]


def _is_pooled(measured: Sequence[Measured]) -> bool:
    # The latest row decides for the whole series, so that one line is worked out in one way.
    latest_rows = [series.rows[-1] for series in measured]
    return measured[0].measure.unit is Unit.PERCENT and all(
        row is not None and isinstance(row.denominator, Decimal) for row in latest_rows
    )


def _combine_rows(
    first: Measured, period: str, rows: Sequence[Observation | None], pooled: bool
) -> Observation | None:
    known_rows = [row for row in rows if row is not None]
    # The total of those that are there would look like an improvement, or a fall.
    if len(known_rows) < len(rows):
        return None
    numerator, denominator = (
        _sum_values([getattr(observation, name) for observation in known_rows])
        for name in ("numerator", "denominator")
    )
    value = (
        _compute_percentage(numerator, denominator)
        if pooled
        else _aggregate_values(first, [observation.value for observation in known_rows])
    )
    key = (period, WHOLE_DIRECTORATE, first.measure.id)
    return Observation(
        *key,
        value,
        numerator,
        denominator,
        MISSING,
        MISSING,
        known_rows[0].path,
        known_rows[0].line,
    )


def _aggregate_values(first: Measured, values: Sequence[Value]) -> Value:
    total = _sum_values(values)
    if first.measure.aggregate is Aggregate.MEAN and isinstance(total, Decimal):
        return total / len(values)
    return total


def _compute_percentage(numerator: Value, denominator: Value) -> Value:
    if isinstance(numerator, Gap) or isinstance(denominator, Gap):
        return numerator if isinstance(numerator, Gap) else denominator
    return 100 * numerator / denominator if denominator else MISSING


def _sum_values(values: Sequence[Value]) -> Value:
    """Return the sum, or the first gap: one that is suppressed must not be found by subtraction."""
    gap = next((value for value in values if isinstance(value, Gap)), None)
    return gap or sum((number for number in values if isinstance(number, Decimal)), Decimal(0))
