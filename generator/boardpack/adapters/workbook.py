"""Rows to files that analysts open, through pandas: a workbook, CSV or JSON."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pandas as pd
from xlsxwriter import Workbook

from boardpack.adapters.figures_workbook import NO_CLOCK
from boardpack.analysis.tidy import TidyRow
from boardpack.model.dataset import Gap

NUMERIC_COLUMNS = ("value", "numerator", "denominator", "target", "benchmark")
# A text that begins with "=" would else run as a formula at whoever opens the workbook.
_NEVER_A_FORMULA = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


def to_frame(rows: Sequence[TidyRow]) -> pd.DataFrame:
    """Return a frame with a column for each field; a gap is a missing number and named in `gap`."""
    tidy = pd.DataFrame(rows, columns=list(TidyRow._fields))
    gaps = [row.value.value if isinstance(row.value, Gap) else "" for row in rows]
    tidy.insert(TidyRow._fields.index("value") + 1, "gap", gaps)
    for name in NUMERIC_COLUMNS:
        tidy[name] = pd.to_numeric(tidy[name].map(_to_number), errors="raise")
    return tidy


def pivot_by_period(tidy: pd.DataFrame) -> pd.DataFrame:
    """Return a row for each service and measure and a column for each period."""
    return (
        tidy.pivot(
            index=["service", "dataset", "measure", "title"], columns="period", values="value"
        )
        .sort_index()
        .reset_index()
        .rename_axis(columns=None)
    )


def to_plain_workbook(sheet_name: str, rows: Sequence[Sequence[str | int]]) -> bytes:
    """Return an Excel workbook of one sheet with some rows; equal rows give equal bytes."""
    buffer = io.BytesIO()
    with Workbook(buffer, _NEVER_A_FORMULA) as workbook:
        workbook.set_properties(NO_CLOCK)
        sheet = workbook.add_worksheet(sheet_name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()


def to_workbook(rows: Sequence[TidyRow]) -> bytes:
    """Return an Excel workbook of two sheets; equal rows give equal bytes."""
    tidy = to_frame(rows)
    buffer = io.BytesIO()
    with pd.ExcelWriter(
        buffer, engine="xlsxwriter", engine_kwargs={"options": _NEVER_A_FORMULA}
    ) as writer:
        writer.book.set_properties(NO_CLOCK)
        for name, sheet in (("Figures", tidy), ("By period", pivot_by_period(tidy))):
            sheet.to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0))
            writer.sheets[name].autofilter(0, 0, len(sheet), len(sheet.columns) - 1)
            writer.sheets[name].autofit()
    return buffer.getvalue()


def to_json(rows: Sequence[TidyRow]) -> bytes:
    """Return JSON records, one a line."""
    return to_frame(rows).to_json(orient="records", lines=True, force_ascii=False).encode()


def _to_number(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else None
