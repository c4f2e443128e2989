"""Who is to be told what at a moment, so that editions are done in time.

All of it follows from the moment, the timetable, what is outstanding and what was sent before: so a
run that did not take place is made up for by the next one, and a run too many says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from boardpack.analysis.deadlines import is_working_day
from boardpack.analysis.local_time import to_local_time
from boardpack.cycle.escalate import find_who_hears_of_the_unheard, find_who_is_told
from boardpack.cycle.owed import CHASE, Owed, Tale
from boardpack.cycle.owed_actions import WEEK, OwedAction, list_owed_actions
from boardpack.model.instance import Instance
from boardpack.model.message import SentMessage


@dataclass(frozen=True, slots=True)
class Notice:
    """All that one person is told at a moment.

    They owe `owes`, and `actions` of meetings; `others_late` is what others owe them to know
    about, `unheard` what nobody is there to do. `away` are those for whom they stand in. `news` are
    the words for what of it they have not been told: what is due not ever, an overdue action not in
    this week, the rest not on this day.
    """

    person: str
    owes: tuple[Owed, ...]
    others_late: tuple[Owed, ...]
    unheard: tuple[Owed, ...]
    away: tuple[str, ...]
    news: tuple[str, ...]
    now: datetime
    actions: tuple[OwedAction, ...] = ()


@dataclass(frozen=True, slots=True)
class _Told:
    """The words for what somebody was told, on the day, in the last week and at any time."""

    today: frozenset[str]
    this_week: frozenset[str]
    ever: frozenset[str]


def plan_notices(
    instance: Instance, owed: Sequence[Owed], sent: Sequence[SentMessage], now: datetime
) -> tuple[Notice, ...]:
    """Return what is to be said at a moment, one notice a person; on no other than working days.

    `now` is local time in London, without a zone. `owed` is what the editions under way lack. The
    first notice of a day has all that somebody owes, a later one what was not said on that day.
    """
    if not is_working_day(now.date()):
        return ()
    owed_by_person = _group_by_person(owed)
    late_by_manager = find_who_is_told(instance, owed, now.date())
    unheard_by_chaser = find_who_hears_of_the_unheard(instance, owed, now)
    actions_by_person = list_owed_actions(instance, now.date())
    people = dict.fromkeys(
        (*owed_by_person, *late_by_manager, *unheard_by_chaser, *actions_by_person)
    )
    notices = (
        _build_notice(
            person,
            owed_by_person.get(person, []),
            late_by_manager.get(person, ()),
            unheard_by_chaser.get(person, ()),
            actions_by_person.get(person, ()),
            _find_told(person, sent, now.date()),
            now,
        )
        for person in people
    )
    return tuple(notice for notice in notices if notice.news)


def _group_by_person(owed: Sequence[Owed]) -> Mapping[str, list[Owed]]:
    owed_by_person: dict[str, list[Owed]] = {}
    for duty in owed:
        for person in duty.item.on_duty.people:
            owed_by_person.setdefault(person, []).append(duty)
    return owed_by_person


def _find_told(person: str, sent: Sequence[SentMessage], day: date) -> _Told:
    messages = [
        message
        for message in sent
        if message.pack == CHASE and message.to == person and message.is_settled
    ]
    today = [message for message in messages if to_local_time(message.at).date() == day]
    this_week = [message for message in messages if to_local_time(message.at).date() > day - WEEK]
    return _Told(_gather_words(today), _gather_words(this_week), _gather_words(messages))


def _gather_words(messages: Sequence[SentMessage]) -> frozenset[str]:
    return frozenset(word for message in messages for word in message.about)


def _build_notice(
    person: str,
    owes: Sequence[Owed],
    others_late: Sequence[Owed],
    unheard: Sequence[Owed],
    actions: Sequence[OwedAction],
    told: _Told,
    now: datetime,
) -> Notice:
    worded = [(_find_own_word(duty, now), duty) for duty in owes]
    # What is due later has no word of its own: it is said beside the rest, once a day.
    kept = [
        (word, duty)
        for word, duty in worded
        if (word not in told.today if word else not told.today)
    ]
    kept_late = _select_untold(others_late, Tale.TOLD, told)
    kept_unheard = _select_untold(unheard, Tale.UNHEARD, told)
    news = (
        *(word for word, _ in kept if word and not _is_stale(word, told)),
        *(duty.name_tale(Tale.TOLD) for duty in kept_late),
        *(duty.name_tale(Tale.UNHEARD) for duty in kept_unheard),
        *(owed.word for owed in actions if owed.word and not _is_action_told(owed, told)),
    )
    return Notice(
        person,
        tuple(duty for _, duty in kept),
        kept_late,
        kept_unheard,
        tuple(dict.fromkeys(absent for _, duty in kept for absent in duty.item.on_duty.away)),
        tuple(dict.fromkeys(news)),
        now,
        # All of them once a day, whatever it is that there is to say.
        tuple(owed for owed in actions if not told.today or owed.word in news),
    )


def _find_own_word(duty: Owed, now: datetime) -> str:
    """Return the word for what somebody owes; empty while it is not due soon."""
    if duty.item.is_late:
        return duty.name_tale(Tale.LATE)
    return duty.name_tale(Tale.DUE) if duty.is_due_soon(now) else ""


def _select_untold(owed: Sequence[Owed], tale: Tale, told: _Told) -> tuple[Owed, ...]:
    return tuple(duty for duty in owed if duty.name_tale(tale) not in told.today)


def _is_action_told(owed: OwedAction, told: _Told) -> bool:
    return owed.word in (told.this_week if owed.is_overdue else told.ever)


def _is_stale(word: str, told: _Told) -> bool:
    """Return whether somebody was told once and for all."""
    return word.endswith(f"/{Tale.DUE}") and word in told.ever
