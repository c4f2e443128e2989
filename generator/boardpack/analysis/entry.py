"""One section for one service in an edition: what is owed, written, measured and waived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from boardpack.analysis.blocks.block import Block
from boardpack.analysis.endings import Ending
from boardpack.analysis.measures import Measured
from boardpack.analysis.rag import Rating
from boardpack.analysis.states import State
from boardpack.model.directorate import Waiver
from boardpack.model.pack import Need, Section
from boardpack.model.submission import Event, ExceptionReport, Narrative, Submission
from boardpack.model.words import says_why


@dataclass(frozen=True, slots=True)
class Entry:
    """One section for one service (or the directorate) in one edition.

    `beside` are figures of other sections, neither owed nor rated here.
    `endings` are what it no longer has; the first of a service says also which sections have gone.
    `waiver` is one that is good: an incomplete one, or one that ended too soon, protects nothing.
    """

    section: Section
    service: str
    state: State
    submission: Submission | None
    waiver: Waiver | None
    blocks: tuple[Block, ...]
    rating: Rating
    beside: tuple[Block, ...] = ()
    endings: tuple[Ending, ...] = ()

    def is_unread(self, key: str) -> bool:
        """Return whether a key of its submission's front matter is there and cannot be read."""
        return self.submission is not None and key in self.submission.unread

    @property
    def is_misspelt(self) -> bool:
        """Whether a heading is nearly called as the section, so that its words may be there."""
        return self.submission is not None and self.section.id in self.submission.misspelt

    @property
    def title_line(self) -> int | None:
        """The line in which its title stands where it has no heading: it may be meant as one."""
        if self.submission is None or self.narrative is not None:
            return None
        return self.submission.title_lines.get(self.section.id)

    @property
    def may_be_excused(self) -> bool:
        """Whether it may be said not to apply, where nobody can read it; words say the contrary."""
        return self.is_unread("not_applicable") and not (self.narrative and self.narrative.words)

    @property
    def is_owed(self) -> bool:
        """Whether the section is due and neither waived nor said not to apply."""
        return self.state not in (State.NOT_DUE, State.WAIVED)

    @property
    def needs_narrative(self) -> bool:
        """Whether somebody must write about it."""
        return self.section.narrative is Need.REQUIRED

    @property
    def narrative(self) -> Narrative | None:
        """What was written, if anything."""
        return self.submission.find_narrative(self.section.id) if self.submission else None

    @property
    def not_applicable(self) -> str:
        """The writer's reason why the section does not apply, or nothing."""
        reasons = self.submission.front.not_applicable if self.submission else {}
        return _choose_reason(reasons, self.section.id)

    @property
    def unchanged(self) -> str:
        """The writer's reason why the section says the same as last time, or nothing."""
        reasons = self.submission.front.unchanged if self.submission else {}
        return _choose_reason(reasons, self.section.id)

    @property
    def exceptions(self) -> tuple[ExceptionReport, ...]:
        """What the writer reports as off track in this section."""
        reports = self.submission.exceptions if self.submission else ()
        return tuple(report for report in reports if report.section == self.section.id)

    @property
    def events(self) -> tuple[Event, ...]:
        """What the writer wants the section's charts to carry."""
        events = self.submission.front.events if self.submission else ()
        return tuple(event for event in events if event.section == self.section.id)

    @property
    def printed_blocks(self) -> tuple[Block, ...]:
        """What is printed: where nothing is owed, no dataset without a figure."""
        if self.is_owed and not self.not_applicable:
            return self.blocks
        return tuple(block for block in self.blocks if not block.is_blank)

    @property
    def measured(self) -> tuple[Measured, ...]:
        """The measures of all its datasets."""
        return tuple(measured for block in self.blocks for measured in block.measured)


def _choose_reason(reasons: Mapping[str, str], section: str) -> str:
    """Return the reason of a section, or nothing where what is written gives none."""
    reason = reasons.get(section, "")
    return reason if says_why(reason) else ""
