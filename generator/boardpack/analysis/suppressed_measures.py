"""The rows of a `measures` dataset that nobody may see, and the others as they may be shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from boardpack.analysis.small_counts import (
    SHARES,
    complete_counts,
    counts_people,
    find_measure,
    is_any_small,
    iterate_counts,
    round_number,
    subtract,
)
from boardpack.model.dataset import Contract, Gap, Measure, Unit, Value
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.observed import Telling
from boardpack.model.rows import DataFile, Dataset, Observation

_SeriesKey = tuple[str, str]
"""Service and measure."""
_RowId = tuple[int, int]
"""The number of a file and of a row in it, both counted from 0."""
_KnownRows = dict[_SeriesKey, tuple[_RowId, Observation]]
"""The rows of one period, of each series the one that came last."""
_Total = tuple[_SeriesKey, Sequence[_SeriesKey]]
"""A series and those that it is the sum of."""


def is_suppressed(row: Telling) -> bool:
    """Return whether somebody wrote `*` for a row's value or for what it was worked out from."""
    gap = Gap.SUPPRESSED
    # By identity, because there are many rows and comparing a Decimal takes ten times as long.
    return row.value is gap or row.numerator is gap or row.denominator is gap


def protect_measures(dataset: Dataset, period: str) -> Dataset:
    """Return the dataset as known at a period, without what must not be seen."""
    contract = dataset.contract
    files = [file for file in dataset.files if file.period <= period]
    suppressed_ids = _Suppression(contract).find_rows(files)
    shown_files = (
        replace(
            file,
            rows=tuple(
                _withhold_row(row)
                if (number, index) in suppressed_ids
                else _round_row(row, contract)
                for index, row in enumerate(_list_observations(file))
            ),
        )
        for number, file in enumerate(files)
    )
    later_files = (replace(file, rows=()) for file in dataset.files[len(files) :])
    return replace(dataset, files=(*shown_files, *later_files))


def _list_observations(file: DataFile) -> list[Observation]:
    return [row for row in file.rows if isinstance(row, Observation)]


class _Suppression:
    """What is known after each file, and which rows nobody may see from then on."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self.known: dict[str, _KnownRows] = {}
        self.suppressed: set[_RowId] = set()

    def find_rows(self, files: Sequence[DataFile]) -> set[_RowId]:
        """Return the rows to suppress.

        File by file, so that what one edition suppressed does not come out in the next: a row stays
        suppressed until another takes its place, though all about it has changed.
        """
        for number, file in enumerate(files):
            rows = _list_observations(file)
            for index, row in enumerate(rows):
                self._add_row((number, index), row)
            for period in dict.fromkeys(row.period for row in rows):
                self._suppress_totals(self.known[period])
        return self.suppressed

    def _add_row(self, row_id: _RowId, row: Observation) -> None:
        self.known.setdefault(row.period, {})[row.service, row.measure] = row_id, row
        if is_suppressed(row) or self._is_small(row):
            self.suppressed.add(row_id)

    def _is_small(self, row: Observation) -> bool:
        below = self.contract.suppress_below
        if below is None or not counts_people(self.contract, row.measure):
            return False
        measure = find_measure(self.contract, row.measure)
        if is_any_small(iterate_counts(row, measure.unit), below):
            return True
        return measure.cumulative and is_any_small(self._iterate_steps(row, measure.unit), below)

    def _iterate_steps(self, row: Observation, unit: Unit) -> Iterator[Value]:
        """Yield how far a figure that adds up lies from the nearest ones that are shown."""
        key, count = (row.service, row.measure), _get_growing_count(row, unit)
        shown_rows = sorted(
            (period, rows[key][1])
            for period, rows in self.known.items()
            if period != row.period and key in rows and rows[key][0] not in self.suppressed
        )
        earlier_rows = [other for period, other in shown_rows if period < row.period]
        later_rows = [other for period, other in shown_rows if period > row.period]
        for other in (*earlier_rows[-1:], *later_rows[:1]):
            yield subtract(count, _get_growing_count(other, unit))

    def _suppress_totals(self, rows: _KnownRows) -> None:
        """Suppress each total with a part that is, and a part of each that somebody suppressed."""
        totals = list(_iterate_totals(rows, self.contract))
        while chosen_ids := set(self._choose_rows(rows, totals)) - self.suppressed:
            self.suppressed |= chosen_ids

    def _choose_rows(self, rows: _KnownRows, totals: Sequence[_Total]) -> Iterator[_RowId]:
        for total, parts in totals:
            total_id, row = rows[total]
            if any(rows[part][0] in self.suppressed for part in parts):
                yield total_id
            # Whoever sees all parts can add them up; those of a small total are small themselves.
            elif is_suppressed(row):
                yield rows[min(parts, key=lambda part: _order_by_loss(rows[part][1]))][0]


def _iterate_totals(rows: _KnownRows, contract: Contract) -> Iterator[_Total]:
    """Yield each row of a period that is the sum of others, with those of them that are there."""
    services = dict.fromkeys(service for service, _ in rows)
    sums = {measure.id: measure.sum_of for measure in contract.measures}
    for service, measure_id in rows:
        other_services = [other for other in services if other != service]
        for candidates in (
            [(other, measure_id) for other in other_services if service == WHOLE_DIRECTORATE],
            [(service, part) for part in sums.get(measure_id, ())],
        ):
            if parts := [key for key in candidates if key in rows]:
                yield (service, measure_id), parts


def _order_by_loss(row: Observation) -> tuple[bool, Decimal]:
    """Order rows by how little is lost with them; nought comes last, as it tells the others."""
    number = row.value if isinstance(row.value, Decimal) else Decimal(0)
    return number == 0, number


def _get_growing_count(row: Observation, unit: Unit) -> Value:
    return complete_counts(row, unit)[0] if unit in SHARES else row.value


def _withhold_row(row: Observation) -> Observation:
    """Return a row without its counts; what was blank stays so."""
    return row._replace(
        value=Gap.SUPPRESSED,
        numerator=_withhold_number(row.numerator),
        denominator=_withhold_number(row.denominator),
    )


def _withhold_number(value: Value) -> Value:
    return Gap.SUPPRESSED if isinstance(value, Decimal) else value


def _round_row(row: Observation, contract: Contract) -> Observation:
    """Return a row with its counts rounded, and its share worked out anew from those."""
    step = contract.round_to
    if step is None or not counts_people(contract, row.measure):
        return row
    measure = find_measure(contract, row.measure)
    rounded_row = row._replace(
        numerator=_round_value(row.numerator, step), denominator=_round_value(row.denominator, step)
    )
    match measure.unit:
        case Unit.COUNT:
            return rounded_row._replace(value=_round_value(row.value, step))
        case Unit.PERCENT | Unit.RATE:
            share = _round_share(row, measure, step)
            shown_row = rounded_row._replace(value=share)
            return _withhold_row(shown_row) if share is Gap.SUPPRESSED else shown_row
        case Unit.DAYS | Unit.GBP:
            # Divided by the value that is shown, the sum would give the number of people.
            return rounded_row._replace(numerator=Gap.MISSING)


def _round_share(row: Observation, measure: Measure, step: int) -> Value:
    """Return a share of rounded counts; suppressed where it would be one of nobody."""
    numerator, denominator = complete_counts(row, measure.unit)
    value = row.value
    if not (
        isinstance(value, Decimal)
        and isinstance(numerator, Decimal)
        and isinstance(denominator, Decimal)
        and numerator
        and denominator
    ):
        return value
    rounded_denominator = round_number(denominator, step)
    if not rounded_denominator:
        return Gap.SUPPRESSED
    # A rate is one for each thousand or another power of ten: the nearest is the one meant.
    is_rate = measure.unit is Unit.RATE and value > 0
    power = round((value * denominator / numerator).log10()) if is_rate else 2
    share = round_number(numerator, step) / rounded_denominator * Decimal(10) ** power
    return share.quantize(Decimal(1).scaleb(-measure.decimals), ROUND_HALF_UP)


def _round_value(value: Value, step: int) -> Value:
    return round_number(value, step) if isinstance(value, Decimal) else value
