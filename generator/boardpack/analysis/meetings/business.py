"""The year of a committee: what its business cycle and its agendas have for which meeting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from boardpack.model.agenda import Agenda, FiledAgenda
from boardpack.model.business import BusinessSubject, ScheduledMeeting
from boardpack.model.instance import Instance
from boardpack.model.meeting import Committee, TermsOfReference

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PlannedMeeting:
    """A meeting and what will be discussed: by its agenda, and by the cycle.

    `subjects` are due by the cycle and, where there is an agenda, not on it.
    """

    schedule: ScheduledMeeting
    agenda: Agenda | None
    subjects: tuple[BusinessSubject, ...]


def plan_meetings(
    instance: Instance, committee: Committee, since: date
) -> tuple[PlannedMeeting, ...]:
    """Return the meetings of a committee from a day on, the next first."""
    terms = committee.terms
    agendas = find_agendas(instance, committee.id)
    days = {meeting.day for meeting in terms.meetings} | agendas.keys()
    return tuple(
        _plan_meeting(terms, day, agendas.get(day)) for day in sorted(days) if day >= since
    )


def find_plan_start(due_day: date, committee: Committee) -> date:
    """Return from which day on meetings lie ahead, for an edition that is due on a day.

    A meeting that has minutes does not, nor what was before it.
    """
    held = [meeting.day + _DAY for meeting in committee.meetings if meeting.day < date.max]
    return max((due_day, *held))


def find_agendas(instance: Instance, series: str) -> dict[date, FiledAgenda]:
    """Return the agendas of the meetings of a committee, by their days."""
    return {
        date.fromisoformat(period_id): filed
        for (pack_id, period_id), filed in instance.agendas.items()
        if instance.packs[pack_id].committee == series
    }


def list_due_subjects(terms: TermsOfReference, day: date) -> tuple[BusinessSubject, ...]:
    """Return what the cycle has for the meeting of a day."""
    return tuple(subject for subject in terms.business_cycle if subject.is_due(day))


def list_missing_subjects(
    terms: TermsOfReference, agenda: Agenda, day: date
) -> tuple[BusinessSubject, ...]:
    """Return what the cycle has for the meeting of a day, and its agenda has not."""
    covered = {item.paper for item in agenda.items}
    covered.update(subject_id for item in agenda.items for subject_id in item.covers)
    return tuple(subject for subject in list_due_subjects(terms, day) if subject.id not in covered)


def iterate_homeless_subjects(terms: TermsOfReference) -> Iterator[tuple[int, date]]:
    """Yield the index of a subject and the first day of a month in which it is due in vain.

    Looked at are years with a meeting, from the month of the first to that of the last.
    """
    days = [meeting.day for meeting in terms.meetings]
    if not days:
        return
    met = {(meeting.day.year, meeting.day.month) for meeting in terms.meetings if meeting.business}
    for index, subject in enumerate(terms.business_cycle):
        for year in sorted({day.year for day in days}):
            for month in sorted(set(subject.months)):
                is_planned = _month_of(min(days)) <= (year, month) <= _month_of(max(days))
                if is_planned and (year, month) not in met:
                    yield index, date(year, month, 1)


def _month_of(day: date) -> tuple[int, int]:
    return day.year, day.month


def _plan_meeting(terms: TermsOfReference, day: date, filed: FiledAgenda | None) -> PlannedMeeting:
    schedule = terms.find_schedule(day) or ScheduledMeeting(day)
    if filed is not None:
        missing = list_missing_subjects(terms, filed.agenda, day)
        return PlannedMeeting(schedule, filed.agenda, missing)
    # A day without business takes up none.
    return PlannedMeeting(
        schedule, None, list_due_subjects(terms, day) if schedule.business else ()
    )
