"""The agenda of one meeting, `data/packs/<pack>/<day>.yml`: its items, and the papers for them.

The papers are the sections of that meeting's edition (decision 28): a pack that names a committee
has no sections of its own.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator

from boardpack.findings import Place
from boardpack.model.meeting import ClockTime
from boardpack.model.words import Reason

_ENCLOSURE = re.compile(r"[0-9]{1,3}[a-z]?", re.ASCII)


def _require_enclosure(text: str) -> str:
    if text and not _ENCLOSURE.fullmatch(text):
        raise ValueError("must be a number in quotes, such as '04'; it is left out without paper")
    return text


EnclosureNumber = Annotated[str, AfterValidator(_require_enclosure)]
"""The number of an enclosure as it is printed: 04, or 04a."""


class Purpose(StrEnum):
    """What a meeting is asked to do with an item, by its code."""

    APPROVAL = "A"
    RATIFICATION = "R"
    ASSURANCE = "S"
    INFORMATION = "I"
    DISCUSSION = "D"


EVERYBODY = "all"
"""Leads an item that is everybody's."""
MOST_PURPOSES = 2
"""So many purposes an item may have."""


class Delivery(StrEnum):
    """How an item without an enclosure comes before the meeting."""

    VERBAL = "verbal"
    PRESENTATION = "presentation"


class Shown(StrEnum):
    """What an enclosure holds that boardpack makes from what it knows already."""

    MINUTES = "minutes"
    """The minutes of the last meeting that are ready to be read."""
    ACTIONS = "actions"
    """The list of actions as it stands."""
    GLOSSARY = "glossary"
    """The acronyms that the pack uses."""


@dataclass(frozen=True, slots=True)
class Supplement:
    """What came too late for the first version of a pack, and why the chair let it in."""

    due: datetime.date
    """The day by which it should have come."""
    received: datetime.date
    """The day on which it came."""
    reason: Reason = ""
    """Why the chair takes it although it is late."""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One item of an agenda."""

    item: int
    """Its number, as it is called in the meeting."""
    title: str
    """What it is about; the title of its paper, where it has one."""
    group: str = ""
    """The part of the agenda in which it stands."""
    paper: str = ""
    """Short name of its paper, `content/<pack>/<day>/<paper>.md`."""
    enclosure: EnclosureNumber = ""
    """The number of its enclosure, in quotes."""
    delivery: Delivery = Delivery.VERBAL
    """`verbal` or `presentation`, for an item without an enclosure."""
    shows: Shown | None = None
    """`minutes`, `actions` or `glossary`, for an enclosure that boardpack makes."""
    lead: tuple[str, ...] = ()
    """Who leads it: roles, or seats of the committee; the first signs the paper."""
    signed_off_by: str = ""
    """Role that signs the paper, where that is not the first of those who lead it."""
    narrated_by: str = ""
    """Role that writes the paper, where that is not the last of those who lead it."""
    purpose: tuple[Purpose, ...] = ()
    """`A` approval, `R` ratification, `S` assurance, `I` information, `D` discussion; up to two."""
    starts: ClockTime = ""
    """When it is taken, in quotes, such as "14:10"."""
    minutes: int = 0
    """How many minutes are given to it."""
    datasets: tuple[str, ...] = ()
    """Datasets that its paper shows below its words."""
    figures_of: str = ""
    """The month of which the figures are, such as 2018-10."""
    covers: tuple[str, ...] = ()
    """Subjects of the business cycle, by their ids, that it takes up beside that of its paper."""
    supplement: Supplement | None = None
    """For a paper that came late: when it was due and came, and the chair's reason."""
    private: bool = False
    """An item of the private part is not kept beside public ones: `true` is refused."""

    @property
    def signing_role(self) -> str:
        """The role whose approval signs off its paper."""
        return self.signed_off_by or (self.lead[0] if self.lead else "")

    @property
    def writing_role(self) -> str:
        """The role that writes its paper."""
        return self.narrated_by or (self.lead[-1] if self.lead else "")


@dataclass(frozen=True, slots=True)
class Agenda:
    """The agenda of one meeting."""

    items: tuple[AgendaItem, ...]
    """What is taken, in its order."""
    opens: ClockTime = ""
    """When the meeting opens, in quotes."""
    closes: ClockTime = ""
    """When it closes, in quotes."""
    venue: str = ""
    """Where it is held."""
    papers_due: datetime.date | None = None
    """The day by which papers are to be there; what comes later is a supplement."""
    illustrative: str = ""
    """What of it is made up, for a worked example."""
    private: bool = False
    """The agenda of a private part is not kept beside a public one: `true` is refused."""

    def find_item(self, paper: str) -> AgendaItem | None:
        """Return the item that a paper is for."""
        return next((item for item in self.items if item.paper == paper), None) if paper else None

    @property
    def supplements(self) -> tuple[AgendaItem, ...]:
        """The items whose papers came late."""
        return tuple(item for item in self.items if item.supplement is not None)


@dataclass(frozen=True, slots=True)
class FiledAgenda:
    """An agenda and where it stands."""

    agenda: Agenda
    path: str
    lines: Mapping[str, int] = field(default_factory=dict)

    def find_place(self, key: str) -> Place:
        """Return the place of a key, or of the whole file."""
        return Place(self.path, self.lines.get(key) if key else None)

    def find_item_place(self, index: int, key: str) -> Place:
        """Return the place of a key of an item, else of the item, counted from 0."""
        line = self.lines.get(f"items.{index}.{key}", self.lines.get(f"items.{index}"))
        return Place(self.path, line)
