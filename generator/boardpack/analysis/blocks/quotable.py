"""Values that a narrative may quote, each with what it is called."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from boardpack.analysis.measures import Measured, format_value
from boardpack.analysis.rag import find_thresholds
from boardpack.model.dataset import Measure, Unit, Value
from boardpack.model.period import parse_period
from boardpack.model.rows import Observation


class Quotable(NamedTuple):
    """A value as it landed, under the title of its measure, budget line or row.

    `shown` is the value with as many digits as readers see, `words` say it with what it is. Only of
    one that has words a number nearby may be a slip.
    """

    title: str
    value: Decimal
    unit: Unit
    shown: Decimal = Decimal(0)
    words: str = ""
    is_latest: bool = False


def list_measure_values(measured: Measured) -> Iterator[Quotable]:
    """Yield what the narrative of a measure may quote: values, latest first, aims, differences."""
    measure, latest = measured.measure, measured.periods[-1]
    # Without its latest value nobody can tell whether a number near another one is that.
    is_known = isinstance(measured.latest, Decimal)
    told = (latest, latest.step_back(), latest.year_ago) if is_known else ()
    told_periods = {period.id for period in told}
    for row in (row for row in reversed(measured.rows) if row is not None):
        if row.period in told_periods:
            yield from _list_told_values(measure, row, row.period == latest.id)
        elif isinstance(row.value, Decimal):
            yield Quotable(measure.title, row.value, measure.unit)
    limits = find_thresholds(measure, measured.service)
    thresholds = (limits.board, limits.slt) if limits else ()
    coming = measured.coming_target[1] if measured.coming_target else None
    aims = _select_decimals(measured.target, coming, measured.plan, measured.benchmark, *thresholds)
    for aim in aims:
        yield Quotable(measure.title, aim, measure.unit)
    if isinstance(measured.latest, Decimal):
        for value in (*_select_decimals(*measured.values[:-1]), *aims):
            yield Quotable(measure.title, measured.latest - value, measure.unit)
    yield from _list_count_changes(measured, told_periods)


def _list_told_values(measure: Measure, row: Observation, is_latest: bool) -> Iterator[Quotable]:
    period_title = parse_period(row.period).title
    for value, unit, decimals in (
        (row.value, measure.unit, measure.decimals),
        (row.numerator, Unit.COUNT, 0),
        (row.denominator, Unit.COUNT, 0),
    ):
        if isinstance(value, Decimal):
            shown = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
            words = f"{format_value(shown, unit, decimals)} in {period_title}"
            yield Quotable(
                measure.title, value, unit, shown, words, is_latest and value is row.value
            )


def _list_count_changes(measured: Measured, told_periods: Collection[str]) -> Iterator[Quotable]:
    """Yield by how many the latest numerator and denominator differ from those told beside it."""
    latest = measured.rows[-1]
    if latest is None:
        return
    for row in (row for row in measured.rows if row and row.period in told_periods):
        pairs = ((latest.numerator, row.numerator), (latest.denominator, row.denominator))
        for new, old in pairs:
            if isinstance(new, Decimal) and isinstance(old, Decimal):
                yield Quotable(measured.measure.title, new - old, Unit.COUNT)


def _select_decimals(*values: Value | None) -> tuple[Decimal, ...]:
    return tuple(value for value in values if isinstance(value, Decimal))
