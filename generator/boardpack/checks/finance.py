"""Rules on budget tables: what is printed must follow from its parts, but for rounding."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.blocks.block import select_blocks
from boardpack.analysis.blocks.finance import FinanceBlock
from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.finance import Difference
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_data_keeper
from boardpack.checks.scope import build_data_path, find_shown_file, list_shown_blocks
from boardpack.findings import Fault, Place
from boardpack.load.datasets import TOTALS_SUFFIX

_PLAIN_WORDS = {"ytd": "year-to-date", "forecast": "forecast"}


@rule("B101", "Printed variances are actual less budget")
def find_wrong_variances(edition: Edition) -> Iterator[Fault]:
    """Compare the row with the source, and correct what was mistyped."""
    for entry, block in _iterate_budgets(edition):
        for difference in block.differences:
            if difference.check == "variance" and not difference.is_rounding:
                printed = _describe_printed(difference)
                words = f"'{difference.row_title}': {printed}, but actual less budget is "
                yield _build_fault(
                    edition, entry, difference.place, f"{words}{difference.calculated}"
                )


@rule("B102", "Printed totals are the sum of their parts")
def find_wrong_totals(edition: Edition) -> Iterator[Fault]:
    """Compare the total and its parts with the source: a line may be missing or mistyped."""
    for entry, block in _iterate_whole_budgets(edition):
        unmet: dict[tuple[Place, str], list[Difference]] = {}
        for difference in block.differences:
            if difference.check != "variance" and not difference.is_rounding:
                unmet.setdefault((difference.place, difference.check), []).append(difference)
        for (place, check), differences in unmet.items():
            sides = "; ".join(
                f"{_describe_printed(difference)}, the sum is {difference.calculated}"
                for difference in differences
            )
            yield _build_fault(
                edition, entry, place, f"'{differences[0].row_title}' ({check}): {sides}"
            )


@rule("B103", "Every total that the source prints is there")
def find_missing_totals(edition: Edition) -> Iterator[Fault]:
    """Add the total as the source prints it, or correct `totals` in the dataset.yml."""
    budgets = list(_iterate_whole_budgets(edition))
    single_line_datasets = {
        block.dataset_id for _, block in budgets if _has_single_line_subtotals(block)
    }
    for entry, block in budgets:
        for title in _list_missing_totals(block, block.dataset_id in single_line_datasets):
            service_title = edition.instance.directorate.find_service_title(entry.service)
            words = f"there is no {title} for {service_title}"
            yield _build_fault(edition, entry, Place(build_data_path(block, TOTALS_SUFFIX)), words)


def _iterate_budgets(edition: Edition) -> Iterator[tuple[Entry, FinanceBlock]]:
    for entry, shown_block in list_shown_blocks(edition):
        for block in select_blocks([shown_block], FinanceBlock):
            if block.groups:
                yield entry, block


def _iterate_whole_budgets(edition: Edition) -> Iterator[tuple[Entry, FinanceBlock]]:
    """Yield the budgets of which every row was read: sums of the others say nothing."""
    for entry, block in _iterate_budgets(edition):
        file = find_shown_file(edition, block)
        if file is None or file.is_whole:
            yield entry, block


def _build_fault(edition: Edition, entry: Entry, place: Place, words: str) -> Fault:
    return Fault(place, words, find_data_keeper(edition, entry), entry.service, entry.section.id)


def _describe_printed(difference: Difference) -> str:
    span, _, amount_kind = difference.column.partition("_")
    return f"{_PLAIN_WORDS[span]} {amount_kind} is printed as {difference.printed}"


def _has_single_line_subtotals(block: FinanceBlock) -> bool:
    """Return whether the source prints subtotals also for groups of one line."""
    return any(group.printed and len(group.lines) == 1 for group in block.groups)


def _list_missing_totals(block: FinanceBlock, with_single_lines: bool) -> Iterator[str]:
    promised_totals = block.contract.totals
    if "group" in promised_totals:
        for group in block.groups:
            if group.printed is None and (len(group.lines) > 1 or with_single_lines):
                yield f"subtotal of '{group.title}'"
    printed_levels = {total.level for total in block.totals}
    yield from (
        level for level in promised_totals if level != "group" and level not in printed_levels
    )
