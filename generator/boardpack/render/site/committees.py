"""The page of a series of meetings: what is to be done, who was there, when it meets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from boardpack.analysis.meetings.actions import (
    compile_register,
    find_register_day,
)
from boardpack.analysis.meetings.attendance import build_attendance
from boardpack.analysis.meetings.decisions import list_decisions
from boardpack.analysis.meetings.participants import name_participant
from boardpack.analysis.meetings.reconciliation import (
    Disagreement,
    Unknown,
    reconcile_register,
)
from boardpack.model.business import ScheduledMeeting
from boardpack.model.instance import Instance
from boardpack.model.meeting import (
    Committee,
    TermsOfReference,
    TermsResponsibility,
)
from boardpack.model.period import format_day
from boardpack.render.edition_view import EditionView
from boardpack.render.meetings import (
    MARK_WORDS,
    ActionRow,
    build_action_row,
    describe_rule,
    describe_state,
    name_meeting,
    summarise_quorum,
)
from boardpack.render.site.links import DECISIONS, link_to_meeting, to_link
from boardpack.render.site.site_page import SitePage

_NOBODY = "Nobody named"


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in the list of its series; `link` is empty where there is no page."""

    day: date
    title: str
    link: str
    state: str
    quorum: str
    note: str


@dataclass(frozen=True, slots=True)
class OwnerPart:
    """What somebody owes, overdue first."""

    owner: str
    rows: Sequence[ActionRow]
    overdue_count: int


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody with a seat, as the terms of reference have it."""

    title: str
    body: str
    vote: str
    attends: str
    deputy: str


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A responsibility, the headings under which it is discussed, and who leads its plan."""

    duty: TermsResponsibility
    headings: Sequence[str]
    lead: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class AttendancePart:
    """The matrix of a series, or of one service's meetings, the latest first.

    `days` are those of the meetings, and whether each had business.
    """

    title: str
    days: Sequence[tuple[date, bool]]
    rows: Sequence[AttendanceLine]


@dataclass(frozen=True, slots=True)
class AttendanceLine:
    """Somebody's marks in words, and the share attended; `is_low` where it is below the terms."""

    name: str
    is_member: bool
    marks: Sequence[str]
    share: str
    is_low: bool


@dataclass(frozen=True)
class CommitteePage(SitePage):
    """A series of meetings: what is to be done, who was there, how much it resolved, its terms."""

    template: ClassVar[str] = "pages/committee.md.jinja"
    terms: TermsOfReference
    as_at: date
    csv_path: str
    owner_parts: Sequence[OwnerPart]
    current_count: int
    overdue_count: int
    done: Sequence[ActionRow]
    completed: Sequence[ActionRow]
    disagreements: Sequence[Disagreement]
    unknown: Sequence[Unknown]
    attendance_parts: Sequence[AttendancePart]
    decision_count: int
    decisions_link: str
    meetings: Sequence[MeetingRow]
    members: Sequence[MemberRow]
    attendees: Sequence[tuple[str, str]]
    quorum_rules: Sequence[str]
    duties: Sequence[DutyRow]


def locate_action_file(committee: Committee) -> str:
    """Return where the register of actions of a committee lies."""
    return f"meetings/{committee.id}-actions.csv"


def build_committee_page(edition_view: EditionView, committee: Committee) -> CommitteePage:
    """Return the page of a committee, whose meetings are those that may be shown."""
    edition, terms = edition_view.edition, committee.terms
    instance = edition.instance
    day = find_register_day(committee, edition.due_day)
    register = compile_register(committee, day)
    current = [build_action_row(instance, committee, action, day) for action in register.current]
    completed = [
        build_action_row(instance, committee, action, day) for action in register.completed
    ]
    reconciliation = reconcile_register(committee)
    open_rows = [row for row in current if not row.action.status.is_done]
    return CommitteePage(
        edition=edition,
        banner=edition_view.render_banner(edition_view.describe_missing()),
        terms=terms,
        as_at=day,
        csv_path=locate_action_file(committee).partition("/")[2],
        owner_parts=_group_by_owner(open_rows),
        current_count=len(open_rows),
        overdue_count=sum(row.is_overdue for row in open_rows),
        done=[row for row in current if row.action.status.is_done],
        completed=completed,
        disagreements=_name_disagreements(instance, committee, reconciliation.disagreements),
        unknown=reconciliation.unknown,
        attendance_parts=list(_iterate_attendance(instance, committee)),
        decision_count=len(list_decisions((committee,))),
        decisions_link=f"../{to_link(DECISIONS)}#{committee.id}",
        meetings=_list_meetings(instance, committee),
        members=_list_members(instance, committee),
        attendees=[
            (name_participant(instance, committee, attendee.id), attendee.co_opted)
            for attendee in terms.attendees
        ],
        quorum_rules=[describe_rule(terms, rule) for rule in terms.quorum],
        duties=_list_duties(instance, committee, day),
    )


def _list_duties(instance: Instance, committee: Committee, day: date) -> list[DutyRow]:
    titles = {area.id: area.title for area in committee.terms.form}
    return [
        DutyRow(
            duty=duty,
            headings=[titles.get(area, area) for area in duty.areas],
            lead=name_participant(instance, committee, duty.plan.lead) if duty.plan else "",
            is_overdue=duty.plan is not None and duty.plan.done_on is None and duty.plan.due < day,
        )
        for duty in committee.terms.responsibilities
    ]


def _group_by_owner(rows: Sequence[ActionRow]) -> list[OwnerPart]:
    """Return the actions of each owner: an action of two is under both."""
    by_owner: dict[str, list[ActionRow]] = {}
    for row in rows:
        for owner in row.owners or (_NOBODY,):
            by_owner.setdefault(owner, []).append(row)
    parts = [
        OwnerPart(owner, owned, sum(row.is_overdue for row in owned))
        for owner, owned in by_owner.items()
    ]
    # Nobody's actions come first: somebody must take them.
    return sorted(
        parts,
        key=lambda part: (part.owner != _NOBODY, -part.overdue_count, part.owner.casefold()),
    )


def _name_disagreements(
    instance: Instance, committee: Committee, disagreements: Sequence[Disagreement]
) -> list[Disagreement]:
    """Return where the list and the minutes disagree, owners called as readers know them."""
    return [
        replace(
            found,
            owners=tuple(name_participant(instance, committee, owner) for owner in found.owners),
        )
        for found in disagreements
    ]


def _iterate_attendance(instance: Instance, committee: Committee) -> Iterator[AttendancePart]:
    terms = committee.terms
    services = [""]
    if terms.per_service:
        services = sorted({meeting.service for meeting in committee.meetings})
    for service in services:
        matrix = build_attendance(committee, service)
        if not matrix.names:
            continue
        title = instance.directorate.find_service_title(service) if service else terms.title
        lines = [
            AttendanceLine(
                name=name_participant(instance, committee, row.who),
                is_member=row.is_member,
                marks=[
                    MARK_WORDS[row.marks[name]] if name in row.marks else "–"
                    for name in reversed(matrix.names)
                ],
                share="–" if row.percent is None else f"{row.percent}%",
                is_low=row.is_member
                and row.percent is not None
                and row.percent < terms.attendance_percent,
            )
            for row in matrix.rows
        ]
        days = [(matrix.days[name], matrix.business[name]) for name in reversed(matrix.names)]
        yield AttendancePart(title, days, lines)


def _list_meetings(instance: Instance, committee: Committee) -> list[MeetingRow]:
    """Return what is scheduled and what was held, the latest first."""
    terms = committee.terms
    held = [
        MeetingRow(
            meeting.day,
            name_meeting(instance, meeting),
            link_to_meeting(committee.id, meeting.name),
            describe_state(meeting),
            summarise_quorum(terms, meeting),
            _describe_schedule(terms.find_schedule(meeting.day)),
        )
        for meeting in committee.meetings
    ]
    with_page = {meeting.day for meeting in committee.meetings}
    others = [
        MeetingRow(
            scheduled.day, format_day(scheduled.day), "", "", "", _describe_schedule(scheduled)
        )
        for scheduled in terms.meetings
        if scheduled.day not in with_page
    ]
    return sorted((*held, *others), key=lambda row: (row.day, row.title), reverse=True)


def _describe_schedule(scheduled: ScheduledMeeting | None) -> str:
    if scheduled is None:
        return ""
    words = "" if scheduled.business else "Without business."
    return f"{words} {scheduled.note}".strip()


def _list_members(instance: Instance, committee: Committee) -> list[MemberRow]:
    titles = {body.id: body.title for body in committee.terms.bodies}
    return [
        MemberRow(
            title=name_participant(instance, committee, member.id)
            + (" (chair)" if member.chair and "chair" not in member.id else ""),
            body=titles.get(member.body, member.body),
            vote="Votes" if member.voting else "No vote",
            attends=member.attends.value.replace("-", " ").capitalize(),
            deputy=name_participant(instance, committee, member.deputy) if member.deputy else "",
        )
        for member in committee.terms.members
    ]
