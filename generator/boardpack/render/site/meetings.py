"""The pages of meetings, which stand beside the editions that they discuss.

Minutes that the chair has not checked are on no page but a draft's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from boardpack.analysis.meetings.actions import (
    compile_register,
    find_register_day,
)
from boardpack.analysis.meetings.participants import name_participant
from boardpack.model.meeting import (
    Committee,
    Meeting,
)
from boardpack.render.edition_view import EditionView
from boardpack.render.meetings import (
    QuorumRow,
    build_action_row,
    build_quorum_rows,
    describe_state,
    name_meeting,
    render_actions_csv,
    summarise_quorum,
)
from boardpack.render.minutes_view import MinutesPart, build_minutes_parts, list_people
from boardpack.render.output import Output
from boardpack.render.site.committees import build_committee_page, locate_action_file
from boardpack.render.site.links import locate_committee_page, locate_meeting_page
from boardpack.render.site.site_page import SitePage, plan_quick_page, plan_text


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


def plan_meeting_pages(edition_view: EditionView) -> Iterator[Output]:
    """Yield the page of each committee and of each of its meetings."""
    for committee in edition_view.shown_committees:
        page = build_committee_page(edition_view, committee)
        yield plan_quick_page(edition_view, locate_committee_page(committee.id), page)
        for meeting in committee.meetings:
            path = locate_meeting_page(committee.id, meeting.name)
            minutes = _build_meeting_page(edition_view, committee, meeting)
            yield plan_quick_page(edition_view, path, minutes)


def plan_action_files(edition_view: EditionView) -> Iterator[Output]:
    """Yield the register of actions of each committee as CSV."""
    instance = edition_view.edition.instance
    for committee in edition_view.shown_committees:
        day = find_register_day(committee, edition_view.edition.due_day)
        register = compile_register(committee, day)
        rows = [
            build_action_row(instance, committee, action, day)
            for action in (*register.current, *register.completed)
        ]
        yield plan_text(locate_action_file(committee), render_actions_csv(rows))


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
        state=describe_state(meeting),
        people=list_people(instance, committee, meeting),
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
        parts=build_minutes_parts(instance, committee, meeting),
    )
