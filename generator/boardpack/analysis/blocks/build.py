"""From a dataset to the block that shows it: the one place that knows every kind of block."""

from __future__ import annotations

from datetime import date

from boardpack.analysis.blocks.assurance import build_assurance_block
from boardpack.analysis.blocks.block import Block
from boardpack.analysis.blocks.finance import build_finance_block
from boardpack.analysis.blocks.measures import build_measures_block, is_reported
from boardpack.analysis.blocks.plans import build_plans_block
from boardpack.analysis.blocks.risks import build_risks_block
from boardpack.analysis.blocks.table import build_table_block
from boardpack.analysis.measures import Measured
from boardpack.model.dataset import Contract, Kind
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.instance import Instance
from boardpack.model.period import Period
from boardpack.model.series import Series
from boardpack.model.span import Reporter


def build_block(
    instance: Instance,
    name: str,
    series: Series,
    service: Reporter,
    period: Period,
    day: date,
    former: tuple[Measured, ...] = (),
) -> Block:
    """Return what a section of a service shows of a dataset for a period.

    `day` is the last of the edition's period, which may be later than `period`. `former` are the
    series of services that have no part in the edition any more.
    """
    dataset = instance.datasets[name]
    match dataset.contract.kind:
        case Kind.MEASURES:
            return build_measures_block(dataset, series, service, period, former)
        case Kind.FINANCE:
            return build_finance_block(dataset, service.id, period)
        case Kind.RISKS:
            title = instance.directorate.find_service_title(service.id)
            return build_risks_block(dataset, service.id, title, period)
        case Kind.ASSURANCE:
            return build_assurance_block(dataset, service.id, period)
        case Kind.PLANS:
            return build_plans_block(dataset, service.id, period, day)
        case Kind.TABLE:
            return build_table_block(dataset, service.id, period)


def has_figures_of(contract: Contract, service: Reporter, period: Period) -> bool:
    """Return whether a dataset has figures of a service for a period: else nothing is owed.

    Both must be there in the last period of the dataset's own, and a dataset of measures must have
    one that the service reports.
    """
    own_period = contract.find_period(period)
    if not service.span.covers(own_period) or not contract.span.covers(own_period):
        return False
    if contract.kind is Kind.MEASURES:
        return any(
            is_reported(contract, measure, service.id) and measure.span.covers(own_period)
            for measure in contract.measures
        )
    is_everybodys = not contract.services or service.id == WHOLE_DIRECTORATE
    return is_everybodys or service.id in contract.services
