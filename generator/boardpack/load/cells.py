"""A CSV file to typed rows under a contract's fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from boardpack.findings import Finding, Place
from boardpack.load.strict_csv import read_cell, read_csv, report_cell
from boardpack.model.dataset import Cell, Constraints, Contract, Field, Kind

_FREE = Constraints()


def read_typed_rows(
    data: bytes, path: str, contract: Contract, fields: Sequence[Field], optional: Sequence[str]
) -> tuple[list[tuple[int, list[Cell]]], list[Finding]]:
    """Return each good row's line and cells; a row with a bad cell is a finding, not a row.

    Only the cells of a `table` may be suppressed: amounts and scores are summed and multiplied.
    """
    refined = _refine_fields(fields, contract.fields)
    names = [field.name for field in refined]
    # Required columns; whether a cell may be blank is the field's own constraint.
    required = [name for name in names if name not in optional]
    sheet, findings = read_csv(data, path, required, optional)
    suppressible = contract.kind is Kind.TABLE
    rows: list[tuple[int, list[Cell]]] = []
    for line, texts in sheet.pick_columns(names) if sheet else ():
        pairs = list(zip(texts, refined, strict=True))
        cells = [read_cell(text, field, suppressible) for text, field in pairs]
        row_findings = [
            report_cell(field.name, text, fault, Place(path, line), contract.owner)
            for (_, fault), (text, field) in zip(cells, pairs, strict=True)
            if fault
        ]
        findings += row_findings
        if not row_findings:
            rows.append((line, [cell for cell, _ in cells]))
    return rows, findings


def _refine_fields(standard: Sequence[Field], contract_fields: Sequence[Field]) -> list[Field]:
    """Return the kind's own fields, each narrowed where the contract describes it."""
    by_name = {field.name: field for field in contract_fields}
    return [_narrow_field(field, by_name.get(field.name, field)) for field in standard]


def _narrow_field(standard: Field, contract_field: Field) -> Field:
    """Return the given field with the type, and at least the constraints, that the kind needs."""
    inherited = {
        name: getattr(standard.constraints, name)
        for name in Constraints.__dataclass_fields__
        if getattr(contract_field.constraints, name) == getattr(_FREE, name)
    }
    return replace(
        contract_field,
        type=standard.type,
        constraints=replace(contract_field.constraints, **inherited),
    )
