"""The figures behind the tables as CSV, each row with the file and line that it comes from."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from boardpack.analysis.current import Series
from boardpack.analysis.edition import Edition
from boardpack.load.finance import AMOUNTS
from boardpack.model.canonical import compute_digest
from boardpack.model.dataset import (
    Gap,
    Kind,
)
from boardpack.model.rows import (
    Dataset,
    FinanceLine,
    Observation,
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
)  # fmt: skip


def plan_data_files(edition: Edition, sources: Mapping[str, str], engine: str) -> Iterator[Output]:
    """Yield a CSV for each dataset of the pack.

    `sources` gives the digest of what it came from, `engine` that of what makes it.
    """
    for name, series in edition.series.items():
        dataset = edition.instance.datasets[name]
        key = compute_digest((engine, edition.period.id, dataset.contract, sources.get(name, "")))

        # Defaults bind what this turn of the loop has; a plain closure would see the last.
        def render_csv(dataset: Dataset = dataset, series: Series = series) -> str:
            return to_csv(*_build_table(dataset, series, edition.period.id))

        yield Output(f"data/{name}.csv", key, render_csv)


def to_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return CSV text in which no text can be taken for a formula by a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([format_cell(name) for name in header])
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
    dataset: Dataset, series: Series, period: str
) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    match dataset.contract.kind:
        case Kind.MEASURES:
            return (*_OBSERVATION_FIELDS, "source"), _iterate_observations(series)
        case Kind.FINANCE:
            header = ("service", "group", "line", "order", *AMOUNTS, "source")
            return header, _iterate_finance_lines(dataset, period)
        case Kind.RISKS:
            return (*_RISK_FIELDS, "source"), _iterate_risks(dataset, period)
        case Kind.TABLE:
            names = [field.name for field in dataset.contract.fields]
            return (*names, "source"), _iterate_table_rows(dataset, period, names)


def _iterate_observations(series: Series) -> Iterator[Sequence[object]]:
    rows = (row for periods in series.rows.values() for row in periods.values())
    for row in sorted(rows, key=_order_observation):
        yield (*row[: len(_OBSERVATION_FIELDS)], str(row.place))


def _order_observation(row: Observation) -> tuple[str, str, str]:
    return row.service, row.measure, row.period


def _find_latest_rows(dataset: Dataset, period: str) -> tuple[object, ...]:
    files = [file for file in dataset.files if file.period <= period]
    return files[-1].rows if files else ()


def _iterate_finance_lines(dataset: Dataset, period: str) -> Iterator[Sequence[object]]:
    for row in _find_latest_rows(dataset, period):
        if isinstance(row, FinanceLine):
            yield (*row[: 4 + len(AMOUNTS)], str(row.place))


def _iterate_risks(dataset: Dataset, period: str) -> Iterator[Sequence[object]]:
    for row in _find_latest_rows(dataset, period):
        if isinstance(row, Risk):
            yield (*(getattr(row, name) for name in _RISK_FIELDS), str(row.place))


def _iterate_table_rows(
    dataset: Dataset, period: str, names: Sequence[str]
) -> Iterator[Sequence[object]]:
    for row in _find_latest_rows(dataset, period):
        if isinstance(row, TableRow):
            yield (*(row.cells.get(name) for name in names), str(row.place))
