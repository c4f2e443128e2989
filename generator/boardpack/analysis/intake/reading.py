"""A book under its mapping to tidy rows, each cell of them with the cell that it came from."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from boardpack.analysis.intake.cells import (
    Change,
    ChangeKind,
    NumberColumn,
    Reading,
    read_field,
    read_number,
)
from boardpack.analysis.intake.faults import CellFault, SheetFault
from boardpack.analysis.intake.finance_totals import read_finance_totals
from boardpack.analysis.intake.reshape import Cells, melt_table
from boardpack.analysis.intake.sheets import read_tables
from boardpack.analysis.intake.table import SheetTable, read_aspect
from boardpack.analysis.intake.taken import TakenRow, TakenTable
from boardpack.analysis.intake.vocabulary import Vocabulary
from boardpack.load.columns import list_fields, list_optional_columns
from boardpack.model.dataset import Contract, Field, Kind, Measure, Unit
from boardpack.model.grid import Book, GridCell
from boardpack.model.intake import Aspect, Intake
from boardpack.model.period import Period

_FIGURES = ("value", "numerator", "denominator", "target", "benchmark")
_ASPECTS = (Aspect.PERIOD, Aspect.SERVICE, Aspect.MEASURE)

_MOST_HINTS = 100


@dataclass(slots=True)
class BookReading:
    """What a book says under its mapping."""

    tables: Sequence[SheetTable]
    taken: TakenTable
    totals: TakenTable | None = None
    faults: list[CellFault] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def read_book(
    book: Book, contract: Contract, intake: Intake, vocabulary: Vocabulary, period: Period
) -> BookReading:
    """Return the rows of a book; SheetFault where it cannot be told how they are to be read."""
    tables = read_tables(book, contract, intake, vocabulary, period)
    reader = _Reader(contract, intake, vocabulary, period)
    if contract.kind is Kind.MEASURES:
        taken = reader.read_figures(tables)
    else:
        taken = reader.read_rows(tables)
    reading = BookReading(tables, taken, None, reader.faults, reader.changes)
    if contract.kind is Kind.FINANCE and contract.totals:
        reading.totals = read_finance_totals(tables, contract, reader.read_cell)
    return reading


@dataclass(slots=True)
class _Reader:
    """Reads cells one after the other, and keeps what is wrong and what was changed."""

    contract: Contract
    intake: Intake
    vocabulary: Vocabulary
    period: Period
    faults: list[CellFault] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def read_figures(self, tables: Iterable[SheetTable]) -> TakenTable:
        """Return the rows of a dataset of measures: a figure each."""
        melted = [cells for table in tables for cells in melt_table(table, self.intake.across)]
        rows = [row for cells in melted if (row := self._read_figure(cells))]
        self._find_shares_of_one(rows)
        names = [field.name for field in list_fields(self.contract)]
        used = {name for row in rows for name, text in row.texts.items() if text}
        columns = [name for name in names if name in used or name not in _FIGURES[1:]]
        return TakenTable(tuple(columns), tuple(rows))

    def read_rows(self, tables: Iterable[SheetTable]) -> TakenTable:
        """Return the rows of a dataset of another kind, as they stand in the sheet."""
        fields = [self._refine(field) for field in list_fields(self.contract)]
        rows: list[TakenRow] = []
        orders: dict[str, int] = {}
        mapped = {*self.intake.columns, *self._list_given()}
        self._refuse_absent_columns(fields, mapped)
        for cells in (record.cells for table in tables for record in table.records):
            texts = {one.name: self.read_cell(one, cells) for one in fields}
            sources = {name: cells[name] for name in texts if name in cells}
            service = texts.get("service", "")
            if self.contract.kind is Kind.FINANCE and "order" not in mapped:
                orders[service] = orders.get(service, 0) + 1
                texts["order"] = str(orders[service])
            rows.append(TakenRow(texts, sources))
        optional = list_optional_columns(self.contract)
        columns = [one.name for one in fields if one.name in mapped or one.name not in optional]
        return TakenTable(tuple(columns), tuple(rows))

    def read_cell(self, column: Field, cells: Cells) -> str:
        """Return a row's cell of a column as text, and keep what is wrong with it."""
        cell = cells.get(column.name)
        is_said = cell is not None or column.constraints.required or self.intake.service
        if column.name == Aspect.SERVICE and is_said:
            return self._read_name(Aspect.SERVICE, cell, self.intake.service, _pick_first(cells))
        if cell is None:
            return ""
        return self._keep(column.name, cell, read_field(cell, column, self.intake, self.vocabulary))

    def _list_given(self) -> list[str]:
        aspects = (self.intake.sheet_is, self.intake.row_is)
        given = [aspect.value for aspect in aspects if aspect is not None]
        if self.intake.row_is is Aspect.GROUP or self.intake.service:
            given.append(Aspect.SERVICE.value)
        return given

    def _refuse_absent_columns(self, fields: Iterable[Field], mapped: Collection[str]) -> None:
        for one in fields:
            if one.constraints.required and one.name not in mapped and one.name != "order":
                raise SheetFault(f"no heading gives '{one.name}', which the dataset asks for")

    def _refine(self, column: Field) -> Field:
        """Return a column of the kind as the contract describes it, where it does."""
        described = {field.name: field for field in self.contract.fields}
        return described.get(column.name, column)

    def _read_figure(self, cells: Cells) -> TakenRow | None:
        """Return one row of a dataset of measures; None where it is one that is left out."""
        given = {
            Aspect.PERIOD: self.period.id,
            Aspect.SERVICE: self.intake.service,
            Aspect.MEASURE: self.intake.measure,
        }
        if any(
            self.vocabulary.is_passed_over(cells[aspect].text)
            for aspect in _ASPECTS
            if aspect in cells
        ):
            return None
        texts = {
            aspect.value: self._read_name(
                aspect, cells.get(aspect), given[aspect], _pick_first(cells)
            )
            for aspect in _ASPECTS
        }
        measure = self._find_measure(texts[Aspect.MEASURE])
        sources = {name: cells[name] for name in texts if name in cells}
        for name in _FIGURES:
            # A column of one measure alone, where measures stand side by side.
            cell = cells.get(f"{texts[Aspect.MEASURE]}.{name}") or cells.get(name)
            if cell is None:
                texts[name] = ""
                continue
            sources[name] = cell
            column = self._describe_numbers(name, measure)
            texts[name] = self._keep(
                _name_figure(name, measure), cell, read_number(cell, column, self.intake)
            )
        return TakenRow(texts, sources)

    def _read_name(
        self, aspect: Aspect, cell: GridCell | None, given: str, beside: GridCell | None
    ) -> str:
        """Return the id of what a row is of, from its cell or from what holds for all rows."""
        if cell is None:
            if not given and beside is not None:
                words = "is not said in this row"
                hint = f"; if it is that of the row above, write fill_down: [{aspect}] under intake"
                self.faults.append(CellFault(beside._replace(value=""), aspect, words + hint))
            return given
        name, fault = read_aspect(aspect, cell, self.contract, self.intake, self.vocabulary)
        if not name:
            self.faults.append(
                CellFault(cell, aspect, fault or self._describe_unknown(aspect, cell))
            )
        elif name != cell.text:
            kind = ChangeKind.PERIOD if aspect is Aspect.PERIOD else ChangeKind.NAME
            self.changes.append(Change(kind, f"'{cell.text[:60]}' is {name}", cell))
        return name

    def _describe_unknown(self, aspect: Aspect, cell: GridCell) -> str:
        if aspect is Aspect.PERIOD:
            return "is no month, week or day that can be told"
        # After so many, whoever reads them has seen what is wrong; to look for a likeness is slow.
        is_early = len(self.faults) < _MOST_HINTS
        hint = self.vocabulary.guess(aspect, cell.text) if is_early else ""
        meant = f"; if it is {hint}, write that" if hint else ""
        return (
            f"is no {aspect} that there is{meant}; say what it is under names, or leave it out "
            "under pass_over"
        )

    def _find_measure(self, name: str) -> Measure | None:
        return next((one for one in self.contract.measures if one.id == name), None)

    def _describe_numbers(self, name: str, measure: Measure | None) -> NumberColumn:
        is_part = name in ("numerator", "denominator")
        unit = measure.unit if measure and not is_part else Unit.COUNT
        multiply = self.intake.multiply
        if measure is None or is_part:
            return NumberColumn(unit, factor=multiply.get(name))
        return NumberColumn(unit, factor=multiply.get(measure.id))

    def _find_shares_of_one(self, rows: Sequence[TakenRow]) -> None:
        """Refuse percentages that all lie below one and are not shown as percentages."""
        plain: dict[str, list[GridCell]] = {}
        is_share: dict[str, bool] = {}
        for row in rows:
            name, cell = row.texts[Aspect.MEASURE], row.sources.get("value")
            measure = self._find_measure(name)
            if measure is None or measure.unit is not Unit.PERCENT or cell is None:
                continue
            if name in self.intake.multiply or not row.has_number("value"):
                continue
            share = 0 < abs(row.get_number("value")) < 1 and not _shows_percent(cell)
            is_share[name] = is_share.get(name, True) and share
            plain.setdefault(name, []).append(cell)
        for name, cells in plain.items():
            if is_share[name]:
                self.faults += [
                    CellFault(
                        cell,
                        name,
                        f"may be a share of one; under intake, write multiply: {{{name}: 100}}, "
                        f"or {{{name}: 1}} if it is a percentage as it stands",
                    )
                    for cell in cells
                ]

    def _keep(self, column: str, cell: GridCell, reading: Reading) -> str:
        if reading.fault:
            self.faults.append(CellFault(cell, column, reading.fault))
        if reading.change:
            self.changes.append(Change(reading.kind, reading.change, cell))
        return reading.text


def _pick_first(cells: Cells) -> GridCell | None:
    return min(cells.values(), key=lambda cell: (cell.row, cell.column), default=None)


def _shows_percent(cell: GridCell) -> bool:
    return cell.is_percent or "%" in cell.text


def _name_figure(name: str, measure: Measure | None) -> str:
    return f"{measure.id} {name}" if measure else name
