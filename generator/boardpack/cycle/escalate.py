"""Who is told of what others owe: line managers when it is late, who chases if nobody is there.

Which role that is, the step of the timetable says; who holds it, the appointments.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from boardpack.analysis.on_duty import find_on_duty
from boardpack.cycle.owed import Owed
from boardpack.model.instance import Instance


def find_who_is_told(
    instance: Instance, owed: Sequence[Owed], day: date
) -> Mapping[str, tuple[Owed, ...]]:
    """Return by person what others owe late; nobody is told of what they owe themselves."""
    return _gather(
        (person, duty)
        for duty in owed
        if duty.item.is_late and duty.item.step is not None and duty.item.on_duty.people
        for person in find_on_duty(
            instance, duty.item.step.escalate_to, duty.item.service, day
        ).people
        if person not in duty.item.on_duty.people
    )


def find_who_hears_of_the_unheard(
    instance: Instance, owed: Sequence[Owed], now: datetime
) -> Mapping[str, tuple[Owed, ...]]:
    """Return by person what is due soon or late, and nobody holds the role that it is for.

    Whoever chases hears of it, else whoever is told when it is late, else who opens the edition.
    """
    return _gather(
        (person, duty)
        for duty in owed
        if not duty.item.on_duty.people and duty.is_due_soon(now)
        for person in _find_keepers(instance, duty, now.date())
    )


def _find_keepers(instance: Instance, duty: Owed, day: date) -> tuple[str, ...]:
    step, timetable = duty.item.step, duty.edition.pack.timetable
    roles = (*((step.chase, step.escalate_to) if step else ()), timetable[0].who)
    found = (find_on_duty(instance, role, duty.item.service, day).people for role in roles)
    return next((people for people in found if people), ())


def _gather(pairs: Iterator[tuple[str, Owed]]) -> Mapping[str, tuple[Owed, ...]]:
    gathered: dict[str, list[Owed]] = {}
    for person, duty in pairs:
        gathered.setdefault(person, []).append(duty)
    return {person: tuple(duties) for person, duties in gathered.items()}
