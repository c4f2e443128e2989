"""How far the steps of an edition's timetable have come, and what the next one waits for."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from boardpack.analysis.deadlines import compute_deadline
from boardpack.analysis.edition import Edition
from boardpack.analysis.outstanding import Duty, Handover, OutstandingItem
from boardpack.load.timetable import parse_deadline
from boardpack.model.pack import Step
from boardpack.model.timetable import Milestone

_FILES = frozenset({Duty.OPENING, Duty.FIGURES, Duty.NARRATIVE, Duty.ANSWER})


@dataclass(frozen=True, slots=True)
class StepProgress:
    """A step with its moment; `is_done` is None where nothing shows whether it was taken.

    `waits_for` is what others owe before it can be taken.
    """

    step: Step
    due: datetime
    is_done: bool | None
    waits_for: tuple[OutstandingItem, ...]

    def is_late(self, now: datetime) -> bool:
        """Return whether it is known not to be done although its time is over."""
        return self.is_done is False and now > self.due


def list_step_progress(
    edition: Edition, items: Sequence[OutstandingItem], handover: Handover | None
) -> tuple[StepProgress, ...]:
    """Return the steps of an edition in the order of their moments.

    `items` is what is outstanding. Without a `handover` nobody knows what was published.
    """
    progress = [
        _judge_step(edition, step, items, handover)
        for step in edition.pack.timetable
        if parse_deadline(step.when, edition.pack.cadence)
    ]
    return tuple(sorted(progress, key=lambda step_progress: step_progress.due))


def find_next_step(steps: Sequence[StepProgress], now: datetime) -> StepProgress | None:
    """Return the first step whose time is not over and of which nothing shows that it is done."""
    return next((step for step in steps if step.due >= now and not step.is_done), None)


def _judge_step(
    edition: Edition, step: Step, items: Sequence[OutstandingItem], handover: Handover | None
) -> StepProgress:
    due = compute_deadline(step, edition.pack, edition.period)
    needed = _select_needed(step.gate, items) if step.gate else ()
    waits_for = tuple(item for item in items if item in needed or item.due < due)
    return StepProgress(step, due, _is_done(step, items, handover), waits_for)


def _is_done(
    step: Step, items: Sequence[OutstandingItem], handover: Handover | None
) -> bool | None:
    match step.done_when:
        case None:
            return None
        case Milestone.PUBLISHED:
            return handover.is_published if handover else None
        case Milestone.CIRCULATED:
            return handover.is_circulated if handover else None
        case Milestone.FIGURES | Milestone.NARRATIVES:
            # It is over when its own part is there, whatever others owe.
            needed = _select_needed(step.done_when, items)
            return not any(item.role == step.who and _is_about(step, item) for item in needed)
        case Milestone.OPENED | Milestone.COMPLETE | Milestone.SIGNED_OFF:
            needed = _select_needed(step.done_when, items)
            return not any(_is_about(step, item) for item in needed)


def _is_about(step: Step, item: OutstandingItem) -> bool:
    return not step.sections or not item.section or item.section in step.sections


def _select_needed(
    milestone: Milestone, items: Sequence[OutstandingItem]
) -> tuple[OutstandingItem, ...]:
    """Return what is outstanding before an edition has come so far."""
    duties = _list_duties(milestone)
    return tuple(item for item in items if item.kind in duties)


def _list_duties(milestone: Milestone) -> Set[Duty]:
    match milestone:
        case Milestone.OPENED:
            return {Duty.OPENING}
        case Milestone.FIGURES:
            return {Duty.OPENING, Duty.FIGURES}
        case Milestone.NARRATIVES:
            return {Duty.OPENING, Duty.NARRATIVE, Duty.ANSWER}
        case Milestone.COMPLETE:
            return _FILES
        case Milestone.SIGNED_OFF:
            return _FILES | {Duty.SIGNATURE}
        case Milestone.PUBLISHED:
            return _FILES | {Duty.SIGNATURE, Duty.PUBLICATION}
        case Milestone.CIRCULATED:
            return frozenset(Duty)
