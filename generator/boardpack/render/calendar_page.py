"""A year of deadlines as one page, and what calendars were told of them as rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import ClassVar

from boardpack.load.calendar import CALENDAR_COLUMNS
from boardpack.load.records import MOMENT
from boardpack.model.calendar import CalendarEvent, EventId, EventRevision
from boardpack.model.period import MONTHS, format_day
from boardpack.render.data_files import to_csv
from boardpack.render.page import create_environment, render_page

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, slots=True)
class CalendarMonth:
    """The deadlines of a month; `holidays` are the days of its bank holidays."""

    title: str
    holidays: tuple[date, ...]
    events: tuple[CalendarEvent, ...]


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """The deadlines of all packs, by month; `feeds` are the names and files of the feeds."""

    template: ClassVar[str] = "calendar/index.html.jinja"
    title: str
    months: tuple[CalendarMonth, ...]
    feeds: Sequence[tuple[str, str]]


def render_calendar_page(
    title: str,
    events: Sequence[CalendarEvent],
    holidays: Iterable[date],
    feeds: Sequence[tuple[str, str]],
    templates: Mapping[str, str],
) -> str:
    """Return the page."""
    environment = create_environment(templates)
    environment.filters.update(day=_format_short_day, long_day=format_day)
    months = tuple(
        CalendarMonth(
            f"{MONTHS[month - 1]} {year}",
            tuple(day for day in holidays if (day.year, day.month) == (year, month)),
            tuple(month_events),
        )
        for (year, month), month_events in groupby(
            events, lambda event: (event.due.year, event.due.month)
        )
    )
    return render_page(environment, CalendarPage(title, months, feeds))


def render_revisions(revisions: Mapping[EventId, EventRevision]) -> bytes:
    """Return the rows of `data/calendar.csv`, by pack, period and step."""
    rows = [
        (*revision.id, revision.sequence, revision.digest, revision.changed.strftime(MOMENT))
        for _, revision in sorted(revisions.items())
    ]
    return to_csv(CALENDAR_COLUMNS, rows).encode()


def _format_short_day(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]} {day.day}"
