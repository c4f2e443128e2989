"""Deadlines as calendars hold them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

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
