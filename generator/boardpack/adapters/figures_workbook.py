"""Sheets to a workbook that readers open: numbers as numbers, days as days, texts as texts."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from boardpack.model.sheet import FilledCell, Sheet, SheetCell

_MOST_DIGITS = 15
"""As many digits of a number as a workbook keeps; of more it would show another number."""
_MOST_LETTERS = 32_767
_MOST_ROWS = 1_000_000
_MOST_ROWS_IN_MEMORY = 20_000
"""So many take some 35 MiB while they are written; more go through a file, cell by cell."""
_LONGEST_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", "-"))
_FIRST_YEAR = 1900
_CUT = " … (cut: a cell holds no more; the CSV has all of it)"
_WIDTHS = (8, 60)
# xlsxwriter would write the present moment; a ZIP cannot hold one before 1980.
NO_CLOCK = {"created": datetime(1980, 1, 1)}  # noqa: DTZ001  (a workbook's dates have no zone)


def to_figures_workbook(title: str, sheets: Sequence[Sheet]) -> bytes:
    """Return an .xlsx file with some sheets; equal sheets give equal bytes."""
    # Imported here, as it is only needed where a workbook is made.
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    is_big = sum(len(sheet.rows) for sheet in sheets) > _MOST_ROWS_IN_MEMORY
    with Workbook(buffer, {"constant_memory" if is_big else "in_memory": True}) as workbook:
        workbook.set_properties({"title": title, **NO_CLOCK})
        bold = workbook.add_format({"bold": True})
        day = workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        for name, sheet in zip(_list_names(sheets), sheets, strict=True):
            _write_sheet(workbook.add_worksheet(name), sheet, bold, day)
    return _pack_again(buffer) if is_big else buffer.getvalue()


def _pack_again(archive: io.BytesIO) -> bytes:
    """Return a ZIP without the rights of the files through which its parts went."""
    buffer = io.BytesIO()
    with ZipFile(archive) as source, ZipFile(buffer, "w") as target:
        for name in source.namelist():
            part = ZipInfo(name)
            part.compress_type = ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return buffer.getvalue()


def _write_sheet(target: Any, sheet: Sheet, bold: Any, day: Any) -> None:
    rows = sheet.rows[:_MOST_ROWS]
    notes = list(sheet.notes)
    if len(rows) < len(sheet.rows):
        notes.append(f"The first {len(rows):,} of {len(sheet.rows):,} rows; the CSV has all.")
    for number, note in enumerate(notes):
        target.write_string(number, 0, note, None if number else bold)
    top = len(notes) + 1
    for column, name in enumerate(sheet.header):
        target.write_string(top, column, name, bold)
    for number, row in enumerate(rows, top + 1):
        for column, cell in enumerate(row):
            if cell is not None:
                _write_cell(target, number, column, cell, day)
    for column, width in enumerate(_measure_widths(sheet.header, rows)):
        target.set_column(column, column, width)
    target.freeze_panes(top + 1, 0)
    if sheet.header:
        target.autofilter(top, 0, top + len(rows), len(sheet.header) - 1)


def _write_cell(target: Any, row: int, column: int, cell: FilledCell, day: Any) -> None:
    match cell:
        # First, as most cells are texts.
        case str():
            target.write_string(row, column, _shorten(cell))
        # Before int, which a bool is too.
        case bool():
            target.write_boolean(row, column, cell)
        case int() | Decimal() if _is_kept(cell):
            target.write_number(row, column, cell)
        case date() if cell.year >= _FIRST_YEAR:
            target.write_datetime(row, column, cell, day)
        case _:
            target.write_string(row, column, _shorten(str(cell)))


def _is_kept(number: int | Decimal) -> bool:
    """Return whether a workbook keeps all digits of a number."""
    return len(Decimal(number).as_tuple().digits) <= _MOST_DIGITS


def _shorten(text: str) -> str:
    if len(text) <= _MOST_LETTERS:
        return text
    return text[: _MOST_LETTERS - len(_CUT)] + _CUT


def _measure_widths(header: Sequence[str], rows: Sequence[Sequence[SheetCell]]) -> list[int]:
    """Return how wide each column is, in letters, so that most of what stands there is seen."""
    least, most = _WIDTHS
    columns = zip(*rows, strict=True) if rows else ((),) * len(header)
    return [
        min(most, max(least, 2 + max(map(len, (name, *map(_print_cell, cells))))))
        for name, cells in zip(header, columns, strict=True)
    ]


def _print_cell(cell: SheetCell) -> str:
    return "" if cell is None else str(cell)


def _list_names(sheets: Sequence[Sheet]) -> Iterator[str]:
    """Yield a name for each sheet that a workbook may have: short, and like no other."""
    # Excel keeps this one for itself.
    taken = {"history"}
    for sheet in sheets:
        whole = sheet.name.translate(_NOT_IN_NAMES)
        name, number = whole[:_LONGEST_NAME], 1
        while name.casefold() in taken:
            number += 1
            ending = f"-{number}"
            name = f"{whole[: _LONGEST_NAME - len(ending)]}{ending}"
        taken.add(name.casefold())
        yield name
