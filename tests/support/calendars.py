"""A feed as a calendar reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from icalendar import Calendar


@dataclass(frozen=True)
class ReadEvent:
    """An event of a feed; `names` are those of its properties, in lower case."""

    uid: str
    sequence: int
    summary: str
    start: date | datetime
    end: date | datetime
    names: frozenset[str]
    values: dict[str, str]


def read_events(data: bytes) -> list[ReadEvent]:
    """Return the events of a feed, in its order."""
    return [
        ReadEvent(
            uid=str(part["uid"]),
            sequence=int(str(part["sequence"])),
            summary=str(part["summary"]),
            start=part.decoded("dtstart"),
            end=part.decoded("dtend"),
            names=frozenset(name.lower() for name in part),
            values={name.lower(): str(part[name]) for name in part},
        )
        for part in Calendar.from_ical(data).walk("VEVENT")
    ]
