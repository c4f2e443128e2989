"""Subtotals that nothing names: rows that may be the sum of those directly above or below them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate

from boardpack.analysis.small_counts import may_be_small
from boardpack.model.dataset import Gap, Value

_FEWEST_PARTS = 2


def find_neighbouring_totals(
    columns: Sequence[Sequence[Value]], order: Sequence[int], small_rows: Set[int], below: int
) -> Iterator[tuple[int, bool]]:
    """Yield the rows that may be the sum of others next to them, and whether a small one is part.

    Above and below, and once more without the subtotals found, for the totals of those.
    """
    totals: set[int] = set()
    for _ in range(2):
        parts = [index for index in order if index not in totals]
        for rows in (parts, parts[::-1]):
            for index, has_small in _find_totals_after(columns, rows, small_rows, below):
                totals.add(index)
                yield index, has_small


def _find_totals_after(
    columns: Sequence[Sequence[Value]], rows: Sequence[int], small_rows: Set[int], below: int
) -> Iterator[tuple[int, bool]]:
    """Yield the rows that may be the sum of a run of those before."""
    sums = [_sum_up([cells[index] for index in rows], rows, small_rows, below) for cells in columns]
    last_small = -1
    for end, index in enumerate(rows):
        if index in small_rows:
            last_small = end
            continue
        figures = [
            (column, int(cell))
            for cells, column in zip(columns, sums, strict=True)
            if not isinstance(cell := cells[index], Gap)
        ]
        # The longest run that fits has a small row in it if any has.
        first = max((column.find_first(end, number) for column, number in figures), default=end)
        last = min((column.find_last(end, number) for column, number in figures), default=-1)
        if first <= last:
            yield index, first <= last_small


@dataclass(frozen=True, slots=True)
class _RunningSums:
    """What a column comes to before each row: where one run begins is bisected, not tried."""

    shown: Sequence[int]
    small: Sequence[int]
    """How many cells hold a small count."""
    hidden: Sequence[int]
    """How many cells go with a small count in another column, and may hold anything."""
    below: int

    def find_first(self, end: int, number: int) -> int:
        """Return where the longest run begins that does not come to more than a number."""
        return bisect_left(
            range(end - _FEWEST_PARTS + 1),
            True,
            key=lambda start: self._sum_least(start, end) <= number,
        )

    def find_last(self, end: int, number: int) -> int:
        """Return where the shortest run begins that may come to a number."""
        return (
            bisect_left(
                range(end - _FEWEST_PARTS + 1),
                True,
                key=lambda start: self._sum_most(start, end, number) < number,
            )
            - 1
        )

    def _sum_least(self, start: int, end: int) -> int:
        # One at least; of several, some may be the sum of others.
        return self.shown[end] - self.shown[start] + (self.small[end] > self.small[start])

    def _sum_most(self, start: int, end: int, number: int) -> int:
        if self.hidden[end] > self.hidden[start]:
            return number
        small = self.small[end] - self.small[start]
        return self.shown[end] - self.shown[start] + small * (self.below - 1)


def _sum_up(
    cells: Sequence[Value], rows: Sequence[int], small_rows: Set[int], below: int
) -> _RunningSums:
    is_hidden = [index in small_rows for index in rows]
    is_small = [may_be_small(cell, below) for cell in cells]
    numbers = [0 if isinstance(cell, Gap) else int(cell) for cell in cells]
    triples = list(zip(numbers, is_hidden, is_small, strict=True))
    return _RunningSums(
        _add_up([0 if hidden else number for number, hidden, _ in triples]),
        _add_up(is_small),
        _add_up([hidden and not small and number != 0 for number, hidden, small in triples]),
        below,
    )


def _add_up(numbers: Sequence[int]) -> list[int]:
    return list(accumulate(numbers, initial=0))
