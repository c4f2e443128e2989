"""Rules on figures and tables of an earlier period that pass as this one's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from boardpack.analysis.edition import Edition
from boardpack.analysis.once import worked_out_once
from boardpack.analysis.standstill import Standstill, find_standstill
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_dataset_owner
from boardpack.checks.scope import find_section_of_dataset, list_shown_blocks
from boardpack.findings import Fault, Severity
from boardpack.model.dataset import Kind
from boardpack.model.period import parse_period
from boardpack.model.rows import Dataset


@rule("M116", "Figures and tables move from one period to the next", Severity.WARNING)
def find_repeated_figures(edition: Edition) -> Iterator[Fault]:
    """Compare them with their source. If they are right, say why under `unchanged` in the
    dataset.yml; take out a table that only repeats the last one, which stands until a newer comes.
    """
    for dataset, standstill in _list_standstills(edition):
        if dataset.contract.kind.lasts or not standstill.is_copy:
            yield _build_fault(edition, dataset, standstill)


@rule("M117", "No file is that of an earlier period under a new name")
def find_copied_files(edition: Edition) -> Iterator[Fault]:
    """Bring in the period's own figures. If they are the same in truth, say why in the dataset.yml,
    by period: `unchanged: {2018-11: reason}`.
    """
    for dataset, standstill in _list_standstills(edition):
        if standstill.is_copy and not dataset.contract.kind.lasts:
            yield _build_fault(edition, dataset, standstill)


@worked_out_once
def _list_standstills(edition: Edition) -> tuple[tuple[Dataset, Standstill], ...]:
    """Return the datasets that stand still in the period that is shown, without giving a reason."""
    shown_blocks = (block for _, block in list_shown_blocks(edition))
    shown = dict.fromkeys((block.dataset_id, block.period.id) for block in shown_blocks)
    return tuple(_iterate_standstills(edition, shown))


def _iterate_standstills(
    edition: Edition, shown: Iterable[tuple[str, str]]
) -> Iterator[tuple[Dataset, Standstill]]:
    for dataset_id, period in shown:
        dataset = edition.instance.datasets[dataset_id]
        if period not in dataset.contract.unchanged:
            standstill = find_standstill(dataset, edition.series[dataset_id], period)
            if standstill is not None:
                yield dataset, standstill


def _build_fault(edition: Edition, dataset: Dataset, standstill: Standstill) -> Fault:
    earlier_month = parse_period(standstill.earlier_period)
    title = dataset.contract.find_period(earlier_month).title
    what = "figures" if dataset.contract.kind is Kind.MEASURES else "rows"
    share = f"{standstill.repeated} of {standstill.total}"
    if standstill.repeated == standstill.total:
        share = f"all {standstill.total}"
    return Fault(
        standstill.place,
        f"{share} {what} equal those of {title} to the last digit",
        find_dataset_owner(edition, dataset.contract),
        section=find_section_of_dataset(edition, dataset.id),
    )
