"""Actions of meetings and exception reports as somebody owes them, beside what editions lack.

An action is done only when a later meeting hears so: whoever owes it is told once when its day
comes near and, while it is overdue, once a week, not each working day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from boardpack.analysis.meetings.actions import Action, compile_register
from boardpack.analysis.on_duty import find_on_duty
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.instance import Instance
from boardpack.model.meeting import ActionStatus, Committee, MinutesState

SOON = timedelta(days=7)
"""So long before its day an action is called to mind."""
WEEK = timedelta(days=7)
"""So seldom is what is overdue said again."""
_DUE, _OVERDUE = "due", "overdue"


@dataclass(frozen=True, slots=True)
class OwedAction:
    """An open action, the list on which it stands, and how it stands on a day."""

    series: str
    title: str
    action: Action
    day: date

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been done before the day."""
        return self.action.is_overdue(self.day)

    @property
    def word(self) -> str:
        """A word for what is said of it; empty while its day is far off, or none is set."""
        due = self.action.due
        if due is None or due > self.day + SOON:
            return ""
        tale = _OVERDUE if self.is_overdue else _DUE
        # A list that was kept elsewhere may number with other signs than words have.
        ref = "-".join(re.findall("[a-z0-9]+", self.action.ref.casefold()))
        return f"actions/{self.series}/{ref or 'none'}/{due}/{tale}"


def list_owed_actions(instance: Instance, day: date) -> Mapping[str, tuple[OwedAction, ...]]:
    """Return by person what they are to do, overdue first.

    Minutes that the chair has not checked bind nobody, and of what is only to be closed nothing is
    left to do. A seat that nobody of the registers holds is told at its meeting alone.
    """
    by_person: dict[str, list[OwedAction]] = {}
    for series, committee in sorted(instance.committees.items()):
        for action in _list_binding_actions(committee, day):
            owed = OwedAction(series, committee.terms.title, action, day)
            people = (
                person
                for owner in action.owners
                for person in _find_people(instance, owner, action.service, day)
            )
            for person in dict.fromkeys(people):
                by_person.setdefault(person, []).append(owed)
    return {person: tuple(actions) for person, actions in by_person.items()}


def _list_binding_actions(committee: Committee, day: date) -> Iterator[Action]:
    checked = tuple(
        meeting for meeting in committee.meetings if meeting.front.state is not MinutesState.DRAFT
    )
    for action in compile_register(replace(committee, meetings=checked), day).current:
        if not action.status.is_done and action.status is not ActionStatus.TO_BE_CLOSED:
            yield action


def _find_people(instance: Instance, owner: str, service: str, day: date) -> tuple[str, ...]:
    if owner in instance.people:
        return (owner,)
    return find_on_duty(instance, owner, service or WHOLE_DIRECTORATE, day).people
