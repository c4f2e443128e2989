"""Rows of any CSV file as it once was, sound or not: only to see which of them changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from boardpack.load.strict_csv import parse_number
from boardpack.load.tree import decode_leniently
from boardpack.model.dataset import Gap

RowCells = tuple[tuple[str, str], ...]
"""Column and cell, in the order of the columns' names; blank cells are left out."""


_DELIMITERS = ",;\t|"


def read_row_cells(data: bytes) -> frozenset[RowCells]:
    """Return the rows of a file, whatever the order of its rows and columns."""
    return frozenset(locate_row_cells(data))


def locate_row_cells(data: bytes) -> dict[RowCells, int]:
    """Return the rows of a file, each with the first line on which it ends, counted from 1.

    Numbers that are the same are the same text, and any common separator will do: a file that is
    merely saved again has the same rows. What cannot be read as CSV gives the rows before it.
    """
    text = decode_leniently(data)
    header = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    rows: dict[RowCells, int] = {}
    columns: list[str] = []
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for cells in lines:
            if not columns:
                columns = [cell.strip() for cell in cells]
            elif any(cell.strip() for cell in cells):
                row = _to_row_cells(dict(zip(columns, cells, strict=False)))
                rows.setdefault(row, lines.line_num)
    except csv.Error:
        return rows
    return rows


def _to_row_cells(cells: Mapping[str, str]) -> RowCells:
    normal_cells = ((column, _normalise_cell(cell.strip())) for column, cell in cells.items())
    return tuple(sorted((column, cell) for column, cell in normal_cells if cell))


@cache
def _normalise_cell(cell: str) -> str:
    number = parse_number(cell)
    if isinstance(number, Decimal):
        return f"{number.normalize():f}"
    return "" if number is Gap.MISSING else cell
