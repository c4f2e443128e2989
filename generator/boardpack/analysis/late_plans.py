"""The plans of an edition that are late, wherever they are shown."""

from __future__ import annotations

from datetime import date

from boardpack.analysis.blocks.block import select_blocks
from boardpack.analysis.blocks.plans import PlansBlock
from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.once import worked_out_once
from boardpack.analysis.plans import Standing
from boardpack.model.rows import PlanLine


@worked_out_once
def find_late_plans(edition: Edition) -> tuple[tuple[PlanLine, Entry], ...]:
    """Return each late plan once, with an entry that shows it, the longest overdue first."""
    late_plans = {
        (block.dataset_id, plan.id): (plan, entry)
        for entry in edition.entries
        for block in select_blocks(entry.blocks, PlansBlock)
        for plan, standing, _ in block.standings
        if standing is Standing.LATE
    }
    return tuple(
        sorted(late_plans.values(), key=lambda pair: (pair[0].due or date.max, pair[0].id))
    )
