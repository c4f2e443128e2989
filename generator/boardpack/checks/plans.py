"""Rules on plans: priorities, delivery plans and schemes, as they stand when the period ends."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.blocks.block import Block, select_blocks
from boardpack.analysis.blocks.plans import PlansBlock
from boardpack.analysis.edition import Edition
from boardpack.analysis.plans import Standing, contradicts_date, find_standing, is_late
from boardpack.analysis.progress import Delivery, build_progress_figure
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_dataset_owner
from boardpack.checks.scope import (
    find_section_of_dataset,
    iterate_shown_rows,
    list_shown_blocks,
)
from boardpack.findings import Fault, Severity
from boardpack.model.period import format_day
from boardpack.model.rows import PlanLine, PlanStatus

_OFF_TRACK = (Standing.LATE, Standing.BEHIND)
_GOOD = (PlanStatus.ON_TRACK, PlanStatus.COMPLETE)


@rule("G101", "Every plan that is late says what comes next")
def find_late_plans_without_next_step(edition: Edition) -> Iterator[Fault]:
    """Write under `next_step` what is done now and who does it, or agree a new day."""
    for block, plan in iterate_shown_rows(edition, PlanLine):
        if is_late(plan, edition.period.end) and not plan.next_step:
            words = f"{_describe_lateness(plan)}, and nothing says what comes next"
            yield _build_fault(edition, block, plan, words)


@rule("G102", "Everything that is planned has somebody who is responsible", Severity.WARNING)
def find_plans_of_nobody(edition: Edition) -> Iterator[Fault]:
    """Agree who is responsible, and write the role under `responsible`."""
    for block, plan in iterate_shown_rows(edition, PlanLine):
        if plan.status.is_open and not plan.responsible:
            yield _build_fault(edition, block, plan, "has nobody who is responsible")


@rule("G103", "Everything that is planned has a day or a period", Severity.WARNING)
def find_plans_without_date(edition: Edition) -> Iterator[Fault]:
    """Write a day or a period such as 2019-03-31, March 2019, Q4 2018/19 or 2018/19. Words that
    are printed in the source may stay; nobody can then tell when it is late.
    """
    for block, plan in iterate_shown_rows(edition, PlanLine):
        if plan.status.is_open and plan.due is None:
            words = (
                f"has the timescale '{plan.timescale}', which is no day or period that can be read"
                if plan.timescale
                else "does not say by when it is done"
            )
            yield _build_fault(edition, block, plan, words)


@rule("G104", "No status contradicts its date")
def find_statuses_against_date(edition: Edition) -> Iterator[Fault]:
    """Write `behind`, `complete` or `stopped`, or the day that was agreed instead."""
    for block, plan in iterate_shown_rows(edition, PlanLine):
        if contradicts_date(plan, edition.period.end):
            words = f"is '{plan.status}', although it {_describe_lateness(plan)}"
            yield _build_fault(edition, block, plan, words)


@rule("G105", "No status contradicts its savings", Severity.WARNING)
def find_statuses_against_savings(edition: Edition) -> Iterator[Fault]:
    """Write `behind`, or correct what is planned and what was saved."""
    for block in _iterate_plan_blocks(edition):
        figure = build_progress_figure(block)
        savings = [plan for plan in block.rows if plan.has_saving]
        for plan, row in zip(savings, figure.rows, strict=True) if figure else ():
            if plan.status in _GOOD and row.delivery is Delivery.BEHIND:
                words = f"is '{plan.status}', but {row.actual:,} was saved of {row.expected:,}"
                yield _build_fault(edition, block, plan, f"{words} that were due by now")


@rule("G106", "Every saving that is off track has a contingency", Severity.WARNING)
def find_schemes_without_contingency(edition: Edition) -> Iterator[Fault]:
    """Write under `contingency` what is done if the scheme fails."""
    for block, plan in iterate_shown_rows(edition, PlanLine):
        standing = find_standing(plan, edition.period.end)
        if standing in _OFF_TRACK and plan.planned_saving is not None and not plan.contingency:
            words = f"is {standing}, and nothing says what is done if it fails"
            yield _build_fault(edition, block, plan, words)


def _iterate_plan_blocks(edition: Edition) -> Iterator[PlansBlock]:
    """Yield a block for each file of plans, the one with most of its plans."""
    blocks: dict[str, PlansBlock] = {}
    shown_blocks = (block for _, block in list_shown_blocks(edition))
    for block in select_blocks(shown_blocks, PlansBlock):
        blocks[block.path] = max(
            blocks.get(block.path, block), block, key=lambda one: len(one.rows)
        )
    return iter(blocks.values())


def _describe_lateness(plan: PlanLine) -> str:
    assert plan.due is not None, "what has no date is not late"
    return f"was due by {format_day(plan.due)}"


def _build_fault(edition: Edition, block: Block, plan: PlanLine, words: str) -> Fault:
    responsible = find_dataset_owner(edition, block.contract)
    section = find_section_of_dataset(edition, block.dataset_id)
    return Fault(plan.place, f"'{plan.title}' ({plan.id}) {words}", responsible, section=section)
