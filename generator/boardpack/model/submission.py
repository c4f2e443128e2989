"""What one service writes for one edition: `content/<pack>/<period>/<service>.md`."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from boardpack.findings import Place
from boardpack.model.cover import CoverSheet
from boardpack.model.status import Status


class PlanOutcome(StrEnum):
    """What came of the plan of an exception report."""

    WORKED = "worked"
    DID_NOT_WORK = "did-not-work"


class NextStep(StrEnum):
    """What follows where a plan did not work."""

    TARGETED_SUPPORT = "targeted-support"
    DIRECTOR_INTERVENTION = "director-intervention"
    BENCHMARKING = "benchmarking"
    CAPABILITY = "capability"
    NEW_MANAGEMENT = "new-management"


@dataclass(frozen=True, slots=True)
class ExceptionReport:
    """What is wrong in a section, why, and what is done about it by whom and when."""

    section: str
    """Section id."""
    issue: str = ""
    """What is wrong."""
    action: str = ""
    """What is being done."""
    lead: str = ""
    """Person or role that leads the action."""
    due: datetime.date | None = None
    """Day by which it is done."""
    cause: str = ""
    """Why it went wrong."""
    measurable: str = ""
    """How we shall know that it worked."""
    systems: str = ""
    """Which systems and processes are updated, and how, so that it lasts."""
    remedial_plan: str = ""
    """Which remedial plan the escalation led to, and where it is kept."""
    risk: str = ""
    """Reference of the risk in the register that the escalation led to, such as A1.54."""
    investment_priority: str = ""
    """What the escalation made a priority for investment."""
    review: datetime.date | None = None
    """Day on which it is judged whether the plan worked; by default the day by which it is due."""
    outcome: PlanOutcome | None = None
    """Whether the plan worked, once its day has come."""
    next_step: NextStep | None = None
    """What follows where the plan did not work; `review` then says when that is judged."""

    @property
    def judged_on(self) -> datetime.date | None:
        """The day on which it is judged whether the plan worked; None where no day is given."""
        return self.review or self.due

    @property
    def outcomes(self) -> tuple[tuple[str, str], ...]:
        """What the escalation led to: the kind in words, and what is recorded of it."""
        named_outcomes = (
            ("Remedial plan", self.remedial_plan),
            ("Risk register", self.risk),
            ("Investment priority", self.investment_priority),
        )
        return tuple((name, words.strip()) for name, words in named_outcomes if words.strip())


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened and that a chart should carry."""

    section: str
    """Section id."""
    date: datetime.date
    """Day on which it happened."""
    words: str
    """What happened, in a few words."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The block between `---` lines at the top of a submission."""

    author: str
    """Person id of the writer."""
    status: Status = Status.DRAFT
    """`draft` while you write, `ready` when you have finished."""
    not_applicable: Mapping[str, str] = field(default_factory=dict)
    """Section id and the reason why it does not apply this time."""
    unchanged: Mapping[str, str] = field(default_factory=dict)
    """Section id and the reason why it says the same as last time."""
    events: tuple[Event, ...] = ()
    """Things that happened and that a chart should carry."""


@dataclass(frozen=True, slots=True)
class Narrative:
    """The text under one section's heading.

    `text` is CommonMark without the heading and without comments, which leave blank lines behind,
    so that its line n stands in line `text_line + n` of the file; `line` is the heading's line.
    `prose` is the same without the lines of comments: what is signed.
    `words` counts words of text, not of headings.
    `parts` gives each sub-heading's title and the number of words under it.
    """

    section: str
    text: str
    line: int
    text_line: int
    words: int
    parts: tuple[tuple[str, int], ...]
    prose: str


def locate_submission(pack: str, period: str, name: str) -> str:
    """Return where a submission or paper lies, whether or not it is there."""
    return f"content/{pack}/{period}/{name}.md"


@dataclass(frozen=True, slots=True)
class Submission:
    """One file of narratives. `headings` are all section headings in order with their lines.

    `cover` is the cover sheet of a paper; None of what a service writes.
    `statuses` are by id those of the sections that have one of their own, and `status_lines` their
    lines. `exception_lines` give, for each report of `exceptions`, the line of each field that is
    there, and under "" that of the report.
    """

    pack: str
    period: str
    service: str
    path: str
    front: FrontMatter
    front_lines: Mapping[str, int]
    narratives: tuple[Narrative, ...]
    headings: tuple[tuple[str, int], ...]
    cover: CoverSheet | None = None
    statuses: Mapping[str, Status] = field(default_factory=dict)
    status_lines: Mapping[str, int] = field(default_factory=dict)
    exceptions: tuple[ExceptionReport, ...] = ()
    exception_lines: tuple[Mapping[str, int], ...] = ()
    exceptions_unread: tuple[tuple[str, ...], ...] = ()
    """For each report the fields of which nobody knows what they say: they cannot be read."""
    unread: frozenset[str] = frozenset()
    """The keys of the front matter that cannot be read; each is a finding that shuts the gate."""
    misspelt: frozenset[str] = frozenset()
    """Ids of the sections as which a heading is nearly called, or which may stand behind what hides
    the rest of the file; each is such a finding, too."""
    title_lines: Mapping[str, int] = field(default_factory=dict)
    """By id the line of the title of a section that has no heading, where it stands otherwise."""

    @property
    def name(self) -> str:
        """The name of its file: the service, or the paper."""
        return self.path.rpartition("/")[2].removesuffix(".md")

    def find_status(self, section: str) -> Status:
        """Return whether the writer has finished a section: its own word, else the file's."""
        return self.statuses.get(section, self.front.status)

    def find_narrative(self, section: str) -> Narrative | None:
        """Return the first narrative of a section."""
        # A loop, as it is asked for more often than anything else.
        for narrative in self.narratives:
            if narrative.section == section:
                return narrative
        return None

    def find_place(self, line: int | None = None) -> Place:
        """Return the place of a line of the file, or of the whole file."""
        return Place(self.path, line)

    def find_report_place(self, index: int, name: str = "") -> Place:
        """Return the place of a field of an exception report, or of the whole report."""
        lines = self.exception_lines[index]
        return self.find_place(lines.get(name) or lines.get(""))
