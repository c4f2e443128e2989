"""A CSV file to typed rows under a contract's fields."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boardpack.findings import Finding, Place
from boardpack.load.strict_csv import BAD_CELL, read_cell, read_csv
from boardpack.model.dataset import Cell, Contract, Field


def typed_rows(
    data: bytes, path: str, contract: Contract, fields: Sequence[Field], optional: Sequence[str]
) -> tuple[list[tuple[int, list[Cell]]], list[Finding]]:
    """Return each good row's line and cells; a row with a bad cell is a finding, not a row."""
    refined = _refine(fields, contract.fields)
    names = [field.name for field in refined]
    required = [name for name in names if name not in optional]
    sheet, findings = read_csv(data, path, required, optional)
    rows: list[tuple[int, list[Cell]]] = []
    for number, texts in sheet.picked(names) if sheet else ():
        cells = [read_cell(text, field) for text, field in zip(texts, refined, strict=True)]
        wrong = list(_faults(cells, texts, refined, Place(path, number), contract.owner))
        findings += wrong
        if not wrong:
            rows.append((number, [cell for cell, _ in cells]))
    return rows, findings


def _refine(standard: Sequence[Field], given: Sequence[Field]) -> list[Field]:
    """Return the kind's own fields, each replaced where the contract describes it."""
    by_name = {field.name: field for field in given}
    return [by_name.get(field.name, field) for field in standard]


def _faults(
    cells: Sequence[tuple[Cell, str]],
    texts: Sequence[str],
    fields: Sequence[Field],
    place: Place,
    who: str,
) -> Iterator[Finding]:
    for (_, fault), text, field in zip(cells, texts, fields, strict=True):
        if fault:
            shown = f"'{text[:40]}' " if text else ""
            yield BAD_CELL.at(place, f"{field.name} {shown}{fault}", who=who)
