"""Which sheets of a book are read: those that have the headings, and are of what is asked for."""

from __future__ import annotations

from collections.abc import Sequence

from boardpack.analysis.intake.faults import SheetFault
from boardpack.analysis.intake.periods import read_period
from boardpack.analysis.intake.table import (
    Header,
    SheetTable,
    find_header,
    find_unmapped_columns,
    list_filled_rows,
    take_apart,
)
from boardpack.analysis.intake.vocabulary import Vocabulary, fold_name
from boardpack.findings import suggest_word
from boardpack.model.dataset import Contract
from boardpack.model.grid import Book, Grid, GridCell
from boardpack.model.intake import Aspect, Intake
from boardpack.model.period import Period

_Found = tuple[Grid, Header]


def read_tables(
    book: Book, contract: Contract, intake: Intake, vocabulary: Vocabulary, period: Period
) -> list[SheetTable]:
    """Return the sheets that are meant, taken apart; SheetFault where that cannot be told."""
    found = [
        (grid, header)
        for grid in _list_candidates(book, intake, vocabulary)
        if (header := find_header(list_filled_rows(grid), contract, intake, vocabulary))
    ]
    if not found:
        raise SheetFault(_describe_missing_header(book, intake))
    chosen = _choose(found, contract, intake, vocabulary, period)
    for grid, header in chosen:
        _refuse_unmapped(grid, header, vocabulary)
    return [take_apart(grid, header, contract, intake, vocabulary) for grid, header in chosen]


def _list_candidates(book: Book, intake: Intake, vocabulary: Vocabulary) -> list[Grid]:
    """Return the sheets that may be read: a hidden one only where the mapping names it."""
    wanted = {fold_name(title) for title in intake.sheets}
    if wanted:
        grids = [grid for grid in book.grids if fold_name(grid.title) in wanted]
        if missing := wanted - {fold_name(grid.title) for grid in grids}:
            titles = [grid.title for grid in book.grids]
            name = next(title for title in intake.sheets if fold_name(title) in missing)
            raise SheetFault(f"there is no sheet '{name}'{suggest_word(name, titles)}")
        return grids
    return [
        grid
        for grid in book.grids
        if not grid.is_hidden and not vocabulary.is_passed_over(grid.title)
    ]


def _choose(
    found: Sequence[_Found],
    contract: Contract,
    intake: Intake,
    vocabulary: Vocabulary,
    period: Period,
) -> Sequence[_Found]:
    if intake.sheet_is is not None:
        for grid, _ in found:
            if not vocabulary.find(intake.sheet_is, grid.title):
                raise SheetFault(
                    f"the sheet '{grid.title}' has the headings and names no {intake.sheet_is}; "
                    "name it under names, or under pass_over"
                )
        return found
    if len(found) == 1 or intake.sheets:
        return found
    of_period = [
        (grid, header)
        for grid, header in found
        if read_period(GridCell(0, 0, grid.title), contract, intake.dates)[0] == period.id
    ]
    if len(of_period) == 1:
        return of_period
    titles = ", ".join(f"'{grid.title}'" for grid, _ in found)
    raise SheetFault(f"the sheets {titles} all have the headings; name those to read under sheets")


def _refuse_unmapped(grid: Grid, header: Header, vocabulary: Vocabulary) -> None:
    for number, heading in find_unmapped_columns(header, list_filled_rows(grid), vocabulary):
        if heading is not None:
            raise SheetFault(
                f"{heading.address}: the column '{heading.text[:60]}' is not known; name it under "
                "columns, names or pass_over"
            )
        spot = GridCell(header.row, number, "", sheet=grid.title)
        letters = spot.address.rpartition("!")[2].rstrip("0123456789")
        raise SheetFault(
            f"{spot.address}: the column has no heading, and cells below it are filled; give it "
            f"one, or write 'column {letters}' under pass_over"
        )


def _describe_missing_header(book: Book, intake: Intake) -> str:
    """Return which headings are in no row, or not together in one."""
    wanted = [heading for heading in intake.columns.values() if heading]
    texts = {
        fold_name(cell.text): cell.text
        for grid in book.grids
        if not grid.is_hidden
        for cell in grid.cells.values()
    }
    absent = [heading for heading in wanted if fold_name(heading) not in texts]
    if absent:
        return f"no cell holds the heading '{absent[0]}'{suggest_word(absent[0], texts.values())}"
    names = " and ".join(f"'{heading}'" for heading in wanted)
    if intake.across is Aspect.PERIOD:
        return f"no row holds {names or 'headings'} and periods side by side"
    if intake.across is not None:
        return f"no row holds {names or 'headings'} and the titles of {intake.across}s"
    return f"no row holds the headings {names} together"
