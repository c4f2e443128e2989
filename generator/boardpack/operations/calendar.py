"""A year of deadlines of all packs: a page, a feed for each role, and what calendars were told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from boardpack.adapters.files import read_if_present, write_atomically
from boardpack.adapters.workspace import open_workspace
from boardpack.analysis.deadlines import list_bank_holidays
from boardpack.cycle.calendar import list_calendar_events, revise_events
from boardpack.errors import CannotRun
from boardpack.load.calendar import CALENDAR_FILE, load_revisions
from boardpack.load.directorate import DIRECTORATE_FILE
from boardpack.model.calendar import CalendarEvent, EventId, EventRevision
from boardpack.model.instance import Instance
from boardpack.operations.select import require_whole_registers
from boardpack.operations.templates import load_templates
from boardpack.render.calendar_feed import render_feed
from boardpack.render.calendar_page import render_calendar_page, render_revisions

PAGE = "index.html"
# No id of a role has an underscore.
ALL_ROLES = "all_roles"


@dataclass(frozen=True, slots=True)
class WrittenCalendar:
    """What was written: the page and the feeds below `folder`, and how many deadlines changed."""

    folder: Path
    names: tuple[str, ...]
    event_count: int
    changed_count: int


def write_calendar(root: Path, folder: Path, first_day: date, at: datetime) -> WrittenCalendar:
    """Write the deadlines of a year from a day on; `at` is in UTC, the moment of what changed.

    CannotRun where a register or the record cannot be read whole: calendars would lose deadlines,
    or not take their changes.
    """
    registers = (DIRECTORATE_FILE, "data/packs/")
    instance = require_whole_registers(open_workspace(root), registers, "some deadlines")
    last_day = _find_day_a_year_later(first_day)
    events = list_calendar_events(instance, first_day, last_day)
    known = _read_revisions(root)
    revisions = revise_events(events, known, at)
    files = _render_files(root, instance, events, revisions, first_day, last_day)
    # The record comes first: a feed without it would be told again by the same number.
    if revisions != known:
        write_atomically(root / CALENDAR_FILE, render_revisions(revisions))
    for name, data in files.items():
        write_atomically(folder / name, data)
    changed_count = sum(revisions[event.id] != known.get(event.id) for event in events)
    return WrittenCalendar(folder, tuple(files), len(events), changed_count)


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


def _render_files(
    root: Path,
    instance: Instance,
    events: Sequence[CalendarEvent],
    revisions: dict[EventId, EventRevision],
    first_day: date,
    last_day: date,
) -> dict[str, bytes]:
    directorate = instance.directorate
    titles = {ALL_ROLES: "All roles"} | {
        role.id: role.title
        for role in directorate.roles
        if any(role.id in event.roles for event in events)
    }
    organisation = f"{directorate.organisation}/{directorate.title}"
    feeds = {
        f"{name}.ics": render_feed(
            f"Deadlines of {directorate.title}: {title}",
            organisation,
            [event for event in events if name in (ALL_ROLES, *event.roles)],
            revisions,
        )
        for name, title in titles.items()
    }
    holidays = [
        day
        for year in range(first_day.year, last_day.year + 1)
        for day in sorted(list_bank_holidays(year))
        if first_day <= day <= last_day
    ]
    links = [(title, f"{name}.ics") for name, title in titles.items()]
    page = render_calendar_page(directorate.title, events, holidays, links, load_templates(root))
    return {PAGE: page.encode(), **feeds}
