"""The table that a sheet holds: its header, its rows, and what stands above, between and below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from boardpack.analysis.intake.faults import SheetFault
from boardpack.analysis.intake.periods import read_period
from boardpack.analysis.intake.vocabulary import Vocabulary, fold_name, is_total
from boardpack.model.dataset import Contract
from boardpack.model.grid import Grid, GridCell, fill_merged, name_column
from boardpack.model.intake import Aspect, Intake

_LABELS = ("period", "service", "measure", "group", "line", "level")
"""Columns that say what a row is of, and hold no figure."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns of a sheet are. `across` has what each column side by side is of."""

    row: int
    columns: Mapping[str, int]
    across: Mapping[int, GridCell]
    headings: Mapping[int, GridCell]


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table: cells by column of the dataset, and by number of those side by side."""

    row: int
    cells: Mapping[str, GridCell]
    across: Mapping[int, GridCell]


@dataclass(slots=True)
class SheetTable:
    """What a sheet holds, taken apart."""

    grid: Grid
    header: Header
    titles: list[GridCell] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    totals: list[Record] = field(default_factory=list)
    passed_over: list[GridCell] = field(default_factory=list)


Rows = Sequence[tuple[int, Mapping[int, GridCell]]]


def list_filled_rows(grid: Grid) -> Rows:
    """Return the rows of a sheet with what merged cells show in each of them."""
    rows: dict[int, dict[int, GridCell]] = {}
    for (row, column), cell in sorted(fill_merged(grid).items()):
        rows.setdefault(row, {})[column] = cell
    return tuple(rows.items())


def read_aspect(
    aspect: Aspect, cell: GridCell, contract: Contract, intake: Intake, vocabulary: Vocabulary
) -> tuple[str, str]:
    """Return the id of what a cell names and `""`, or `""` and why there is none."""
    if cell.fault:
        return "", cell.fault
    if aspect is Aspect.PERIOD:
        return read_period(cell, contract, intake.dates)
    return vocabulary.find(aspect, cell.text), ""


def find_header(
    rows: Rows, contract: Contract, intake: Intake, vocabulary: Vocabulary
) -> Header | None:
    """Return the header that the mapping describes; None where no row has its headings.

    SheetFault where a heading stands there twice.
    """
    # Where it stood when it was mapped comes first: a repeat of the headings below is no header.
    ordered = sorted(rows, key=lambda entry: (entry[0] != intake.header_row, entry[0]))
    for row, cells in ordered:
        columns = _match_columns(cells, intake)
        if columns is None:
            continue
        header = Header(row, columns, {}, cells)
        if intake.across is None:
            return _complete_header(header, rows, intake)
        free = {n: cell for n, cell in cells.items() if n not in columns.values()}
        across = {
            number: cell
            for number, cell in free.items()
            if not vocabulary.is_passed_over(cell.text)
            and read_aspect(intake.across, cell, contract, intake, vocabulary)[0]
        }
        if across:
            _refuse_twice(across, intake.across, contract, intake, vocabulary)
            return _complete_header(Header(row, columns, across, cells), rows, intake)
    return None


def find_unmapped_columns(
    header: Header, rows: Rows, vocabulary: Vocabulary
) -> Iterator[tuple[int, GridCell | None]]:
    """Yield each column with something in it of which the mapping does not say what it is."""
    known = {*header.columns.values(), *header.across}
    # Titles above and notes below are alone in their rows; what stands beside others is a column.
    filled = {
        number for row, cells in rows if row > header.row and len(cells) > 1 for number in cells
    }
    for number in sorted(filled - known):
        heading = header.headings.get(number)
        name = heading.text if heading else f"column {name_column(number)}"
        if not vocabulary.is_passed_over(name):
            yield number, heading


def take_apart(
    grid: Grid, header: Header, contract: Contract, intake: Intake, vocabulary: Vocabulary
) -> SheetTable:
    """Return the rows of a sheet by what they are."""
    walk = _Walk(SheetTable(grid, header), contract, intake, vocabulary)
    if intake.sheet_is is not None:
        walk.blocks = {intake.sheet_is.value: GridCell(0, 0, grid.title, sheet=grid.title)}
    return walk.walk()


def _match_columns(cells: Mapping[int, GridCell], intake: Intake) -> dict[str, int] | None:
    """Return by column of the dataset where its heading stands; None where one is not there."""
    numbers: dict[str, list[int]] = {}
    for number, cell in cells.items():
        numbers.setdefault(fold_name(cell.text), []).append(number)
    columns: dict[str, int] = {}
    for name, heading in intake.columns.items():
        if not heading:
            continue
        found = numbers.get(fold_name(heading), [])
        if not found:
            return None
        if len(found) > 1:
            first, second = cells[found[0]], cells[found[1]]
            raise SheetFault(f"'{heading}' stands twice, in {first.address} and {second.address}")
        columns[name] = found[0]
    return columns


def _complete_header(header: Header, rows: Rows, intake: Intake) -> Header:
    """Return a header with the column that has no heading, where the mapping names one."""
    unnamed = [name for name, heading in intake.columns.items() if not heading]
    taken = {*header.headings, *header.across}
    free = sorted({n for row, cells in rows if row > header.row for n in cells} - taken)
    found = dict(zip(unnamed, free, strict=False))
    return Header(header.row, {**header.columns, **found}, header.across, header.headings)


def _refuse_twice(
    across: Mapping[int, GridCell],
    aspect: Aspect,
    contract: Contract,
    intake: Intake,
    vocabulary: Vocabulary,
) -> None:
    seen: dict[str, GridCell] = {}
    for cell in across.values():
        name, _ = read_aspect(aspect, cell, contract, intake, vocabulary)
        if name in seen:
            first = seen[name]
            raise SheetFault(f"'{cell.text}' stands twice, in {first.address} and {cell.address}")
        seen[name] = cell


@dataclass(slots=True)
class _Walk:
    """One pass from the top of a sheet to its bottom."""

    table: SheetTable
    contract: Contract
    intake: Intake
    vocabulary: Vocabulary
    blocks: dict[str, GridCell] = field(default_factory=dict)
    above: dict[str, GridCell] = field(default_factory=dict)
    is_passing: bool = False

    def walk(self) -> SheetTable:
        for row, cells in list_filled_rows(self.table.grid):
            self._place_row(row, cells)
        return self.table

    def _place_row(self, row: int, cells: Mapping[int, GridCell]) -> None:
        header = self.table.header
        if row == header.row or self._is_header_again(cells):
            return
        if alone := self._find_alone(cells):
            self._place_alone(row, alone)
        elif row < header.row:
            self.table.titles += cells.values()
        elif self.is_passing:
            self.table.passed_over.append(next(iter(cells.values())))
        else:
            self._place_record(row, cells)

    def _is_header_again(self, cells: Mapping[int, GridCell]) -> bool:
        texts = {number: cell.text for number, cell in cells.items()}
        return texts == {n: cell.text for n, cell in self.table.header.headings.items()}

    def _find_alone(self, cells: Mapping[int, GridCell]) -> GridCell | None:
        """Return the one cell of a row that holds nothing else, and no figure."""
        if len(cells) != 1:
            return None
        ((number, cell),) = cells.items()
        header = self.table.header
        labels = {header.columns[name] for name in _LABELS if name in header.columns}
        is_figure = number in {*header.across, *header.columns.values()} - labels
        return None if is_figure or not isinstance(cell.value, str) else cell

    def _place_alone(self, row: int, cell: GridCell) -> None:
        table, aspect = self.table, self.intake.row_is
        if self.vocabulary.is_passed_over(cell.text):
            self.is_passing = aspect is not None
            table.passed_over.append(cell)
        elif aspect is Aspect.SERVICE and self.vocabulary.find(aspect, cell.text):
            self.blocks = {aspect.value: cell}
            self.is_passing = False
        elif aspect is Aspect.GROUP and self._begins_budget(row, cell):
            self._place_group(cell)
        elif row < table.header.row:
            table.titles.append(cell)
        elif self._names_its_row(cell):
            self._place_record(row, {cell.column: cell})
        else:
            table.passed_over.append(cell)

    def _begins_budget(self, row: int, cell: GridCell) -> bool:
        """Return whether a row by itself names a group, or a service even above the header."""
        is_below = row > self.table.header.row and not is_total(cell.text)
        return is_below or bool(self.vocabulary.find(Aspect.SERVICE, cell.text))

    def _place_group(self, cell: GridCell) -> None:
        # A service by itself begins anew; in a table of budgets any other word names a group.
        if self.vocabulary.find(Aspect.SERVICE, cell.text):
            self.blocks = {Aspect.SERVICE.value: cell}
        else:
            self.blocks[Aspect.GROUP.value] = cell

    def _names_its_row(self, cell: GridCell) -> bool:
        """Return whether a row that holds nothing else is one without figures."""
        for name, number in self.table.header.columns.items():
            if number == cell.column and name in (Aspect.SERVICE, Aspect.MEASURE):
                return bool(self.vocabulary.find(Aspect(name), cell.text))
        return False

    def _place_record(self, row: int, cells: Mapping[int, GridCell]) -> None:
        header = self.table.header
        if not cells.keys() & {*header.columns.values(), *header.across}:
            self.table.passed_over.append(next(iter(cells.values())))
            return
        named = {name: cells[number] for name, number in header.columns.items() if number in cells}
        across = {number: cells[number] for number in header.across if number in cells}
        if label := self._find_total_label(named, cells):
            self.table.passed_over.append(label)
            self.table.totals.append(Record(row, {**self.blocks, **named}, across))
            return
        if any(
            self.vocabulary.is_passed_over(named[name].text) for name in _LABELS if name in named
        ):
            self.table.passed_over.append(next(iter(named.values())))
            return
        for aspect in self.intake.fill_down:
            if aspect.value in named:
                self.above[aspect.value] = named[aspect.value]
        filled = {name: cell for name, cell in self.above.items() if name not in named}
        self.table.records.append(Record(row, {**self.blocks, **filled, **named}, across))

    def _find_total_label(
        self, named: Mapping[str, GridCell], cells: Mapping[int, GridCell]
    ) -> GridCell | None:
        """Return the cell by which a row says that it is a sum, and nothing that there is."""
        labels = [named[name] for name in _LABELS if name in named] or list(cells.values())[:1]
        for label in labels:
            known = (self.vocabulary.find(a, label.text) for a in (Aspect.SERVICE, Aspect.MEASURE))
            if isinstance(label.value, str) and is_total(label.text) and not any(known):
                return label
        return None
