"""Who is to be told what at a moment, so that editions are done in time.

All of it follows from the moment, the timetable, what is outstanding and what was sent before: so a
run that did not take place is made up for by the next one, and a run too many says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from boardpack.analysis.deadlines import is_working_day
from boardpack.analysis.local_time import to_local_time
from boardpack.cycle.escalate import find_who_hears_of_the_unheard, find_who_is_told
from boardpack.cycle.owed import CHASE, Owed, Tale
from boardpack.model.instance import Instance
from boardpack.model.message import SentMessage


@dataclass(frozen=True, slots=True)
class Notice:
    """All that one person is told at a moment.

    They owe `owes`; `others_late` is what others owe them to know about, `unheard` what nobody is
    there to do. `away` are those for whom they stand in. `news` are the words for what they are
    told, of which at least one is new to them.
    """

    person: str
    owes: tuple[Owed, ...]
    others_late: tuple[Owed, ...]
    unheard: tuple[Owed, ...]
    away: tuple[str, ...]
    news: tuple[str, ...]
    now: datetime


def plan_notices(
    instance: Instance, owed: Sequence[Owed], sent: Sequence[SentMessage], now: datetime
) -> tuple[Notice, ...]:
    """Return what is to be said at a moment, one notice a person; on no other than working days.

    `now` is local time in London, without a zone. `owed` is what the editions under way lack.
    """
    if not is_working_day(now.date()):
        return ()
    owed_by_person = _group_by_person(owed)
    late_by_manager = find_who_is_told(instance, owed, now.date())
    unheard_by_chaser = find_who_hears_of_the_unheard(instance, owed, now)
    people = dict.fromkeys((*owed_by_person, *late_by_manager, *unheard_by_chaser))
    notices = (
        _build_notice(
            person,
            owed_by_person.get(person, []),
            late_by_manager.get(person, ()),
            unheard_by_chaser.get(person, ()),
            now,
        )
        for person in people
    )
    return tuple(notice for notice in notices if _is_news(notice, sent))


def _group_by_person(owed: Sequence[Owed]) -> Mapping[str, list[Owed]]:
    owed_by_person: dict[str, list[Owed]] = {}
    for duty in owed:
        for person in duty.item.on_duty.people:
            owed_by_person.setdefault(person, []).append(duty)
    return owed_by_person


def _build_notice(
    person: str,
    owes: Sequence[Owed],
    others_late: Sequence[Owed],
    unheard: Sequence[Owed],
    now: datetime,
) -> Notice:
    away = dict.fromkeys(absent for duty in owes for absent in duty.item.on_duty.away)
    news = (
        *_iterate_own_tales(owes, now),
        *(duty.name_tale(Tale.TOLD) for duty in others_late),
        *(duty.name_tale(Tale.UNHEARD) for duty in unheard),
    )
    return Notice(
        person,
        tuple(owes),
        tuple(others_late),
        tuple(unheard),
        tuple(away),
        tuple(dict.fromkeys(news)),
        now,
    )


def _iterate_own_tales(owes: Sequence[Owed], now: datetime) -> Iterator[str]:
    for duty in owes:
        if duty.item.is_late:
            yield duty.name_tale(Tale.LATE)
        elif duty.is_due_soon(now):
            yield duty.name_tale(Tale.DUE)


def _is_news(notice: Notice, sent: Sequence[SentMessage]) -> bool:
    """Return whether a person was not told all of it: what is due ever, the rest on this day."""
    told_words = {
        word
        for message in sent
        if message.pack == CHASE and message.to == notice.person and message.is_settled
        for word in message.about
        if word.endswith(f"/{Tale.DUE}") or _find_day(message) == notice.now.date()
    }
    return not told_words.issuperset(notice.news)


def _find_day(message: SentMessage) -> date:
    return to_local_time(message.at).date()
