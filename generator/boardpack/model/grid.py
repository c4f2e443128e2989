"""A sheet as it came: cells by row and column, before anybody says what they mean."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

MOST_CELLS = 200_000
"""In a whole file; a year of a large directorate's figures has some ten thousand."""
GridValue = str | bool | Decimal | date
Spot = tuple[int, int]
"""Row and column, both from 1."""


class GridCell(NamedTuple):
    """What one cell holds, and where; blank cells are not there."""

    row: int
    column: int
    value: GridValue
    is_percent: bool = False
    """Whether a number is shown as a percentage: 0.432 as 43.2%."""
    fault: str = ""
    """Why nobody can tell what it says."""
    sheet: str = ""

    @property
    def address(self) -> str:
        """`Activity!C5`, `C5` of a CSV, or the title where a sheet by its title says it."""
        if not self.row:
            return f"the title of sheet {self.sheet}"
        return name_spot(self.row, self.column, self.sheet)

    @property
    def text(self) -> str:
        """What it holds as text in one line, for comparing and for messages."""
        if isinstance(self.value, Decimal):
            return f"{self.value * 100:f}%" if self.is_percent else f"{self.value:f}"
        if isinstance(self.value, bool):
            return "yes" if self.value else "no"
        return " ".join(str(self.value).split())


class Range(NamedTuple):
    """A rectangle of cells, its edges included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. `formulas` are the cells whose value a spreadsheet worked out."""

    title: str
    cells: Mapping[Spot, GridCell]
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Range, ...] = ()
    formulas: frozenset[Spot] = frozenset()
    linked: frozenset[Spot] = frozenset()
    """Cells whose formula asks another workbook."""

    def list_rows(self) -> tuple[tuple[int, Mapping[int, GridCell]], ...]:
        """Return each row that holds anything, from the top, and its cells by column."""
        rows: dict[int, dict[int, GridCell]] = {}
        for (row, column), cell in sorted(self.cells.items()):
            rows.setdefault(row, {})[column] = cell
        return tuple(rows.items())


@dataclass(frozen=True, slots=True)
class Book:
    """Every sheet of a file, in the file's order, and how the file was read, in words."""

    name: str
    grids: tuple[Grid, ...]
    notes: tuple[str, ...] = field(default=())


def name_spot(row: int, column: int, sheet: str = "") -> str:
    """Return a cell's address as spreadsheets write it: `C5`, `Activity!C5`, `'April 2018'!C5`."""
    plain = f"{name_column(column)}{row}"
    if not sheet:
        return plain
    if sheet.isalnum():
        return f"{sheet}!{plain}"
    return "'{}'!{}".format(sheet.replace("'", "''"), plain)


def name_column(column: int) -> str:
    """Return the letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


_MOST_FILLED = 1_000_000


def fill_merged(grid: Grid) -> Mapping[Spot, GridCell]:
    """Return the cells with what merged ranges show in each row that they cover.

    Only downwards: a title merged across the sheet is still one cell.
    """
    filled = dict(grid.cells)
    # A range may go on to the last row that a sheet can have; rows without a cell are no rows.
    rows = sorted({row for row, _ in grid.cells})
    for span in grid.merged:
        cell = grid.cells.get((span.first_row, span.first_column))
        # Ranges that overlap, as none may, would come to more than anybody can look through; what
        # they leave out is missed where it is needed.
        if cell is not None and len(filled) < _MOST_FILLED:
            covered = rows[bisect_right(rows, span.first_row) : bisect_right(rows, span.last_row)]
            filled.update(
                ((row, span.first_column), cell)
                for row in covered
                if (row, span.first_column) not in grid.cells
            )
    return filled
