"""Files of measures, of which each sends the last months again: no line is read twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

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
        self._figures_by_header: dict[str, dict[str, Figure]] = {}

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
        columns = _read_header(header)
        if columns is None:
            return None
        known = self._figures_by_header.setdefault(header, {})
        lines = body.removesuffix("\n").split("\n") if body else []
        distinct = set(lines)
        new_figures: dict[str, Figure] = {}
        if new_lines := distinct.difference(known):
            for line in filter(new_lines.__contains__, lines):
                if line not in new_figures:
                    figure = self._read_line(line, columns)
                    if figure is None:
                        return None
                    new_figures[line] = figure
            known.update(new_figures)
        figures = tuple(map(known.__getitem__, lines))
        has_repeats = len(distinct) < len(lines)
        return ObservedRows(path, figures, tuple(new_figures.values()), has_repeats)

    def _read_line(self, line: str, columns: _Columns) -> Figure | None:
        cells = line.split(",")
        if len(cells) != columns.width or not _is_plain(line):
            return None
        cells.append("")
        period, service, measure, *texts = [cells[index].strip() for index in columns.order]
        if self._period_faults[period] or not service or not measure:
            return None
        try:
            return Figure._make((period, service, measure, *map(self._numbers.__getitem__, texts)))
        except ValueError:
            return None


class _Columns(NamedTuple):
    """How many columns a file has, and where each that is known stands; -1 for none."""

    width: int
    order: tuple[int, ...]


def _read_header(header: str) -> _Columns | None:
    names = [name.strip() for name in header.split(",")]
    if not _is_plain(header) or any(find_header_faults(names, header, "", REQUIRED, OPTIONAL)):
        return None
    order = (names.index(name) if name in names else -1 for name in COLUMNS)
    return _Columns(len(names), tuple(order))


def _is_plain(line: str) -> bool:
    return line.isascii() and line.isprintable() and '"' not in line and len(line) < LONGEST_LINE
