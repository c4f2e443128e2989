"""Budget tables: groups, subtotals, totals, and where printed figures do not add up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from boardpack.findings import Place
from boardpack.load.finance import AMOUNTS
from boardpack.model.dataset import Contract, Dataset, FinanceLine, PrintedTotal
from boardpack.model.period import Period

Amounts = tuple[Decimal, ...]
"""Six amounts in the order of AMOUNTS."""
_PAIRS = (("ytd", 0, 1, 2), ("forecast", 3, 4, 5))


class Difference(NamedTuple):
    """A printed figure that does not equal the one worked out from its parts.

    `addends` is how many rounded figures were added; up to half a rounding unit for each of them
    and for the printed figure itself can come from rounding alone.
    """

    check: str
    where: str
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
        return amounts(self.printed) if self.printed else _sum(self.lines)


@dataclass(frozen=True, slots=True)
class FinanceBlock:
    """One budget of one service."""

    dataset_id: str
    contract: Contract
    period: Period
    path: str
    service: str
    groups: tuple[Group, ...]
    totals: tuple[PrintedTotal, ...]
    differences: tuple[Difference, ...]

    @property
    def total(self) -> Amounts:
        """The printed grand total, or the sum of all lines where none is printed."""
        grand = [total for total in self.totals if total.level == "grand-total"]
        if grand:
            return amounts(grand[-1])
        return _sum([line for group in self.groups for line in group.lines])


def finance_block(dataset: Dataset, service: str, period: Period) -> FinanceBlock:
    """Return the budget of a service from the file of a period."""
    file = next((f for f in dataset.files if f.period == period.id), None)
    lines = [r for r in file.rows if isinstance(r, FinanceLine)] if file else []
    mine = sorted((r for r in lines if r.service == service), key=lambda r: r.order)
    printed = [t for t in (file.totals if file else ()) if t.service == service]
    groups = tuple(_groups(mine, printed))
    totals = tuple(total for total in printed if total.level != "group")
    differences = tuple(_differences(dataset.contract.rounding, groups, totals))
    path = file.path if file else ""
    return FinanceBlock(
        dataset.id, dataset.contract, period, path, service, groups, totals, differences
    )


def amounts(row: FinanceLine | PrintedTotal) -> Amounts:
    """Return the six amounts of a row."""
    return tuple(getattr(row, name) for name in AMOUNTS)


def over_or_under(variance: Decimal) -> str:
    """Return the word for a variance of spending: above the budget is over, equal is level."""
    if variance == 0:
        return "level"
    return "over" if variance > 0 else "under"


def _groups(lines: Sequence[FinanceLine], printed: Sequence[PrintedTotal]) -> Iterator[Group]:
    subtotals = {total.group: total for total in printed if total.level == "group"}
    for title in dict.fromkeys(line.group for line in lines):
        inside = tuple(line for line in lines if line.group == title)
        yield Group(title, inside, subtotals.get(title))


def _sum(rows: Iterable[FinanceLine | PrintedTotal]) -> Amounts:
    columns = list(zip(*(amounts(row) for row in rows), strict=True))
    return tuple(sum(column, Decimal(0)) for column in columns) or (Decimal(0),) * len(AMOUNTS)


def _differences(
    rounding: Decimal, groups: Sequence[Group], totals: Sequence[PrintedTotal]
) -> Iterator[Difference]:
    lines = [line for group in groups for line in group.lines]
    subtotals = [group.printed for group in groups if group.printed]
    rows: list[FinanceLine | PrintedTotal] = [*lines, *subtotals, *totals]
    for row in rows:
        yield from _variance_differences(rounding, row)
    for group in groups:
        if group.printed:
            yield from _sum_differences(rounding, "group subtotal", group.printed, group.lines)
    parts = [group.printed or group.lines[0] for group in groups]
    for total in totals:
        level = total.level
        yield from _sum_differences(rounding, f"{level} from subtotals", total, parts)
        yield from _sum_differences(rounding, f"{level} from lines", total, lines)


def _variance_differences(
    rounding: Decimal, row: FinanceLine | PrintedTotal
) -> Iterator[Difference]:
    six = amounts(row)
    for _, budget, actual, variance in _PAIRS:
        calculated = six[actual] - six[budget]
        if six[variance] != calculated:
            yield _difference(rounding, "variance", row, variance, calculated, 2)


def _sum_differences(
    rounding: Decimal,
    check: str,
    printed: PrintedTotal,
    parts: Sequence[FinanceLine | PrintedTotal],
) -> Iterator[Difference]:
    for column, calculated in enumerate(_sum(parts)):
        if amounts(printed)[column] != calculated:
            yield _difference(rounding, check, printed, column, calculated, len(parts))


def _difference(
    rounding: Decimal,
    check: str,
    row: FinanceLine | PrintedTotal,
    column: int,
    calculated: Decimal,
    addends: int,
) -> Difference:
    return Difference(
        check,
        title_of(row),
        AMOUNTS[column],
        amounts(row)[column],
        calculated,
        addends,
        rounding,
        row.service,
        row.place,
    )


def title_of(row: FinanceLine | PrintedTotal) -> str:
    """Return a line's title, a subtotal's group, or the level of a total."""
    if isinstance(row, FinanceLine):
        return row.line_title
    return row.group or row.level
