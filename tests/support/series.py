"""Series as tests write them: plain numbers that end in November 2018, oldest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from boardpack.analysis.measures import Measured
from boardpack.model.dataset import (
    Better,
    Gap,
    Measure,
    Thresholds,
    Unit,
    Value,
)
from boardpack.model.period import parse_period
from boardpack.model.rows import (
    Observation,
)

Numbers = Sequence[float | str | Gap | None]
FOUR_HOURS = Measure(
    "four-hours", "Four-hour performance", Unit.PERCENT, 1, Better.HIGHER, Decimal(95)
)
CANNOCK, SEISDON = "cannock-chase", "seisdon"


def measured(
    values: Numbers,
    measure: Measure = FOUR_HOURS,
    service: str = CANNOCK,
    last: str = "2018-11",
    counts: Mapping[int, tuple[int, int]] | None = None,
) -> Measured:
    """Return a series; None is no row at all, `counts` numerators and denominators by index."""
    periods = parse_period(last).list_window(len(values))
    rows = [
        None if value is None else _row(period.id, service, measure.id, value)
        for period, value in zip(periods, values, strict=True)
    ]
    for index, (above, below) in (counts or {}).items():
        row = rows[index]
        assert row is not None
        rows[index] = row._replace(numerator=Decimal(above), denominator=Decimal(below))
    return Measured("kpis", measure, service, periods, tuple(rows))


def with_(measure: Measure = FOUR_HOURS, **changes: object) -> Measure:
    """Return a measure with some of its settings changed."""
    return replace(measure, **changes)  # type: ignore[arg-type]


def thresholds(board: float, slt: float) -> Thresholds:
    """Return thresholds of plain numbers."""
    return Thresholds(Decimal(str(board)), Decimal(str(slt)))


def _row(period: str, service: str, measure: str, value: float | str | Gap) -> Observation:
    given: Value = value if isinstance(value, Gap) else Decimal(str(value))
    none = Gap.MISSING
    return Observation(period, service, measure, given, none, none, none, none, "kpis.csv", 2)
