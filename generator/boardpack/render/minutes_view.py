"""The minutes of a meeting: who was there, and what was said under each heading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from boardpack.analysis.meetings.participants import name_participant
from boardpack.model.instance import Instance
from boardpack.model.meeting import Committee, Meeting
from boardpack.render.meetings import describe_state, name_meeting, name_owners, summarise_quorum
from boardpack.render.narrative import TOP_LEVEL, render_narrative


@dataclass(frozen=True, slots=True)
class MinutesPart:
    """What was said under one heading."""

    id: str
    title: str
    html: Markup


@dataclass(frozen=True, slots=True)
class MinutesView:
    """The minutes of one meeting; `people` are headings with names, `state` how far they are."""

    title: str
    meeting: Meeting
    state: str
    quorum: str
    people: Sequence[tuple[str, Sequence[str]]]
    parts: Sequence[MinutesPart]


def build_minutes_view(
    instance: Instance, committee: Committee, meeting: Meeting, heading_level: int = TOP_LEVEL
) -> MinutesView:
    """Return the minutes of a meeting; `heading_level` is that of headings within an item."""
    return MinutesView(
        title=name_meeting(instance, meeting),
        meeting=meeting,
        state=describe_state(meeting),
        quorum=summarise_quorum(committee.terms, meeting),
        people=list_people(instance, committee, meeting),
        parts=build_minutes_parts(instance, committee, meeting, heading_level),
    )


def build_minutes_parts(
    instance: Instance, committee: Committee, meeting: Meeting, heading_level: int = TOP_LEVEL
) -> list[MinutesPart]:
    """Return what was said under each heading, owners of actions called as readers know them."""
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
            render_narrative(
                name_owners(item.narrative.text, titles), meanings, heading_level
            ).html,
        )
        for number, item in enumerate(meeting.items, start=1)
    ]


def list_people(
    instance: Instance, committee: Committee, meeting: Meeting
) -> list[tuple[str, list[str]]]:
    """Return who was present, in attendance, excused and absent, with when they came and left."""
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
