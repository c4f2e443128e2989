"""Targets from the directorate down to services and teams, and the gaps on the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from boardpack.analysis.measures import Measured
from boardpack.model.dataset import Better, LaterTarget, Measure, Value
from boardpack.model.directorate import WHOLE_DIRECTORATE


@dataclass(frozen=True, slots=True)
class TargetNode:
    """One level of a measure's targets, in the measure's unit.

    `level` is `directorate`, a service's id or `service/team`. `is_gap` says that the level has no
    target of its own, although another level has one. `coming` is its own next target.
    """

    level: str
    target: Decimal | None
    is_gap: bool
    coming: LaterTarget | None = None
    below: tuple[TargetNode, ...] = ()


def find_target(measured: Measured) -> Decimal | None:
    """Return what a measured value is held against: its latest row's target, else the cascade's."""
    target = measured.target
    return target if isinstance(target, Decimal) else None


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


def build_target_tree(
    measure: Measure, services: Sequence[str], period_id: str = ""
) -> TargetNode | None:
    """Return the tree of a measure's targets in a period, or None where no level has one."""
    top = measure.find_own_target(WHOLE_DIRECTORATE, period_id)
    if top is None and not measure.targets and not measure.later_targets:
        return None
    reporting_services = [
        service_id
        for service_id in services
        if not measure.services or service_id in measure.services
    ]
    below = tuple(
        _build_service_node(measure, service, period_id) for service in reporting_services
    )
    coming = measure.find_coming_target(WHOLE_DIRECTORATE, period_id)
    return TargetNode(WHOLE_DIRECTORATE, top, top is None, coming, below)


def find_target_gaps(node: TargetNode) -> Iterator[str]:
    """Yield the levels that have no target of their own, from the top down."""
    if node.is_gap:
        yield node.level
    for child in node.below:
        yield from find_target_gaps(child)


def _build_service_node(measure: Measure, service: str, period_id: str) -> TargetNode:
    levels = (*measure.targets, *(later.level for later in measure.later_targets))
    teams = dict.fromkeys(level for level in levels if level.startswith(f"{service}/"))
    below = tuple(_build_node(measure, team, period_id, is_gap=False) for team in teams)
    is_gap = bool(measure.targets) and measure.find_own_target(service, period_id) is None
    return replace(_build_node(measure, service, period_id, is_gap), below=below)


def _build_node(measure: Measure, level: str, period_id: str, is_gap: bool) -> TargetNode:
    own_target = measure.find_own_target(level, period_id)
    coming = measure.find_coming_target(level, period_id)
    is_own = coming is not None and coming.level == level
    return TargetNode(level, own_target, is_gap, coming if is_own else None)
