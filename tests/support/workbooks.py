"""Workbooks out of plain values: sheets, rows, formats, formulas with or without their results."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

MADE = datetime(1980, 1, 1)  # noqa: DTZ001  (a workbook's dates have no zone)


def workbook(*sheets: Mapping[str, Any], **options: Any) -> bytes:
    """Return an .xlsx file. A sheet has `title`, `rows`, and what else `_write_sheet` knows.

    A cell is a value, or a mapping with `value` and `format`, or `formula` and perhaps `value`.
    """
    buffer = io.BytesIO()
    fixed = {"strings_to_formulas": False, "strings_to_urls": False, **options}
    book = xlsxwriter.Workbook(buffer, fixed)
    book.set_properties({"created": MADE})
    for sheet in sheets:
        _write_sheet(book, sheet)
    book.close()
    return buffer.getvalue()


def table(*rows: Sequence[Any], title: str = "Activity", **rest: Any) -> bytes:
    """Return a workbook with one sheet of some rows."""
    return workbook({"title": title, "rows": rows, **rest})


def repacked(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    """Return a workbook after somebody tampered with its parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            archive.writestr(entry, part, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _write_sheet(book: Any, sheet: Mapping[str, Any]) -> None:
    page = book.add_worksheet(sheet["title"])
    for row_number, row in enumerate(sheet["rows"]):
        for column, cell in enumerate(row or ()):
            _write_cell(book, page, row_number, column, cell)
    for span in sheet.get("merge", ()):
        # The words stay those of the first cell.
        first = page.table.get(_row(span), {}).get(_column(span))
        page.merge_range(span, "")
        if first is not None:
            page.table[_row(span)][_column(span)] = first
    for number in sheet.get("hidden_rows", ()):
        page.set_row(number - 1, None, None, {"hidden": True})
    for span in sheet.get("hidden_columns", ()):
        page.set_column(span, None, None, {"hidden": True})
    for place, words in sheet.get("comments", {}).items():
        page.write_comment(place, words, {"author": "Somebody"})
    if sheet.get("hidden"):
        page.hide()


def _write_cell(book: Any, page: Any, row: int, column: int, cell: Any) -> None:
    if not isinstance(cell, Mapping):
        cell = {"value": cell}
    number_format = cell.get("format", "d mmm yyyy" if isinstance(cell.get("value"), date) else "")
    style = book.add_format({"num_format": number_format}) if number_format else None
    if "formula" in cell:
        page.write_formula(row, column, cell["formula"], style, cell.get("value", ""))
    elif cell.get("value") is None:
        # A cell that is formatted and holds nothing is there all the same.
        page.write_blank(row, column, None, style or book.add_format({"bold": True}))
    elif isinstance(cell["value"], bool):
        page.write_boolean(row, column, cell["value"], style)
    elif isinstance(cell["value"], str):
        page.write_string(row, column, cell["value"], style)
    else:
        page.write(row, column, cell["value"], style)


def _row(span: str) -> int:
    return int("".join(filter(str.isdigit, span.partition(":")[0]))) - 1


def _column(span: str) -> int:
    number = 0
    for letter in filter(str.isalpha, span.partition(":")[0]):
        number = number * 26 + ord(letter) - 64
    return number - 1
