"""A year of deadlines and meetings: a page, a feed for each role and committee, and the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain
from pathlib import Path

from boardpack.adapters.files import read_if_present, write_atomically
from boardpack.adapters.workspace import open_workspace
from boardpack.analysis.deadlines import list_bank_holidays
from boardpack.cycle.calendar import list_calendar_events, list_meeting_events, revise_events
from boardpack.errors import CannotRun
from boardpack.load.calendar import CALENDAR_FILE, load_revisions
from boardpack.load.directorate import DIRECTORATE_FILE
from boardpack.load.meetings import TERMS_FOLDER
from boardpack.model.calendar import CalendarEvent, EventId, EventRevision, MeetingEvent
from boardpack.model.instance import Instance
from boardpack.operations.outgoing import OutgoingNet
from boardpack.operations.select import require_whole_registers
from boardpack.operations.templates import load_templates
from boardpack.publish.passages import list_passages
from boardpack.render.calendar_feed import render_feed
from boardpack.render.calendar_page import render_calendar_page, render_revisions

PAGE = "index.html"
# No id of a role has an underscore.
ALL_ROLES = "all_roles"
_MEETINGS = "meetings_"


@dataclass(frozen=True, slots=True)
class WrittenCalendar:
    """What was written: the page and the feeds below `folder`, and how many changed."""

    folder: Path
    names: tuple[str, ...]
    deadline_count: int
    meeting_count: int
    changed_count: int


@dataclass(frozen=True, slots=True)
class _Year:
    """What is written: the deadlines, the meetings by series, and which revision each is."""

    events: Sequence[CalendarEvent]
    meetings: Mapping[str, Sequence[MeetingEvent]]
    revisions: Mapping[EventId, EventRevision]
    first_day: date
    last_day: date


def write_calendar(root: Path, folder: Path, first_day: date, at: datetime) -> WrittenCalendar:
    """Write a year of deadlines and meetings from a day on; `at` is in UTC, the moment of changes.

    CannotRun where a register or the record cannot be read whole: calendars would lose deadlines,
    or not take their changes.
    """
    registers = (DIRECTORATE_FILE, "data/packs/", f"{TERMS_FOLDER}/")
    instance = require_whole_registers(
        open_workspace(root), registers, "some deadlines or meetings"
    )
    last_day = _find_day_a_year_later(first_day)
    events = list_calendar_events(instance, first_day, last_day)
    meetings = {
        series: list_meeting_events(instance, committee, first_day, last_day)
        for series, committee in sorted(instance.committees.items())
    }
    all_events: list[CalendarEvent | MeetingEvent] = [
        *events,
        *chain.from_iterable(meetings.values()),
    ]
    known = _read_revisions(root)
    revisions = revise_events(all_events, known, at)
    files = _render_files(root, instance, _Year(events, meetings, revisions, first_day, last_day))
    net = OutgoingNet(instance)
    for name, data in files.items():
        net.refuse(f"the calendar ({name})", list_passages(name, data))
    # The record comes first: a feed without it would be told again by the same number.
    if revisions != known:
        write_atomically(root / CALENDAR_FILE, render_revisions(revisions))
    for name, data in files.items():
        write_atomically(folder / name, data)
    changed_count = sum(revisions[event.id] != known.get(event.id) for event in all_events)
    return WrittenCalendar(
        folder, tuple(files), len(events), len(all_events) - len(events), changed_count
    )


def _find_day_a_year_later(first_day: date) -> date:
    # The day before the same day of the next year; from 29 February it is 28 February.
    try:
        return first_day.replace(year=first_day.year + 1) - timedelta(days=1)
    except ValueError:
        return first_day.replace(year=first_day.year + 1, day=28)


def _read_revisions(root: Path) -> dict[EventId, EventRevision]:
    revisions, findings = load_revisions(read_if_present(root / CALENDAR_FILE))
    if findings:
        raise CannotRun(
            f"{findings[0].place}: {findings[0].what}; restore the file from Git, so that "
            "calendars take what changes"
        )
    return {revision.id: revision for revision in revisions}


def _render_files(root: Path, instance: Instance, year: _Year) -> dict[str, bytes]:
    directorate = instance.directorate
    titles = {ALL_ROLES: "All roles"} | {
        role.id: role.title
        for role in directorate.roles
        if any(role.id in event.roles for event in year.events)
    }
    organisation = f"{directorate.organisation}/{directorate.title}"
    feeds = {
        f"{name}.ics": render_feed(
            f"Deadlines of {directorate.title}: {title}",
            organisation,
            [event for event in year.events if name in (ALL_ROLES, *event.roles)],
            year.revisions,
        )
        for name, title in titles.items()
    }
    committees = {
        f"{_MEETINGS}{series}": f"Meetings: {instance.committees[series].terms.title}"
        for series, meetings in year.meetings.items()
        if meetings
    }
    feeds |= {
        f"{name}.ics": render_feed(
            title, organisation, year.meetings[name.removeprefix(_MEETINGS)], year.revisions
        )
        for name, title in committees.items()
    }
    holidays = [
        day
        for each_year in range(year.first_day.year, year.last_day.year + 1)
        for day in sorted(list_bank_holidays(each_year))
        if year.first_day <= day <= year.last_day
    ]
    links = [(title, f"{name}.ics") for name, title in (titles | committees).items()]
    page = render_calendar_page(
        directorate.title, year.events, holidays, links, load_templates(root)
    )
    return {PAGE: page.encode(), **feeds}
