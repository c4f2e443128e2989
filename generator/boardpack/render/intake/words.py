"""What was read, changed and restated, in lines for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from boardpack.analysis.intake.cells import Change, ChangeKind
from boardpack.analysis.intake.compare import Comparison
from boardpack.analysis.intake.reading import BookReading
from boardpack.analysis.intake.table import SheetTable
from boardpack.findings import Finding, escape_unprintable
from boardpack.identifiers import withhold_identifiers
from boardpack.model.dataset import Contract, Kind
from boardpack.model.grid import Book, Grid, GridCell, name_column
from boardpack.render.findings.text import render_findings


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a file. `files` are to be written, None to be taken away; none if it failed."""

    name: str
    lines: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    mapping: str = ""
    """The proposed `intake:`, where the dataset had none."""
    files: Mapping[str, bytes | None] | None = None

    @property
    def is_settled(self) -> bool:
        """Whether the files may be written."""
        return self.files is not None


_MOST = 8
"""So many of a kind are shown; the rest are counted."""


def render_taken(taken: Taken, is_rehearsal: bool) -> str:
    """Return all that is said of a file that was taken in, or would be."""
    # No line begins with what somebody else wrote: the log of a workflow would obey some words.
    first_line = f"File {escape_unprintable(taken.name)}"
    blocks = ["\n".join([first_line, *(f"  {line}" for line in taken.lines)])]
    if taken.findings:
        blocks.append(render_findings(taken.findings))
    if taken.mapping:
        blocks.append(f"How it was read, for dataset.yml:\n\n{taken.mapping.rstrip()}")
    blocks.append("\n".join(_list_files(taken, is_rehearsal)))
    return "\n\n".join(blocks)


def _list_files(taken: Taken, is_rehearsal: bool) -> Iterator[str]:
    if taken.files is None:
        yield "Nothing was written."
    elif not taken.files:
        yield "All of it is there already."
    else:
        yield "Would be written:" if is_rehearsal else "Written:"
        for path, data in taken.files.items():
            yield f"  {escape_unprintable(path)}{'' if data is not None else ' (taken away)'}"


def describe_taken(
    book: Book, reading: BookReading, comparison: Comparison, contract: Contract
) -> list[str]:
    """Return what a book holds and what becomes of it, a line each; nothing points to a person."""
    lines = [
        *(f"read      {_describe_table(table)}" for table in reading.tables),
        *(f"          {note}" for note in book.notes),
        *_describe_unseen(book, reading.tables),
        *_describe_formulas(reading.tables),
        *_describe_passed_over(reading.tables),
        *_describe_changes(reading.changes),
        *_describe_rows(comparison, contract),
    ]
    return [escape_unprintable(withhold_identifiers(line)) for line in lines]


def _describe_table(table: SheetTable) -> str:
    sheet = f"sheet '{table.grid.title}', " if table.grid.title else ""
    titles = [cell for cell in table.titles if cell.row < table.header.row]
    above = f", titles above it: {_list_cells(titles)}" if titles else ""
    rows = "1 row" if len(table.records) == 1 else f"{len(table.records)} rows"
    return f"{sheet}{rows} below the headings in row {table.header.row}{above}"


def _describe_unseen(book: Book, tables: Sequence[SheetTable]) -> Iterator[str]:
    read = {table.grid.title for table in tables}
    for grid in book.grids:
        if grid.title in read:
            yield from _describe_hidden_parts(grid)
        elif grid.is_hidden:
            yield f"hidden    sheet '{grid.title}' was not read, and stays in the original"
        elif grid.cells:
            yield f"          sheet '{grid.title}' was not read"


def _describe_hidden_parts(grid: Grid) -> Iterator[str]:
    if grid.is_hidden:
        yield f"hidden    sheet '{grid.title}' was read, as the mapping says"
    rows = sorted(grid.hidden_rows & {row for row, _ in grid.cells})
    columns = sorted(grid.hidden_columns & {column for _, column in grid.cells})
    sheet = f" of '{grid.title}'" if grid.title else ""
    if rows:
        names = _shorten([str(row) for row in rows])
        yield f"hidden    rows {names}{sheet} were read as the others"
    if columns:
        names = _shorten([name_column(column) for column in columns])
        yield f"hidden    columns {names}{sheet} were read as the others"


def _describe_formulas(tables: Sequence[SheetTable]) -> Iterator[str]:
    used = {
        (cell.sheet, cell.row, cell.column)
        for table in tables
        for record in table.records
        for cell in (*record.cells.values(), *record.across.values())
        if not cell.fault
    }
    computed = [
        GridCell(*spot, "", sheet=table.grid.title)
        for table in tables
        for spot in sorted(table.grid.formulas)
        if (table.grid.title, *spot) in used
    ]
    linked = [cell for cell in computed if (cell.row, cell.column) in _list_linked(tables, cell)]
    if computed:
        yield (
            "          results of formulas, as last worked out: "
            f"{_shorten([cell.address for cell in computed])}"
        )
    if linked:
        yield (
            "          of these, some ask other workbooks, as they were then: "
            f"{_shorten([cell.address for cell in linked])}"
        )


def _list_linked(tables: Sequence[SheetTable], cell: GridCell) -> frozenset[tuple[int, int]]:
    return next(table.grid.linked for table in tables if table.grid.title == cell.sheet)


def _describe_passed_over(tables: Sequence[SheetTable]) -> Iterator[str]:
    cells = [cell for table in tables for cell in table.passed_over]
    if cells:
        yield f"left out  {_list_cells(cells)}"


def _describe_changes(changes: Sequence[Change]) -> Iterator[str]:
    # A heading is read once for each figure below it, and is one cell all the same.
    by_kind: dict[ChangeKind, dict[str, GridCell]] = {}
    counts = Counter(kind for kind, _ in {(one.kind, one.cell) for one in changes})
    for change in changes:
        by_kind.setdefault(change.kind, {}).setdefault(change.words, change.cell)
    for kind, examples in by_kind.items():
        shown = [f"{words} ({cell.address})" for words, cell in examples.items()]
        cells = "1 cell" if counts[kind] == 1 else f"{counts[kind]} cells"
        yield f"changed   {kind} in {cells}: {_shorten(shown)}"


def _describe_rows(comparison: Comparison, contract: Contract) -> Iterator[str]:
    rows = comparison.kept.rows
    if contract.kind is not Kind.MEASURES:
        yield f"rows      {len(rows)}"
        return
    services = len({row.texts["service"] for row in rows})
    measures = len({row.texts["measure"] for row in rows})
    yield f"figures   {len(rows)}: services {services}, measures {measures}"
    if comparison.unchanged:
        yield f"          {comparison.unchanged} earlier figures are as they were, and left out"
    if comparison.earlier:
        yield f"          {comparison.earlier} of them are earlier figures that were not there"
    for one in comparison.restated[:_MOST]:
        period, service, measure = one.key
        yield (
            f"restates  {period} {service} {measure}: {one.old} becomes {one.new} "
            f"({one.cell.address})"
        )
    if len(comparison.restated) > _MOST:
        yield f"restates  and {len(comparison.restated) - _MOST} more"


def _list_cells(cells: Sequence[GridCell]) -> str:
    return _shorten([f"'{cell.text[:40]}' ({cell.address})" for cell in cells])


def _shorten(names: Sequence[str]) -> str:
    rest = len(names) - _MOST
    return ", ".join(names[:_MOST]) + (f" and {rest} more" if rest > 0 else "")
