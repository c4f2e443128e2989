"""Budget tables: groups, subtotals, totals, and where printed figures do not add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from boardpack.findings import Place
from boardpack.load.finance import AMOUNTS
from boardpack.model.rows import (
    FinanceLine,
    PrintedTotal,
)

Amounts = tuple[Decimal, ...]
"""Six amounts in the order of AMOUNTS."""
_PAIRS = (("ytd", 0, 1, 2), ("forecast", 3, 4, 5))


class Difference(NamedTuple):
    """A printed figure that does not equal the one worked out from its parts.

    `addends` is how many rounded figures were added; up to half a rounding unit for each of them
    and for the printed figure itself can come from rounding alone.
    """

    check: str
    row_title: str
    column: str
    printed: Decimal
    calculated: Decimal
    addends: int
    rounding: Decimal
    service: str
    place: Place

    @property
    def is_rounding(self) -> bool:
        """Whether rounding alone can have caused it."""
        # Each of them, and the printed one, may be half a unit off.
        tolerance = self.rounding * (self.addends + 1) / 2
        return abs(self.printed - self.calculated) <= tolerance


@dataclass(frozen=True, slots=True)
class Group:
    """Budget lines under one heading; `printed` is the source's own subtotal, if it has one."""

    title: str
    lines: tuple[FinanceLine, ...]
    printed: PrintedTotal | None

    @property
    def amounts(self) -> Amounts:
        """The printed subtotal, or the sum of the lines where none is printed."""
        return list_amounts(self.printed) if self.printed else sum_amounts(self.lines)


def list_amounts(row: FinanceLine | PrintedTotal) -> Amounts:
    """Return the six amounts of a row."""
    return tuple(getattr(row, name) for name in AMOUNTS)


def describe_variance(variance: Decimal) -> str:
    """Return the word for a variance of spending: above the budget is over, equal is level."""
    if variance == 0:
        return "level"
    return "over" if variance > 0 else "under"


def sum_amounts(rows: Iterable[FinanceLine | PrintedTotal]) -> Amounts:
    """Return the six sums over rows, column by column; zeros where there is no row."""
    columns = list(zip(*(list_amounts(row) for row in rows), strict=True))
    return tuple(sum(column, Decimal(0)) for column in columns) or (Decimal(0),) * len(AMOUNTS)


def find_differences(
    rounding: Decimal, groups: Sequence[Group], totals: Sequence[PrintedTotal]
) -> Iterator[Difference]:
    """Yield every printed figure that is not the one worked out from its parts."""
    lines = [line for group in groups for line in group.lines]
    subtotals = [group.printed for group in groups if group.printed]
    rows: list[FinanceLine | PrintedTotal] = [*lines, *subtotals, *totals]
    for row in rows:
        yield from _find_variance_differences(rounding, row)
    for group in groups:
        if group.printed:
            yield from _find_sum_differences(rounding, "group subtotal", group.printed, group.lines)
    # A source that prints no subtotal for a group of one line lets the line stand for it.
    parts = [group.printed or group.lines[0] for group in groups]
    for total in totals:
        level = total.level
        yield from _find_sum_differences(rounding, f"{level} from subtotals", total, parts)
        yield from _find_sum_differences(rounding, f"{level} from lines", total, lines)


def _find_variance_differences(
    rounding: Decimal, row: FinanceLine | PrintedTotal
) -> Iterator[Difference]:
    six_amounts = list_amounts(row)
    for _, budget, actual, variance in _PAIRS:
        calculated = six_amounts[actual] - six_amounts[budget]
        if six_amounts[variance] != calculated:
            # Budget and actual are the two figures that were rounded.
            yield _build_difference(rounding, "variance", row, variance, calculated, 2)


def _find_sum_differences(
    rounding: Decimal,
    check: str,
    printed: PrintedTotal,
    parts: Sequence[FinanceLine | PrintedTotal],
) -> Iterator[Difference]:
    for column, calculated in enumerate(sum_amounts(parts)):
        if list_amounts(printed)[column] != calculated:
            yield _build_difference(rounding, check, printed, column, calculated, len(parts))


def _build_difference(
    rounding: Decimal,
    check: str,
    row: FinanceLine | PrintedTotal,
    column: int,
    calculated: Decimal,
    addends: int,
) -> Difference:
    return Difference(
        check,
        find_row_title(row),
        AMOUNTS[column],
        list_amounts(row)[column],
        calculated,
        addends,
        rounding,
        row.service,
        row.place,
    )


def find_row_title(row: FinanceLine | PrintedTotal) -> str:
    """Return a line's title, a subtotal's group, or the level of a total."""
    if isinstance(row, FinanceLine):
        return row.line_title
    return row.group or row.level
