"""Where a list of actions that was taken over and the minutes before it disagree.

Words are not judged: whether two wordings mean the same action only a person can say. Numbers,
owners, meetings, days, updates and how an action stands are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from boardpack.findings import Place
from boardpack.model.meeting import (
    ActionStatus,
    Committee,
    Meeting,
    RegisteredAction,
)

_DATED = re.compile(r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}):", re.ASCII)
_ENDS = (ActionStatus.COMPLETE, ActionStatus.CLOSED, ActionStatus.TO_BE_CLOSED)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A line of the minutes, or a row of the list, that the other does not bear out.

    `owners` are those whom `what` is about.
    """

    ref: str
    minutes_words: str
    list_words: str
    what: str
    place: Place
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """What cannot be compared, and of which rows of the list, by their numbers."""

    what: str
    refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Every disagreement that can be known, and what cannot be."""

    disagreements: tuple[Disagreement, ...]
    unknown: tuple[Unknown, ...]


def reconcile_register(committee: Committee) -> Reconciliation:
    """Return where the list that was taken over and the minutes before it disagree.

    Only meetings whose minutes are here can be compared.
    """
    taken_over = committee.terms.register_as_at
    rows = {row.ref: row for row in committee.actions}
    rows_by_day: dict[date | None, list[RegisteredAction]] = {}
    for row in rows.values():
        rows_by_day.setdefault(row.met_on, []).append(row)
    heard_by_day: dict[date, list[RegisteredAction]] = {}
    for row in rows.values():
        for day in _list_days(row):
            heard_by_day.setdefault(day, []).append(row)
    earlier = [
        meeting
        for meeting in committee.meetings
        if taken_over is not None and meeting.day < taken_over
    ]
    disagreements = tuple(
        disagreement
        for meeting in earlier
        for disagreement in (
            *_compare_actions(meeting, rows),
            *_compare_updates(meeting, rows),
            *_find_unheard_rows(meeting, rows_by_day.get(meeting.day, ())),
            *_find_unheard_updates(meeting, heard_by_day.get(meeting.day, ())),
        )
    )
    misdated = tuple(_find_misdated_rows(committee))
    unknown = _list_unknown(committee, {meeting.day for meeting in earlier}) if taken_over else ()
    return Reconciliation((*disagreements, *misdated), tuple(unknown))


def _compare_actions(meeting: Meeting, rows: dict[str, RegisteredAction]) -> Iterator[Disagreement]:
    for action in meeting.actions:
        row = rows.get(action.ref)
        if row is None:
            what = "never reached the list" if not action.ref else "its number is not on the list"
            yield Disagreement(action.ref, action.what, "", what, action.place)
            continue
        for what, owners in _compare_owners(action.owners, row.owners):
            yield Disagreement(action.ref, action.what, row.what, what, action.place, owners)
        faults = []
        if row.met_on != meeting.day:
            faults.append(f"the list dates it {row.met_on or 'nowhere'}")
        if action.due != row.due and action.due is not None:
            faults.append(f"due {action.due} in the minutes, {row.due or 'no day'} on the list")
        for what in faults:
            yield Disagreement(action.ref, action.what, row.what, what, action.place)


def _compare_owners(
    minuted: Sequence[str], listed: Sequence[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    if dropped := tuple(owner for owner in minuted if owner not in listed):
        yield "the list drops", dropped
    if added := tuple(owner for owner in listed if owner not in minuted):
        yield "the list adds", added


def _compare_updates(meeting: Meeting, rows: dict[str, RegisteredAction]) -> Iterator[Disagreement]:
    for update in meeting.updates:
        row = rows.get(update.ref)
        if row is None:
            what = "its number is not on the list"
            yield Disagreement(update.ref, update.words, "", what, update.place)
        elif not any(words.startswith(str(meeting.day)) for words in row.updates):
            what = f"the list has no update of {meeting.day}"
            yield Disagreement(update.ref, update.words, row.what, what, update.place)
        # A later list may have more done than the minutes heard of, and not less.
        if row is not None and update.status in _ENDS and row.status not in _ENDS:
            what = f"{update.status} in the minutes, {row.status} on the list"
            yield Disagreement(update.ref, update.words, row.what, what, update.place)


def _find_unheard_rows(
    meeting: Meeting, rows: Sequence[RegisteredAction]
) -> Iterator[Disagreement]:
    """Yield the rows of a meeting's day of which its minutes have nothing."""
    minuted = {action.ref for action in meeting.actions}
    for row in rows:
        if row.ref not in minuted:
            what = "the minutes have no such action"
            yield Disagreement(row.ref, "", row.what, what, row.place)


def _find_unheard_updates(
    meeting: Meeting, rows: Sequence[RegisteredAction]
) -> Iterator[Disagreement]:
    """Yield the rows with an update of a meeting's day of which its minutes have nothing."""
    heard = {update.ref for update in meeting.updates}
    for row in rows:
        if row.ref not in heard:
            what = f"the list has an update of {meeting.day}, and the minutes have none"
            yield Disagreement(row.ref, "", row.what, what, row.place)


def _find_misdated_rows(committee: Committee) -> Iterator[Disagreement]:
    held = {meeting.day for meeting in committee.terms.meetings}
    for row in committee.actions:
        if held and row.met_on is not None and row.met_on not in held:
            what = f"the list dates it {row.met_on}, on which there was no meeting"
            yield Disagreement(row.ref, "", row.what, what, row.place)


def _list_unknown(committee: Committee, minuted: set[date]) -> Iterator[Unknown]:
    """Yield what nothing here can tell of the rows of the list, kind by kind."""
    rows = committee.actions
    yield from _gather("the list names no meeting", (r for r in rows if r.met_on is None))
    for day in sorted({row.met_on for row in rows if row.met_on} - minuted, reverse=True):
        of_day = (row for row in rows if row.met_on == day)
        yield from _gather(f"the minutes of {day} are not here", of_day)
    unseen = (row for row in rows if _list_days(row) - minuted)
    yield from _gather("some of its updates are of days whose minutes are not here", unseen)
    undated = (row for row in rows if any(not _DATED.match(words) for words in row.updates))
    yield from _gather("an update on the list has no day", undated)
    unstated = (row for row in rows if row.status is ActionStatus.NOT_STATED)
    yield from _gather("the list does not say how it stands", unstated)
    yield from _gather("the list names no owner", (row for row in rows if not row.owners))
    compared = {action.ref for meeting in committee.meetings for action in meeting.actions}
    both = (row for row in rows if row.ref in compared)
    yield from _gather("whether both wordings mean the same, and which heading it is under", both)


def _gather(what: str, rows: Iterable[RegisteredAction]) -> Iterator[Unknown]:
    if refs := tuple(row.ref for row in rows):
        yield Unknown(what, refs)


def _list_days(row: RegisteredAction) -> set[date]:
    """Return the days of the updates of a row."""
    days = set()
    for words in row.updates:
        if match := _DATED.match(words):
            try:
                days.add(date.fromisoformat(match["day"]))
            except ValueError:
                continue
    return days
