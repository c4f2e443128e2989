"""The figures behind the tables as CSV, each row with the file and line that it comes from."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from boardpack.analysis.blocks.row_keys import RowKey
from boardpack.analysis.edition import Edition
from boardpack.findings import Place
from boardpack.load.assurance import FIELDS as ASSURANCE_FIELDS
from boardpack.load.finance import AMOUNTS
from boardpack.load.plans import FIELDS as PLAN_FIELDS
from boardpack.model.canonical import compute_digest
from boardpack.model.dataset import Contract, Gap, Kind
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.rows import (
    AssuranceLine,
    Dataset,
    FinanceLine,
    Observation,
    PlanLine,
    Risk,
    TableRow,
)
from boardpack.model.series import Series
from boardpack.render.output import Output

# A spreadsheet would run it at whoever opens the download; full-width signs count for some too.
_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
_OBSERVATION_FIELDS = (
    "period", "service", "measure", "value", "numerator", "denominator", "target", "benchmark",
)  # fmt: skip
_RISK_FIELDS = (
    "ref", "title", "description", "type", "stakeholders", "inherent_likelihood",
    "inherent_consequence", "target_likelihood", "target_consequence", "residual_likelihood",
    "residual_consequence", "owner", "lead", "trend", "opened", "updated", "mitigations", "note",
    "organisation", "closure", "measures",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DataTable:
    """The rows of a dataset that an edition shows; `make_rows` may be asked more than once.

    `key` changes with whatever they are made from.
    """

    dataset_id: str
    contract: Contract
    key: str
    header: Sequence[str]
    make_rows: Callable[[], Iterable[Sequence[object]]]


def list_data_tables(
    edition: Edition, sources: Mapping[str, str], engine: str
) -> tuple[DataTable, ...]:
    """Return a table for each dataset of the pack, with the rows that its sections show.

    What no section shows nobody signs, and is not handed out as a part of the edition. `sources`
    gives the digest of what it came from, `engine` that of what makes it.
    """
    shown_keys = frozenset(
        row_key
        for entry in edition.entries
        for block in (*entry.blocks, *entry.beside)
        for row_key in block.list_row_keys()
    )
    period = edition.period.id
    tables = []
    for name, series in edition.series.items():
        dataset = edition.instance.datasets[name]
        keys = sorted(row_key for row_key in shown_keys if row_key[0] == name)
        source = sources.get(name, "")
        key = compute_digest((engine, period, dataset.contract, dataset.originals, source, keys))
        make_rows = partial(_iterate_rows, dataset, series, period, shown_keys)
        tables.append(DataTable(name, dataset.contract, key, _list_columns(dataset), make_rows))
    return tuple(tables)


def plan_data_files(tables: Iterable[DataTable]) -> Iterator[Output]:
    """Yield a CSV for each table."""
    for table in tables:
        yield Output(f"data/{table.dataset_id}.csv", table.key, partial(_render_csv, table))


def _render_csv(table: DataTable) -> str:
    return to_csv(table.header, table.make_rows())


def to_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return CSV text in which no text can be taken for a formula by a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(map(format_cell, header))
    writer.writerows([format_cell(cell) for cell in row] for row in rows)
    return text.getvalue()


def format_cell(cell: object) -> str:
    """Return a cell as text; numbers stay numbers, text that looks like a formula gets a quote."""
    match cell:
        # First, as most cells are texts.
        case str():
            text = cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell
            return f"'{text}" if _FORMULA.match(cell) else text
        case None | Gap.MISSING:
            return ""
        case Gap.SUPPRESSED:
            return "*"
        # Before int, which a bool is too.
        case bool():
            return "yes" if cell else "no"
        case int() | Decimal() | date():
            return str(cell)
        case tuple():
            return format_cell("; ".join(map(str, cell)))
        case _:
            return format_cell(str(cell))


def _list_columns(dataset: Dataset) -> tuple[str, ...]:
    end = ("source", "original") if dataset.originals else ("source",)
    return (*_list_fields(dataset.contract), *end)


def _list_fields(contract: Contract) -> tuple[str, ...]:
    match contract.kind:
        case Kind.MEASURES:
            return _OBSERVATION_FIELDS
        case Kind.FINANCE:
            return ("service", "group", "line", "order", *AMOUNTS)
        case Kind.RISKS:
            return _RISK_FIELDS
        case Kind.ASSURANCE:
            return tuple(field.name for field in ASSURANCE_FIELDS)
        case Kind.PLANS:
            return tuple(field.name for field in PLAN_FIELDS)
        case Kind.TABLE:
            return tuple(field.name for field in contract.fields)


def _iterate_rows(
    dataset: Dataset, series: Series, period: str, shown_keys: Set[RowKey]
) -> Iterable[Sequence[object]]:
    names = _list_fields(dataset.contract)
    match dataset.contract.kind:
        case Kind.MEASURES:
            return _iterate_observations(dataset, series, shown_keys)
        case Kind.FINANCE:
            return _iterate_finance_lines(dataset, period, shown_keys)
        case Kind.RISKS:
            return _iterate_risks(dataset, period, shown_keys)
        case Kind.ASSURANCE:
            return _iterate_assurance(dataset, period, names, shown_keys)
        case Kind.PLANS | Kind.TABLE:
            return _iterate_table_rows(dataset, period, names, shown_keys)


def _list_sources(dataset: Dataset, place: Place, column: str = "") -> tuple[str, ...]:
    """Return the row that a row comes from, and the cell of the original where one was taken in."""
    if not dataset.originals:
        return (str(place),)
    return str(place), dataset.find_original_cell(place, column)


def _iterate_observations(
    dataset: Dataset, series: Series, shown_keys: Set[RowKey]
) -> Iterator[Sequence[object]]:
    rows = (row for periods in series.rows.values() for row in periods.values())
    for row in sorted(rows, key=_order_observation):
        if (dataset.id, row.period, row.service, row.measure) in shown_keys:
            sources = _list_sources(dataset, row.place, "value")
            yield (*row[: len(_OBSERVATION_FIELDS)], *sources)


def _order_observation(row: Observation) -> tuple[str, str, str]:
    return row.service, row.measure, row.period


def _iterate_latest_rows(dataset: Dataset, period: str) -> Iterator[tuple[str, object]]:
    """Yield the rows of the newest file up to a period, each with the file's period."""
    files = [file for file in dataset.files if file.period <= period]
    return ((file.period, row) for file in files[-1:] for row in file.rows)


def _iterate_finance_lines(
    dataset: Dataset, period: str, shown_keys: Set[RowKey]
) -> Iterator[Sequence[object]]:
    for file_period, row in _iterate_latest_rows(dataset, period):
        if isinstance(row, FinanceLine) and (dataset.id, file_period, row.service) in shown_keys:
            yield (*row[: 4 + len(AMOUNTS)], *_list_sources(dataset, row.place))


def _iterate_risks(
    dataset: Dataset, period: str, shown_keys: Set[RowKey]
) -> Iterator[Sequence[object]]:
    for file_period, row in _iterate_latest_rows(dataset, period):
        if isinstance(row, Risk) and any(
            (dataset.id, file_period, name) in shown_keys
            for name in (*row.stakeholders, WHOLE_DIRECTORATE)
        ):
            yield (
                *(getattr(row, name) for name in _RISK_FIELDS),
                *_list_sources(dataset, row.place),
            )


def _iterate_assurance(
    dataset: Dataset, period: str, names: Sequence[str], shown_keys: Set[RowKey]
) -> Iterator[Sequence[object]]:
    for file_period, row in _iterate_latest_rows(dataset, period):
        is_shown = (dataset.id, file_period, WHOLE_DIRECTORATE) in shown_keys
        if isinstance(row, AssuranceLine) and is_shown:
            yield (*(getattr(row, name) for name in names), *_list_sources(dataset, row.place))


def _iterate_table_rows(
    dataset: Dataset, period: str, names: Sequence[str], shown_keys: Set[RowKey]
) -> Iterator[Sequence[object]]:
    for file_period, row in _iterate_latest_rows(dataset, period):
        if isinstance(row, TableRow | PlanLine) and any(
            (dataset.id, file_period, name) in shown_keys
            for name in (format_cell(row.cells.get("service")), WHOLE_DIRECTORATE)
        ):
            yield (*(row.cells.get(name) for name in names), *_list_sources(dataset, row.place))
