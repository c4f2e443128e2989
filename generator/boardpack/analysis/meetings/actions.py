"""The register of actions: what was taken over, and what minutes added to it since.

Exception reports add to it too, where its meeting follows them up.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from boardpack.findings import Place
from boardpack.model.meeting import (
    ActionStatus,
    Committee,
    Meeting,
    NewAction,
    RegisteredAction,
)
from boardpack.model.reported_action import ReportedAction
from boardpack.model.submission import PlanOutcome

_DAY = timedelta(days=1)
# A number has a digit: `the action plan` names no other action.
_NAMED_ACTION = re.compile(r"\b[Aa]ction (?=[A-Za-z.-]*[0-9])([A-Za-z0-9][A-Za-z0-9.-]{0,19})")


@dataclass(frozen=True, slots=True)
class Action:
    """An action as it stands: `met_on` is when it arose, `updates` what was heard, newest first.

    `done_on` is the day on which it was done, None while it is not.
    """

    ref: str
    what: str
    owners: tuple[str, ...]
    due: date | None
    status: ActionStatus
    met_on: date | None
    item: str
    service: str
    updates: tuple[str, ...]
    done_on: date | None
    place: Place
    period: str = ""
    """The edition whose exception report it is of; empty of one that arose at a meeting."""

    @property
    def links(self) -> tuple[str, ...]:
        """The numbers of other actions that its words name, such as `linked with action 98`."""
        words = " ".join((self.what, *self.updates))
        named = (ref.rstrip(".-") for ref in _NAMED_ACTION.findall(words))
        return tuple(ref for ref in dict.fromkeys(named) if ref != self.ref)

    def is_overdue(self, day: date) -> bool:
        """Return whether it should have been done before a day, and is not."""
        return self.due is not None and self.due < day and not self.status.is_done


@dataclass(frozen=True, slots=True)
class ActionRegister:
    """Actions on the list, overdue first, and those that have moved to the completed list."""

    current: tuple[Action, ...]
    completed: tuple[Action, ...]


def compile_register(committee: Committee, day: date) -> ActionRegister:
    """Return the register of a committee as it stands on a day.

    What is done stays on the list for one more meeting.
    """
    taken_over = committee.terms.register_as_at
    actions = {row.ref: _open_registered(row, taken_over) for row in committee.actions}
    events: list[ReportedAction | Meeting] = [
        *(reported for reported in committee.reported if reported.day <= day),
        *_list_counting_meetings(committee, day),
    ]
    # A meeting on the last day of a period cannot have heard of the edition that follows it.
    for event in sorted(events, key=lambda event: (event.day, isinstance(event, ReportedAction))):
        match event:
            case Meeting():
                _enter_minutes(actions, event)
            case ReportedAction():
                _enter_report(actions, event)
    ordered = sorted(actions.values(), key=lambda action: _order_action(action, day))
    days = list_days_by_service(committee.meetings)
    has_moved = {action.ref: _has_moved(action, days, day) for action in ordered}
    return ActionRegister(
        current=tuple(action for action in ordered if not has_moved[action.ref]),
        completed=tuple(action for action in ordered if has_moved[action.ref]),
    )


def may_update(meeting: Meeting, service: str) -> bool:
    """Return whether a meeting is heard on the actions of a service; those of all are everyone's.

    What one service notes closes nothing of another's.
    """
    return service in ("", meeting.service) or not meeting.service


def find_register_day(committee: Committee, day: date) -> date:
    """Return the day as at which a register is shown: that of the last minutes, if it is later."""
    return max((day, *(meeting.day for meeting in committee.meetings)))


def list_open_actions(committee: Committee, day: date, service: str = "") -> tuple[Action, ...]:
    """Return what is still to be done before the meeting of a day: of a service, and of all."""
    return tuple(
        action
        for action in compile_register(committee, day).current
        if not action.status.is_done and action.service in ("", service)
    )


def find_next_number(committee: Committee) -> int:
    """Return the lowest number above all that were ever given; numbers are never given twice."""
    refs = [
        *(row.ref for row in committee.actions),
        *(action.ref for meeting in committee.judged_meetings for action in meeting.actions),
    ]
    return max((int(ref) for ref in refs if ref.isascii() and ref.isdigit()), default=0) + 1


def _enter_minutes(actions: dict[str, Action], meeting: Meeting) -> None:
    for new_action in meeting.actions:
        # A number that is used again is a finding; the first action keeps it.
        if new_action.ref and new_action.ref not in actions:
            actions[new_action.ref] = _open_new(new_action, meeting)
    for update in meeting.updates:
        earlier = actions.get(update.ref)
        if earlier is not None and may_update(meeting, earlier.service):
            words = "; ".join(filter(None, (f"{meeting.day}: {update.status}", update.words)))
            actions[update.ref] = replace(
                earlier,
                status=update.status,
                due=update.due or earlier.due,
                updates=(words, *earlier.updates),
                done_on=(earlier.done_on or meeting.day) if update.status.is_done else None,
            )


def _enter_report(actions: dict[str, Action], reported: ReportedAction) -> None:
    """Enter an exception report: anew, or what it says of an action that is carried on."""
    earlier = actions.get(reported.ref)
    if earlier is None:
        actions[reported.ref] = earlier = Action(
            reported.ref, reported.what, reported.owners, reported.due, ActionStatus.OPEN,
            reported.day, reported.item, reported.service, (), None, reported.place,
            reported.period,
        )  # fmt: skip
    words = []
    if reported.due is not None and reported.due != earlier.due:
        words.append(f"due {reported.due}")
    match reported.outcome:
        case PlanOutcome.WORKED:
            words.append("the plan worked")
        case PlanOutcome.DID_NOT_WORK:
            words.append("the plan did not work")
        case None:
            pass
    has_worked = reported.outcome is PlanOutcome.WORKED
    # A report that is only carried on opens nothing again that a meeting called done.
    actions[reported.ref] = replace(
        earlier,
        status=ActionStatus.COMPLETE if has_worked else earlier.status,
        due=reported.due or earlier.due,
        updates=(f"{reported.period}: {', '.join(words)}", *earlier.updates)
        if words
        else earlier.updates,
        done_on=(earlier.done_on or reported.day) if has_worked else earlier.done_on,
    )


def _list_counting_meetings(committee: Committee, day: date) -> Iterator[Meeting]:
    """Yield the meetings that add to the list: from the day on which it was taken over."""
    taken_over = committee.terms.register_as_at
    for meeting in committee.meetings:
        if meeting.day <= day and (taken_over is None or meeting.day >= taken_over):
            yield meeting


def _open_registered(row: RegisteredAction, taken_over: date | None) -> Action:
    # The list does not say when: before it was taken over, so that it is shown once more there.
    before = max(taken_over or date.min, date.min + _DAY) - _DAY
    done_on = before if row.status.is_done else None
    return Action(
        row.ref, row.what, row.owners, row.due, row.status, row.met_on, row.item, "", row.updates,
        done_on, row.place,
    )  # fmt: skip


def _open_new(action: NewAction, meeting: Meeting) -> Action:
    return Action(
        action.ref, action.what, action.owners, action.due, ActionStatus.OPEN, meeting.day,
        action.item, meeting.service, (), None, action.place,
    )  # fmt: skip


def list_days_by_service(meetings: Iterable[Meeting]) -> Mapping[str, Sequence[date]]:
    """Return the days of meetings by service, in their order."""
    days: dict[str, list[date]] = {}
    for meeting in meetings:
        days.setdefault(meeting.service, []).append(meeting.day)
    return days


def find_next_day(days: Sequence[date], day: date) -> date | None:
    """Return the first of some days, the oldest first, that is after a day."""
    index = bisect_right(days, day)
    return days[index] if index < len(days) else None


def _has_moved(action: Action, days: Mapping[str, Sequence[date]], day: date) -> bool:
    """Return whether an action that is done has been on the list of one more meeting."""
    if action.done_on is None:
        return False
    next_day = find_next_day(days.get(action.service, ()), action.done_on)
    return next_day is not None and next_day < day


def _order_action(action: Action, day: date) -> tuple[bool, bool, date, date, str]:
    return (
        not action.is_overdue(day),
        action.status.is_done,
        action.due or date.max,
        action.met_on or date.min,
        action.ref,
    )
