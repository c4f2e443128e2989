"""Rows of a `plans` dataset: one a priority, an action of a delivery plan, or a scheme."""

from __future__ import annotations

from boardpack.findings import Finding, Place
from boardpack.load.cells import name_cells, read_typed_rows, split_texts
from boardpack.model.dataset import (
    Cell,
    Constraints,
    Contract,
    Field,
    FieldType,
)
from boardpack.model.rows import PlanLine, PlanStatus

_REQUIRED = Constraints(required=True)
STATUSES = tuple(status.value for status in PlanStatus)
FIELDS = (
    Field("id", title="No.", constraints=_REQUIRED),
    Field("title", title="Plan", constraints=_REQUIRED),
    Field("theme", title="Theme"),
    Field("service", title="Service"),
    Field("baseline", title="Where it began"),
    Field("aspiration", title="What is wanted"),
    Field("measured_by", title="Measured by"),
    Field("status", title="Status", constraints=Constraints(required=True, enum=STATUSES)),
    Field("progress", title="Progress"),
    Field("next_step", title="Next step"),
    Field("timescale", title="By when"),
    Field("responsible", title="Responsible"),
    Field("planned_saving", FieldType.NUMBER, title="Planned saving"),
    Field("actual_saving", FieldType.NUMBER, title="Saved so far"),
    Field("contingency", title="If it fails"),
    Field("note", title="Note"),
)
OPTIONAL = (
    "theme", "service", "baseline", "aspiration", "measured_by", "planned_saving", "actual_saving",
    "contingency", "note",
)  # fmt: skip


def read_plans(
    data: bytes, path: str, contract: Contract
) -> tuple[tuple[PlanLine, ...], list[Finding]]:
    """Return the plans of a file."""
    rows, findings = read_typed_rows(data, path, contract, FIELDS, OPTIONAL)
    return tuple(_build_plan(cells, Place(path, line)) for line, cells in rows), findings


def _build_plan(cells: list[Cell], place: Place) -> PlanLine:
    row = name_cells(FIELDS, cells)
    return PlanLine(
        id=row.get_text("id"),
        title=row.get_text("title"),
        theme=row.get_text("theme"),
        service=row.get_text("service"),
        baseline=row.get_text("baseline"),
        aspiration=row.get_text("aspiration"),
        measured_by=row.get_text("measured_by"),
        status=PlanStatus(row.get_text("status")),
        progress=row.get_text("progress"),
        next_step=row.get_text("next_step"),
        timescale=row.get_text("timescale"),
        responsible=split_texts(row.get_text("responsible"), ";"),
        planned_saving=row.get_amount("planned_saving"),
        actual_saving=row.get_amount("actual_saving"),
        contingency=row.get_text("contingency"),
        note=row.get_text("note"),
        place=place,
    )
