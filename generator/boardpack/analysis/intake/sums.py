"""Rows of totals are left out, and tell whether anything was lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from boardpack.analysis.intake.cells import NumberColumn, read_number
from boardpack.analysis.intake.table import SheetTable
from boardpack.analysis.intake.vocabulary import Vocabulary, fold_name
from boardpack.load.strict_csv import parse_number
from boardpack.model.dataset import Contract, Kind, Unit
from boardpack.model.grid import GridCell
from boardpack.model.intake import Aspect, Intake

_TOTALS = ("total", "grand total", "overall", "overall total")
_ADDED_UNITS = (Unit.COUNT, Unit.GBP)


def find_wrong_sums(
    table: SheetTable, contract: Contract, intake: Intake, vocabulary: Vocabulary
) -> Iterator[str]:
    """Yield each total of a sheet that is not the sum of the rows that were read from it."""
    # Where there are several, or blocks, it cannot be told which rows each of them adds up.
    if contract.kind is not Kind.MEASURES or intake.row_is or len(table.totals) != 1:
        return
    (total,) = table.totals
    if not any(fold_name(cell.text) in _TOTALS for cell in total.cells.values()):
        return
    for number, printed_cell in total.across.items():
        if not _is_added(table, number, contract, intake, vocabulary):
            continue
        printed = _read_plain(printed_cell, intake)
        parts = [
            _read_plain(record.across[number], intake)
            for record in table.records
            if number in record.across
        ]
        numbers = [part for part in parts if part is not None]
        if printed is None or len(numbers) < len(table.records):
            continue
        if printed != sum(numbers, Decimal(0)):
            yield (
                f"{printed_cell.address} says that the total is {printed:f}, and the rows that "
                f"were read add up to {sum(numbers, Decimal(0)):f}"
            )


def _is_added(
    table: SheetTable, number: int, contract: Contract, intake: Intake, vocabulary: Vocabulary
) -> bool:
    """Return whether the figures of a column are of one kind, and add up."""
    if intake.across is Aspect.MEASURE:
        name = vocabulary.find(Aspect.MEASURE, table.header.across[number].text)
    elif len(contract.measures) == 1:
        name = contract.measures[0].id
    else:
        name = ""
    return any(one.id == name and one.unit in _ADDED_UNITS for one in contract.measures)


def _read_plain(cell: GridCell, intake: Intake) -> Decimal | None:
    reading = read_number(cell, NumberColumn(Unit.GBP), intake)
    number = parse_number(reading.text) if not reading.fault else None
    return number if isinstance(number, Decimal) else None
