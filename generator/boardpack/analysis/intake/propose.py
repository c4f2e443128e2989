"""The first month: what the headings, rows and sheets of a book are likely to mean.

Only what is called as the dataset calls it is sure. The rest is proposed, and a person looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from boardpack.analysis.intake.faults import SheetFault
from boardpack.analysis.intake.periods import read_period
from boardpack.analysis.intake.table import Rows, list_filled_rows
from boardpack.analysis.intake.vocabulary import (
    Vocabulary,
    build_vocabulary,
    fold_name,
    is_total,
)
from boardpack.model.dataset import Contract, Kind
from boardpack.model.directorate import Service
from boardpack.model.grid import Book, Grid, GridCell, name_column
from boardpack.model.intake import Aspect, DateOrder, Intake

_FIRST_ROWS = 100
"""So many filled rows of a sheet are looked at for its header."""
_MOST_SHEETS_NAMED = 8
_VALUES = ("value", "numerator", "denominator", "target", "benchmark")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping, and what of it a person should look at; nothing where all is called as it is."""

    intake: Intake
    doubts: tuple[str, ...]


@dataclass(slots=True)
class _Layout:
    """What one row would mean if it were the header."""

    grid: Grid
    row: int
    rows: Rows
    columns: dict[str, int] = field(default_factory=dict)
    across: Aspect | None = None
    across_columns: tuple[int, ...] = ()
    unknown: list[int] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)

    @property
    def headings(self) -> Mapping[int, GridCell]:
        return dict(self.rows).get(self.row, {})

    @property
    def score(self) -> int:
        """How much of a header it is: columns that are known, less those that are not."""
        return 3 * len(self.columns) + 3 * len(self.across_columns) - len(self.unknown)

    def name_heading(self, number: int) -> str:
        heading = self.headings.get(number)
        return heading.text if heading else ""

    def list_body(self, number: int) -> list[GridCell]:
        """Return the filled cells below the header in a column.

        What stands alone in its row is a footnote or the name of a block: it says nothing about
        what the column is of.
        """
        return [
            cells[number]
            for row, cells in self.rows
            if row > self.row and number in cells and len(cells) > 1
        ]


def propose_intake(
    book: Book, contract: Contract, services: Sequence[Service], order: DateOrder | None
) -> Proposal:
    """Return how a book is likely to be read; SheetFault where nothing looks like a header."""
    proposer = _Proposer(contract, services, Intake(dates=order))
    grids = [grid for grid in book.grids if not grid.is_hidden and grid.cells]
    layouts = [layout for grid in grids if (layout := proposer.find_layout(grid))]
    if not layouts:
        raise SheetFault(_describe_nothing(grids, contract))
    return proposer.settle(layouts, [grid for grid in book.grids if grid.cells])


@dataclass(slots=True)
class _Proposer:
    contract: Contract
    services: Sequence[Service]
    intake: Intake
    vocabulary: Vocabulary = field(init=False)

    def __post_init__(self) -> None:
        self.vocabulary = build_vocabulary(self.contract, self.services, self.intake)

    def find_layout(self, grid: Grid) -> _Layout | None:
        """Return what the likeliest header of a sheet means; None where no row looks like one."""
        rows = list_filled_rows(grid)
        layouts = [
            layout
            for row, cells in rows[:_FIRST_ROWS]
            if len(cells) > 1 and (layout := self._read_header(grid, row, rows))
        ]
        # The first of the best: the same headings again below begin another block.
        return max(layouts, key=lambda layout: (layout.score, -layout.row), default=None)

    def settle(self, layouts: Sequence[_Layout], grids: Sequence[Grid]) -> Proposal:
        """Return the mapping of the sheets that look alike, with what none of them says."""
        best = max(layouts, key=lambda layout: layout.score)
        alike = [one for one in layouts if self._name_columns(one) == self._name_columns(best)]
        # Text above the header and blocks within it say whose a row is; so may a sheet's title.
        sheet_is = self._find_sheet_aspect(best, alike)
        missing = [aspect for aspect in self._list_needed() if not self._is_said(aspect, best)]
        row_is: Aspect | None = None
        fixed: dict[str, str] = {}
        doubts = [doubt for layout in alike[:1] for doubt in layout.doubts]
        for aspect in missing:
            if aspect is sheet_is:
                continue
            if aspect in (Aspect.SERVICE, Aspect.GROUP) and self._has_blocks(aspect, alike):
                row_is = aspect if row_is is not Aspect.GROUP else row_is
            elif only := self._find_only(aspect):
                fixed[aspect.value] = only
            elif aspect is not Aspect.PERIOD:
                raise SheetFault(
                    f"{best.grid.title or 'the file'}: nothing says which {aspect} each row is of: "
                    "no column, no title of a sheet and no row by itself"
                )
        unknown = [_name_unknown(best, number) for number in best.unknown]
        if unknown:
            doubts.append(f"left out: {', '.join(unknown)}")
        left_out = self._find_left_out(best, alike, grids, sheet_is)
        intake = Intake(
            columns=self._name_columns(best),
            across=best.across,
            sheet_is=sheet_is,
            row_is=row_is,
            header_row=best.row,
            service=fixed.get(Aspect.SERVICE, ""),
            measure=fixed.get(Aspect.MEASURE, ""),
            names={key: name for layout in alike for key, name in layout.names.items()},
            dates=self.intake.dates,
            pass_over=(*unknown, *left_out),
        )
        doubts += [f"the sheet '{title}' is left out" for title in left_out]
        return Proposal(intake, tuple(doubts))

    def _list_needed(self) -> tuple[Aspect, ...]:
        match self.contract.kind:
            case Kind.MEASURES:
                return Aspect.SERVICE, Aspect.MEASURE
            case Kind.FINANCE:
                # The group first: where services are rows by themselves too, both are found so.
                return Aspect.GROUP, Aspect.SERVICE
            case Kind.RISKS | Kind.ASSURANCE | Kind.PLANS:
                return ()
            case Kind.TABLE:
                names = {field.name for field in self.contract.fields}
                return (Aspect.SERVICE,) if Aspect.SERVICE in names else ()

    def _read_header(self, grid: Grid, row: int, rows: Rows) -> _Layout | None:
        layout = _Layout(grid, row, rows)
        free: list[int] = []
        for number, cell in layout.headings.items():
            name = self.vocabulary.find_field(cell.text)
            if name and name not in layout.columns:
                layout.columns[name] = number
            else:
                free.append(number)
        if self.contract.kind is Kind.MEASURES and "value" not in layout.columns:
            self._find_across(layout, free)
        free = [number for number in free if number not in layout.across_columns]
        body_columns = {n for below, cells in rows if below > row for n in cells if len(cells) > 1}
        free += sorted(body_columns - {*layout.headings})
        self._find_by_content(layout, free)
        layout.unknown = [number for number in layout.unknown if number in body_columns]
        self._guess_headings(layout)
        return layout if self._is_header(layout) else None

    def _is_header(self, layout: _Layout) -> bool:
        if not any(row > layout.row for row, _ in layout.rows):
            return False
        if self.contract.kind is Kind.MEASURES:
            return bool(layout.across_columns) or "value" in layout.columns
        return len(layout.columns) > 1

    def _find_across(self, layout: _Layout, free: Sequence[int]) -> None:
        """Find out what stands side by side: what most headings that are no column name."""
        by_aspect = {
            aspect: [n for n in free if self._read(aspect, layout.headings[n])]
            for aspect in (Aspect.PERIOD, Aspect.MEASURE, Aspect.SERVICE)
            if aspect.value not in layout.columns
        }
        aspect = max(by_aspect, key=lambda one: len(by_aspect[one]), default=None)
        if aspect is not None and by_aspect[aspect]:
            layout.across, layout.across_columns = aspect, tuple(by_aspect[aspect])

    def _find_by_content(self, layout: _Layout, free: Sequence[int]) -> None:
        """Find out what columns without a known heading are of, by what stands in them."""
        for number in free:
            # What stands in a thousand rows says no more of a column than in one.
            different = {cell.value: cell for cell in layout.list_body(number)}
            cells = [cell for cell in different.values() if not is_total(cell.text)]
            texts = [cell for cell in cells if isinstance(cell.value, str)]
            aspect = next(
                (
                    aspect
                    for aspect in self._list_open(layout)
                    if texts and all(self._read(aspect, cell) for cell in _skip_notes(cells))
                ),
                None,
            )
            if aspect is not None:
                layout.columns[aspect.value] = number
            elif guessed := self._guess_content(layout, texts):
                aspect, names = guessed
                layout.columns[aspect.value] = number
                layout.names |= names
                layout.doubts += [f"'{key}' taken for {name}" for key, name in names.items()]
            else:
                layout.unknown.append(number)

    def _guess_headings(self, layout: _Layout) -> None:
        """Take a heading that nearly names a column for that column, where none does exactly."""
        for number in list(layout.unknown):
            name = self.vocabulary.guess_field(layout.name_heading(number))
            if name and name not in layout.columns:
                layout.columns[name] = number
                layout.unknown.remove(number)
                layout.doubts.append(f"'{layout.name_heading(number)}' taken for {name}")

    def _guess_content(
        self, layout: _Layout, texts: Sequence[GridCell]
    ) -> tuple[Aspect, dict[str, str]] | None:
        """Return of what a column could be, if most of its words nearly name it."""
        for aspect in self._list_open(layout):
            if aspect is Aspect.PERIOD or not texts:
                continue
            guesses: dict[str, str] = {}
            for cell in texts:
                guesses[cell.text] = self.vocabulary.guess(aspect, cell.text)
                if not guesses[cell.text]:
                    break
            if all(guesses.values()):
                known = {
                    text for text in guesses if self._read(aspect, texts[0]._replace(value=text))
                }
                return aspect, {t: name for t, name in guesses.items() if t not in known}
        return None

    def _list_open(self, layout: _Layout) -> list[Aspect]:
        """Return what rows are of, and neither a column nor what stands side by side says yet."""
        aspects = [Aspect.SERVICE, Aspect.MEASURE, Aspect.PERIOD]
        if self.contract.kind is not Kind.MEASURES:
            aspects = [aspect for aspect in self._list_needed() if aspect is Aspect.SERVICE]
        return [
            aspect
            for aspect in aspects
            if aspect.value not in layout.columns and aspect is not layout.across
        ]

    def _read(self, aspect: Aspect, cell: GridCell) -> str:
        if aspect is Aspect.PERIOD:
            return read_period(cell, self.contract, self.intake.dates)[0]
        return self.vocabulary.find(aspect, cell.text) if isinstance(cell.value, str) else ""

    def _is_said(self, aspect: Aspect, layout: _Layout) -> bool:
        return aspect.value in layout.columns or aspect is layout.across

    def _find_sheet_aspect(self, best: _Layout, alike: Sequence[_Layout]) -> Aspect | None:
        for aspect in (Aspect.SERVICE, Aspect.MEASURE):
            if self._is_said(aspect, best) or aspect not in self._list_needed():
                continue
            if all(self.vocabulary.find(aspect, layout.grid.title) for layout in alike):
                return aspect
        return None

    def _has_blocks(self, aspect: Aspect, alike: Sequence[_Layout]) -> bool:
        return all(
            any(
                len(cells) == 1 and self._begins_block(aspect, next(iter(cells.values())))
                for row, cells in layout.rows
                if aspect is Aspect.SERVICE or row > layout.row
            )
            for layout in alike
        )

    def _begins_block(self, aspect: Aspect, cell: GridCell) -> bool:
        if not isinstance(cell.value, str) or is_total(cell.text):
            return False
        names_service = bool(self.vocabulary.find(Aspect.SERVICE, cell.text))
        return names_service if aspect is Aspect.SERVICE else not names_service

    def _find_only(self, aspect: Aspect) -> str:
        """Return the one service or measure that a dataset has."""
        if aspect is Aspect.MEASURE and len(self.contract.measures) == 1:
            return self.contract.measures[0].id
        services = self.contract.services or tuple(service.id for service in self.services)
        return services[0] if aspect is Aspect.SERVICE and len(services) == 1 else ""

    def _name_columns(self, layout: _Layout) -> dict[str, str]:
        return {name: layout.name_heading(number) for name, number in layout.columns.items()}

    def _find_left_out(
        self,
        best: _Layout,
        alike: Sequence[_Layout],
        grids: Sequence[Grid],
        sheet_is: Aspect | None,
    ) -> list[str]:
        """Return the titles of visible sheets with a header of their own that are not read."""
        if len(alike) == 1 or sheet_is is None:
            return []
        read = {layout.grid.title for layout in alike}
        return [g.title for g in grids if not g.is_hidden and g.title not in read]


def _skip_notes(cells: Iterable[GridCell]) -> list[GridCell]:
    return [cell for cell in cells if fold_name(cell.text)]


def _name_unknown(layout: _Layout, number: int) -> str:
    return layout.name_heading(number) or f"column {name_column(number)}"


def _describe_nothing(grids: Sequence[Grid], contract: Contract) -> str:
    where = ", ".join(f"'{grid.title}'" for grid in grids[:_MOST_SHEETS_NAMED] if grid.title)
    sheets = f"in the sheets {where} " if where else ""
    if not grids:
        return "no visible sheet holds anything"
    if contract.kind is Kind.MEASURES:
        return (
            f"{sheets}no row names a column for the value, nor months, measures or services side "
            "by side"
        )
    return f"{sheets}no row names two columns of the dataset"


def merge_dates(intake: Intake, order: DateOrder | None) -> Intake:
    """Return a mapping with the order of dates that was said for it."""
    return intake if order is None else replace(intake, dates=order)
