"""Rows of a `finance` dataset, and the totals that the source prints."""

from __future__ import annotations

from boardpack.findings import Finding
from boardpack.load.cells import read_typed_rows
from boardpack.model.dataset import (
    Constraints,
    Contract,
    Field,
    FieldType,
    Gap,
    Kind,
    Level,
)
from boardpack.model.rows import (
    FinanceLine,
    PrintedTotal,
)

_REQUIRED = Constraints(required=True)
AMOUNTS = (
    "ytd_budget", "ytd_actual", "ytd_variance",
    "forecast_budget", "forecast_actual", "forecast_variance",
)  # fmt: skip
LEVELS = tuple(level.value for level in Level)
_AMOUNT_FIELDS = tuple(Field(name, FieldType.NUMBER, constraints=_REQUIRED) for name in AMOUNTS)
LINE_FIELDS = (
    Field("service", constraints=_REQUIRED),
    Field("group", constraints=_REQUIRED),
    Field("line", constraints=_REQUIRED),
    Field("order", FieldType.INTEGER, constraints=_REQUIRED),
    *_AMOUNT_FIELDS,
)
TOTAL_FIELDS = (
    Field("service", constraints=_REQUIRED),
    Field("level", constraints=Constraints(required=True, enum=LEVELS)),
    Field("group"),
    Field("order", FieldType.INTEGER, constraints=_REQUIRED),
    *_AMOUNT_FIELDS,
)


def read_finance_lines(
    data: bytes, path: str, contract: Contract
) -> tuple[tuple[FinanceLine, ...], list[Finding]]:
    """Return the budget lines of a file."""
    rows, findings = read_typed_rows(data, path, contract, LINE_FIELDS, ())
    return tuple(FinanceLine._make((*cells, path, line)) for line, cells in rows), findings


def read_totals(
    data: bytes | None, path: str, contract: Contract
) -> tuple[tuple[PrintedTotal, ...], list[Finding]]:
    """Return the printed totals beside a file; none when there is no such file."""
    if data is None or contract.kind is not Kind.FINANCE:
        return (), []
    rows, findings = read_typed_rows(data, path, contract, TOTAL_FIELDS, ())
    rows_without_gaps = (
        # The group is the only cell that may be blank: the total of all groups has none.
        (line, ["" if isinstance(cell, Gap) else cell for cell in cells])
        for line, cells in rows
    )
    return tuple(
        PrintedTotal._make((*cells, path, line)) for line, cells in rows_without_gaps
    ), findings
