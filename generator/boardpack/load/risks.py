"""Rows of a `risks` dataset: one a risk."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from boardpack.findings import Finding, Place
from boardpack.load.cells import typed_rows
from boardpack.model.dataset import Cell, Constraints, Contract, Field, FieldType, Risk

_NEEDED = Constraints(required=True)
_SCORE = Constraints(minimum=Decimal(1), maximum=Decimal(5))
_NEEDED_SCORE = Constraints(required=True, minimum=Decimal(1), maximum=Decimal(5))
TRENDS = ("new", "up", "same", "down")
_FIELDS = (
    Field("ref", constraints=_NEEDED),
    Field("title", constraints=_NEEDED),
    Field("description", constraints=_NEEDED),
    Field("type"),
    Field("stakeholders", constraints=_NEEDED),
    Field("inherent_likelihood", FieldType.INTEGER, constraints=_NEEDED_SCORE),
    Field("inherent_consequence", FieldType.INTEGER, constraints=_NEEDED_SCORE),
    Field("target_likelihood", FieldType.INTEGER, constraints=_SCORE),
    Field("target_consequence", FieldType.INTEGER, constraints=_SCORE),
    Field("residual_likelihood", FieldType.INTEGER, constraints=_SCORE),
    Field("residual_consequence", FieldType.INTEGER, constraints=_SCORE),
    Field("owner"),
    Field("lead"),
    Field("trend", constraints=Constraints(required=True, enum=TRENDS)),
    Field("opened", FieldType.DATE, constraints=_NEEDED),
    Field("updated", FieldType.DATE),
    Field("mitigations"),
    Field("note"),
)


def read_risks(
    data: bytes, path: str, contract: Contract
) -> tuple[tuple[Risk, ...], list[Finding]]:
    """Return the risks of a register."""
    rows, findings = typed_rows(data, path, contract, _FIELDS, ("note",))
    return tuple(_risk(cells, Place(path, line)) for line, cells in rows), findings


def _risk(cells: list[Cell], place: Place) -> Risk:
    by_name = dict(zip((field.name for field in _FIELDS), cells, strict=True))

    def text(name: str) -> str:
        cell = by_name[name]
        return cell if isinstance(cell, str) else ""

    def score(name: str) -> int | None:
        cell = by_name[name]
        return cell if isinstance(cell, int) else None

    def day(name: str) -> date | None:
        cell = by_name[name]
        return cell if isinstance(cell, date) else None

    return Risk(
        ref=text("ref"),
        title=text("title"),
        description=text("description"),
        type=text("type"),
        stakeholders=_parts(text("stakeholders"), ";"),
        inherent_likelihood=score("inherent_likelihood") or 0,
        inherent_consequence=score("inherent_consequence") or 0,
        target_likelihood=score("target_likelihood"),
        target_consequence=score("target_consequence"),
        residual_likelihood=score("residual_likelihood"),
        residual_consequence=score("residual_consequence"),
        owner=text("owner"),
        lead=text("lead"),
        trend=text("trend"),
        opened=day("opened") or date.min,
        updated=day("updated"),
        mitigations=_parts(text("mitigations"), "|"),
        note=text("note"),
        place=place,
    )


def _parts(text: str, separator: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(separator) if part.strip())
