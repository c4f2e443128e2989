"""Schemes against their plan, and spending against funding: what the amounts of rows come to.

Amounts are in the contract's unit. Where a plan falls due through the year, what should have been
delivered by now is its share of the months from April up to the block's period.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from boardpack.analysis.finance_judgement import MONTHS_A_YEAR
from boardpack.analysis.lines import to_line
from boardpack.analysis.measures import find_decimals, round_value
from boardpack.analysis.named_periods import to_financial_month
from boardpack.model.dataset import (
    Contract,
    Progress,
)
from boardpack.model.rows import PlanLine

if TYPE_CHECKING:
    from boardpack.analysis.blocks.plans import PlansBlock
    from boardpack.analysis.blocks.table import TableBlock


class Delivery(StrEnum):
    """How an amount stands against what it should be by now."""

    AHEAD = "ahead"
    ON_PLAN = "on plan"
    BEHIND = "behind"
    UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """One scheme or year. `expected` is what should be there by now, as the source rounds.

    `percent` is of the plan.

    Figures are None where the table has none; a total is unknown when one of its parts is.
    """

    title: str
    group: str
    planned: Decimal | None
    actual: Decimal | None
    expected: Decimal | None
    one_off: bool

    @property
    def left(self) -> Decimal | None:
        """What is still to be delivered or spent."""
        if self.planned is None or self.actual is None:
            return None
        return self.planned - self.actual

    @property
    def percent(self) -> Decimal | None:
        """The share of the plan that is there, in per cent, told apart from the whole."""
        if self.actual is None or not self.planned:
            return None
        share = 100 * self.actual / self.planned
        return round_value(share, find_decimals(1, share, (Decimal(100),)))

    @property
    def delivery(self) -> Delivery:
        """Whether it is behind, on plan or ahead by now."""
        if self.actual is None or self.expected is None:
            return Delivery.UNKNOWN
        if self.actual == self.expected:
            return Delivery.ON_PLAN
        return Delivery.AHEAD if self.actual > self.expected else Delivery.BEHIND


@dataclass(frozen=True, slots=True)
class ProgressFigure:
    """The rows of a table, a total for each group, and one for all."""

    title: str
    unit: str
    rows: tuple[ProgressRow, ...]
    groups: tuple[ProgressRow, ...]
    total: ProgressRow
    words: str


def build_progress_figure(block: TableBlock | PlansBlock) -> ProgressFigure | None:
    """Return the figure of a block, or None where its contract names no columns for it."""
    columns = block.contract.progress
    # What is to save nothing is not missing from the total.
    counted = [row for row in block.rows if not isinstance(row, PlanLine) or row.has_saving]
    if columns is None or not counted:
        return None
    months = to_financial_month(block.period.end.month) if columns.through_year else MONTHS_A_YEAR
    unit = block.contract.rounding
    rows = tuple(_build_row(row.cells, columns, months, unit) for row in counted)
    titles = dict.fromkeys(row.group for row in rows if row.group)
    groups = tuple(
        _build_total(
            title,
            [progress_row for progress_row in rows if progress_row.group == title],
            months,
            unit,
        )
        for title in titles
    )
    total = _build_total("Total", rows, months, unit)
    words = " ".join(_describe_progress(block.contract, rows, total, months))
    return ProgressFigure(block.contract.title, block.contract.unit, rows, groups, total, words)


def list_progress_lines(figure: ProgressFigure) -> Iterator[str]:
    """Yield how each scheme, group and the whole stands against its plan, as it is signed."""
    for row in (*figure.rows, *figure.groups, figure.total):
        words = f"{row.delivery.value}: {row.actual} of {row.planned}, expected {row.expected}"
        yield f"{to_line(row.title)} {words}"


def _build_row(
    cells: Mapping[str, object], columns: Progress, months: int, unit: Decimal
) -> ProgressRow:
    planned, actual = (_read_number(cells, name) for name in (columns.planned, columns.actual))
    return ProgressRow(
        title=str(cells.get(columns.title, "")),
        group=str(cells.get(columns.group, "")) if columns.group else "",
        planned=planned,
        actual=actual,
        expected=_compute_expected(planned, months, unit),
        one_off=cells.get(columns.one_off) is True,
    )


def _compute_expected(planned: Decimal | None, months: int, unit: Decimal) -> Decimal | None:
    if planned is None or months == MONTHS_A_YEAR:
        return planned
    return (planned * months / MONTHS_A_YEAR).quantize(unit, ROUND_HALF_UP)


def _read_number(cells: Mapping[str, object], name: str) -> Decimal | None:
    cell = cells.get(name)
    return Decimal(cell) if isinstance(cell, int | Decimal) else None


def _build_total(
    title: str, rows: Sequence[ProgressRow], months: int, unit: Decimal
) -> ProgressRow:
    planned, actual = (
        _sum_known([getattr(row, name) for row in rows]) for name in ("planned", "actual")
    )
    one_off = any(row.one_off for row in rows)
    return ProgressRow(
        title, "", planned, actual, _compute_expected(planned, months, unit), one_off
    )


def _sum_known(amounts: Sequence[Decimal | None]) -> Decimal | None:
    known_amounts = [amount for amount in amounts if amount is not None]
    return sum(known_amounts, Decimal(0)) if len(known_amounts) == len(amounts) else None


def _describe_progress(
    contract: Contract, rows: Sequence[ProgressRow], total: ProgressRow, months: int
) -> Iterator[str]:
    unit = f", {contract.unit}" if contract.unit else ""
    if total.planned is None or total.actual is None or total.expected is None:
        yield f"The total is not known: figures are missing{unit}."
    elif months < MONTHS_A_YEAR:
        due_words = f"{total.expected:,} was due by now"
        yield f"{total.actual:,} of {total.planned:,} so far; {due_words}{unit}."
    else:
        yield f"{total.actual:,} of {total.planned:,}{unit}."
    behind_titles = [row.title for row in rows if row.delivery is Delivery.BEHIND]
    if behind_titles:
        word = "Behind" if contract.progress and contract.progress.through_year else "Not all used"
        yield f"{word}: {'; '.join(behind_titles)}."
    if one_off_titles := [row.title for row in rows if row.one_off]:
        yield f"One-off money: {'; '.join(one_off_titles)}."
