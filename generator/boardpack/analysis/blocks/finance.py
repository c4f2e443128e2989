"""One budget of one service."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from boardpack.analysis.blocks.block import FiledBlock
from boardpack.analysis.blocks.quotable import Quotable
from boardpack.analysis.blocks.row_keys import RowKey
from boardpack.analysis.finance import (
    Amounts,
    Difference,
    Group,
    find_differences,
    list_amounts,
    sum_amounts,
)
from boardpack.analysis.finance_judgement import compute_run_rate, find_material_variances
from boardpack.analysis.lines import list_contract_lines, to_line
from boardpack.analysis.rag import Rating
from boardpack.analysis.variation import Variations
from boardpack.load.finance import AMOUNTS
from boardpack.model.dataset import (
    Contract,
    Unit,
)
from boardpack.model.period import Period
from boardpack.model.rows import (
    Dataset,
    FinanceLine,
    PrintedTotal,
)


@dataclass(frozen=True, slots=True)
class FinanceBlock(FiledBlock):
    """One budget of one service."""

    dataset_id: str
    contract: Contract
    period: Period
    file_period: Period
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
            return list_amounts(grand[-1])
        return sum_amounts([line for group in self.groups for line in group.lines])

    @property
    def is_there(self) -> bool:
        """Whether there is a budget line."""
        return bool(self.groups)

    @property
    def is_blank(self) -> bool:
        """Whether there is no budget line."""
        return not self.groups

    @property
    def ratings(self) -> tuple[Rating, ...]:
        """A budget is not rated."""
        return ()

    def list_missing(self) -> Iterator[str]:
        """Yield that there is no budget line."""
        if not self.groups:
            yield f"no budget lines for {self.period.title}"

    def summarise(self) -> Iterator[str]:
        """Yield the total to date and its variance."""
        actual, variance = self.total[1], self.total[2]
        words = f"{actual:,} to date, variance {variance:+,} ({self.contract.unit})"
        yield f"{self.contract.title}: {words}"

    def list_quotables(self) -> Iterator[Quotable]:
        """Yield the amounts of each line and total, in the contract's unit."""
        for row in self._iterate_rows():
            title = row.line_title if isinstance(row, FinanceLine) else "total"
            for name, amount in zip(AMOUNTS, list_amounts(row), strict=True):
                words = f"{amount:,} as {name.replace('_', ' ')}"
                yield Quotable(title, amount, Unit.COUNT, amount, words)

    def list_responsible(self) -> Iterator[str]:
        """Yield nothing: no row names anybody."""
        return iter(())

    def list_row_keys(self) -> Iterator[RowKey]:
        """Yield the key of the service's lines and totals in the period's files."""
        stem = PurePosixPath(self.path).stem if self.path else self.file_period.id
        yield self.dataset_id, stem, self.service

    def signed_rows(self) -> Iterator[str]:
        """Yield each budget line and printed total with its six amounts."""
        return (_format_row(self.dataset_id, row) for row in self._iterate_rows())

    def signed_definitions(self, service: str) -> Iterator[str]:
        """Yield what the contract says, such as which variances must be explained."""
        for line in list_contract_lines(self.contract, service, self.period):
            yield f"{self.dataset_id} {line}"

    def signed_figures(self, variations: Variations) -> Iterator[str]:
        """Yield totals, run rate, material variances, and what does not add up."""
        return (f"{self.dataset_id} {self.period.id} {line}" for line in _list_budget_lines(self))

    def _iterate_rows(self) -> Iterator[FinanceLine | PrintedTotal]:
        for group in self.groups:
            yield from group.lines
            if group.printed is not None:
                yield group.printed
        yield from self.totals


def build_finance_block(dataset: Dataset, service: str, period: Period) -> FinanceBlock:
    """Return the budget of a service: that of the last period of the dataset's own to have ended.

    A quarter's file may come in any month after it, until the next quarter's.
    """
    own_period = dataset.contract.find_period(period)
    files = [file for file in dataset.files if own_period.id <= file.period <= period.id]
    file = files[-1] if files else None
    lines = [row for row in file.rows if isinstance(row, FinanceLine)] if file else []
    service_lines = sorted(
        (row for row in lines if row.service == service), key=lambda row: row.order
    )
    printed = [
        printed_total
        for printed_total in (file.totals if file else ())
        if printed_total.service == service
    ]
    groups = tuple(_iterate_groups(service_lines, printed))
    totals = tuple(total for total in printed if total.level != "group")
    differences = tuple(find_differences(dataset.contract.rounding, groups, totals))
    path = file.path if file else ""
    return FinanceBlock(
        dataset.id,
        dataset.contract,
        own_period,
        period,
        path,
        service,
        groups,
        totals,
        differences,
    )


def _iterate_groups(
    lines: Sequence[FinanceLine], printed: Sequence[PrintedTotal]
) -> Iterator[Group]:
    subtotals = {total.group: total for total in printed if total.level == "group"}
    # Groups stand in the order of their first line, as the source has them.
    for title in dict.fromkeys(line.group for line in lines):
        group_lines = tuple(line for line in lines if line.group == title)
        yield Group(title, group_lines, subtotals.get(title))


def _format_row(dataset_id: str, row: FinanceLine | PrintedTotal) -> str:
    title = row.line_title if isinstance(row, FinanceLine) else f"total of {row.level}"
    amounts = ", ".join(f"{name} {getattr(row, name)}" for name in AMOUNTS)
    return f"{dataset_id} {to_line(row.group)} {to_line(title)} {row.order}: {amounts}"


def _list_budget_lines(block: FinanceBlock) -> Iterator[str]:
    if not block.groups:
        return
    yield f"total {_format_amounts(block.total)}"
    for group in block.groups:
        yield f"{to_line(group.title)} {_format_amounts(group.amounts)}"
    rate = compute_run_rate(block)
    yield f"run rate {rate.yearly}, forecast {rate.forecast}, gap {rate.gap}"
    for material in find_material_variances(block):
        share = f"{material.variance} of {material.budget}"
        yield f"material {to_line(material.line)}, {material.span.value}: {share}"
    for difference in block.differences:
        printed, added = difference.printed, difference.calculated
        cell = f"{to_line(difference.row_title)} {difference.column}"
        yield f"differs {cell}: {printed} printed, {added} added"


def _format_amounts(amounts: Amounts) -> str:
    return " ".join(map(str, amounts))
