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
from boardpack.model.canonical import digest
from boardpack.model.dataset import (
    Dataset,
    FinanceLine,
    Gap,
    Kind,
    Observation,
    Risk,
    TableRow,
)
from boardpack.render.output import Output

_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")
_OBSERVED = (
    "period", "service", "measure", "value", "numerator", "denominator", "target", "benchmark",
)  # fmt: skip
_RISK = (
    "ref", "title", "description", "type", "stakeholders", "inherent_likelihood",
    "inherent_consequence", "target_likelihood", "target_consequence", "residual_likelihood",
    "residual_consequence", "owner", "lead", "trend", "opened", "updated", "mitigations", "note",
)  # fmt: skip


def data_files(edition: Edition, sources: Mapping[str, str], engine: str) -> Iterator[Output]:
    """Yield a CSV for each dataset of the pack.

    `sources` gives the digest of what it came from, `engine` that of what makes it.
    """
    for name, series in edition.series.items():
        dataset = edition.instance.datasets[name]
        key = digest((engine, edition.period.id, dataset.contract, sources.get(name, "")))

        def make(dataset: Dataset = dataset, series: Series = series) -> str:
            return to_csv(*_table(dataset, series, edition.period.id))

        yield Output(f"data/{name}.csv", key, make)


def to_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return CSV text in which no text can be taken for a formula by a spreadsheet."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([plain(cell) for cell in row] for row in rows)
    return text.getvalue()


def plain(cell: object) -> str:
    """Return a cell as text; numbers stay numbers, text that looks like a formula gets a quote."""
    match cell:
        case None | Gap.MISSING:
            return ""
        case Gap.SUPPRESSED:
            return "*"
        case bool():
            return "yes" if cell else "no"
        case int() | Decimal() | date():
            return str(cell)
        case tuple():
            return plain("; ".join(map(str, cell)))
        case _:
            text = str(cell)
            safe = f"'{text}" if _FORMULA.match(text) else text
            return safe.replace("\r\n", "\n").replace("\r", "\n")


def _table(
    dataset: Dataset, series: Series, period: str
) -> tuple[Sequence[str], Iterable[Sequence[object]]]:
    match dataset.contract.kind:
        case Kind.MEASURES:
            return (*_OBSERVED, "source"), _observed(series)
        case Kind.FINANCE:
            header = ("service", "group", "line", "order", *AMOUNTS, "source")
            return header, _lines(dataset, period)
        case Kind.RISKS:
            return (*_RISK, "source"), _risks(dataset, period)
        case Kind.TABLE:
            names = [field.name for field in dataset.contract.fields]
            return (*names, "source"), _rows(dataset, period, names)


def _observed(series: Series) -> Iterator[Sequence[object]]:
    rows = (row for periods in series.rows.values() for row in periods.values())
    for row in sorted(rows, key=_observed_order):
        yield (*row[: len(_OBSERVED)], str(row.place))


def _observed_order(row: Observation) -> tuple[str, str, str]:
    return row.service, row.measure, row.period


def _latest(dataset: Dataset, period: str) -> tuple[object, ...]:
    files = [file for file in dataset.files if file.period <= period]
    return files[-1].rows if files else ()


def _lines(dataset: Dataset, period: str) -> Iterator[Sequence[object]]:
    for row in _latest(dataset, period):
        if isinstance(row, FinanceLine):
            yield (*row[: 4 + len(AMOUNTS)], str(row.place))


def _risks(dataset: Dataset, period: str) -> Iterator[Sequence[object]]:
    for row in _latest(dataset, period):
        if isinstance(row, Risk):
            yield (*(getattr(row, name) for name in _RISK), str(row.place))


def _rows(dataset: Dataset, period: str, names: Sequence[str]) -> Iterator[Sequence[object]]:
    for row in _latest(dataset, period):
        if isinstance(row, TableRow):
            yield (*(row.cells.get(name) for name in names), str(row.place))
