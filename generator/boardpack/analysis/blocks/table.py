"""A `table` dataset for a service."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePosixPath

from boardpack.analysis.blocks.block import FiledBlock
from boardpack.analysis.blocks.quotable import Quotable
from boardpack.analysis.blocks.row_keys import RowKey
from boardpack.analysis.lines import list_contract_lines, to_line
from boardpack.analysis.progress import build_progress_figure, list_progress_lines
from boardpack.analysis.rag import Rating
from boardpack.analysis.standing_files import list_standing_files
from boardpack.analysis.variation import Variations
from boardpack.model.dataset import (
    Cell,
    Contract,
    Field,
    FieldType,
    Unit,
)
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.period import Period
from boardpack.model.rows import (
    Dataset,
    TableRow,
)

NUMERIC = (FieldType.INTEGER, FieldType.NUMBER)


@dataclass(frozen=True, slots=True)
class TableBlock(FiledBlock):
    """The rows of a service, from the newest file up to the period."""

    dataset_id: str
    contract: Contract
    period: Period
    file_period: Period
    path: str
    service: str
    fields: tuple[Field, ...]
    rows: tuple[TableRow, ...]
    is_none: bool = False
    """Whether the file says that there is nothing to list."""

    @property
    def is_there(self) -> bool:
        """Whether there is a row, or word that there is none."""
        return bool(self.rows) or self.is_none

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing to print."""
        return not self.is_there

    @property
    def ratings(self) -> tuple[Rating, ...]:
        """Cells are not rated."""
        return ()

    def list_missing(self) -> Iterator[str]:
        """Yield that there are no rows."""
        if not self.is_there:
            yield f"no rows for {self.period.title}"

    def summarise(self) -> Iterator[str]:
        """Yield how many rows there are."""
        count = "none" if self.is_none else f"{len(self.rows)} rows"
        yield f"{self.contract.title}: {count}"

    def list_quotables(self) -> Iterator[Quotable]:
        """Yield each number of a cell, under the words of its row, and the total of each column."""
        names = [field.name for field in self.fields if field.type in NUMERIC]
        for row in self.rows:
            cells = [row.cells[field.name] for field in self.fields]
            title = " ".join(cell for cell in cells if isinstance(cell, str))
            for value in _list_numbers(row.cells[name] for name in names):
                yield Quotable(title, value, Unit.COUNT, value, f"{value:,} in the table")
        for name in names:
            total = sum(_list_numbers(row.cells[name] for row in self.rows), Decimal(0))
            yield Quotable(name, total, Unit.COUNT)

    def list_responsible(self) -> Iterator[str]:
        """Yield nothing: no row names anybody."""
        return iter(())

    def list_row_keys(self) -> Iterator[RowKey]:
        """Yield the keys of the service's rows, and of those of all, in the file that is shown."""
        for service in dict.fromkeys(("", self.service)):
            yield self.dataset_id, PurePosixPath(self.path).stem, service

    def signed_rows(self) -> Iterator[str]:
        """Yield the cells of each row by column, or that there is none."""
        if self.is_none:
            yield f"{self.dataset_id} none"
        for row in self.rows:
            yield f"{self.dataset_id} {to_line(row.cells)}"

    def signed_definitions(self, service: str) -> Iterator[str]:
        """Yield what the contract says, its columns and which of them are compared included."""
        for line in list_contract_lines(self.contract, service, self.period):
            yield f"{self.dataset_id} {line}"

    def signed_figures(self, variations: Variations) -> Iterator[str]:
        """Yield how each scheme, group and the whole stands against its plan."""
        figure = build_progress_figure(self)
        for line in list_progress_lines(figure) if figure else ():
            yield f"{self.dataset_id} {self.period.id} {line}"


def _list_numbers(cells: Iterable[Cell]) -> list[Decimal]:
    return [Decimal(cell) for cell in cells if isinstance(cell, int | Decimal)]


def build_table_block(dataset: Dataset, service: str, period: Period) -> TableBlock:
    """Return the table without its `service` column."""
    files = list_standing_files(dataset, period)
    rows = [row for row in files[-1].rows if isinstance(row, TableRow)] if files else []
    service_rows = tuple(
        table_row
        for table_row in rows
        if not table_row.service or service in (table_row.service, WHOLE_DIRECTORATE)
    )
    fields = tuple(field for field in dataset.contract.fields if field.name != "service")
    path = files[-1].path if files else ""
    own_period = dataset.contract.find_period(period)
    # What is so of an earlier period only says nothing of this one.
    is_own = bool(files) and files[-1].period >= own_period.id
    is_none = is_own and not service_rows and service in files[-1].none_for
    return TableBlock(
        dataset.id,
        dataset.contract,
        own_period,
        period,
        path,
        service,
        fields,
        service_rows,
        is_none,
    )
