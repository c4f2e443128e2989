"""From a dataset to the block that shows it: the one place that knows every kind of block."""

from __future__ import annotations

from boardpack.analysis.blocks.block import Block
from boardpack.analysis.blocks.finance import build_finance_block
from boardpack.analysis.blocks.measures import build_measures_block
from boardpack.analysis.blocks.risks import build_risks_block
from boardpack.analysis.blocks.table import build_table_block
from boardpack.analysis.current import Series
from boardpack.model.dataset import Kind
from boardpack.model.instance import Instance
from boardpack.model.period import Period


def build_block(
    instance: Instance, name: str, series: Series, service: str, period: Period
) -> Block:
    """Return what a section of a service shows of a dataset for a period."""
    dataset = instance.datasets[name]
    match dataset.contract.kind:
        case Kind.MEASURES:
            return build_measures_block(dataset, series, service, period)
        case Kind.FINANCE:
            return build_finance_block(dataset, service, period)
        case Kind.RISKS:
            title = instance.directorate.find_service_title(service)
            return build_risks_block(dataset, service, title, period)
        case Kind.TABLE:
            return build_table_block(dataset, service, period)
