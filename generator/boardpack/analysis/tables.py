"""A `table` dataset for a service."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from boardpack.model.dataset import Contract, Dataset, Field, FieldType, TableRow
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.period import Period

NUMERIC = (FieldType.INTEGER, FieldType.NUMBER)


@dataclass(frozen=True, slots=True)
class TableBlock:
    """The rows of a service, from the newest file up to the period."""

    dataset_id: str
    contract: Contract
    period: Period
    path: str
    fields: tuple[Field, ...]
    rows: tuple[TableRow, ...]

    @property
    def sums(self) -> dict[str, Decimal | None]:
        """The sum of each numeric column, or None where a value is missing or makes no sense."""
        return {
            field.name: _sum([row.cells.get(field.name) for row in self.rows])
            for field in self.fields
            if field.type in NUMERIC
        }


def table_block(dataset: Dataset, service: str, period: Period) -> TableBlock:
    """Return the table without its `service` column."""
    files = [file for file in dataset.files if file.period <= period.id]
    rows = [row for row in files[-1].rows if isinstance(row, TableRow)] if files else []
    mine = tuple(r for r in rows if not r.service or service in (r.service, WHOLE_DIRECTORATE))
    fields = tuple(field for field in dataset.contract.fields if field.name != "service")
    path = files[-1].path if files else ""
    return TableBlock(dataset.id, dataset.contract, period, path, fields, mine)


def _sum(cells: list[object]) -> Decimal | None:
    numbers = [Decimal(c) for c in cells if isinstance(c, int | Decimal)]
    return sum(numbers, Decimal(0)) if len(numbers) == len(cells) and numbers else None
