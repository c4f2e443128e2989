"""Which counts of people a row tells, whether one is small, and how it is rounded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from boardpack.model.dataset import Cell, Contract, FieldType, Gap, Measure, Unit, Value
from boardpack.model.observed import Telling
from boardpack.model.rows import TableRow

SHARES = (Unit.PERCENT, Unit.RATE)
_SCALES = {Unit.PERCENT: 100, Unit.DAYS: 1, Unit.GBP: 1}
"""What a figure is times its two counts' quotient; of a rate nobody knows which power of ten."""
_UNKNOWN_MEASURE = Measure("", "")


def find_measure(contract: Contract, measure_id: str) -> Measure:
    """Return a measure; one that the contract does not know is taken for a count."""
    return next((m for m in contract.measures if m.id == measure_id), _UNKNOWN_MEASURE)


def counts_people(contract: Contract, name: str) -> bool:
    """Return whether a measure or a column counts people, or rests on such counts."""
    return not contract.counts_of_people or name in contract.counts_of_people


def list_count_columns(contract: Contract) -> list[str]:
    """Return the columns of a table that count people."""
    return [
        field.name
        for field in contract.fields
        if field.type is FieldType.INTEGER and counts_people(contract, field.name)
    ]


def list_derived_columns(contract: Contract) -> list[str]:
    """Return the columns that may rest on counts: nothing says of what a number is a share."""
    return [field.name for field in contract.fields if field.type is FieldType.NUMBER]


def iterate_counts(row: Telling, unit: Unit) -> Iterator[Value]:
    """Yield the counts of people that a row tells, those that follow from it included."""
    match unit:
        case Unit.COUNT:
            yield from (row.value, row.numerator, row.denominator)
        case Unit.PERCENT | Unit.RATE:
            numerator, denominator = complete_counts(row, unit)
            # How many are left is known too: 48 of 50 tells of two.
            yield from (numerator, denominator, subtract(denominator, numerator))
        case Unit.DAYS | Unit.GBP:
            yield complete_counts(row, unit)[1]


def iterate_cells(row: TableRow, names: Iterable[str]) -> Iterator[Value]:
    """Yield the numbers in some columns of a row."""
    return (to_number(row.cells.get(name)) for name in names)


def complete_counts(row: Telling, unit: Unit) -> tuple[Value, Value]:
    """Return numerator and denominator of a share or a mean; a missing one follows from it."""
    value, numerator, denominator = row.value, row.numerator, row.denominator
    scale = _SCALES.get(unit)
    if isinstance(value, Decimal) and scale:
        if numerator is Gap.MISSING and isinstance(denominator, Decimal):
            return round_number(value * denominator / scale, 1), denominator
        if denominator is Gap.MISSING and isinstance(numerator, Decimal) and value:
            return numerator, round_number(scale * numerator / value, 1)
    return numerator, denominator


def tells_small_share(share: Value, count: Value, below: int | None) -> bool:
    """Return whether a percentage of a count would be one of few people, or leave few."""
    if isinstance(share, Gap) or isinstance(count, Gap) or not 0 < share <= _SCALES[Unit.PERCENT]:
        return False
    part = round_number(share * count / _SCALES[Unit.PERCENT], 1)
    return is_any_small((part, count - part), below)


def is_any_small(counts: Iterable[Value], below: int | None) -> bool:
    """Return whether one of some counts is under a number, but not nought."""
    if below is None:
        return False
    return any(isinstance(count, Decimal) and 0 < abs(count) < below for count in counts)


def may_be_small(cell: Value, below: int | None) -> bool:
    """Return whether a cell is a small count, as which a `*` counts too."""
    return is_any_small([cell], below) or (below is not None and cell is Gap.SUPPRESSED)


def subtract(value: Value, other: Value) -> Value:
    """Return a difference, where both are known."""
    if isinstance(value, Decimal) and isinstance(other, Decimal):
        return value - other
    return Gap.MISSING


def round_number(number: Decimal, step: int) -> Decimal:
    """Return the nearest multiple of a step; halves are rounded away from zero."""
    return (number / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def to_number(cell: Cell | None) -> Value:
    """Return a cell that holds a number or a gap as one."""
    match cell:
        # Before int, which a bool is too.
        case bool():
            return Gap.MISSING
        case int() | Decimal():
            return Decimal(cell)
        case Gap():
            return cell
        case _:
            return Gap.MISSING
