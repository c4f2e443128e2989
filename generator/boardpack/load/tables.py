"""Rows of a `table` dataset: the columns are the contract's own."""

from __future__ import annotations

from boardpack.findings import Finding, Place
from boardpack.load.cells import read_typed_rows
from boardpack.model.dataset import (
    Contract,
)
from boardpack.model.rows import (
    TableRow,
)


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


def _build_row(cells: dict[str, object], place: Place) -> TableRow:
    service = cells.get("service", "")
    return TableRow(service if isinstance(service, str) else "", cells, place)  # type: ignore[arg-type]
