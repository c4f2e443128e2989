"""The cover sheet of a paper: what stands at its top."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from boardpack.model.status import Status
from boardpack.model.words import Reason


class CoverForm(StrEnum):
    """Which form a cover sheet has."""

    COMMITTEE = "committee"
    GOVERNING_BODY = "governing-body"


class ActionRequired(StrEnum):
    """What the meeting is asked to do, as boxes of the cover sheet."""

    DECISION = "decision"
    DISCUSSION = "discussion"
    ASSURANCE = "assurance/information"


class Answer(StrEnum):
    """Whether something was done."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not applicable"


class Consideration(StrEnum):
    """What a report does about a matter, in a form's table of assurance."""

    CONSIDERED = "considered"
    ACTION = "action required"
    NO_ACTION = "no action required"


@dataclass(frozen=True, slots=True)
class Assessment:
    """Whether something was assessed or somebody engaged, and if not, why."""

    done: Answer
    """`yes`, `no` or `not applicable`."""
    why: Reason = ""
    """What came of it, or why it was not done or does not apply."""


@dataclass(frozen=True, slots=True)
class Implications:
    """What a paper means for others; `None` or a sentence for each."""

    legal: str = ""
    """Legal implications, or risk."""
    cqc: str = ""
    """For what the Care Quality Commission looks at."""
    patient_safety: str = ""
    """For patients' safety."""
    patient_engagement: str = ""
    """For what patients are asked or told."""
    finance: str = ""
    """For money."""
    sustainability: str = ""
    """For the environment, and whether it lasts."""
    workforce: str = ""
    """For staff and their training."""


@dataclass(frozen=True, slots=True)
class CoverSheet:
    """The block between `---` lines at the top of a paper: what its cover sheet says."""

    author: str
    """Person id of the writer."""
    status: Status = Status.DRAFT
    """`draft` while you write, `ready` when you have finished."""
    form: CoverForm = CoverForm.COMMITTEE
    """`committee` or `governing-body`."""
    enclosure: str = ""
    """Its number, in quotes, as on the agenda."""
    executive_lead: str = ""
    """Role of the executive who answers for it; whose sign-off it is says the ledger."""
    authors: tuple[str, ...] = ()
    """Roles of those who wrote it."""
    clinical_reviewer: str = ""
    """Role or seat of the clinician who read it, or why nobody did."""
    programme: str = ""
    """Which part of the county's programme it belongs to."""
    action_required: tuple[ActionRequired, ...] = ()
    """`decision`, `discussion`, `assurance/information`."""
    purpose: str = ""
    """What the paper is for."""
    key_points: tuple[str, ...] = ()
    """What must be known of it, a sentence each."""
    summary: str = ""
    """What it says, in a few sentences."""
    risks: str = ""
    """Which risks it bears on, in words."""
    risk_refs: tuple[str, ...] = ()
    """References of the register for them, such as A1.54."""
    implications: Implications = Implications()
    """What it means for others."""
    quality_impact: Assessment | None = None
    """Whether the effect on quality was assessed, and if not, why."""
    equality_impact: Assessment | None = None
    """Whether the effect on equality was assessed, and if not, why."""
    groups_consulted: str = ""
    """Which protected groups were consulted."""
    changed_by_assessment: str = ""
    """What changed because of the assessments."""
    stakeholders: Assessment | None = None
    """Whether stakeholders were engaged."""
    practices: Assessment | None = None
    """Whether practices were engaged."""
    patients: Assessment | None = None
    """Whether patients and the public were engaged."""
    recommendations: tuple[str, ...] = ()
    """What the meeting is asked to do, each beginning with a verb."""
    sponsor: str = ""
    """Role of the member of the governing body who brings it."""
    contact: str = ""
    """Role or office to ask about it."""
    previous_committees: tuple[str, ...] = ()
    """Where it was before, and when."""
    principles: tuple[str, ...] = ()
    """Which strategic principles it supports."""
    assurance: Mapping[str, Consideration] = field(default_factory=dict)
    """Each matter of the table: `considered`, `action required` or `no action required`."""
    confirmed: bool = False
    """`true` when the author has considered each of those matters."""
    appendices: tuple[str, ...] = ()
    """What is appended, each by its title."""
    private: bool = False
    """A paper of the private part is not kept beside public ones: `true` is refused."""
