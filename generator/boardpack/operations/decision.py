"""A decision on sections: what is asked for, what would be signed, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from boardpack.adapters.ssh import SigningKey
from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.model.directorate import Appointment
from boardpack.model.signoff import Action, Component, Record, Verdict
from boardpack.signoff.authority import to_london_day


@dataclass(frozen=True, slots=True)
class DecisionRequest:
    """What somebody means to decide, and on what.

    `person` is an id of people.csv and `moment` is UTC. `sections` are names, such as `access` or
    `cannock-chase/access`; without any, all that wait for the person are meant. `reason` is for all
    to read; an approval has none. `key` is a private SSH key; without it, the one that Git signs
    with.
    """

    action: Action
    person: str
    moment: datetime
    sections: tuple[str, ...] = ()
    pack: str | None = None
    period: str | None = None
    reason: str = ""
    key: Path | None = None

    @property
    def time(self) -> str:
        """The moment as records have it: `2018-12-12T09:30:00Z`."""
        return self.moment.strftime("%Y-%m-%dT%H:%M:%SZ")

    @property
    def day(self) -> date:
        """The day in London, by which appointments count."""
        return to_london_day(self.time)


class OmissionReason(StrEnum):
    """Why sections are left out."""

    INCOMPLETE = "incomplete"
    REFUSED = "refused"
    """The check has an error in it."""
    OWN_WORK = "own work"


@dataclass(frozen=True, slots=True)
class Omission:
    """Sections that the person signs for, and that are left out; `explanation` is a sentence."""

    sections: tuple[str, ...]
    reason: OmissionReason
    explanation: str


@dataclass(frozen=True, slots=True)
class SectionToDecide:
    """A section as it is put before the person, and the appointment by which they decide on it.

    `difference` has the lines that went and came since it was signed, by component; `writers` are
    the ids of those who wrote it, by Git.
    """

    edition: Edition
    entry: Entry
    verdict: Verdict
    appointment: Appointment
    difference: Mapping[Component, list[str]]
    writers: frozenset[str] = frozenset()

    @property
    def capacity(self) -> tuple[str, str, str]:
        """The edition, the role and for whom: one record is signed in one capacity."""
        return self.edition.id, self.appointment.role, self.appointment.deputy_for


@dataclass(frozen=True, slots=True)
class PreparedDecision:
    """What would be signed, with which key, and what is left out."""

    request: DecisionRequest
    signing_key: SigningKey
    sections: tuple[SectionToDecide, ...]
    omissions: tuple[Omission, ...]


@dataclass(frozen=True, slots=True)
class NothingToDecide:
    """Nothing waits for the person; `has_role` tells whether they sign for anything at all."""

    name: str
    has_role: bool
    omissions: tuple[Omission, ...]


@dataclass(frozen=True, slots=True)
class SignedRecord:
    """A record and the file in which it lies, with its signature beside it.

    `weakness` says why an objection could only shut the gate, and what to do; else it is empty.
    """

    path: Path
    record: Record
    weakness: str = ""
