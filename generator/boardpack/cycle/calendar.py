"""The deadlines of all packs over some time, and which revision of each calendars are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time

from boardpack.analysis.deadlines import END_OF_DAY, compute_deadline
from boardpack.analysis.due import is_due
from boardpack.analysis.meetings.business import PlannedMeeting, plan_meetings
from boardpack.cycle.meeting_periods import list_meeting_periods
from boardpack.model.calendar import CalendarEvent, EventId, EventRevision, MeetingEvent
from boardpack.model.canonical import compute_digest
from boardpack.model.directorate import Directorate
from boardpack.model.instance import Instance
from boardpack.model.meeting import Committee
from boardpack.model.pack import Due, Pack, Step
from boardpack.model.period import Cadence, Period, find_week, parse_period

# No id of a step has an underscore: a pack may be called as a committee is.
_MEETING = "_meeting"
_LEAD = 3
"""So many periods before the first day may still have deadlines after it."""


def list_calendar_events(
    instance: Instance, first_day: date, last_day: date
) -> tuple[CalendarEvent, ...]:
    """Return the deadlines of every pack from one day to another, both included, in their order.

    Of every period, whether or not its edition was opened.
    """
    events = [
        _build_event(instance.directorate, pack_id, pack, period, step)
        for pack_id, pack in instance.packs.items()
        for period in _iterate_periods(instance, pack_id, first_day, last_day)
        for step in pack.timetable
        if first_day <= compute_deadline(step, pack, period).date() <= last_day
    ]
    return tuple(sorted(events, key=lambda event: event.due))


def list_meeting_events(
    instance: Instance, committee: Committee, first_day: date, last_day: date
) -> tuple[MeetingEvent, ...]:
    """Return the meetings of a committee from one day to another, both included, in their order."""
    return tuple(
        _build_meeting_event(committee, planned)
        for planned in plan_meetings(instance, committee, first_day)
        if planned.schedule.day <= last_day
    )


def revise_events(
    events: Sequence[CalendarEvent | MeetingEvent],
    known: Mapping[EventId, EventRevision],
    at: datetime,
) -> dict[EventId, EventRevision]:
    """Return which revision of each event it is, with those of events that are not among them.

    A calendar takes an event anew only if its number has risen: so it rises with each change, at
    the moment `at` in UTC, and is kept when an event is gone, lest it come back with a lower one.
    """
    return {
        **known,
        **{event.id: _revise_event(event, known.get(event.id), at) for event in events},
    }


def _revise_event(
    event: CalendarEvent | MeetingEvent, known: EventRevision | None, at: datetime
) -> EventRevision:
    digest = compute_digest(list(event.shown))
    if known is None:
        return EventRevision(event.id, 0, digest, at)
    if known.digest == digest:
        return known
    return EventRevision(event.id, known.sequence + 1, digest, at)


def _build_meeting_event(committee: Committee, planned: PlannedMeeting) -> MeetingEvent:
    schedule, agenda = planned.schedule, planned.agenda
    subjects = tuple(subject.subject for subject in planned.subjects)
    topics = (f"{item.item}. {item.title}" for item in agenda.items) if agenda else subjects
    opens = _find_moment(schedule.day, agenda.opens) if agenda else None
    closes = _find_moment(schedule.day, agenda.closes) if agenda else None
    return MeetingEvent(
        id=(committee.id, str(schedule.day), _MEETING),
        day=schedule.day,
        opens=opens,
        # A close that is not after the opening is a slip, and no length of a meeting.
        closes=closes if opens and closes and closes > opens else None,
        title=committee.terms.title,
        venue=agenda.venue if agenda else "",
        has_business=schedule.business,
        topics=tuple(topics),
        note=schedule.note,
    )


def _find_moment(day: date, clock: str) -> datetime | None:
    return datetime.combine(day, time.fromisoformat(clock)) if clock else None


def _iterate_periods(
    instance: Instance, pack_id: str, first_day: date, last_day: date
) -> Iterator[Period]:
    pack = instance.packs[pack_id]
    if pack.committee:
        yield from list_meeting_periods(instance, pack_id)
        return
    period = _find_period(pack, first_day).step_back(_LEAD)
    while period.start <= last_day:
        yield period
        period = period.step_back(-1)


def _find_period(pack: Pack, day: date) -> Period:
    return find_week(day) if pack.cadence is Cadence.WEEKLY else parse_period(f"{day:%Y-%m}")


def _build_event(
    directorate: Directorate, pack_id: str, pack: Pack, period: Period, step: Step
) -> CalendarEvent:
    due = compute_deadline(step, pack, period)
    return CalendarEvent(
        id=(pack_id, period.id, step.id),
        due=due,
        is_timed=due.time() != END_OF_DAY,
        edition=f"{pack.title}, {period.title}",
        what=step.what,
        who=directorate.find_role_title(step.who),
        recipients=tuple(map(directorate.find_role_title, step.recipients)),
        due_now=tuple(
            section.title
            for section in pack.sections
            if section.due is not Due.ALWAYS
            and section.span.covers(period)
            and is_due(section, period)
            and (not step.sections or section.id in step.sections)
        ),
        roles=tuple(dict.fromkeys(filter(None, (step.who, *step.recipients, step.chase)))),
    )
