"""The rows of a `table` without the counts that nobody may see, and without what tells them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from boardpack.analysis.neighbouring_totals import find_neighbouring_totals
from boardpack.analysis.small_counts import (
    is_any_small,
    iterate_cells,
    list_count_columns,
    list_derived_columns,
    may_be_small,
    round_number,
    subtract,
    to_number,
)
from boardpack.model.dataset import Cell, Contract, Gap, Value
from boardpack.model.rows import TableRow

_FEWEST_PARTS = 2
_YEARS = (1900, 2100)
# Anywhere in a cell: people write "North total" and "north_total".
_TOTAL_WORDS = re.compile(
    r"(?<![^\W_])(?:(?:sub)?totals?|overall)(?![^\W_])|^\s*all\s*$", re.IGNORECASE
)


def protect_table(rows: Sequence[TableRow], contract: Contract) -> tuple[TableRow, ...]:
    """Return the rows of a file, with suppressed and rounded counts.

    With one count of a row go the others, which may add up with it. Where any row is suppressed,
    all numbers that rest on counts are: they may be shares of a total.
    """
    counts = list_count_columns(contract)
    derived = list_derived_columns(contract)
    suppressed_rows = _find_suppressed_rows(rows, contract, counts, derived)
    derived_names = frozenset(derived if suppressed_rows else ())
    return tuple(
        _protect_row(
            row,
            derived_names.union(counts) if index in suppressed_rows else derived_names,
            frozenset(counts),
            contract.round_to,
        )
        for index, row in enumerate(rows)
    )


def _protect_row(
    row: TableRow, suppressed: frozenset[str], counts: frozenset[str], step: int | None
) -> TableRow:
    cells = {
        name: _protect_cell(cell, step if name in counts else None, name in suppressed)
        for name, cell in row.cells.items()
    }
    return replace(row, cells=cells)


def _protect_cell(cell: Cell, step: int | None, is_suppressed: bool) -> Cell:
    number = to_number(cell)
    if isinstance(number, Gap):
        return cell
    if is_suppressed:
        return Gap.SUPPRESSED
    return int(round_number(number, step)) if step else cell


def _find_suppressed_rows(
    rows: Sequence[TableRow], contract: Contract, counts: Sequence[str], derived: Sequence[str]
) -> set[int]:
    """Return the rows with a small count or a `*`, and those that may be the sum of such a one."""
    below = contract.suppress_below
    small_rows = {
        index
        for index, row in enumerate(rows)
        if any(row.cells.get(name) is Gap.SUPPRESSED for name in (*counts, *derived))
        or is_any_small(iterate_cells(row, counts), below)
    }
    suppressed_rows = _add_totals(rows, contract, small_rows, counts, derived)
    # Only rows that are shown may say which columns are parts, or small counts would be told by it:
    # a total that goes with one is more than another column, or not, by what that count is.
    shown_rows = {index: row for index, row in enumerate(rows) if index not in suppressed_rows}
    part_columns = _find_part_columns(list(shown_rows.values()), counts)
    rows_with_few_left = {
        index
        for index, row in shown_rows.items()
        if is_any_small(_list_remainders(row, part_columns), below)
    }
    if not rows_with_few_left:
        return suppressed_rows
    return _add_totals(rows, contract, small_rows | rows_with_few_left, counts, derived)


def _add_totals(
    rows: Sequence[TableRow],
    contract: Contract,
    small_rows: set[int],
    counts: Sequence[str],
    derived: Sequence[str],
) -> set[int]:
    """Return rows that nobody may see with all that may be the sum of one of them and others."""
    if not small_rows:
        return small_rows
    below = contract.suppress_below
    sums = [name for name in counts if not _holds_years(rows, name)]
    # By all that is no figure, dates and years as well, rows may belong together.
    groupers = [one.name for one in contract.fields if one.name not in {*sums, *derived}]
    columns = [[to_number(row.cells.get(name)) for row in rows] for name in sums]
    named_totals = {index for index, row in enumerate(rows) if _is_named_total(row, groupers)}
    suppressed_rows = small_rows | named_totals
    # Not all are called so. Subtotals come first: a grand total must not count their parts twice.
    others = [index for index in range(len(rows)) if index not in named_totals]
    totals: set[int] = set()
    if below is not None:
        for index, has_small in find_neighbouring_totals(columns, others, small_rows, below):
            totals.add(index)
            suppressed_rows |= {index} if has_small else set()
    for group in (*_group_rows(rows, others, groupers), others):
        for parts in (frozenset(group), frozenset(group) - totals):
            new_totals = set(_find_totals(columns, group, parts, small_rows, below))
            totals |= new_totals
            suppressed_rows |= set() if small_rows.isdisjoint(parts) else new_totals
    return suppressed_rows


def _find_part_columns(rows: Sequence[TableRow], counts: Sequence[str]) -> list[tuple[str, str]]:
    """Return the pairs of columns of which the second may be a part of the first: 53, of which 50.

    It is no more in any row. How many are left is then a count of people too.
    """
    pairs = {
        (whole, part): None
        for whole in counts
        for part in counts
        if whole != part and all(not _is_more(row, part, whole) for row in rows)
    }
    # Two that are the same in every row leave nobody over.
    return [(whole, part) for whole, part in pairs if (part, whole) not in pairs]


def _is_more(row: TableRow, name: str, other_name: str) -> bool:
    left = _subtract_columns(row, name, other_name)
    return isinstance(left, Decimal) and left > 0


def _list_remainders(row: TableRow, part_columns: Sequence[tuple[str, str]]) -> Iterator[Value]:
    """Yield how many of each whole are not in its part."""
    return (_subtract_columns(row, whole, part) for whole, part in part_columns)


def _subtract_columns(row: TableRow, name: str, other_name: str) -> Value:
    return subtract(to_number(row.cells.get(name)), to_number(row.cells.get(other_name)))


def _holds_years(rows: Sequence[TableRow], name: str) -> bool:
    """Return whether a column holds nothing but years: no two of them come to a third."""
    return all(
        isinstance(cell, Decimal) and _YEARS[0] <= cell <= _YEARS[1]
        for cell in (to_number(row.cells.get(name)) for row in rows)
    )


def _is_named_total(row: TableRow, names: Sequence[str]) -> bool:
    return any(_TOTAL_WORDS.search(str(row.cells.get(name, ""))) for name in names)


def _group_rows(
    rows: Sequence[TableRow], indexes: Sequence[int], names: Sequence[str]
) -> Iterator[Sequence[int]]:
    """Yield those of some rows that have a cell in common, column by column."""
    for name in names:
        groups: dict[Cell, list[int]] = {}
        for index in indexes:
            groups.setdefault(rows[index].cells.get(name, ""), []).append(index)
        yield from groups.values()


def _find_totals(
    columns: Sequence[Sequence[Value]],
    group: Sequence[int],
    parts: Set[int],
    small_rows: Set[int],
    below: int | None,
) -> Iterator[int]:
    """Yield the rows of a group that may be the sum of some parts, as far as a reader can tell.

    Not those that *are* the sum: from a row that would be it, were a small count another one, and
    is shown, readers learn that it is not.
    """
    if len(group) <= _FEWEST_PARTS:
        return
    sums = [_sum_column(cells, parts, small_rows, below) for cells in columns]
    for index in (index for index in group if index not in small_rows):
        figures = [
            (cell, _sum_without(column, cell if index in parts else Decimal(0)))
            for cells, column in zip(columns, sums, strict=True)
            if isinstance(cell := cells[index], Decimal)
        ]
        if figures and all(column.may_be(cell) for cell, column in figures):
            yield index


class _Sum(NamedTuple):
    """What the parts of a column come to: at least, and at most where that is known."""

    least: Decimal
    most: Decimal | None

    def may_be(self, number: Decimal) -> bool:
        """Return whether a number may be the sum."""
        return self.least <= number and (self.most is None or number <= self.most)


def _sum_column(
    cells: Sequence[Value], parts: Set[int], small_rows: Set[int], below: int | None
) -> _Sum:
    shown_cells = [cells[index] for index in parts if index not in small_rows]
    shown = sum((cell for cell in shown_cells if isinstance(cell, Decimal)), Decimal(0))
    hidden_cells = [cells[index] for index in parts if index in small_rows]
    small_count = sum(may_be_small(cell, below) for cell in hidden_cells)
    is_bounded = all(
        cell is Gap.MISSING or not cell or may_be_small(cell, below) for cell in hidden_cells
    )
    most = shown + small_count * ((below or 0) - 1) if is_bounded else None
    # One at least; of several, some may be the sum of others.
    return _Sum(shown + min(small_count, 1), most)


def _sum_without(column: _Sum, number: Decimal) -> _Sum:
    most = None if column.most is None else column.most - number
    return _Sum(column.least - number, most)
