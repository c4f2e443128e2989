"""A `table` dataset for a service."""

from __future__ import annotations

from dataclasses import dataclass

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


def build_table_block(dataset: Dataset, service: str, period: Period) -> TableBlock:
    """Return the table without its `service` column."""
    files = [file for file in dataset.files if file.period <= period.id]
    rows = [row for row in files[-1].rows if isinstance(row, TableRow)] if files else []
    service_rows = tuple(
        table_row
        for table_row in rows
        if not table_row.service or service in (table_row.service, WHOLE_DIRECTORATE)
    )
    fields = tuple(field for field in dataset.contract.fields if field.name != "service")
    path = files[-1].path if files else ""
    return TableBlock(dataset.id, dataset.contract, period, path, fields, service_rows)
