"""Rows of a `table` dataset: the columns are the contract's own."""

from __future__ import annotations

from collections.abc import Sequence

from boardpack.findings import Finding, Place
from boardpack.load.cells import NONE, read_typed_rows, says_none
from boardpack.load.strict_csv import read_cell, read_csv, report_cell
from boardpack.model.dataset import Contract, Kind
from boardpack.model.rows import Row, TableRow


def read_table_rows(
    data: bytes, path: str, contract: Contract
) -> tuple[tuple[TableRow, ...], list[Finding]]:
    """Return the rows of a file; a `service` column says whose they are."""
    optional = [field.name for field in contract.fields if not field.constraints.required]
    rows, findings = read_typed_rows(data, path, contract, contract.fields, optional)
    names = [field.name for field in contract.fields]
    return tuple(
        _build_row(dict(zip(names, cells, strict=True)), Place(path, line)) for line, cells in rows
    ), findings


def read_none_rows(
    data: bytes, path: str, contract: Contract, rows: Sequence[Row]
) -> tuple[frozenset[str], list[Finding]]:
    """Return the services that a file says have nothing, and what is wrong with their rows.

    `rows` are those of the file that say something.
    """
    if contract.kind is not Kind.TABLE or NONE.encode() not in data.lower():
        return frozenset(), []
    fields = {field.name: field for field in contract.fields}
    sheet, _ = read_csv(data, path, (), list(fields))
    services: set[str] = set()
    findings: list[Finding] = []
    for line, texts in sheet.pick_columns(list(fields)) if sheet else ():
        if not says_none(list(fields), texts):
            continue
        service = texts[list(fields).index("service")]
        _, fault = read_cell(service, fields["service"])
        if any(row.service == service for row in rows):
            fault = f"has rows, and '{NONE}' here; keep one of the two"
        if fault:
            place = Place(path, line)
            findings.append(report_cell("service", service, fault, place, contract.owner))
        else:
            services.add(service)
    return frozenset(services), findings


def _build_row(cells: dict[str, object], place: Place) -> TableRow:
    service = cells.get("service", "")
    return TableRow(service if isinstance(service, str) else "", cells, place)  # type: ignore[arg-type]
