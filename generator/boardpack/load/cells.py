"""A CSV file to typed rows under a contract's fields."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

from boardpack.findings import Finding, Place
from boardpack.load.strict_csv import BAD_CELL, read_cell, read_csv, report_cell
from boardpack.model.dataset import Cell, Constraints, Contract, Field, Kind

NONE = "none"
"""What stands beside a service of which there is nothing to list."""

_NOTHING = re.compile(
    r"(?:(?:nil|none|nothing|no|zero|not applicable)(?:[ -](?:return|this month|this period|"
    r"to report|recorded|shifts|rows))*|n/?a|0|[-–—.])?\.?",
    re.IGNORECASE,
)
"""How people say, beside a service, that there is nothing to list."""

Limit = TypeVar("Limit", int, Decimal)


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
        if suppressible and says_none(names, texts):
            continue
        pairs = list(zip(texts, refined, strict=True))
        cells = [read_cell(text, field, suppressible) for text, field in pairs]
        row_findings = [
            report_cell(field.name, text, fault, Place(path, line), contract.owner)
            for (_, fault), (text, field) in zip(cells, pairs, strict=True)
            if fault
        ]
        if row_findings and suppressible and _resembles_none(names, texts):
            # What is blank beside it follows from that.
            service = texts[names.index("service")]
            words = f"'{service[:40]}' has nothing beside it; if there is none, write: {NONE}"
            row_findings = [BAD_CELL.make_finding(Place(path, line), words, who=contract.owner)]
        findings += row_findings
        if not row_findings:
            rows.append((line, [cell for cell, _ in cells]))
    return rows, findings


def says_none(names: Sequence[str], texts: Sequence[str]) -> bool:
    """Return whether a row of a table is `SERVICE,none` and no more: nothing happened there."""
    if "service" not in names:
        return False
    position = names.index("service")
    others = [text for index, text in enumerate(texts) if index != position]
    is_none = bool(others) and others[0].casefold() == NONE and not any(others[1:])
    return bool(texts[position]) and is_none


def _resembles_none(names: Sequence[str], texts: Sequence[str]) -> bool:
    """Return whether somebody wrote a service, and beside it nothing, or that there is nothing."""
    if "service" not in names or not texts[names.index("service")]:
        return False
    others = [text for name, text in zip(names, texts, strict=True) if name != "service"]
    return bool(others) and all(_NOTHING.fullmatch(text) for text in others)


@dataclass(frozen=True, slots=True)
class NamedCells:
    """The cells of one row by their column: each is asked for as what it should hold."""

    by_name: Mapping[str, Cell]

    def get_text(self, name: str) -> str:
        """Return a text; empty for a blank cell."""
        cell = self.by_name[name]
        return cell if isinstance(cell, str) else ""

    def get_amount(self, name: str) -> Decimal | None:
        """Return an amount; None for a blank cell."""
        cell = self.by_name[name]
        return cell if isinstance(cell, Decimal) else None

    def get_score(self, name: str) -> int | None:
        """Return a whole number; None for a blank cell."""
        cell = self.by_name[name]
        return cell if isinstance(cell, int) else None

    def get_day(self, name: str) -> date | None:
        """Return a day; None for a blank cell."""
        cell = self.by_name[name]
        return cell if isinstance(cell, date) else None


def name_cells(fields: Sequence[Field], cells: Sequence[Cell]) -> NamedCells:
    """Return the cells of a row by the names of their fields."""
    return NamedCells(dict(zip((field.name for field in fields), cells, strict=True)))


def split_texts(text: str, separator: str) -> tuple[str, ...]:
    """Return the texts that one cell holds, without the blank ones."""
    return tuple(part.strip() for part in text.split(separator) if part.strip())


def _refine_fields(standard: Sequence[Field], contract_fields: Sequence[Field]) -> list[Field]:
    """Return the kind's own fields, each narrowed where the contract describes it."""
    by_name = {field.name: field for field in contract_fields}
    return [_narrow_field(field, by_name.get(field.name, field)) for field in standard]


def _narrow_field(standard: Field, contract_field: Field) -> Field:
    """Return the given field with the type, and at least the constraints, that the kind needs."""
    kinds, own = standard.constraints, contract_field.constraints
    allowed = [text for text in own.enum if text in kinds.enum or not kinds.enum]
    constraints = Constraints(
        required=kinds.required or own.required,
        minimum=max(_list_known(kinds.minimum, own.minimum), default=None),
        maximum=min(_list_known(kinds.maximum, own.maximum), default=None),
        pattern=own.pattern or kinds.pattern,
        # A contract that allows nothing the kind knows allows no more than the kind does.
        enum=tuple(allowed) or kinds.enum,
        maxLength=min(_list_known(kinds.maxLength, own.maxLength), default=None),
    )
    return replace(contract_field, type=standard.type, constraints=constraints)


def _list_known(*limits: Limit | None) -> list[Limit]:
    return [limit for limit in limits if limit is not None]
