"""Rules on minutes and action notes, and on the actions in them.

All are warnings: a report does not wait for minutes (decision 27).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from boardpack.analysis.edition import Edition
from boardpack.analysis.meetings.actions import (
    find_next_day,
    list_days_by_service,
    may_update,
)
from boardpack.analysis.meetings.participants import (
    iterate_named,
    list_known_names,
    list_present,
)
from boardpack.analysis.meetings.quorum import was_always_quorate
from boardpack.checks.meetings import list_committees
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_edition_opener
from boardpack.findings import Fault, Place, Severity, suggest_word
from boardpack.model.meeting import Committee, Meeting, MinutesState, ResolutionKind

_PRESENCE = ("present", "deputies", "in_attendance")
"""Keys of the front matter that say who was there."""
_ACCOUNTS = (*_PRESENCE, "apologies", "absent")
_COUNTED = ("opened", "closed", "present", "deputies", "joined", "left")
"""Keys that decide whether a meeting was quorate."""
_NEEDS_QUORUM = (ResolutionKind.APPROVED, ResolutionKind.RATIFIED)


@rule("A111", "Everybody whom minutes name is known", Severity.WARNING)
def find_unknown_participants(edition: Edition) -> Iterator[Fault]:
    """Correct the id, or add the seat or attendee to the file of the series."""
    for committee, meeting in _iterate_meetings(edition):
        known = list_known_names(edition.instance, committee)
        for name, key in iterate_named(meeting):
            if name not in known:
                words = f"there is nobody '{name}' in this series{suggest_word(name, known)}"
                yield _build_fault(edition, meeting, meeting.find_place(key), words)


@rule("A112", "Every action has an owner who is known", Severity.WARNING)
def find_unknown_owners(edition: Edition) -> Iterator[Fault]:
    """End the line with `Owner: ` and a seat, an attendee, a role or a person, by id."""
    for committee, meeting in _iterate_meetings(edition):
        known = list_known_names(edition.instance, committee)
        for action in meeting.actions:
            if not action.owners:
                words = f"nobody owns '{action.what[:60]}'"
                yield _build_fault(edition, meeting, action.place, words)
            for owner in action.owners:
                if owner not in known:
                    words = f"there is no owner '{owner}'{suggest_word(owner, known)}"
                    yield _build_fault(edition, meeting, action.place, words)


@rule("A113", "Every action is due on a day, and not before the meeting", Severity.WARNING)
def find_undated_actions(edition: Edition) -> Iterator[Fault]:
    """End the line with `Due: ` and a day such as 2019-01-30."""
    for committee, meeting in _iterate_meetings(edition):
        for action in meeting.actions if _adds_to_list(committee, meeting) else ():
            if action.due is None:
                words = f"no day is set for '{action.what[:60]}'"
                yield _build_fault(edition, meeting, action.place, words)
            elif action.due < meeting.day:
                words = f"'{action.what[:60]}' is due on {action.due}, before the meeting"
                yield _build_fault(edition, meeting, action.place, words)


@rule("A114", "Actions are numbered once, and known where they are heard of", Severity.WARNING)
def find_misnumbered_actions(edition: Edition) -> Iterator[Fault]:
    """Give a new action the next free number; `boardpack meeting new` says which that is."""
    for committee in list_committees(edition):
        taken = {row.ref: "" for row in committee.actions}
        taken |= {reported.ref: reported.service for reported in committee.reported}
        for meeting in committee.judged_meetings:
            for action in meeting.actions if _adds_to_list(committee, meeting) else ():
                if not action.ref:
                    words = f"'{action.what[:60]}' has no number"
                    yield _build_fault(edition, meeting, action.place, words)
                elif action.ref in taken:
                    words = f"number {action.ref} was given before"
                    yield _build_fault(edition, meeting, action.place, words)
                taken.setdefault(action.ref, meeting.service)
            for update in meeting.updates:
                if update.ref not in taken:
                    words = f"there is no action {update.ref}"
                elif not may_update(meeting, taken[update.ref]):
                    words = f"action {update.ref} is another service's, and stays as it was"
                else:
                    continue
                yield _build_fault(edition, meeting, update.place, words)


@rule("A115", "Something stands under every heading of the form", Severity.WARNING)
def find_empty_areas(edition: Edition) -> Iterator[Fault]:
    """Write what was said, or that there was nothing to say."""
    for committee, meeting in _iterate_meetings(edition):
        written = {item.area for item in meeting.items if item.narrative.words}
        for area in committee.terms.form:
            if area.id not in written and not area.if_applicable:
                lines = [item.narrative.line for item in meeting.items if item.area == area.id]
                place = Place(meeting.path, lines[0] if lines else None)
                words = f"nothing is written under '{area.title}'"
                yield _build_fault(edition, meeting, place, words)


@rule("A116", "Notes go out on the day of the meeting where the terms ask for it", Severity.WARNING)
def find_late_notes(edition: Edition) -> Iterator[Fault]:
    """Send the notes on the day, and write that day as `returned`."""
    for committee, meeting in _iterate_meetings(edition):
        returned = meeting.front.returned
        if "returned" in meeting.unread:
            continue
        if committee.terms.returned_same_day and returned != meeting.day:
            words = f"the notes went out on {returned}, the meeting was on {meeting.day}"
            if returned is None:
                words = "it is not said when the notes went out"
            yield _build_fault(edition, meeting, meeting.find_place("returned"), words)


@rule("A117", "Everybody is accounted for, and once", Severity.WARNING)
def find_unaccounted_people(edition: Edition) -> Iterator[Fault]:
    """Put each member under `present`, `deputies`, `apologies` or `absent`, and nobody in two."""
    for committee, meeting in _iterate_meetings(edition):
        front = meeting.front
        accounts = Counter(
            (*front.present, *front.deputies, *front.apologies, *front.absent, *front.in_attendance)
        )
        for name in (name for name, count in accounts.items() if count > 1):
            words = f"'{name}' stands in more than one place"
            yield _build_fault(edition, meeting, meeting.find_place("present"), words)
        for member in committee.terms.members if meeting.unread.isdisjoint(_ACCOUNTS) else ():
            if member.id not in accounts:
                words = f"it is not said whether '{member.id}' was there"
                yield _build_fault(edition, meeting, meeting.find_place("present"), words)
        if not meeting.unread.isdisjoint(_PRESENCE):
            continue
        there = list_present(meeting) | set(front.deputies)
        for name, key in iterate_named(meeting):
            if key.startswith(("chair", "joined", "left", "interests")) and name not in there:
                words = f"'{name}' stands under `{key.partition('.')[0]}`, and was not there"
                yield _build_fault(edition, meeting, meeting.find_place(key), words)


@rule("A118", "Apologies come from whoever is expected", Severity.WARNING)
def find_unexpected_apologies(edition: Edition) -> Iterator[Fault]:
    """Take the name out, or add it to the members or attendees of the series."""
    for committee, meeting in _iterate_meetings(edition):
        expected = {known.id for known in committee.terms.participants}
        for index, name in enumerate(meeting.front.apologies):
            if name not in expected:
                place = meeting.find_place(f"apologies.{index}")
                words = f"'{name}' sent apologies, and is neither a member nor an attendee"
                yield _build_fault(edition, meeting, place, words)


@rule("A119", "Minutes are agreed at the next meeting", Severity.WARNING)
def find_unagreed_minutes(edition: Edition) -> Iterator[Fault]:
    """Once agreed, write `state: agreed`, `agreed_at` and what was corrected, and commit that."""
    days = {
        committee.id: list_days_by_service(committee.judged_meetings)
        for committee in edition.instance.committees.values()
    }
    for committee, meeting in _iterate_meetings(edition):
        if not meeting.unread.isdisjoint(("state", "agreed_at")):
            continue
        next_day = find_next_day(days[committee.id][meeting.service], meeting.day)
        front = meeting.front
        is_agreed = front.state is MinutesState.AGREED
        place = meeting.find_place("state")
        if is_agreed and (front.agreed_at is None or front.agreed_at <= meeting.day):
            words = "they are said to be agreed, at no meeting after their own"
            yield _build_fault(edition, meeting, place, words)
        elif next_day is not None and not is_agreed:
            words = f"the meeting of {next_day} was held, and they are not agreed"
            yield _build_fault(edition, meeting, place, words)


@rule("A120", "Approvals without a quorum are sought virtually", Severity.WARNING)
def find_unfounded_approvals(edition: Edition) -> Iterator[Fault]:
    """Seek the approval of those who could not decide, and write `- Sought virtually: ...`."""
    for committee, meeting in _iterate_meetings(edition):
        if not meeting.unread.isdisjoint(_COUNTED):
            continue
        kinds = {resolution.kind for resolution in meeting.resolutions}
        if ResolutionKind.SOUGHT_VIRTUALLY in kinds or was_always_quorate(committee.terms, meeting):
            continue
        for resolution in meeting.resolutions:
            if resolution.kind in _NEEDS_QUORUM:
                words = f"{resolution.kind} at a meeting that was not quorate throughout"
                yield _build_fault(edition, meeting, resolution.place, words)


@rule("A121", "A meeting opens before it closes, and all come and go between", Severity.WARNING)
def find_impossible_times(edition: Edition) -> Iterator[Fault]:
    """Write `opened` and `closed`, and correct the times at which people came or left."""
    for _, meeting in _iterate_meetings(edition):
        front = meeting.front
        if not meeting.unread.isdisjoint(("opened", "closed")):
            continue
        if not front.opened or not front.closed:
            words = "it is not said when the meeting was opened and closed"
            yield _build_fault(edition, meeting, meeting.find_place("opened"), words)
            continue
        if front.closed <= front.opened:
            words = f"it was opened at {front.opened} and closed at {front.closed}"
            yield _build_fault(edition, meeting, meeting.find_place("closed"), words)
        for key in ("joined", "left"):
            for name, time in getattr(front, key).items():
                if not front.opened <= time <= front.closed:
                    words = f"'{name}' {key} at {time}, outside the meeting"
                    yield _build_fault(edition, meeting, meeting.find_place(f"{key}.{name}"), words)


def _iterate_meetings(edition: Edition) -> Iterator[tuple[Committee, Meeting]]:
    for committee in list_committees(edition):
        for meeting in committee.judged_meetings:
            yield committee, meeting


def _adds_to_list(committee: Committee, meeting: Meeting) -> bool:
    """Return whether the actions of a meeting join the list, or were on it when it was taken over.

    How minutes before it differ from the list is shown beside it, and nobody rewrites them.
    """
    taken_over = committee.terms.register_as_at
    return taken_over is None or meeting.day >= taken_over


def _build_fault(edition: Edition, meeting: Meeting, place: Place, words: str) -> Fault:
    return Fault(place, words, find_edition_opener(edition), meeting.service)
