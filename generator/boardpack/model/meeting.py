"""Committees and other series of meetings: their terms, their minutes, and what came of them.

Nothing here is part of what a section's sign-off covers: the chair and the next meeting answer for
minutes (decision 27).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator

from boardpack.findings import Place
from boardpack.model.business import BusinessSubject, ScheduledMeeting
from boardpack.model.improvement_plan import ImprovementPlan
from boardpack.model.reported_action import ReportedAction
from boardpack.model.submission import Narrative
from boardpack.model.words import Reason

_CLOCK_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)


def _require_clock_time(text: str) -> str:
    if text and not _CLOCK_TIME.fullmatch(text):
        raise ValueError("must be a time of day such as 14:05")
    return text


ClockTime = Annotated[str, AfterValidator(_require_clock_time)]
"""A time of day, such as 14:05, by the clock on the wall; times compare as their texts do."""


class Attends(StrEnum):
    """How often somebody is expected."""

    EVERY_MEETING = "every-meeting"
    QUARTERLY = "quarterly"


class MinutesState(StrEnum):
    """How far minutes have come; only what the chair has checked is published."""

    DRAFT = "draft"
    CHECKED = "checked"
    AGREED = "agreed"


class Mark(StrEnum):
    """Whether somebody was at a meeting; `away` where apologies and absence were not told apart."""

    PRESENT = "present"
    DEPUTY = "deputy"
    APOLOGIES = "apologies"
    ABSENT = "absent"
    AWAY = "away"

    @property
    def counts(self) -> bool:
        """Whether the member, or a deputy, was there."""
        return self in (Mark.PRESENT, Mark.DEPUTY)


class ActionStatus(StrEnum):
    """How an action stands; `not-stated` where the register does not say."""

    OPEN = "open"
    DEFERRED = "deferred"
    TO_BE_CLOSED = "to be closed"
    COMPLETE = "complete"
    CLOSED = "closed"
    NOT_STATED = "not stated"

    @property
    def is_done(self) -> bool:
        """Whether nothing more is to be done."""
        return self in (ActionStatus.COMPLETE, ActionStatus.CLOSED)


class ResolutionKind(StrEnum):
    """What was resolved; the words with which a line of the minutes begins."""

    RECEIVED = "received"
    NOTED = "noted"
    APPROVED = "approved"
    RATIFIED = "ratified"
    DEFERRED = "deferred"
    SOUGHT_VIRTUALLY = "sought virtually"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True)
class Body:
    """One of several bodies that meet in common, each with a quorum of its own."""

    id: str
    """Short name: lower case, digits and hyphens."""
    title: str
    """Name as readers know it."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody with a seat, by role or by the name of the seat; never by a person's name."""

    id: str
    """A role of `directorate.yml`, or a short name of the seat, which then has a title."""
    title: str = ""
    """Name of the seat as readers know it; left out where the id is a role."""
    body: str = ""
    """Which of the bodies that meet in common it belongs to."""
    groups: tuple[str, ...] = ()
    """What the quorum counts it among, such as `lay` or `gp`."""
    voting: bool = True
    """`false` for a member who has no vote."""
    chair: bool = False
    """`true` for whoever takes the chair."""
    deputy: str = ""
    """Who stands in: a role, a person, or the seat in words."""
    attends: Attends = Attends.EVERY_MEETING
    """`quarterly` where one meeting in each quarter is enough."""


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody who is regularly in attendance, or was co-opted, and has no seat."""

    id: str
    """A role of `directorate.yml`, or a short name, which then has a title."""
    title: str = ""
    """Name as readers know it; left out where the id is a role."""
    co_opted: Reason = ""
    """Why it was co-opted: for which experience, advice or expertise."""


@dataclass(frozen=True, slots=True)
class QuorumRule:
    """Without so many there is no quorum, for a body or for the meeting."""

    at_least: int = 0
    """How many members with a vote must be there."""
    percent: int = 0
    """Which share of the members with a vote who are there must be of the group."""
    among: str = ""
    """The group that is counted; every member with a vote when left out."""
    body: str = ""
    """The body that it is about; the whole meeting when left out."""
    each_body: bool = False
    """`true` where every body needs so many of its own."""
    deputies_count: bool = True
    """`false` where a deputy does not count."""


@dataclass(frozen=True, slots=True)
class AgendaArea:
    """One heading of the standard form of the notes."""

    id: str
    """Short name: lower case, digits and hyphens."""
    title: str
    """The heading."""
    group: str = ""
    """The part of the form in which it stands, such as Finance."""
    if_applicable: bool = False
    """`true` where there may be nothing to say."""
    prompt: str = ""
    """What the minute taker is asked."""


@dataclass(frozen=True, slots=True)
class TermsResponsibility:
    """What the terms of reference make the meeting responsible for."""

    id: str
    """Short name, such as A."""
    title: str
    """What it is, in words."""
    areas: tuple[str, ...] = ()
    """Headings of the form, by their ids, under which it is discussed."""
    plan: ImprovementPlan | None = None
    """Its improvement plan."""


@dataclass(frozen=True, slots=True)
class TermsOfReference:
    """The terms of reference of a committee or other meeting: `data/meetings/<series>.yml`."""

    title: str
    """Name of the meeting."""
    pack: str
    """The pack whose editions it discusses; its pages stand beside them."""
    purpose: str = ""
    """What it is for, in one or two sentences."""
    per_service: bool = False
    """`true` where each service has a meeting of its own."""
    bodies: tuple[Body, ...] = ()
    """Bodies that meet in common, each with members and a quorum of its own."""
    members: tuple[Member, ...] = ()
    """Who has a seat."""
    attendees: tuple[Attendee, ...] = ()
    """Who is regularly in attendance, or was co-opted."""
    deputies_named: bool = False
    """`true` where each member names a deputy in advance."""
    quorum: tuple[QuorumRule, ...] = ()
    """All of them must be met; no quorum is asked for when left out."""
    attendance_percent: int = 0
    """Which share of a year's meetings each member, or the deputy, attends."""
    frequency: str = ""
    """How often it meets, in words."""
    plans_asked: bool = False
    """`true` where each responsibility has an improvement plan."""
    reports_to: str = ""
    """Whom it reports to, in words."""
    responsibilities: tuple[TermsResponsibility, ...] = ()
    """What it is responsible for."""
    form: tuple[AgendaArea, ...] = ()
    """Headings of its notes; the agenda of each meeting gives them when left out."""
    returned_same_day: bool = False
    """`true` where the notes go out on the day of the meeting."""
    meetings: tuple[ScheduledMeeting, ...] = ()
    """Every day on which it meets; any day when left out."""
    business_cycle: tuple[BusinessSubject, ...] = ()
    """What it takes up in a year, and when; the agenda of each meeting is held against it."""
    approved_by: str = ""
    """Who approved these terms, in words."""
    approved_on: date | None = None
    """When they were approved."""
    review_on: date | None = None
    """By when they are looked at again."""
    exception_reports: bool = False
    """`true` where it follows up the exception reports of its pack: they add to its actions."""
    register_as_at: date | None = None
    """The day on which the register of actions beside it was taken over; minutes add to it."""
    illustrative: str = ""
    """What of it is made up, for a worked example."""

    @property
    def participants(self) -> tuple[Member | Attendee, ...]:
        """Who has a seat, then who is in attendance."""
        return (*self.members, *self.attendees)

    def find_schedule(self, day: date) -> ScheduledMeeting | None:
        """Return what is scheduled for a day."""
        return next((meeting for meeting in self.meetings if meeting.day == day), None)


@dataclass(frozen=True, slots=True)
class Interest:
    """An interest that somebody declared, the item that it touches and how it was handled."""

    who: str
    """Member or attendee."""
    interest: str
    """What was declared."""
    item: str = ""
    """The heading of the item that it touches; all of the meeting when left out."""
    handled: Reason = ""
    """What was done about it."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What the meeting that agreed the minutes put right."""

    item: str
    """The heading under which it stands."""
    was: str
    """The words as they were."""
    now: str
    """The words as they are now."""


@dataclass(frozen=True, slots=True)
class MinutesFront:
    """The block between `---` lines at the top of minutes or action notes."""

    state: MinutesState = MinutesState.DRAFT
    """`draft`, then `checked` by the chair, then `agreed` at a later meeting."""
    opened: ClockTime = ""
    """When the meeting was opened, such as 14:00."""
    closed: ClockTime = ""
    """When it was closed."""
    venue: str = ""
    """Where it was held."""
    chair: str = ""
    """Who took the chair."""
    present: tuple[str, ...] = ()
    """Members who were there."""
    deputies: Mapping[str, str] = field(default_factory=dict)
    """Member, and who stood in."""
    apologies: tuple[str, ...] = ()
    """Members and attendees who sent apologies."""
    absent: tuple[str, ...] = ()
    """Members who were away without apologies."""
    in_attendance: tuple[str, ...] = ()
    """Who else was there: attendees of the series, people or roles."""
    joined: Mapping[str, ClockTime] = field(default_factory=dict)
    """Who came late, and when."""
    left: Mapping[str, ClockTime] = field(default_factory=dict)
    """Who left early, and when."""
    interests: tuple[Interest, ...] = ()
    """Interests that were declared."""
    returned: date | None = None
    """The day on which the notes went out."""
    agreed_at: date | None = None
    """The meeting at which the minutes were agreed."""
    corrections: tuple[Correction, ...] = ()
    """What that meeting put right."""
    next_meeting: date | None = None
    """The day of the next meeting."""
    note: str = ""
    """What a reader should know of these minutes."""
    private: bool = False
    """Minutes of a private part are not kept here: `true` is refused."""


@dataclass(frozen=True, slots=True)
class NewAction:
    """`- Action 124: Do it. Owner: chair. Due: 2019-01-30.`: an action where it arose."""

    ref: str
    what: str
    owners: tuple[str, ...]
    due: date | None
    item: str
    place: Place


@dataclass(frozen=True, slots=True)
class ActionUpdate:
    """`- Action 115 is open: words`: what a meeting heard of an earlier action."""

    ref: str
    status: ActionStatus
    due: date | None
    words: str
    item: str
    place: Place


@dataclass(frozen=True, slots=True)
class Resolution:
    """`- Approved: words`: what was resolved under an item."""

    kind: ResolutionKind
    words: str
    item: str
    place: Place


@dataclass(frozen=True, slots=True)
class MinutesItem:
    """What was said under one heading; `area` is the id of a heading of the form, else empty."""

    title: str
    area: str
    narrative: Narrative


@dataclass(frozen=True, slots=True)
class Meeting:
    """One file of minutes: `content/meetings/<series>/<date>[-<service>].md`."""

    series: str
    day: date
    service: str
    """Empty where it is for all services."""
    path: str
    front: MinutesFront
    front_lines: Mapping[str, int]
    items: tuple[MinutesItem, ...]
    actions: tuple[NewAction, ...]
    updates: tuple[ActionUpdate, ...]
    resolutions: tuple[Resolution, ...]
    unread: frozenset[str] = frozenset()
    """The keys of the front matter that cannot be read; each is a finding that shuts the gate."""

    @property
    def name(self) -> str:
        """The day, and the service where it is one's own."""
        return f"{self.day}-{self.service}" if self.service else str(self.day)

    def find_place(self, key: str = "") -> Place:
        """Return the place of a key of the front matter, or of the whole file."""
        return Place(self.path, self.front_lines.get(key) if key else None)


def sort_meetings(meetings: Iterable[Meeting]) -> tuple[Meeting, ...]:
    """Return meetings with the oldest first, those of a day by their service."""
    return tuple(sorted(meetings, key=lambda meeting: (meeting.day, meeting.service)))


@dataclass(frozen=True, slots=True)
class RegisteredAction:
    """A row of `data/meetings/<series>/actions.csv`: an action as it stood."""

    ref: str
    met_on: date | None
    item: str
    what: str
    owners: tuple[str, ...]
    due: date | None
    status: ActionStatus
    updates: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class RegisteredMark:
    """A row of `data/meetings/<series>/attendance.csv`: who was there before minutes were kept."""

    who: str
    day: date
    mark: Mark
    place: Place


@dataclass(frozen=True, slots=True)
class Committee:
    """A series of meetings: its minutes, oldest first, and the registers that were taken over."""

    id: str
    terms: TermsOfReference
    place: Place
    lines: Mapping[str, int]
    meetings: tuple[Meeting, ...]
    actions: tuple[RegisteredAction, ...]
    marks: tuple[RegisteredMark, ...]
    reported: tuple[ReportedAction, ...] = ()
    """What the exception reports add, where it follows them up."""
    half_read: tuple[Meeting, ...] = ()
    """Minutes of whose front matter a part cannot be read: rules judge them, nothing shows them."""

    @property
    def judged_meetings(self) -> tuple[Meeting, ...]:
        """All minutes, oldest first, also those that are read in part."""
        return sort_meetings((*self.meetings, *self.half_read))

    def find_place(self, key: str) -> Place:
        """Return the place of a key of the terms of reference."""
        return Place(self.place.path, self.lines.get(key))
