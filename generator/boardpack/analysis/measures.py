"""A measure for a service over time: latest value, change, rating."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from boardpack.analysis.current import Restatement, Series
from boardpack.analysis.rag import Rating, rate
from boardpack.model.dataset import Contract, Dataset, Gap, Measure, Observation, Unit, Value
from boardpack.model.period import Period

MISSING = Gap.MISSING


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure for one service: the periods of the window, oldest first, and their rows.

    `rows` holds None where the data has no row at all.
    """

    dataset_id: str
    measure: Measure
    service: str
    periods: tuple[Period, ...]
    rows: tuple[Observation | None, ...]

    @property
    def values(self) -> tuple[Value, ...]:
        """The value of each period; no row is a missing value."""
        return tuple(MISSING if row is None else row.value for row in self.rows)

    @property
    def latest(self) -> Value:
        """The value of the section's own period."""
        return MISSING if self.rows[-1] is None else self.rows[-1].value

    @property
    def previous(self) -> Value:
        """The value one period earlier."""
        row = self.rows[-2] if len(self.rows) > 1 else None
        return MISSING if row is None else row.value

    @property
    def year_ago(self) -> Value:
        """The value of the same period a year earlier."""
        ago = self.periods[-1].year_ago
        row = self.rows[self.periods.index(ago)] if ago in self.periods else None
        return MISSING if row is None else row.value

    @property
    def target(self) -> Value:
        """The target of the latest row, else the measure's own."""
        return self._of_row("target", self.measure.target)

    @property
    def benchmark(self) -> Value:
        """The benchmark of the latest row, else the measure's own."""
        return self._of_row("benchmark", self.measure.benchmark)

    @property
    def rating(self) -> Rating:
        """How the latest value stands."""
        return rate(self.measure, self.latest)

    @property
    def previous_rating(self) -> Rating:
        """How the previous value stood."""
        return rate(self.measure, self.previous)

    def _of_row(self, name: str, otherwise: Decimal | None) -> Value:
        row = self.rows[-1]
        given: Value = MISSING if row is None else getattr(row, name)
        if isinstance(given, Decimal):
            return given
        return MISSING if otherwise is None else otherwise


@dataclass(frozen=True, slots=True)
class MeasuresBlock:
    """The measures of one dataset for one service, and what was restated in their window."""

    dataset_id: str
    contract: Contract
    period: Period
    measured: tuple[Measured, ...]
    restatements: tuple[Restatement, ...]


def measures_block(dataset: Dataset, series: Series, service: str, period: Period) -> MeasuresBlock:
    """Return the figures of a service, over the history that the contract asks for."""
    window = period.window(max(dataset.contract.history, 1))
    ids = {one.id for one in window}
    return MeasuresBlock(
        dataset.id,
        dataset.contract,
        period,
        tuple(
            _measured(dataset, measure, series, service, window)
            for measure in dataset.contract.measures
            if reports(measure, service)
        ),
        tuple(r for r in series.restatements if r.service == service and r.period in ids),
    )


def reports(measure: Measure, service: str) -> bool:
    """Return whether a service reports a measure."""
    return not measure.services or service in measure.services


def change(measured: Measured) -> Value:
    """Return the latest value less the previous one, when both are known."""
    if isinstance(measured.latest, Gap) or isinstance(measured.previous, Gap):
        return MISSING
    return measured.latest - measured.previous


def show(value: Value, unit: Unit, decimals: int, signed: bool = False) -> str:
    """Return a value as readers see it; halves are rounded away from zero."""
    if isinstance(value, Gap):
        return "not available" if value is Gap.MISSING else "suppressed"
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    sign = "−" if rounded < 0 else "+" if signed and rounded > 0 else ""
    digits = f"{abs(rounded):,}"
    match unit:
        case Unit.PERCENT:
            return f"{sign}{digits}{' points' if signed else '%'}"
        case Unit.GBP:
            return f"{sign}£{digits}"
        case Unit.DAYS:
            return f"{sign}{digits} days"
        case _:
            return f"{sign}{digits}"


def known(values: Sequence[Value]) -> tuple[Decimal, ...]:
    """Return the values that are numbers."""
    return tuple(value for value in values if isinstance(value, Decimal))


def _measured(
    dataset: Dataset, measure: Measure, series: Series, service: str, window: tuple[Period, ...]
) -> Measured:
    rows = series.rows.get((service, measure.id), {})
    found = tuple(rows.get(period.id) for period in window)
    return Measured(dataset.id, measure, service, window, found)
