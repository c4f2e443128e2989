"""Sign-off: what is signed, the decisions on it, and whether they still hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from boardpack.model.directorate import Appointment, Person


class Component(StrEnum):
    """The four parts of what is signed; a stale sign-off says which of them changed."""

    NARRATIVE = "narrative"
    DATA = "data"
    DEFINITIONS = "definitions"
    FIGURES = "figures"


class Action(StrEnum):
    """What a director decides."""

    APPROVE = "approve"
    OBJECT = "object"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Subject:
    """What is signed of one section, as SHA-256 digests in hexadecimal.

    `digest` is that of pack, period, service, section and the four components.
    """

    service: str
    section: str
    digest: str
    narrative: str
    data: str
    definitions: str
    figures: str

    @property
    def name(self) -> str:
        """`cannock-chase/access`, by which people name a section."""
        return f"{self.service}/{self.section}"

    def list_differing_components(self, other: Subject) -> tuple[Component, ...]:
        """Return the components that are not the same in another subject."""
        return tuple(
            component
            for component in Component
            if getattr(self, component.value) != getattr(other, component.value)
        )


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a decision can be seen: an SSH signature beside the record, or a GitHub review.

    `response` is the SHA-256 of what was kept of the response that was relied on.
    """

    kind: str
    repository: str = ""
    pull: int = 0
    review: int = 0
    response: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One decision of one person on sections of one edition; never altered once written.

    `actor` is a person id and `account` the forge's numeric id of the account; one of them may be
    empty. `time` is UTC (`2018-12-12T09:30:00Z`), `time_source` says whose clock it is. `commit` is
    what lay before the person. `previous` is the digest of that person's record before this one in
    the same edition, empty for the first.
    """

    action: Action
    pack: str
    period: str
    actor: str
    account: str
    role: str
    deputy_for: str
    time: str
    time_source: str
    commit: str
    covers: tuple[Subject, ...]
    words: str
    evidence: Evidence
    previous: str
    schema: int = 1

    def find_subject(self, service: str, section: str) -> Subject | None:
        """Return what was signed of a section, if the decision is about it."""
        matches = (
            subject
            for subject in self.covers
            if (subject.service, subject.section) == (service, section)
        )
        return next(matches, None)


@dataclass(frozen=True, slots=True)
class Register:
    """Who is who, who holds which role and which role signs what, as it stood at some commit.

    `signing_roles` are by pack and section, of papers by pack, day and section; a section that is
    not there could not be signed.
    """

    people: Mapping[str, Person]
    appointments: tuple[Appointment, ...]
    signing_roles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def list_signing_roles(self, pack: str, period: str) -> Mapping[str, str]:
        """Return by section the roles that signed an edition off."""
        papers = self.signing_roles.get(f"{pack}/{period}")
        return self.signing_roles.get(pack, {}) if papers is None else papers

    def find_signing_role(self, pack: str, period: str, section: str) -> str:
        """Return the role that signed a section off, or nothing where there was no such section."""
        return self.list_signing_roles(pack, period).get(section, "")


class Doubt(StrEnum):
    """Why a decision counts for nothing, or for less than it says."""

    IGNORED = "ignored"
    """It was never this person's to take."""
    INVALID = "invalid"
    """It was, but this decision is not good."""
    UNVERIFIABLE = "unverifiable"
    """Nobody can say whose it is."""
    WEAK = "weak"
    """It is theirs, but only good enough to shut the gate; an approval cannot be."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A record with the register to judge it by; `doubt` and `why` where it does not count whole.

    `taken` is when the decision was taken (UTC) where that is known better than by its record.
    """

    record: Record
    register: Register
    doubt: Doubt | None = None
    why: str = ""
    name: str = ""
    """What to call whoever decided, where the register does not know them."""
    taken: str = ""

    @property
    def time(self) -> str:
        """When it was taken, as well as anybody can tell."""
        return self.taken or self.record.time

    @property
    def can_shut(self) -> bool:
        """Whether it counts at least as far as it shuts the gate: an objection, or taking back."""
        is_weak = self.doubt is Doubt.WEAK and self.record.action is not Action.APPROVE
        return self.doubt is None or is_weak


@dataclass(frozen=True, slots=True)
class Authorship:
    """Who had a hand in a section: ids of people, and addresses or accounts of nobody known."""

    people: frozenset[str] = frozenset()
    unknown: frozenset[str] = frozenset()


SectionId = tuple[str, str]
"""Service and section."""


@dataclass(frozen=True, slots=True)
class Testimony:
    """All that a provider found out about one edition.

    `decisions` are in the order in which they were taken. `merged` has the digests
    that sections got by a merge which brought in what neither side had. `former_roles` are those
    that signed each section off before anything in this edition could change that. `error` says
    what could not be read; then nothing in this edition is signed.
    """

    decisions: tuple[Decision, ...]
    authors: Mapping[SectionId, Authorship] = field(default_factory=dict)
    merged: Mapping[SectionId, frozenset[str]] = field(default_factory=dict)
    error: str = ""
    responses: Mapping[str, bytes] = field(default_factory=dict)
    """What was relied on of a forge's answers, by path: a publication keeps it."""
    former_roles: Mapping[str, str] = field(default_factory=dict)


class Standing(StrEnum):
    """Whether a section is signed off; only `valid` opens the gate."""

    VALID = "valid"
    STALE = "stale"
    MISSING = "missing"
    INVALID = "invalid"
    OBJECTED = "objected"
    RESIDUAL = "residual"
    UNVERIFIABLE = "unverifiable"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands of the sign-off of one section, and why, in a sentence.

    `record` is the decision that the verdict rests on, `changed` what differs from what it covers,
    `ignored` why others count for nothing. While there are `unknown_writers` (addresses or
    accounts) nobody can sign.
    """

    subject: Subject
    role: str
    standing: Standing
    reason: str
    record: Record | None = None
    changed: tuple[Component, ...] = ()
    ignored: tuple[str, ...] = ()
    unknown_writers: tuple[str, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Whether the section is signed off."""
        return self.standing is Standing.VALID
