"""Which editions are under way at a moment, whether or not anybody has opened them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from boardpack.analysis.deadlines import (
    compute_deadline,
    compute_due_day,
    find_working_day_before,
)
from boardpack.cycle.meeting_periods import list_meeting_periods
from boardpack.model.instance import EditionId, Instance
from boardpack.model.pack import Pack
from boardpack.model.period import Cadence, Period, find_week, parse_period

_PERIODS_LOOKED_AT = 4
"""No timetable reaches beyond the month after the period but by a chain of steps."""


def list_running_editions(instance: Instance, now: datetime) -> tuple[EditionId, ...]:
    """Return the editions under way, oldest first: from the working day before their first step.

    An edition is under way until the next one is due, and the first one that a pack has ever had
    comes first: a pack that nobody has used yet, or one without a timetable, asks for nothing.
    """
    return tuple(
        (pack_id, period.id)
        for pack_id, pack in instance.packs.items()
        for period in _iterate_periods(instance, pack_id, pack, now)
        if _is_running(pack, period, now)
    )


def find_next_due(pack: Pack, now: datetime) -> Period:
    """Return the first period whose edition is not due yet, or is due today."""
    periods = _find_current(pack, now).list_window(_PERIODS_LOOKED_AT)
    return next(
        (period for period in periods if compute_due_day(pack, period) >= now.date()),
        periods[-1].step_back(-1),
    )


def is_far_ahead(pack: Pack, period: Period, now: datetime) -> bool:
    """Return whether a period begins only after the one that follows what is under way now.

    When a committee meets is in its agenda.
    """
    return not pack.committee and period > _find_current(pack, now).step_back(-1)


def _iterate_periods(
    instance: Instance, pack_id: str, pack: Pack, now: datetime
) -> Iterator[Period]:
    known_periods = [period for known_pack, period in instance.edition_ids if known_pack == pack_id]
    if not known_periods or not pack.timetable:
        return
    if pack.committee:
        yield from (
            period
            for period in list_meeting_periods(instance, pack_id)
            # Without an agenda nobody knows which papers are owed.
            if instance.find_agenda(pack_id, period.id)
        )
        return
    first = parse_period(known_periods[0])
    current = _find_current(pack, now)
    yield from (period for period in current.list_window(_PERIODS_LOOKED_AT) if period >= first)


def _find_current(pack: Pack, now: datetime) -> Period:
    if pack.cadence is Cadence.WEEKLY:
        return find_week(now.date())
    return parse_period(f"{now:%Y-%m}")


def _is_running(pack: Pack, period: Period, now: datetime) -> bool:
    first_day = min(compute_deadline(step, pack, period).date() for step in pack.timetable)
    # A meeting is over on its day; when the next one is nobody can work out.
    is_meeting = bool(pack.committee)
    last_day = period.end if is_meeting else compute_due_day(pack, period.step_back(-1))
    return find_working_day_before(first_day) <= now.date() <= last_day
