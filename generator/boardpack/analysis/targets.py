"""Targets from the directorate down to services and teams, and the gaps on the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from boardpack.analysis.measures import Measured
from boardpack.model.dataset import Better, Measure, Value
from boardpack.model.directorate import WHOLE_DIRECTORATE


@dataclass(frozen=True, slots=True)
class TargetNode:
    """One level of a measure's targets, in the measure's unit.

    `level` is `directorate`, a service's id or `service/team`. `is_gap` says that the level has no
    target of its own, although another level has one.
    """

    level: str
    target: Decimal | None
    is_gap: bool
    below: tuple[TargetNode, ...] = ()


def find_target(measured: Measured) -> Decimal | None:
    """Return what a measured value is held against: its latest row's target, else the cascade's."""
    return measured.target if isinstance(measured.target, Decimal) else None


def list_planned_values(measured: Measured, ahead: int = 0) -> tuple[Decimal | None, ...]:
    """Return the planned value of each period of a series, and of so many periods to come.

    The plan is the measure's trajectory; where it has none, the targets of the rows, if they differ
    from one period to the next. Empty where nothing is planned.
    """
    coming_periods = tuple(measured.periods[-1].step_back(-n) for n in range(1, ahead + 1))
    plan = measured.measure.trajectory
    values = tuple(plan.get(period.id) for period in (*measured.periods, *coming_periods))
    if not plan:
        targets = tuple(row.target if row else None for row in measured.rows)
        numeric_targets = tuple(
            target if isinstance(target, Decimal) else None for target in targets
        )
        values = (
            (*numeric_targets, *[None] * ahead) if len(set(numeric_targets) - {None}) > 1 else ()
        )
    return values if any(value is not None for value in values) else ()


def is_target_met(measure: Measure, value: Value, target: Decimal | None) -> bool | None:
    """Return whether a value reaches a target; equal is met. None where there is no telling."""
    if target is None or not isinstance(value, Decimal) or measure.better is Better.NEUTRAL:
        return None
    return value >= target if measure.better is Better.HIGHER else value <= target


def build_target_tree(measure: Measure, services: Sequence[str]) -> TargetNode | None:
    """Return the tree of a measure's targets, or None where no level has one."""
    top = measure.targets.get(WHOLE_DIRECTORATE, measure.target)
    if top is None and not measure.targets:
        return None
    reporting_services = [
        service_id
        for service_id in services
        if not measure.services or service_id in measure.services
    ]
    below = tuple(_build_service_node(measure, service) for service in reporting_services)
    return TargetNode(WHOLE_DIRECTORATE, top, top is None, below)


def find_target_gaps(node: TargetNode) -> Iterator[str]:
    """Yield the levels that have no target of their own, from the top down."""
    if node.is_gap:
        yield node.level
    for child in node.below:
        yield from find_target_gaps(child)


def _build_service_node(measure: Measure, service: str) -> TargetNode:
    own_target = measure.targets.get(service)
    teams = [level for level in measure.targets if level.startswith(f"{service}/")]
    below = tuple(TargetNode(team, measure.targets[team], is_gap=False) for team in teams)
    return TargetNode(service, own_target, own_target is None and bool(measure.targets), below)
