"""A CSV file to typed rows under a contract's fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from boardpack.findings import Finding, Place
from boardpack.load.strict_csv import cell_finding, read_cell, read_csv
from boardpack.model.dataset import Cell, Constraints, Contract, Field, Kind

_FREE = Constraints()


def typed_rows(
    data: bytes, path: str, contract: Contract, fields: Sequence[Field], optional: Sequence[str]
) -> tuple[list[tuple[int, list[Cell]]], list[Finding]]:
    """Return each good row's line and cells; a row with a bad cell is a finding, not a row.

    Only the cells of a `table` may be suppressed: amounts and scores are summed and multiplied.
    """
    refined = _refine(fields, contract.fields)
    names = [field.name for field in refined]
    required = [name for name in names if name not in optional]
    sheet, findings = read_csv(data, path, required, optional)
    suppressible = contract.kind is Kind.TABLE
    rows: list[tuple[int, list[Cell]]] = []
    for number, texts in sheet.picked(names) if sheet else ():
        pairs = list(zip(texts, refined, strict=True))
        cells = [read_cell(text, field, suppressible) for text, field in pairs]
        wrong = [
            cell_finding(field.name, text, fault, Place(path, number), contract.owner)
            for (_, fault), (text, field) in zip(cells, pairs, strict=True)
            if fault
        ]
        findings += wrong
        if not wrong:
            rows.append((number, [cell for cell, _ in cells]))
    return rows, findings


def _refine(standard: Sequence[Field], given: Sequence[Field]) -> list[Field]:
    """Return the kind's own fields, each narrowed where the contract describes it."""
    by_name = {field.name: field for field in given}
    return [_narrowed(field, by_name.get(field.name, field)) for field in standard]


def _narrowed(standard: Field, given: Field) -> Field:
    """Return the given field with the type, and at least the constraints, that the kind needs."""
    kept = {
        name: getattr(standard.constraints, name)
        for name in Constraints.__dataclass_fields__
        if getattr(given.constraints, name) == getattr(_FREE, name)
    }
    return replace(given, type=standard.type, constraints=replace(given.constraints, **kept))
