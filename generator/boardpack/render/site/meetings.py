"""The pages of meetings, which stand beside the editions that they discuss.

Minutes that the chair has not checked are on no page but a draft's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from markupsafe import Markup

from boardpack.analysis.meetings.actions import (
    Disagreement,
    compile_register,
    find_register_day,
    reconcile_register,
)
from boardpack.analysis.meetings.attendance import build_attendance
from boardpack.analysis.meetings.participants import name_participant
from boardpack.model.instance import Instance
from boardpack.model.meeting import (
    Committee,
    Meeting,
    MinutesState,
    Resolution,
    ScheduledMeeting,
    TermsOfReference,
)
from boardpack.model.period import format_day
from boardpack.render.edition_view import EditionView
from boardpack.render.meetings import (
    MARK_WORDS,
    ActionRow,
    QuorumRow,
    build_action_row,
    build_quorum_rows,
    describe_rule,
    name_owners,
    render_actions_csv,
    summarise_quorum,
)
from boardpack.render.narrative import render_narrative
from boardpack.render.output import Output
from boardpack.render.site.links import locate_committee_page, locate_meeting_page, to_link
from boardpack.render.site.site_page import SitePage, plan_quick_page, plan_text

_NOBODY = "Nobody named"
_STATE_WORDS = {
    MinutesState.DRAFT: "Draft, not checked by the chair",
    MinutesState.CHECKED: "Checked by the chair, not yet agreed",
    MinutesState.AGREED: "Agreed",
}


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


@dataclass(frozen=True, slots=True)
class ResolutionRow:
    """What was resolved, when and where."""

    day: date
    link: str
    service: str
    resolution: Resolution


@dataclass(frozen=True, slots=True)
class MinutesPart:
    """What was said under one heading."""

    id: str
    title: str
    html: Markup


@dataclass(frozen=True)
class CommitteePage(SitePage):
    """A series of meetings: what is to be done, who was there, what was resolved, its terms."""

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
    attendance_parts: Sequence[AttendancePart]
    resolutions: Sequence[ResolutionRow]
    meetings: Sequence[MeetingRow]
    members: Sequence[MemberRow]
    attendees: Sequence[tuple[str, str]]
    quorum_rules: Sequence[str]


@dataclass(frozen=True)
class MeetingPage(SitePage):
    """The minutes of one meeting. `people` are headings with names; `state` says how far it is."""

    template: ClassVar[str] = "pages/meeting.md.jinja"
    title: str
    committee_title: str
    committee_link: str
    meeting: Meeting
    state: str
    people: Sequence[tuple[str, Sequence[str]]]
    quorum: str
    quorum_rows: Sequence[QuorumRow]
    interests: Sequence[tuple[str, str, str, str]]
    parts: Sequence[MinutesPart]


def list_shown_committees(edition_view: EditionView) -> tuple[Committee, ...]:
    """Return the committees of an edition's pack, without minutes that are not to be shown."""
    edition = edition_view.edition
    return tuple(
        replace(
            committee,
            meetings=tuple(
                meeting
                for meeting in committee.meetings
                if edition_view.is_draft or meeting.front.state is not MinutesState.DRAFT
            ),
        )
        for _, committee in sorted(edition.instance.committees.items())
        if committee.terms.pack == edition.pack_id
    )


def plan_meeting_pages(edition_view: EditionView) -> Iterator[Output]:
    """Yield the page of each committee and of each of its meetings."""
    for committee in list_shown_committees(edition_view):
        page = _build_committee_page(edition_view, committee)
        yield plan_quick_page(edition_view, locate_committee_page(committee.id), page)
        for meeting in committee.meetings:
            path = locate_meeting_page(committee.id, meeting.name)
            minutes = _build_meeting_page(edition_view, committee, meeting)
            yield plan_quick_page(edition_view, path, minutes)


def plan_action_files(edition_view: EditionView) -> Iterator[Output]:
    """Yield the register of actions of each committee as CSV."""
    instance = edition_view.edition.instance
    for committee in list_shown_committees(edition_view):
        day = find_register_day(committee, edition_view.edition.due_day)
        register = compile_register(committee, day)
        rows = [
            build_action_row(instance, committee, action, day)
            for action in (*register.current, *register.completed)
        ]
        yield plan_text(_locate_csv(committee), render_actions_csv(rows))


def name_meeting(instance: Instance, meeting: Meeting) -> str:
    """Return the day of a meeting, and the service where it is one's own."""
    day = format_day(meeting.day)
    if not meeting.service:
        return day
    return f"{day}, {instance.directorate.find_service_title(meeting.service)}"


def _locate_csv(committee: Committee) -> str:
    return f"meetings/{committee.id}-actions.csv"


def _build_committee_page(edition_view: EditionView, committee: Committee) -> CommitteePage:
    edition, terms = edition_view.edition, committee.terms
    instance = edition.instance
    day = find_register_day(committee, edition.due_day)
    register = compile_register(committee, day)
    current = [build_action_row(instance, committee, action, day) for action in register.current]
    completed = [
        build_action_row(instance, committee, action, day) for action in register.completed
    ]
    open_rows = [row for row in current if not row.action.status.is_done]
    return CommitteePage(
        edition=edition,
        banner=edition_view.render_banner(edition_view.describe_missing()),
        terms=terms,
        as_at=day,
        csv_path=_locate_csv(committee).partition("/")[2],
        owner_parts=_group_by_owner(open_rows),
        current_count=len(open_rows),
        overdue_count=sum(row.is_overdue for row in open_rows),
        done=[row for row in current if row.action.status.is_done],
        completed=completed,
        disagreements=_name_disagreements(instance, committee),
        attendance_parts=list(_iterate_attendance(instance, committee)),
        resolutions=_list_resolutions(instance, committee),
        meetings=_list_meetings(instance, committee),
        members=_list_members(instance, committee),
        attendees=[
            (name_participant(instance, committee, attendee.id), attendee.co_opted)
            for attendee in terms.attendees
        ],
        quorum_rules=[describe_rule(terms, rule) for rule in terms.quorum],
    )


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


def _name_disagreements(instance: Instance, committee: Committee) -> list[Disagreement]:
    """Return where the list and the minutes disagree, owners called as readers know them."""
    return [
        replace(
            found,
            owners=tuple(name_participant(instance, committee, owner) for owner in found.owners),
        )
        for found in reconcile_register(committee)
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


def _list_resolutions(instance: Instance, committee: Committee) -> list[ResolutionRow]:
    return [
        ResolutionRow(
            meeting.day,
            _link_to_meeting(committee, meeting),
            instance.directorate.find_service_title(meeting.service) if meeting.service else "",
            resolution,
        )
        for meeting in reversed(committee.meetings)
        for resolution in meeting.resolutions
    ]


def _list_meetings(instance: Instance, committee: Committee) -> list[MeetingRow]:
    """Return what is scheduled and what was held, the latest first."""
    terms = committee.terms
    held = [
        MeetingRow(
            meeting.day,
            name_meeting(instance, meeting),
            _link_to_meeting(committee, meeting),
            _describe_state(meeting),
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


def _build_meeting_page(
    edition_view: EditionView, committee: Committee, meeting: Meeting
) -> MeetingPage:
    instance, terms = edition_view.edition.instance, committee.terms
    return MeetingPage(
        edition=edition_view.edition,
        banner=edition_view.render_banner(edition_view.describe_missing()),
        title=f"{terms.title}: {name_meeting(instance, meeting)}",
        committee_title=terms.title,
        committee_link=f"../{committee.id}.html",
        meeting=meeting,
        state=_describe_state(meeting),
        people=_list_people(instance, committee, meeting),
        quorum=summarise_quorum(terms, meeting),
        quorum_rows=build_quorum_rows(terms, meeting),
        interests=[
            (
                name_participant(instance, committee, interest.who),
                interest.interest,
                interest.item,
                interest.handled,
            )
            for interest in meeting.front.interests
        ],
        parts=_build_parts(edition_view, committee, meeting),
    )


def _build_parts(
    edition_view: EditionView, committee: Committee, meeting: Meeting
) -> list[MinutesPart]:
    instance = edition_view.edition.instance
    meanings = {term.acronym: term.meaning for term in instance.glossary}
    titles = {
        owner: name_participant(instance, committee, owner)
        for action in meeting.actions
        for owner in action.owners
    }
    return [
        MinutesPart(
            f"item-{number}",
            item.title,
            render_narrative(name_owners(item.narrative.text, titles), meanings).html,
        )
        for number, item in enumerate(meeting.items, start=1)
    ]


def _list_people(
    instance: Instance, committee: Committee, meeting: Meeting
) -> list[tuple[str, list[str]]]:
    front = meeting.front

    def name(participant: str) -> str:
        times = []
        if participant in front.joined:
            times.append(f"from {front.joined[participant]}")
        if participant in front.left:
            times.append(f"until {front.left[participant]}")
        title = name_participant(instance, committee, participant)
        title += ", in the chair" if participant == front.chair else ""
        return f"{title} ({', '.join(times)})" if times else title

    stood_in = [f"{name(deputy)}, for {name(member)}" for member, deputy in front.deputies.items()]
    groups = [
        ("Present", [name(member) for member in front.present] + stood_in),
        ("In attendance", [name(attendee) for attendee in front.in_attendance]),
        ("Apologies", [name(member) for member in front.apologies]),
        ("Absent", [name(member) for member in front.absent]),
    ]
    return [(title, names) for title, names in groups if names]


def _describe_state(meeting: Meeting) -> str:
    words = _STATE_WORDS[meeting.front.state]
    if meeting.front.agreed_at:
        words += f" at the meeting of {format_day(meeting.front.agreed_at)}"
        words += ", with corrections" if meeting.front.corrections else ""
    return words


def _link_to_meeting(committee: Committee, meeting: Meeting) -> str:
    return to_link(locate_meeting_page(committee.id, meeting.name)).removeprefix("meetings/")
