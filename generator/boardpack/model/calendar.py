"""Deadlines as calendars hold them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

EventId = tuple[str, str, str]
"""Pack, period and step."""


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """A deadline of an edition. All but the ids are words for readers.

    `due` is local time in London, without a zone; `is_timed` whether anybody set the hour. `roles`
    are the ids of those whom it concerns: who does it, who gets it, who chases.
    """

    id: EventId
    due: datetime
    is_timed: bool
    edition: str
    what: str
    who: str
    recipients: tuple[str, ...]
    due_now: tuple[str, ...]
    """Sections that are not due every time, and are this time."""
    roles: tuple[str, ...]

    @property
    def shown(self) -> tuple[object, ...]:
        """All that calendars show of it: a change of this is told to them."""
        return (
            self.due.isoformat(),
            self.is_timed,
            self.edition,
            self.what,
            self.who,
            list(self.recipients),
            list(self.due_now),
        )


@dataclass(frozen=True, slots=True)
class MeetingEvent:
    """A meeting of a committee, in words for readers.

    `opens` and `closes` are local time in London, without a zone; without `opens` it takes a whole
    day. `topics` are what will be discussed.
    """

    id: EventId
    day: date
    opens: datetime | None
    closes: datetime | None
    title: str
    venue: str
    has_business: bool
    topics: tuple[str, ...]
    note: str

    @property
    def shown(self) -> tuple[object, ...]:
        """All that calendars show of it: a change of this is told to them."""
        times = [moment.isoformat() if moment else "" for moment in (self.opens, self.closes)]
        return (
            self.day.isoformat(), *times, self.title, self.venue, self.has_business,
            list(self.topics), self.note,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class EventRevision:
    """A row of `data/calendar.csv`: which revision of an event calendars have been told.

    `sequence` counts from 0 and never falls; `digest` is of all that calendars show, `changed` the
    moment of the last change, in UTC.
    """

    id: EventId
    sequence: int
    digest: str
    changed: datetime
