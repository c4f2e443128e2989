"""Rules on budget tables: what is printed must follow from its parts, but for rounding."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.edition import Edition, Entry
from boardpack.analysis.finance import Difference, FinanceBlock
from boardpack.checks.reach import path_of, shown
from boardpack.checks.registry import rule
from boardpack.checks.who import data_keeper
from boardpack.findings import Fault, Place
from boardpack.load.datasets import TOTALS

_PLAIN_WORDS = {"ytd": "year-to-date", "forecast": "forecast"}


@rule("B101", "Printed variances are actual less budget")
def variance_is_met(edition: Edition) -> Iterator[Fault]:
    """Compare the row with the source, and correct what was mistyped."""
    for entry, block in _budgets(edition):
        for one in block.differences:
            if one.check == "variance" and not one.is_rounding:
                words = f"'{one.where}': {_printed(one)}, but actual less budget is "
                yield _fault(edition, entry, one.place, f"{words}{one.calculated}")


@rule("B102", "Printed totals are the sum of their parts")
def total_is_met(edition: Edition) -> Iterator[Fault]:
    """Compare the total and its parts with the source: a line may be missing or mistyped."""
    for entry, block in _budgets(edition):
        unmet: dict[tuple[Place, str], list[Difference]] = {}
        for one in block.differences:
            if one.check != "variance" and not one.is_rounding:
                unmet.setdefault((one.place, one.check), []).append(one)
        for (place, check), found in unmet.items():
            sides = "; ".join(f"{_printed(one)}, the sum is {one.calculated}" for one in found)
            yield _fault(edition, entry, place, f"'{found[0].where}' ({check}): {sides}")


@rule("B103", "Every total that the source prints is there")
def total_is_there(edition: Edition) -> Iterator[Fault]:
    """Add the total as the source prints it, or correct `totals` in the dataset.yml."""
    budgets = list(_budgets(edition))
    prints_single = {block.dataset_id for _, block in budgets if _prints_single_lines(block)}
    for entry, block in budgets:
        for title in _missing_totals(block, block.dataset_id in prints_single):
            title_of_service = edition.instance.directorate.service_title(entry.service)
            words = f"there is no {title} for {title_of_service}"
            yield _fault(edition, entry, Place(path_of(block, TOTALS)), words)


def _budgets(edition: Edition) -> Iterator[tuple[Entry, FinanceBlock]]:
    for entry, block in shown(edition):
        if isinstance(block, FinanceBlock) and block.groups:
            yield entry, block


def _fault(edition: Edition, entry: Entry, place: Place, words: str) -> Fault:
    return Fault(place, words, data_keeper(edition, entry), entry.service, entry.section.id)


def _printed(one: Difference) -> str:
    span, _, what = one.column.partition("_")
    return f"{_PLAIN_WORDS[span]} {what} is printed as {one.printed}"


def _prints_single_lines(block: FinanceBlock) -> bool:
    """Return whether the source prints subtotals also for groups of one line."""
    return any(group.printed and len(group.lines) == 1 for group in block.groups)


def _missing_totals(block: FinanceBlock, single_lines_too: bool) -> Iterator[str]:
    promised = block.contract.totals
    if "group" in promised:
        for group in block.groups:
            if group.printed is None and (len(group.lines) > 1 or single_lines_too):
                yield f"subtotal of '{group.title}'"
    printed = {total.level for total in block.totals}
    yield from (level for level in promised if level != "group" and level not in printed)
