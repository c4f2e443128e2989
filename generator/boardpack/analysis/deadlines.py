"""When the steps of a timetable fall: England's working days, in the month after the period."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.util import find_spec, module_from_spec

from boardpack.load.timetable import parse_deadline
from boardpack.model.pack import Pack, Step
from boardpack.model.period import Period
from boardpack.model.timetable import Counting, Deadline, Shift

END_OF_DAY = time(23, 59)
"""Where a step names a day and no time: until the day ends."""


def compute_deadline(step: Step, pack: Pack, period: Period) -> datetime:
    """Return the moment by which a step is done, local time in London, without a zone.

    Monthly steps fall in the month after the period, `last working day of previous month` on the
    last working day of the period itself. Weekly steps fall in the week after the period, those of
    a meeting before it.
    ValueError where the sentence is none of the grammar, or counts from a step that there is not.
    """
    timing = parse_deadline(step.when, pack.cadence)
    if timing is None:
        raise ValueError(f"'{step.when}' is not understood")
    day = _compute_day(timing, pack, period)
    return datetime.combine(_shift_day(day, step.on_non_working_day), timing.due_time or END_OF_DAY)


def compute_due_day(pack: Pack, period: Period) -> date:
    """Return the day on which an edition is due: its last deadline, or its period's last day."""
    days = [
        compute_deadline(step, pack, period).date()
        for step in pack.timetable
        if parse_deadline(step.when, pack.cadence)
    ]
    return max(days, default=period.end)


def is_working_day(day: date) -> bool:
    """Return whether a day is neither a weekend nor a bank holiday in England."""
    return day.weekday() < 5 and day not in list_bank_holidays(day.year)


def _shift_day(day: date, shift: Shift) -> date:
    match shift:
        case Shift.STAY:
            return day
        case Shift.BEFORE:
            return find_working_day_before(day + timedelta(days=1))
        case Shift.AFTER:
            return add_working_days(day - timedelta(days=1), 1)


def _compute_day(timing: Deadline, pack: Pack, period: Period) -> date:
    following = period.step_back(-1)
    match timing.counting:
        case Counting.WEEKDAY:
            return following.start + timedelta(days=timing.number)
        case Counting.CALENDAR_DAY:
            return following.start.replace(day=timing.number)
        case Counting.LAST_WORKING_DAY:
            return find_working_day_before(following.start)
        case Counting.WORKING_DAY:
            return find_working_day(following, timing.number)
        case Counting.BEFORE_MEETING:
            return _step_back_working_days(period.start, timing.number)
        case Counting.AFTER_STEP:
            earlier_step = pack.find_step(timing.step)
            if earlier_step is None:
                raise ValueError(f"there is no step '{timing.step}'")
            earlier_day = compute_deadline(earlier_step, pack, period).date()
            return add_working_days(earlier_day, timing.number)


def _step_back_working_days(day: date, number: int) -> date:
    for _ in range(number):
        day = find_working_day_before(day)
    return day


def find_working_day(month: Period, number: int) -> date:
    """Return the nth working day of a month."""
    return add_working_days(month.start - timedelta(days=1), number)


@cache
def add_working_days(day: date, number: int) -> date:
    """Return the nth working day after a day."""
    while number:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


def find_working_day_before(day: date) -> date:
    """Return the last working day before a day."""
    day -= timedelta(days=1)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


@cache
def list_bank_holidays(year: int) -> frozenset[date]:
    """Return the bank holidays of a year in England."""
    # The package takes a while to import, and not every command needs dates.
    import holidays

    with _hold_back(f"{holidays.__name__}.countries"):
        return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


@contextmanager
def _hold_back(package: str) -> Iterator[None]:
    """Let modules of a package be imported without the package itself, which loads all 250."""
    spec = find_spec(package)
    if spec is None or package in sys.modules:
        yield
        return
    sys.modules[package] = module_from_spec(spec)
    try:
        yield
    finally:
        del sys.modules[package]
