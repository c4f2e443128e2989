"""Deadlines and meetings as iCalendar feeds (RFC 5545), as Outlook takes them.

Outlook needs a VTIMEZONE for each TZID, with yearly rules that name month and weekday, and takes a
time without a zone for whole days only; without METHOD, UID and DTSTAMP it refuses or doubles an
event, and it takes a change only with a higher SEQUENCE.
Source: RFC 5545 and 7986; Microsoft, [MS-STANOICAL] and [MS-OXCICAL].
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from boardpack.analysis.local_time import LONDON
from boardpack.findings import escape_unprintable
from boardpack.model.calendar import CalendarEvent, EventId, EventRevision, MeetingEvent

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone

_SHOWN = timedelta(minutes=30)
"""So long before its hour a deadline begins; so long lasts a meeting that names no close."""
_REFRESHED = timedelta(hours=12)


def render_feed(
    title: str,
    organisation: str,
    events: Sequence[CalendarEvent | MeetingEvent],
    revisions: Mapping[EventId, EventRevision],
) -> bytes:
    """Return a feed with a title; `organisation` tells its events from everybody else's."""
    # Imported here, because no other command needs it.
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//boardpack//timetable//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", escape_unprintable(title))
    calendar.add("x-wr-calname", escape_unprintable(title))
    calendar.add("x-wr-timezone", LONDON.key)
    _add_refreshing(calendar)
    # Before the events: some programs read no further ahead.
    calendar.add_component(_build_london())
    for event in events:
        component = _start_event(organisation, event.id, revisions[event.id])
        if isinstance(event, MeetingEvent):
            _add_meeting(component, event)
        else:
            _add_deadline(component, event)
        calendar.add_component(component)
    data: bytes = calendar.to_ical()
    return data


def _add_refreshing(calendar: Calendar) -> None:
    calendar.add("refresh-interval", _REFRESHED, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")


def _start_event(organisation: str, event_id: EventId, revision: EventRevision) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", _name_event(organisation, event_id))
    event.add("sequence", revision.sequence)
    # The moment of the last change, not of this run: the same timetable gives the same bytes.
    event.add("dtstamp", revision.changed)
    event.add("last-modified", revision.changed)
    event.add("status", "CONFIRMED")
    return event


def _add_deadline(event: Event, calendar_event: CalendarEvent) -> None:
    event.add("summary", escape_unprintable(f"{calendar_event.what} ({calendar_event.edition})"))
    event.add("description", _describe_event(calendar_event))
    if calendar_event.is_timed:
        due = calendar_event.due.replace(tzinfo=LONDON)
        event.add("dtstart", due - _SHOWN)
        event.add("dtend", due)
    else:
        _add_whole_day(event, calendar_event.due.date())
    # A deadline keeps nobody from a meeting.
    _add_free_time(event)


def _add_meeting(event: Event, meeting: MeetingEvent) -> None:
    event.add("summary", escape_unprintable(meeting.title))
    event.add("description", _describe_meeting(meeting))
    if meeting.venue:
        event.add("location", escape_unprintable(meeting.venue))
    if meeting.opens is None:
        _add_whole_day(event, meeting.day)
        # Nobody said at which hours, and it is not the whole day.
        _add_free_time(event)
        return
    event.add("dtstart", meeting.opens.replace(tzinfo=LONDON))
    event.add("dtend", (meeting.closes or meeting.opens + _SHOWN).replace(tzinfo=LONDON))
    event.add("transp", "OPAQUE")
    event.add("x-microsoft-cdo-busystatus", "BUSY")


def _add_whole_day(event: Event, day: date) -> None:
    event.add("dtstart", day)
    # The end of a whole day is the day after it.
    event.add("dtend", day + timedelta(days=1))


def _add_free_time(event: Event) -> None:
    event.add("transp", "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", "FREE")


def _describe_meeting(meeting: MeetingEvent) -> str:
    lines = [] if meeting.has_business else ["Without business."]
    lines += ["To be discussed:", *meeting.topics] if meeting.topics else []
    lines += [meeting.note] if meeting.note else []
    return "\n".join(map(escape_unprintable, lines or ["What will be discussed is not set yet."]))


def _describe_event(event: CalendarEvent) -> str:
    hour = f" by {event.due:%H:%M}" if event.is_timed else ""
    lines = [event.edition, f"{event.what}{hour}.", f"Who: {event.who}"]
    lines += [f"To: {', '.join(event.recipients)}"] if event.recipients else []
    lines += [f"Due this time: {', '.join(event.due_now)}"] if event.due_now else []
    return "\n".join(map(escape_unprintable, lines))


def _name_event(organisation: str, event_id: EventId) -> str:
    """Return the UID of an event: the same for ever, and nobody else's."""
    return str(uuid5(NAMESPACE_URL, "/".join(("boardpack", organisation, *event_id))))


def _build_london() -> Timezone:
    """Return the clocks of London since 1996, by rules without end."""
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

    london = Timezone()
    london.add("tzid", LONDON.key)
    for part, name, start, month, before, after in (
        (TimezoneDaylight(), "BST", "1996-03-31T01:00", 3, 0, 1),
        (TimezoneStandard(), "GMT", "1996-10-27T02:00", 10, 1, 0),
    ):
        part.add("dtstart", datetime.fromisoformat(start))
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("tzname", name)
        london.add_component(part)
    return london
