"""The directorate's own series of a measure, worked out from those of its services."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from boardpack.analysis.measures import MISSING, Measured
from boardpack.model.dataset import (
    Aggregate,
    Gap,
    Rebase,
    Unit,
    Value,
)
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.period import Period
from boardpack.model.rows import (
    Observation,
)

POOLED = "All services together: sum of numerators divided by sum of denominators"
AGGREGATE_WORDS = {
    Aggregate.SUM: "Sum of the services",
    Aggregate.MEAN: "Mean of the services, each counted the same",
    Aggregate.NONE: "",
}


class MembershipChange(NamedTuple):
    """The first period in which other services make up the directorate's series than before."""

    period: Period
    joined: tuple[str, ...]
    left: tuple[str, ...]


def combine_services(
    measured: Sequence[Measured],
    former: Sequence[Measured] = (),
    titles: Mapping[str, str] = MappingProxyType({}),
) -> Measured | None:
    """Return the directorate's series of a measure from those of its services.

    Where every service gives numerator and denominator, a percentage is that of all of them
    together; otherwise the measure's `aggregate` decides. A period in which a service that was
    there has no figure has none overall: what is left out or suppressed must not pass for a
    smaller total. `former` are the series of services that have ended; `titles` are theirs and
    the others' by id. A sum begins anew where the services change, for it cannot be compared with
    what it was before; a share or a mean goes on.
    """
    if not measured or not describe_combination(measured):
        return None
    first, members = measured[0], (*measured, *former)
    periods = _span_periods(members)
    rows_by_period = _group_rows_by_period(members)
    pooled = _is_pooled(measured)
    rows = tuple(
        _combine_rows(first, period.id, rows_by_period.get(period.id, ()), pooled)
        for period in periods
    )
    is_sum = first.measure.aggregate is Aggregate.SUM and not pooled
    restarts = tuple(
        Rebase(change.period.id, f"{name_members(change, titles)} from here on")
        for change in (list_membership_changes(members) if is_sum else ())
    )
    return Measured(first.dataset_id, first.measure, WHOLE_DIRECTORATE, periods, rows, restarts)


def list_membership_changes(members: Sequence[Measured]) -> tuple[MembershipChange, ...]:
    """Return where, within the series of services, one began or ended."""
    periods = _span_periods(members)
    ids = {period.id: index for index, period in enumerate(periods)}
    joined: dict[int, list[str]] = {}
    left: dict[int, list[str]] = {}
    for series in members:
        joined.setdefault(ids[series.periods[0].id], []).append(series.service)
        left.setdefault(ids[series.periods[-1].id] + 1, []).append(series.service)
    inner = range(1, len(periods))
    return tuple(
        MembershipChange(periods[index], tuple(joined.get(index, ())), tuple(left.get(index, ())))
        for index in inner
        if index in joined or index in left
    )


def name_members(change: MembershipChange, titles: Mapping[str, str]) -> str:
    """Return who is new in the directorate's series and who is gone: `with Stone, without Leek`."""
    return ", ".join(
        f"{word} {join_words([titles.get(service, service) for service in services])}"
        for word, services in (("with", change.joined), ("without", change.left))
        if services
    )


def describe_combination(measured: Sequence[Measured]) -> str:
    """Return in words how the directorate's value is worked out, or nothing when it is not."""
    if not measured:
        return ""
    return POOLED if _is_pooled(measured) else AGGREGATE_WORDS[measured[0].measure.aggregate]


def join_words(words: Sequence[str]) -> str:
    """Return `a`, `a and b` or `a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _span_periods(members: Sequence[Measured]) -> tuple[Period, ...]:
    """Return all periods from the first of any series to the last of any."""
    first = min(series.periods[0] for series in members)
    longest = max(members, key=lambda series: series.periods[-1])
    last = longest.periods[-1]
    if longest.periods[0] == first:
        return longest.periods
    periods = [last]
    while periods[-1] > first:
        periods.append(periods[-1].step_back())
    return tuple(reversed(periods))


def _group_rows_by_period(
    members: Sequence[Measured],
) -> Mapping[str, Sequence[Observation | None]]:
    rows_by_period: dict[str, list[Observation | None]] = {}
    for series in members:
        for period, row in zip(series.periods, series.rows, strict=True):
            rows_by_period.setdefault(period.id, []).append(row)
    return rows_by_period


def _is_pooled(measured: Sequence[Measured]) -> bool:
    """Return whether a percentage is worked out from the numerators of all services."""
    # The latest row decides for the whole series, so that one line is worked out in one way.
    latest_rows = [_find_latest_shown_row(series) for series in measured]
    return measured[0].measure.unit is Unit.PERCENT and all(
        row is not None and isinstance(row.denominator, Decimal) for row in latest_rows
    )


def _find_latest_shown_row(series: Measured) -> Observation | None:
    """Return the latest row that is not suppressed: such a one gives no counts, whatever it has."""
    return next(
        (row for row in reversed(series.rows) if row is None or row.value is not Gap.SUPPRESSED),
        None,
    )


def _combine_rows(
    first: Measured, period: str, rows: Sequence[Observation | None], pooled: bool
) -> Observation | None:
    known_rows = [row for row in rows if row is not None]
    # The total of those that are there would look like an improvement, or a fall.
    if not known_rows or len(known_rows) < len(rows):
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
