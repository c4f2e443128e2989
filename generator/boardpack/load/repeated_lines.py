"""Files of measures, of which each sends the last months again: no line is read twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter

from boardpack.findings import Finding
from boardpack.load.measures import (
    COLUMNS,
    OPTIONAL,
    REQUIRED,
    NumberTexts,
    PeriodFaults,
    read_observations,
)
from boardpack.load.strict_csv import find_header_faults
from boardpack.load.tree import LONGEST_LINE
from boardpack.model.dataset import Contract
from boardpack.model.observed import Figure, ObservedRows
from boardpack.model.rows import Observation


class MeasuresReader:
    """Reads the files of one dataset, oldest first, and knows what each line said before."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self._numbers = NumberTexts()
        self._period_faults = PeriodFaults(contract)
        self._columns_by_header: dict[str, _Columns | None] = {}

    def read_rows(self, data: bytes, path: str) -> tuple[Sequence[Observation], list[Finding]]:
        """Return the observations of a file and what is wrong with it."""
        rows = self._read_plain_rows(data, path)
        # Whatever is not plain is read cell by cell, to say what is wrong with which.
        return (rows, []) if rows is not None else read_observations(data, path, self._contract)

    def _read_plain_rows(self, data: bytes, path: str) -> ObservedRows | None:
        """Return the rows where each is one line of printable ASCII without a fault or quote."""
        try:
            text = data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            return None
        header, _, body = text.partition("\n")
        if header not in self._columns_by_header:
            self._columns_by_header[header] = _read_header(header)
        columns = self._columns_by_header[header]
        if columns is None:
            return None
        lines = body.removesuffix("\n").split("\n") if body else []
        distinct = set(lines)
        unknown = distinct.difference(columns.figures)
        new_lines = list(dict.fromkeys(filter(unknown.__contains__, lines))) if unknown else []
        new_figures = self._read_lines(new_lines, columns)
        if new_figures is None:
            return None
        columns.figures.update(zip(new_lines, new_figures, strict=True))
        figures = tuple(map(columns.figures.__getitem__, lines))
        return ObservedRows(path, figures, new_figures, has_repeats=len(distinct) < len(lines))

    def _read_lines(self, lines: Sequence[str], columns: _Columns) -> tuple[Figure, ...] | None:
        """Return what lines say; None where one of them is to be read cell by cell."""
        if not lines:
            return ()
        text = "".join(lines)
        if not _is_plain(text) or max(map(len, lines)) >= LONGEST_LINE:
            return None
        rows = [line.split(",") for line in lines]
        if " " in text:
            rows = [[cell.strip() for cell in cells] for cells in rows]
        if any(len(cells) != columns.width for cells in rows):
            return None
        # A blank cell at the end stands for the columns that the file has not.
        cells_by_column = [*zip(*rows, strict=True), ("",) * len(rows)]
        periods, services, measures, *texts = columns.pick(cells_by_column)
        if any(self._period_faults[period] for period in set(periods)):
            return None
        if not (all(services) and all(measures)):
            return None
        try:
            numbers = [map(self._numbers.__getitem__, column) for column in texts]
            return tuple(map(Figure._make, zip(periods, services, measures, *numbers, strict=True)))
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class _Columns:
    """How many columns files with a header have, how those that are known are picked from the
    cells of all lines, and what each line said.
    """

    width: int
    pick: Callable[[Sequence[Sequence[str]]], Sequence[Sequence[str]]]
    figures: dict[str, Figure]


def _read_header(header: str) -> _Columns | None:
    names = [name.strip() for name in header.split(",")]
    is_sound = _is_plain(header) and len(header) < LONGEST_LINE
    if not is_sound or any(find_header_faults(names, header, "", REQUIRED, OPTIONAL)):
        return None
    order = [names.index(name) if name in names else -1 for name in COLUMNS]
    return _Columns(len(names), itemgetter(*order), {})


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and '"' not in text
