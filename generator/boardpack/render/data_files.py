"""The figures behind the tables as CSV, each row with the file and line that it comes from."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import date
from decimal import Decimal

from boardpack.analysis.blocks.row_keys import RowKey
from boardpack.analysis.current import Series
from boardpack.analysis.edition import Edition
from boardpack.findings import Place
from boardpack.load.assurance import FIELDS as ASSURANCE_FIELDS
from boardpack.load.finance import AMOUNTS
from boardpack.load.plans import FIELDS as PLAN_FIELDS
from boardpack.model.canonical import compute_digest
from boardpack.model.dataset import (
    Gap,
    Kind,
)
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


def plan_data_files(edition: Edition, sources: Mapping[str, str], engine: str) -> Iterator[Output]:
    """Yield a CSV for each dataset of the pack, with the rows that its sections show.

    What no section shows nobody signs, and is not handed out as a part of the edition. `sources`
    gives the digest of what it came from, `engine` that of what makes it.
    """
    shown_keys = frozenset(
        row_key
        for entry in edition.entries
        for block in (*entry.blocks, *entry.beside)
        for row_key in block.list_row_keys()
    )
    for name, series in edition.series.items():
        dataset = edition.instance.datasets[name]
        keys = sorted(row_key for row_key in shown_keys if row_key[0] == name)
        source = sources.get(name, "")
        facts = (engine, edition.period.id, dataset.contract, dataset.originals, source, keys)
        key = compute_digest(facts)

        # Defaults bind what this turn of the loop has; a plain closure would see the last.
        def render_csv(dataset: Dataset = dataset, series: Series = series) -> str:
            return to_csv(*_build_table(dataset, series, edition.period.id, shown_keys))

        yield Output(f"data/{name}.csv", key, render_csv)


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
            text = str(cell)
            safe = f"'{text}" if _FORMULA.match(text) else text
            return safe.replace("\r\n", "\n").replace("\r", "\n")


def _build_table(
    dataset: Dataset, series: Series, period: str, shown_keys: Set[RowKey]
) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    end = ("source", "original") if dataset.originals else ("source",)
    match dataset.contract.kind:
        case Kind.MEASURES:
            rows = _iterate_observations(dataset, series, shown_keys)
            return (*_OBSERVATION_FIELDS, *end), rows
        case Kind.FINANCE:
            header = ("service", "group", "line", "order", *AMOUNTS, *end)
            return header, _iterate_finance_lines(dataset, period, shown_keys)
        case Kind.RISKS:
            return (*_RISK_FIELDS, *end), _iterate_risks(dataset, period, shown_keys)
        case Kind.ASSURANCE:
            names = [field.name for field in ASSURANCE_FIELDS]
            return (*names, *end), _iterate_assurance(dataset, period, names, shown_keys)
        case Kind.PLANS:
            names = [field.name for field in PLAN_FIELDS]
            return (*names, *end), _iterate_table_rows(dataset, period, names, shown_keys)
        case Kind.TABLE:
            names = [field.name for field in dataset.contract.fields]
            return (*names, *end), _iterate_table_rows(dataset, period, names, shown_keys)


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
