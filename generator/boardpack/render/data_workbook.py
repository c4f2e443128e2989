"""The figures of an edition as the sheets of one workbook: what the CSVs hold, by its types."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from boardpack.analysis.edition import Edition
from boardpack.model.dataset import Gap
from boardpack.model.sheet import Sheet, SheetCell
from boardpack.render.data_files import DataTable, format_cell

_ILLUSTRATIVE = "Illustrative figures, made up for this example"
_FIRST_HEADER = ("Sheet", "What it holds", "Source", "Licence", "Made up for this example")


def locate_workbook(edition: Edition) -> str:
    """Return where the workbook of an edition lies in its site, by a name of its own."""
    return f"data/{edition.id}.xlsx"


def list_sheets(edition: Edition, tables: Iterable[DataTable]) -> tuple[Sheet, ...]:
    """Return a sheet that says what is there, then one for each table, called as its dataset."""
    sheets = [(table, _build_sheet(edition, table)) for table in tables]
    rows: list[list[SheetCell]] = [
        [
            format_cell(table.dataset_id),
            format_cell(table.contract.title),
            format_cell(table.contract.source),
            format_cell(table.contract.licence or "Not stated"),
            table.contract.illustrative,
        ]
        for table, _ in sheets
    ]
    notes = (
        format_cell(edition.title),
        "A count that is withheld to protect people is shown as *; an empty cell is not available.",
    )
    return (Sheet("About", notes, _FIRST_HEADER, rows), *(sheet for _, sheet in sheets))


def _build_sheet(edition: Edition, table: DataTable) -> Sheet:
    contract = table.contract
    notes = [contract.title, f"Source: {contract.source}", f"As reported in {edition.title}"]
    if contract.illustrative:
        notes.append(_ILLUSTRATIVE)
    return Sheet(
        name=table.dataset_id,
        notes=[format_cell(note) for note in notes],
        header=[format_cell(name) for name in table.header],
        rows=[_to_cells(row) for row in table.make_rows()],
    )


def _to_cells(row: Sequence[object]) -> list[SheetCell]:
    return [_to_cell(cell) for cell in row]


def _to_cell(cell: object) -> SheetCell:
    """Return a number, a day or yes and no as what it is, all else as the CSV has it."""
    match cell:
        # First, as most cells are texts.
        case str():
            return format_cell(cell)
        case None | Gap.MISSING:
            return None
        case bool() | int() | Decimal() | date():
            return cell
        case _:
            return format_cell(cell)
