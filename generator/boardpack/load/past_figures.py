"""What the files of measures before the newest came to when they were last read.

Each sends years of figures, of which the newest sends most once more. What is kept of them is known
by the digest of their bytes and of their contract's; their rows are read when somebody asks.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache, partial
from itertools import chain, islice, repeat
from typing import TypeVar

from boardpack.findings import Place
from boardpack.load.kept_notes import KeptNotes, digest_files
from boardpack.load.repeated_lines import MeasuresReader
from boardpack.model.dataset import Contract, Gap, Value
from boardpack.model.observed import Figure, ObservedRows, Telling, iterate_telling_rows
from boardpack.model.past_rows import Past, PastRows
from boardpack.model.rows import DataFile, Observation
from boardpack.model.series import Restatement, Series, collect_rows

PAST_FIGURES = "past figures"
FEWEST_KEPT = 24
"""So few files in all are read in no time."""
_FIRST_NUMBER = Figure._fields.index("value")
T = TypeVar("T")


def recall_past(
    notes: KeptNotes, dataset_id: str, digest: str, contract: Contract, files: Mapping[str, bytes]
) -> Mapping[str, PastRows]:
    """Return by path the rows of files of which the past is known; none where it is not."""
    noted = notes.find(dataset_id, digest)
    return {} if noted is None else _parse_past(noted, contract, files)


def keep_past(notes: KeptNotes, dataset_id: str, digest: str, files: Sequence[DataFile]) -> None:
    """Keep what files came to, unless there is anything to say about one of them."""
    observed = [file.rows for file in files if isinstance(file.rows, ObservedRows)]
    is_plain = len(observed) == len(files) and all(file.is_whole for file in files)
    if not is_plain or any(rows.has_repeats for rows in observed):
        return
    series = collect_rows(iterate_telling_rows(observed))
    if series.rows and not series.duplicates:
        notes.keep(dataset_id, digest, list(_format_past(observed, series)))


def digest_past(contract_data: bytes, files: Mapping[str, bytes]) -> str:
    """Return the digest of a contract and of files in their order."""
    return digest_files((("dataset.yml", contract_data), *files.items()))


def _format_past(observed: Sequence[ObservedRows], series: Series) -> Iterator[str]:
    file_numbers = {rows.path: number for number, rows in enumerate(observed)}
    rows = [row for by_period in series.rows.values() for row in by_period.values()]
    yield json.dumps(
        {
            "paths": list(file_numbers),
            "lengths": list(map(len, observed)),
            "examples": [
                list(map(_format_figure, figures)) for figures in _choose_examples(observed)
            ],
            "series": [[*key, len(by_period)] for key, by_period in series.rows.items()],
            "restatements": list(map(_format_restatement, series.restatements)),
        }
    )  # fmt: skip
    yield _join_column(row.period for row in rows)
    for numbers in zip(*map(_get_numbers, rows), strict=True):
        yield _join_column(map(_format_value, numbers))
    yield _join_column(str(file_numbers[row.path]) for row in rows)
    yield _join_column(str(row.line) for row in rows)


def _choose_examples(observed: Sequence[ObservedRows]) -> Iterator[list[Figure]]:
    """Yield of each file the figures without which a rule could miss what is odd."""
    known: set[tuple[object, ...]] = set()
    largest = Decimal(-1)
    for rows in observed:
        last = max(rows.new, key=lambda figure: figure.period, default=None)
        chosen = []
        for figure in rows.new:
            numbers = _get_numbers(figure)
            gaps = {(index, each) for index, each in enumerate(numbers) if isinstance(each, Gap)}
            facts = {(figure.service, figure.measure), *gaps}
            sizes = [abs(each) for each in numbers if isinstance(each, Decimal)]
            is_largest = any(size > largest for size in sizes)
            if figure is last or is_largest or not facts <= known:
                chosen.append(figure)
                known |= facts
                largest = max(largest, *sizes) if sizes else largest
        yield chosen


def _parse_past(
    noted: Sequence[str], contract: Contract, files: Mapping[str, bytes]
) -> Mapping[str, PastRows]:
    summary = json.loads(noted[0])
    past = Past(
        tuple(summary["paths"]),
        cache(partial(_parse_series, summary, noted[1:])),
        cache(partial(_read_files, contract, files)),
    )
    entries = zip(summary["paths"], summary["lengths"], summary["examples"], strict=True)
    return {
        path: PastRows(path, length, list(map(_parse_figure, examples)), past)
        for path, length, examples in entries
    }


def _parse_series(summary: Mapping[str, list[list[str]]], columns: Sequence[str]) -> Series:
    counts = [(service, measure, int(count)) for service, measure, count in summary["series"]]
    periods, *texts, file_numbers, lines = map(_split_column, columns)
    values = ([*map(_read_values(column).__getitem__, column)] for column in texts)
    paths = {str(number): path for number, path in enumerate(summary["paths"])}
    total = sum(count for *_, count in counts)
    cells = (
        _fill(periods, total),
        chain.from_iterable(repeat(service, count) for service, _, count in counts),
        chain.from_iterable(repeat(measure, count) for _, measure, count in counts),
        *(_fill(column, total) for column in values),
        map(paths.__getitem__, _fill(file_numbers, total)),
        map(int, _fill(lines, total)),
    )
    rows = map(Observation._make, zip(*cells, strict=True))
    return Series(
        {
            (service, measure): {row.period: row for row in islice(rows, count)}
            for service, measure, count in counts
        },
        tuple(map(_parse_restatement, summary["restatements"])),
    )


def _read_files(contract: Contract, files: Mapping[str, bytes]) -> Mapping[str, ObservedRows]:
    """Return by path what files hold of which it is known that each can be read."""
    reader = MeasuresReader(contract)
    rows_by_path = {path: reader.read_rows(data, path)[0] for path, data in files.items()}
    return {path: rows for path, rows in rows_by_path.items() if isinstance(rows, ObservedRows)}


def _join_column(texts: Iterable[str]) -> str:
    """Return the cells of a column, or one for all where they are the same."""
    cells = list(texts)
    return cells[0] if len(set(cells)) == 1 else ",".join(cells)


def _split_column(column: str) -> list[str]:
    return column.split(",")


def _fill(cells: Sequence[T], total: int) -> Iterable[T]:
    return cells if len(cells) == total else repeat(cells[0], total)


def _read_values(texts: Iterable[str]) -> Mapping[str, Value]:
    return {text: _parse_value(text) for text in set(texts)}


def _format_value(value: Value) -> str:
    return f"!{value.name}" if isinstance(value, Gap) else str(value)


def _parse_value(text: str) -> Value:
    return Gap[text[1:]] if text.startswith("!") else Decimal(text)


def _get_numbers(row: Telling) -> tuple[Value, ...]:
    return row.value, row.numerator, row.denominator, row.target, row.benchmark


def _format_figure(figure: Figure) -> list[str]:
    key = (figure.period, figure.service, figure.measure)
    return [*key, *map(_format_value, _get_numbers(figure))]


def _parse_figure(cells: Sequence[str]) -> Figure:
    numbers = map(_parse_value, cells[_FIRST_NUMBER:])
    return Figure._make((*cells[:_FIRST_NUMBER], *numbers))


def _format_restatement(restatement: Restatement) -> list[object]:
    *key, old_value, new_value, old_place, new_place = restatement
    values = map(_format_value, (old_value, new_value))
    return [*key, *values, old_place.path, old_place.line, new_place.path, new_place.line]


def _parse_restatement(cells: Sequence[str]) -> Restatement:
    service, measure, period, old_value, new_value, old_path, old_line, new_path, new_line = cells
    return Restatement(
        service, measure, period, _parse_value(old_value), _parse_value(new_value),
        Place(old_path, int(old_line)), Place(new_path, int(new_line)),
    )  # fmt: skip
