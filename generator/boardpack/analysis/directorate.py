"""The directorate's own series of a measure, worked out from those of its services."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from boardpack.analysis.measures import MISSING, Measured
from boardpack.model.dataset import Aggregate, Gap, Observation, Unit, Value
from boardpack.model.directorate import WHOLE_DIRECTORATE

POOLED = "All services together: sum of numerators divided by sum of denominators"
HOW = {
    Aggregate.SUM: "Sum of the services",
    Aggregate.MEAN: "Mean of the services, each counted the same",
    Aggregate.NONE: "",
}


def overall(measured: Sequence[Measured]) -> Measured | None:
    """Return the directorate's series of a measure from all its services' over the same periods.

    Where every service gives numerator and denominator, a percentage is that of all of them
    together; otherwise the measure's `aggregate` decides. A period in which a service has no
    figure has none overall: what is left out or suppressed must not pass for a smaller total.
    """
    if not measured or not how(measured):
        return None
    first = measured[0]
    columns = zip(first.periods, zip(*(one.rows for one in measured), strict=True), strict=True)
    pooled = _is_pooled(measured)
    rows = tuple(_row(first, period.id, rows, pooled) for period, rows in columns)
    return Measured(first.dataset_id, first.measure, WHOLE_DIRECTORATE, first.periods, rows)


def how(measured: Sequence[Measured]) -> str:
    """Return in words how the directorate's value is worked out, or nothing when it is not."""
    if not measured:
        return ""
    return POOLED if _is_pooled(measured) else HOW[measured[0].measure.aggregate]


def _is_pooled(measured: Sequence[Measured]) -> bool:
    latest = [one.rows[-1] for one in measured]
    return measured[0].measure.unit is Unit.PERCENT and all(
        row is not None and isinstance(row.denominator, Decimal) for row in latest
    )


def _row(
    first: Measured, period: str, rows: Sequence[Observation | None], pooled: bool
) -> Observation | None:
    given = [row for row in rows if row is not None]
    if len(given) < len(rows):
        return None
    above, below = (
        _sum([getattr(r, name) for r in given]) for name in ("numerator", "denominator")
    )
    value = _share(above, below) if pooled else _combined(first, [r.value for r in given])
    names = (period, WHOLE_DIRECTORATE, first.measure.id)
    return Observation(*names, value, above, below, MISSING, MISSING, given[0].path, given[0].line)


def _combined(first: Measured, values: Sequence[Value]) -> Value:
    total = _sum(values)
    if first.measure.aggregate is Aggregate.MEAN and isinstance(total, Decimal):
        return total / len(values)
    return total


def _share(above: Value, below: Value) -> Value:
    if isinstance(above, Gap) or isinstance(below, Gap):
        return above if isinstance(above, Gap) else below
    return 100 * above / below if below else MISSING


def _sum(values: Sequence[Value]) -> Value:
    """Return the sum, or the first gap: one that is suppressed must not be found by subtraction."""
    gap = next((value for value in values if isinstance(value, Gap)), None)
    return gap or sum((v for v in values if isinstance(v, Decimal)), Decimal(0))
