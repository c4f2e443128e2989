"""Feeds are read back as a calendar reads them, and held against what Outlook is known to need."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar

from boardpack.analysis.local_time import LONDON
from boardpack.cycle.calendar import list_calendar_events, list_meeting_events, revise_events
from boardpack.load.instance import load_instance
from boardpack.model.calendar import CalendarEvent
from boardpack.render.calendar_feed import render_feed
from support.books import demo
from support.calendars import ReadEvent, read_events
from support.committees import instance_of, with_agenda, with_committee

pytestmark = pytest.mark.rotating

NOW = datetime(2018, 12, 1, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def events() -> tuple[CalendarEvent, ...]:
    instance, _ = load_instance(demo())
    assert instance is not None
    return list_calendar_events(instance, date(2018, 12, 1), date(2019, 11, 30))


@pytest.fixture(scope="module")
def feed(events: tuple[CalendarEvent, ...]) -> bytes:
    return render(events)


def render(events: tuple[CalendarEvent, ...], organisation: str = "Here") -> bytes:
    return render_feed("Deadlines", organisation, events, revise_events(events, {}, NOW))


def test_a_calendar_reads_back_every_deadline(
    events: tuple[CalendarEvent, ...], feed: bytes
) -> None:
    read = read_events(feed)
    assert len(read) == len(events) == 491
    for event, found in zip(events, read, strict=True):
        if event.is_timed:
            assert found.end == event.due.replace(tzinfo=LONDON)
            assert found.end - found.start == timedelta(minutes=30)
        else:
            assert found.start == event.due.date()
            assert found.end == event.due.date() + timedelta(days=1)
        assert found.summary == f"{event.what} ({event.edition})"


def test_hours_are_those_of_london_in_summer_and_winter(feed: bytes) -> None:
    ends = {
        found.end
        for found in read_events(feed)
        if found.summary.startswith("Circulate") and isinstance(found.end, datetime)
    }
    assert {end.astimezone(LONDON).hour for end in ends} == {17}
    offsets = {(end.month, end.utcoffset()) for end in ends}
    assert (1, timedelta(0)) in offsets
    assert (7, timedelta(hours=1)) in offsets


def test_the_zone_s_rules_agree_with_the_clocks_of_london_for_years(feed: bytes) -> None:
    [zone] = Calendar.from_ical(feed).timezones
    clocks = zone.to_tz()
    for day in range(0, 366 * 12, 3):
        moment = datetime(2018, 1, 1, 12, tzinfo=UTC).replace(tzinfo=None) + timedelta(days=day)
        assert clocks.utcoffset(moment) == moment.replace(tzinfo=LONDON).utcoffset(), moment


def test_outlook_finds_the_zone_before_any_event_with_yearly_rules(feed: bytes) -> None:
    text = feed.decode()
    assert text.index("BEGIN:VTIMEZONE") < text.index("BEGIN:VEVENT")
    assert text.count("BEGIN:STANDARD") == text.count("BEGIN:DAYLIGHT") == 1
    rules = re.findall(r"RRULE:(.*)\r\n", text)
    assert len(rules) == 2
    # Without BYDAY, or with a list of dates, Outlook takes no notice of a zone.
    assert all("BYDAY=-1SU" in rule and "BYMONTH=" in rule for rule in rules)
    assert "RDATE" not in text
    assert set(re.findall(r"TZID[=:]([^:\r]*)", text)) == {"Europe/London"}


def test_outlook_finds_no_time_without_a_zone(feed: bytes) -> None:
    events_text = feed.decode().partition("BEGIN:VEVENT")[2]
    times = re.findall(r"(?:DTSTART|DTEND)([^:]*):(\S+)\r\n", events_text)
    assert {(zone, bool(re.fullmatch(r"\d{8}T\d{6}", time))) for zone, time in times} == {
        (";TZID=Europe/London", True),
        (";VALUE=DATE", False),
    }
    assert "DURATION:" not in events_text


def test_outlook_finds_what_it_asks_of_a_feed_and_of_each_event(feed: bytes) -> None:
    calendar = Calendar.from_ical(feed)
    assert (calendar["version"], calendar["method"], calendar["x-wr-calname"]) == (
        "2.0", "PUBLISH", "Deadlines",
    )  # fmt: skip
    assert calendar["prodid"]
    for event in read_events(feed):
        assert {"uid", "dtstamp", "sequence", "summary", "dtstart", "dtend"} <= event.names
        assert event.values["transp"] == "TRANSPARENT"
        assert event.values["x-microsoft-cdo-busystatus"] == "FREE"


def test_lines_are_short_end_as_they_should_and_carry_no_mark(feed: bytes) -> None:
    assert feed.startswith(b"BEGIN:VCALENDAR\r\n")
    assert feed.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in feed.replace(b"\r\n", b"")
    assert max(map(len, feed.split(b"\r\n"))) <= 75


def test_a_deadline_that_moves_keeps_its_name_and_gets_a_higher_number(
    events: tuple[CalendarEvent, ...],
) -> None:
    known = revise_events(events, {}, NOW)
    moved = (replace(events[0], due=events[0].due + timedelta(days=1)), *events[1:])
    revised = revise_events(moved, known, NOW + timedelta(days=1))
    old = {event.uid: event.sequence for event in read_events(render(events))}
    new = {
        event.uid: event.sequence
        for event in read_events(render_feed("Deadlines", "Here", moved, revised))
    }
    assert old.keys() == new.keys()
    assert len(old) == len(events)
    assert sorted(new.values()) == [0] * (len(events) - 1) + [1]


def test_the_same_timetable_gives_the_same_bytes(
    events: tuple[CalendarEvent, ...], feed: bytes
) -> None:
    assert render(events) == feed


def test_another_organisation_s_events_have_other_names(events: tuple[CalendarEvent, ...]) -> None:
    here, there = (
        {event.uid for event in read_events(render(events[:3], name))} for name in ("Here", "There")
    )
    assert not here & there


def test_what_people_write_stays_text(events: tuple[CalendarEvent, ...]) -> None:
    words = "Send; it, now\r\nEND:VEVENT\u202e\x00"
    [event] = read_events(render((replace(events[0], what=words),)))
    assert "Send; it, now" in event.summary
    assert "\u202e" not in event.summary
    assert "\x00" not in event.summary


def meetings_of(agenda: str) -> list[ReadEvent]:
    tree = with_agenda(with_committee(), agenda)
    instance = instance_of(tree)
    committee = instance.committees["board"]
    meetings = list_meeting_events(instance, committee, date(2018, 12, 1), date(2019, 11, 30))
    return read_events(render_feed("Meetings", "Here", meetings, revise_events(meetings, {}, NOW)))


def test_a_meeting_stands_at_its_hours_with_what_will_be_discussed() -> None:
    agenda = """
        opens: "14:00"
        closes: "15:30"
        venue: The town hall
        items:
          - {item: 1, title: Welcome}
          - {item: 2, title: Premises}
        """
    [without_agenda, meeting] = meetings_of(agenda)
    assert meeting.summary == "Primary care board"
    assert meeting.start == datetime(2019, 1, 31, 14, 0, tzinfo=LONDON)
    assert meeting.end == datetime(2019, 1, 31, 15, 30, tzinfo=LONDON)
    assert meeting.values["description"] == "To be discussed:\n1. Welcome\n2. Premises"
    assert meeting.values["location"] == "The town hall"
    assert meeting.values["transp"] == "OPAQUE"
    assert without_agenda.start == date(2018, 12, 13)
    assert without_agenda.values["transp"] == "TRANSPARENT"


def test_a_meeting_whose_close_is_a_slip_is_shown_all_the_same() -> None:
    agenda = """
        opens: "14:00"
        closes: "13:00"
        items:
          - {item: 1, title: Welcome}
        """
    [_, meeting] = meetings_of(agenda)
    assert meeting.end == datetime(2019, 1, 31, 14, 30, tzinfo=LONDON)


def test_an_agenda_that_changes_reaches_calendars_by_a_higher_number() -> None:
    agenda = """
        items:
          - {item: 1, title: Welcome}
        """
    instances = [instance_of(with_agenda(with_committee(), text))
                 for text in (agenda, agenda.replace("Welcome", "Premises"))]  # fmt: skip
    first, second = (
        list_meeting_events(instance, instance.committees["board"], date(2019, 1, 1), date.max)
        for instance in instances
    )
    known = revise_events(first, {}, NOW)
    assert [revision.sequence for revision in known.values()] == [0]
    assert [revision.sequence for revision in revise_events(second, known, NOW).values()] == [1]
