"""The attendance matrix: who was at which meeting, and how that stands against the terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from boardpack.model.business import ScheduledMeeting
from boardpack.model.meeting import (
    Attends,
    Committee,
    Mark,
    Meeting,
)


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """Somebody's marks by meeting, and how many of the meetings that count were attended.

    `attended` and `expected` are of meetings, or of quarters for whoever attends quarterly; a
    meeting without a mark says nothing and is counted in neither.
    """

    who: str
    is_member: bool
    marks: Mapping[str, Mark]
    attended: int
    expected: int

    @property
    def percent(self) -> int | None:
        """The share attended, cut to a whole number, lest 74.6 pass for 75; None of nothing."""
        return 100 * self.attended // self.expected if self.expected else None


@dataclass(frozen=True, slots=True)
class AttendanceMatrix:
    """Who was at which meeting. `names` are the meetings, by day and service, oldest first."""

    names: tuple[str, ...]
    days: Mapping[str, date]
    business: Mapping[str, bool]
    rows: tuple[AttendanceRow, ...]


def build_attendance(committee: Committee, service: str = "") -> AttendanceMatrix:
    """Return the matrix of a series, or of one service's meetings in it."""
    terms = committee.terms
    meetings = {
        meeting.name: meeting for meeting in committee.meetings if meeting.service == service
    }
    # Where each service meets by itself, marks of a day alone would be of nobody knows which.
    registered = [] if service else committee.marks
    days = {name: meeting.day for name, meeting in meetings.items()}
    days |= {str(mark.day): mark.day for mark in registered}
    names = tuple(sorted(days))
    business = {name: _is_business(terms.find_schedule(days[name])) for name in names}
    marks: dict[str, dict[str, Mark]] = {}
    for mark in registered:
        marks.setdefault(mark.who, {})[str(mark.day)] = mark.mark
    for name, meeting in meetings.items():
        for who, given in list_marks(meeting).items():
            marks.setdefault(who, {})[name] = given
    members = {member.id: member for member in terms.members}
    others = [attendee.id for attendee in terms.attendees if attendee.id in marks]
    unlisted = sorted(marks.keys() - members.keys() - set(others))
    rows = []
    for who in (*members, *others, *unlisted):
        own = marks.get(who, {})
        counted = {name: mark for name, mark in own.items() if business[name]}
        quarterly = who in members and members[who].attends is Attends.QUARTERLY
        attended, expected = _count_quarters(counted, days) if quarterly else _count(counted)
        rows.append(AttendanceRow(who, who in members, own, attended, expected))
    return AttendanceMatrix(names, days, business, tuple(rows))


def list_marks(meeting: Meeting) -> dict[str, Mark]:
    """Return the mark of everybody whom the minutes of a meeting name."""
    front = meeting.front
    return {
        **dict.fromkeys(front.apologies, Mark.APOLOGIES),
        **dict.fromkeys(front.absent, Mark.ABSENT),
        **dict.fromkeys(front.in_attendance, Mark.PRESENT),
        **dict.fromkeys(front.deputies, Mark.DEPUTY),
        **dict.fromkeys(front.present, Mark.PRESENT),
    }


def _is_business(schedule: ScheduledMeeting | None) -> bool:
    return schedule is None or schedule.business


def _count(marks: Mapping[str, Mark]) -> tuple[int, int]:
    return sum(mark.counts for mark in marks.values()), len(marks)


def _count_quarters(marks: Mapping[str, Mark], days: Mapping[str, date]) -> tuple[int, int]:
    """Return in how many quarters somebody was there once, and how many had a meeting."""
    quarters: dict[tuple[int, int], bool] = {}
    for name, mark in marks.items():
        quarter = (days[name].year, (days[name].month - 1) // 3)
        quarters[quarter] = quarters.get(quarter, False) or mark.counts
    return sum(quarters.values()), len(quarters)
