"""Rows of an `assurance` dataset: one an objective of the board with what could keep it from it."""

from __future__ import annotations

from boardpack.findings import Finding, Place
from boardpack.load.cells import name_cells, read_typed_rows, split_texts
from boardpack.model.dataset import Cell, Constraints, Contract, Field
from boardpack.model.rows import AssuranceLine

_REQUIRED = Constraints(required=True)
FIELDS = (
    Field("id", title="No.", constraints=_REQUIRED),
    Field("objective", title="Objective", constraints=_REQUIRED),
    Field("risks", title="Risks"),
    Field("controls", title="Controls"),
    Field("measures", title="Measures"),
    Field("internal_assurance", title="Internal assurance"),
    Field("external_assurance", title="External assurance"),
    Field("gaps", title="Gaps"),
    Field("actions", title="Actions"),
    Field("owner", title="Owner", constraints=_REQUIRED),
    Field("note", title="Note"),
)
OPTIONAL = ("note",)


def read_assurance(
    data: bytes, path: str, contract: Contract
) -> tuple[tuple[AssuranceLine, ...], list[Finding]]:
    """Return the lines of a framework."""
    rows, findings = read_typed_rows(data, path, contract, FIELDS, OPTIONAL)
    return tuple(_build_line(cells, Place(path, line)) for line, cells in rows), findings


def _build_line(cells: list[Cell], place: Place) -> AssuranceLine:
    row = name_cells(FIELDS, cells)
    return AssuranceLine(
        id=row.get_text("id"),
        objective=row.get_text("objective"),
        risks=split_texts(row.get_text("risks"), ";"),
        controls=split_texts(row.get_text("controls"), "|"),
        measures=split_texts(row.get_text("measures"), ";"),
        internal_assurance=split_texts(row.get_text("internal_assurance"), "|"),
        external_assurance=split_texts(row.get_text("external_assurance"), "|"),
        gaps=split_texts(row.get_text("gaps"), "|"),
        actions=split_texts(row.get_text("actions"), "|"),
        owner=row.get_text("owner"),
        note=row.get_text("note"),
        place=place,
    )
