"""Who takes part in meetings, and what readers know them by."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.model.instance import Instance
from boardpack.model.meeting import Committee, Meeting


def list_known_names(instance: Instance, committee: Committee) -> frozenset[str]:
    """Return every id by which minutes may name somebody: seats, attendees, people and roles."""
    return frozenset(
        (
            *(known.id for known in committee.terms.participants),
            *instance.people,
            *(role.id for role in instance.directorate.roles),
        )
    )


def find_seat_title(committee: Committee, participant: str) -> str:
    """Return the title that the terms give a seat or attendee; nothing where they give none."""
    titles = (known.title for known in committee.terms.participants if known.id == participant)
    return next(filter(None, titles), "")


def name_participant(instance: Instance, committee: Committee, participant: str) -> str:
    """Return the title of a seat or attendee, else that of a role or person, else the id."""
    seat_title = find_seat_title(committee, participant)
    return seat_title or instance.name_person_or_role(participant)


def list_present(meeting: Meeting) -> frozenset[str]:
    """Return the ids of all who were there at any time: members, who stood in, and others."""
    front = meeting.front
    return frozenset((*front.present, *front.deputies.values(), *front.in_attendance))


def iterate_named(meeting: Meeting) -> Iterator[tuple[str, str]]:
    """Yield each id in the front matter of minutes with the key under which it stands."""
    front = meeting.front
    if front.chair:
        yield front.chair, "chair"
    for key in ("present", "apologies", "absent", "in_attendance"):
        for index, name in enumerate(getattr(front, key)):
            yield name, f"{key}.{index}"
    for member, deputy in front.deputies.items():
        yield member, f"deputies.{member}"
        yield deputy, f"deputies.{member}"
    for key in ("joined", "left"):
        for name in getattr(front, key):
            yield name, f"{key}.{name}"
    for index, interest in enumerate(front.interests):
        yield interest.who, f"interests.{index}.who"
