"""Pack definitions, `data/packs/<pack>.yml`: sections, timetable, who signs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from boardpack.model.dataset import Approval
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.period import Cadence
from boardpack.model.span import Span, build_span
from boardpack.model.timetable import Milestone, Shift
from boardpack.model.words import Reason


class Scope(StrEnum):
    """Who a section is for: each service, or the whole directorate at once."""

    SERVICE = "service"
    DIRECTORATE = "directorate"


class DocumentKind(StrEnum):
    """A PDF that is made of an edition."""

    SERVICE = "service"
    DIRECTORATE = "directorate"
    BOARD_SUMMARY = "board-summary"


class Need(StrEnum):
    """Whether a section must be narrated."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NONE = "none"


class Form(StrEnum):
    """How a narrative must be written."""

    PLAIN = "plain"
    SUMMARY = "summary"
    TRIPLE_A = "triple-a"
    HIGHLIGHT = "highlight"
    YOU_SAID_WE_DID = "you-said-we-did"


class Due(StrEnum):
    """In which editions a section is due."""

    ALWAYS = "always"
    QUARTERLY = "quarterly"
    SEASONAL = "seasonal"


@dataclass(frozen=True, slots=True)
class Season:
    """First and last day of a season as MM-DD, both included; it may cross the new year."""

    start: str
    """First day, MM-DD."""
    end: str
    """Last day, MM-DD."""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a pack."""

    id: str
    """Short name: lower case, digits and hyphens."""
    title: str
    """The heading that opens the section's narrative in a submission."""
    group: str
    """The heading under which sections are gathered on pages."""
    datasets: tuple[str, ...] = ()
    """Datasets shown in the section, in order; each is drawn as its kind asks."""
    beside: tuple[str, ...] = ()
    """Datasets of other sections that are shown here again, to be read side by side."""
    scope: Scope = Scope.SERVICE
    """`service`: one narrative per service; `directorate`: one for all."""
    narrative: Need = Need.REQUIRED
    """Whether the section must be narrated."""
    form: Form = Form.PLAIN
    """How the narrative must be written."""
    min_words: int = 0
    """Fewer words than this is a finding; 0 means no minimum."""
    headings: tuple[str, ...] = ()
    """Headings that the narrative must have, each with words; some forms have their own."""
    prompt: str = ""
    """What the skeleton asks the writer."""
    source: str = ""
    """Where the figures come from."""
    requested_by: str = ""
    """Role that asks for the figures."""
    data_by: str = ""
    """Role that pulls and checks the figures."""
    data_duty: str = ""
    """What that role does for the figures, in words; by default it pulls and checks them."""
    narrated_by: str = ""
    """Role that writes the narrative."""
    signed_off_by: str = ""
    """Role whose approval is the sign-off; the pack's own where empty."""
    due: Due = Due.ALWAYS
    """In which editions the section is due."""
    quarter_month: int = 3
    """For a quarterly section: the month of the quarter (1, 2 or 3) in which it is due."""
    season: Season | None = None
    """For a seasonal section: when it is due."""
    lag: int = 0
    """How many periods the figures lie behind the edition."""
    services: tuple[str, ...] = ()
    """Services that have the section; all of them when empty."""
    from_: str = ""
    """When it is first part of the pack: a month, week or day."""
    until: str = ""
    """When it is last part of the pack: a month, week or day."""
    because: Reason = ""
    """Why it is no longer part of the pack, in a sentence that readers see."""

    @property
    def shown_datasets(self) -> tuple[str, ...]:
        """The datasets whose figures it shows: its own, then those beside them."""
        return (*self.datasets, *self.beside)

    @property
    def span(self) -> Span:
        """From when until when it is there."""
        return build_span(self.from_, self.until)


@dataclass(frozen=True, slots=True)
class Step:
    """A deadline of the timetable."""

    id: str
    """Short name: lower case, digits and hyphens."""
    when: str
    """`working day 5`, `day 10`, `last working day of previous month`, `thursday 17:00`,
    `+2 working days after sign-off`."""
    who: str
    """Role that does it."""
    what: str
    """What is done."""
    chase: str = ""
    """Role that chases whoever is late."""
    escalate_to: str = ""
    """Role that is told when it is late."""
    on_non_working_day: Shift = Shift.STAY
    """Where the deadline goes when it falls on a weekend or a bank holiday: the working day
    `before` or `after` it, or `stay`."""
    sections: tuple[str, ...] = ()
    """Sections that the step is about; all of them when empty."""
    recipients: tuple[str, ...] = ()
    """Roles to whom it goes."""
    gate: Milestone | None = None
    """How far the edition must have come before the step may be taken."""
    done_when: Milestone | None = None
    """How far the edition has come when the step is done; left out where nothing shows it."""


class EscalationRule(StrEnum):
    """Why a figure is escalated, in the order in which what the rules find is shown."""

    RED = "red"
    SEVERAL_MEASURES = "several-measures"
    HIDDEN_FAILURE = "hidden-failure"
    AMBER = "amber"
    SPECIAL_CAUSE = "special-cause"
    DETERIORATING = "deteriorating"
    TARGET_MISSED = "target-missed"
    TARGET_AT_RISK = "target-at-risk"


class EscalationLevel(StrEnum):
    """Whom a rule reaches, the highest first; what reaches nobody else stays in its section."""

    LEADERSHIP = "leadership"
    BOARD = "board"
    SECTION = "section"


@dataclass(frozen=True, slots=True)
class Escalating:
    """How long, and how widely, figures must worsen before they are escalated, and to whom."""

    deteriorating_periods: int = 3
    """A measure that worsens this many periods in a row."""
    deteriorating_measures: int = 2
    """A service that has this many measures which do."""
    leadership: tuple[EscalationRule, ...] = (
        EscalationRule.RED,
        EscalationRule.SEVERAL_MEASURES,
        EscalationRule.HIDDEN_FAILURE,
    )
    """Rules that reach the leadership team: only a small number of figures."""
    board: tuple[EscalationRule, ...] = (
        EscalationRule.AMBER,
        EscalationRule.SPECIAL_CAUSE,
        EscalationRule.DETERIORATING,
    )
    """Rules that reach the board; what the others find stays in its section."""

    def find_level(self, rule: EscalationRule) -> EscalationLevel:
        """Return whom a rule reaches."""
        if rule in self.leadership:
            return EscalationLevel.LEADERSHIP
        return EscalationLevel.BOARD if rule in self.board else EscalationLevel.SECTION


@dataclass(frozen=True, slots=True)
class Circulation:
    """To whom a publication is sent, and what goes with it."""

    to: tuple[str, ...] = ()
    """Roles whose holders, of any service, are sent it."""
    asks: tuple[str, ...] = ()
    """Headings under which a submission says what it asks; the message repeats what they say."""
    document: str = WHOLE_DIRECTORATE
    """Which PDF is attached, by its name: `directorate`, `board-summary`, or a service's id."""
    largest_kilobytes: int = 5000
    """A PDF that is larger is linked and not attached; 0 attaches none."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A definition of which sections a recurring report has."""

    title: str
    """Name of the report, without its period."""
    cadence: Literal[Cadence.MONTHLY, Cadence.WEEKLY, Cadence.MEETING]
    """`monthly`, `weekly`, or `meeting` for the papers of a committee."""
    signed_off_by: str
    """Role whose approval is the sign-off where a section names no other."""
    sections: tuple[Section, ...] = ()
    """The sections, in the order in which they are shown; the papers of a committee are named by
    the agenda of each meeting."""
    timetable: tuple[Step, ...] = ()
    """The deadlines, counted in the month (or week) after the period."""
    documents: tuple[DocumentKind, ...] = (DocumentKind.SERVICE, DocumentKind.DIRECTORATE)
    """Which PDFs are made: one per `service`, one for the `directorate`, a `board-summary`."""
    services_per_document: int = 100
    """How many services the PDF `directorate` has at most, from 1 to 200. With more of them it is a
    summary, and the services are in volumes of so many, by the alphabet: `directorate_1` and on."""
    about: str = ""
    """What the pack is for, in a sentence."""
    latest: bool = False
    """`true` for the pack to which the address `latest` leads; each has `latest-<pack>`."""
    escalation: Escalating = Escalating()
    """When figures are escalated, and to whom."""
    circulation: Circulation = Circulation()
    """Who is sent what is published: `boardpack circulate`."""
    thresholds_approval: Approval | None = None
    """Which board approved the thresholds of every dataset that names no approval of its own."""
    committee: str = ""
    """The series of meetings, a file in `data/meetings`, for whose papers it is."""
    risk_review_days: int = 0
    """A risk that nobody updated for more days before an edition is due is a finding; 0: none."""

    def find_signing_role(self, section: Section) -> str:
        """Return the role whose approval signs off a section: its own, else the pack's."""
        return section.signed_off_by or self.signed_off_by

    def name_submission(self, service: str, section_id: str) -> str:
        """Return the name of the file in which a section is written: a paper has its own."""
        return section_id if self.committee else service

    def find_step(self, step_id: str) -> Step | None:
        """Return the step of an id, if there is one."""
        return next((step for step in self.timetable if step.id == step_id), None)

    def find_section(self, section_id: str) -> Section | None:
        """Return the section of an id, if there is one."""
        return next((section for section in self.sections if section.id == section_id), None)
