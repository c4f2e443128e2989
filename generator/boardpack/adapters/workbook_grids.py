"""A workbook as it came to grids of cells: values, never formulas. The only door to openpyxl."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from boardpack.adapters.workbook_layout import SheetLayout, read_layouts
from boardpack.load.letters import settle_letters
from boardpack.load.packed import Package, PackageFault
from boardpack.model.grid import MOST_CELLS, Book, Grid, GridCell, GridValue, Spot
from boardpack.model.number_format import find_mask

MOST_PLACES = 10 * MOST_CELLS
"""Filled or not: each row is gone through as far as its last cell."""
_SIGNIFICANT_DIGITS = 15
"""As many as Excel keeps and shows; what its floating point adds behind them nobody typed."""
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\[\]]*\]')
_ERRORS = {
    "#REF!": "a cell that is gone", "#DIV/0!": "a division by nothing", "#N/A": "a value not found",
    "#VALUE!": "text where a number is needed", "#NAME?": "a name that does not exist",
    "#NUM!": "a number that cannot be", "#NULL!": "ranges that do not meet",
}  # fmt: skip
_FAR_ROW = re.compile(rb"<(?:\w{1,9}:)?row [^<>]{0,200}\br=[\"'](?:[2-9]\d{6}|\d{8,})[\"']")
_NO_ROW = re.compile(rb"<(?:\w{1,9}:)?row [^<>]{0,200}\br=[\"'](?!0{0,9}[1-9]\d*[\"'])")
_BOOK_PARTS = ("xl/workbook.xml",)


def read_workbook(data: bytes, name: str) -> Book:
    """Return the sheets of an .xlsx file; PackageFault with a sentence where it cannot be read.

    Nothing of it is run, fetched or unpacked onto the disk.
    """
    package = Package.open(data)
    _refuse_other_packages(package)
    layouts = read_layouts(package)
    try:
        # openpyxl warns of whatever it leaves out, such as drop-down lists; no cell is among it.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            grids = tuple(_iterate_grids(data, layouts))
    except PackageFault:
        raise
    # A damaged workbook raises whatever the damage leads to.
    except Exception as error:
        raise PackageFault(
            f"this workbook is damaged ({type(error).__name__}); open it, save it anew as .xlsx"
        ) from error
    return Book(name, grids, tuple(_describe_package(package)))


def _refuse_other_packages(package: Package) -> None:
    if not all(part in package.names for part in _BOOK_PARTS):
        raise PackageFault("this is a zip file but no Excel workbook; save it as .xlsx")
    if any(name.endswith("vbaProject.bin") for name in package.names):
        raise PackageFault("this workbook holds a program (macros); save it as .xlsx without")
    # Every row up to the highest number would be gone through, and the last that a sheet has is
    # 1,048,576.
    if any(map(_FAR_ROW.search, package.parts.values())):
        raise PackageFault("it has a row beyond the last that a sheet can have; save it anew")
    # What a row without a sound number holds would be read as nothing.
    if any(map(_NO_ROW.search, package.parts.values())):
        raise PackageFault("a row of it has no number that a row can have; save it anew")


def _describe_package(package: Package) -> Iterator[str]:
    if any(name.startswith("xl/externalLinks/") for name in package.names):
        yield "it refers to other workbooks; nothing was fetched from them"


def _iterate_grids(data: bytes, layouts: Mapping[str, SheetLayout]) -> Iterator[Grid]:
    import openpyxl

    book = openpyxl.load_workbook(
        io.BytesIO(data), read_only=True, data_only=True, keep_links=False
    )
    allowance, places = MOST_CELLS, 0
    for sheet in book.worksheets:
        layout = layouts.get(sheet.title, SheetLayout())
        # What the file claims of its size pads every row to it: a stray cell makes millions.
        sheet.reset_dimensions()
        cells: dict[Spot, GridCell] = {}
        for row in sheet.iter_rows():
            places += len(row)
            if places > MOST_PLACES:
                raise PackageFault(
                    "its filled cells stand too far to the right; move them together"
                )
            for source in row:
                if source.value is not None:
                    cell = _read_cell(source, sheet.title)
                    cells[cell.row, cell.column] = cell
            if len(cells) > allowance:
                raise PackageFault(
                    f"it has more than {MOST_CELLS:,} filled cells; keep only what is needed"
                )
        allowance -= len(cells)
        cells |= _find_uncomputed(layout, cells, sheet.title)
        yield Grid(
            sheet.title,
            cells,
            sheet.sheet_state != "visible",
            layout.hidden_rows,
            layout.hidden_columns,
            layout.merged,
            frozenset(layout.formulas),
            layout.linked,
        )


def _find_uncomputed(
    layout: SheetLayout, cells: Mapping[Spot, GridCell], title: str
) -> dict[Spot, GridCell]:
    """Return a faulty cell for each formula of which the file keeps no result."""
    fault = "holds a formula whose result was not saved; open it in Excel and save it"
    return {
        spot: GridCell(*spot, "", fault=fault, sheet=title)
        for spot in layout.formulas
        if spot not in cells
    }


def _read_cell(source: Any, title: str) -> GridCell:
    value, fault = _read_value(source.value)
    number_format = _QUOTED.sub("", source.number_format or "")
    if source.data_type == "e":
        value, fault = str(source.value), _describe_error(str(source.value))
    elif number_format.replace(" ", "") == ";;;":
        fault = "is hidden by its number format, so that nobody who looks at the sheet sees it"
    elif isinstance(value, Decimal):
        fault = fault or find_mask(source.number_format or "", value)
    is_percent = isinstance(value, Decimal) and "%" in number_format
    return GridCell(source.row, source.column, value, is_percent, fault, title)


def _describe_error(text: str) -> str:
    why = _ERRORS.get(text, "an error")
    return f"is what a spreadsheet shows for a formula that failed ({why}); mend the formula"


def _read_value(value: Any) -> tuple[GridValue, str]:
    match value:
        case bool():
            return value, ""
        case str():
            settled, unseen = settle_letters(value)
            return settled, "holds a letter that cannot be printed" if unseen else ""
        case int():
            return Decimal(value), ""
        case float():
            return Decimal(f"{value:.{_SIGNIFICANT_DIGITS}g}"), ""
        case datetime():
            return value.date(), ""
        case date():
            return value, ""
        case time() | timedelta():
            return str(value), "is a time of day or a length of time, which no column asks for"
        case _:
            return str(value), f"holds something that no figure is ({type(value).__name__})"


def is_workbook(data: bytes) -> bool:
    """Return whether a file begins as workbooks do, whatever it is called."""
    return zipfile.is_zipfile(io.BytesIO(data))
