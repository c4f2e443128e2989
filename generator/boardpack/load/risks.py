"""Rows of a `risks` dataset: one a risk."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from boardpack.findings import Finding, Place
from boardpack.load.cells import name_cells, read_typed_rows, split_texts
from boardpack.model.dataset import (
    Cell,
    Constraints,
    Contract,
    Field,
    FieldType,
)
from boardpack.model.rows import (
    Risk,
)

_REQUIRED = Constraints(required=True)
_SCORE = Constraints(minimum=Decimal(1), maximum=Decimal(5))
_REQUIRED_SCORE = Constraints(required=True, minimum=Decimal(1), maximum=Decimal(5))
TRENDS = ("new", "up", "same", "down")
RISK_FIELDS = (
    Field("ref", constraints=_REQUIRED),
    Field("title", constraints=_REQUIRED),
    Field("description", constraints=_REQUIRED),
    Field("type"),
    Field("stakeholders", constraints=_REQUIRED),
    Field("inherent_likelihood", FieldType.INTEGER, constraints=_REQUIRED_SCORE),
    Field("inherent_consequence", FieldType.INTEGER, constraints=_REQUIRED_SCORE),
    Field("target_likelihood", FieldType.INTEGER, constraints=_SCORE),
    Field("target_consequence", FieldType.INTEGER, constraints=_SCORE),
    Field("residual_likelihood", FieldType.INTEGER, constraints=_SCORE),
    Field("residual_consequence", FieldType.INTEGER, constraints=_SCORE),
    Field("owner"),
    Field("lead"),
    Field("trend", constraints=Constraints(required=True, enum=TRENDS)),
    Field("opened", FieldType.DATE, constraints=_REQUIRED),
    Field("updated", FieldType.DATE),
    Field("mitigations"),
    Field("note"),
    Field("organisation"),
    Field("closure"),
    Field("measures"),
)
OPTIONAL = ("note", "organisation", "closure", "measures")


def read_risks(
    data: bytes, path: str, contract: Contract
) -> tuple[tuple[Risk, ...], list[Finding]]:
    """Return the risks of a register."""
    rows, findings = read_typed_rows(data, path, contract, RISK_FIELDS, OPTIONAL)
    return tuple(_build_risk(cells, Place(path, line)) for line, cells in rows), findings


def _build_risk(cells: list[Cell], place: Place) -> Risk:
    row = name_cells(RISK_FIELDS, cells)
    return Risk(
        ref=row.get_text("ref"),
        title=row.get_text("title"),
        description=row.get_text("description"),
        type=row.get_text("type"),
        stakeholders=split_texts(row.get_text("stakeholders"), ";"),
        inherent_likelihood=row.get_score("inherent_likelihood") or 0,
        inherent_consequence=row.get_score("inherent_consequence") or 0,
        target_likelihood=row.get_score("target_likelihood"),
        target_consequence=row.get_score("target_consequence"),
        residual_likelihood=row.get_score("residual_likelihood"),
        residual_consequence=row.get_score("residual_consequence"),
        owner=row.get_text("owner"),
        lead=row.get_text("lead"),
        trend=row.get_text("trend"),
        opened=row.get_day("opened") or date.min,
        updated=row.get_day("updated"),
        mitigations=split_texts(row.get_text("mitigations"), "|"),
        note=row.get_text("note"),
        place=place,
        organisation=row.get_text("organisation"),
        closure=row.get_text("closure"),
        measures=split_texts(row.get_text("measures"), ";"),
    )
