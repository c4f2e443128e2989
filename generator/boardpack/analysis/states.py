"""How far a section of a submission has come."""

from __future__ import annotations

from enum import StrEnum

from boardpack.model.directorate import Waiver
from boardpack.model.pack import Need, Section
from boardpack.model.submission import Status, Submission


class State(StrEnum):
    """The states of a section, in the words that pages and files use."""

    NOT_DUE = "not due"
    MISSING = "missing"
    PLACEHOLDER = "placeholder"
    DRAFT = "draft"
    READY = "ready"
    WAIVED = "waived"

    @property
    def is_complete(self) -> bool:
        """Whether nothing more is owed."""
        return self in (State.NOT_DUE, State.READY, State.WAIVED)


def section_state(
    section: Section,
    due: bool,
    submission: Submission | None,
    waiver: Waiver | None,
    has_data: bool,
) -> State:
    """Return the state of a section for a service; a waiver or a reason outweighs what is owed."""
    if not due:
        return State.NOT_DUE
    written = _written(section, submission)
    if written is State.READY and has_data:
        return State.READY
    if waiver is not None or (submission and section.id in submission.front.not_applicable):
        return State.WAIVED
    return State.MISSING if written is State.READY else written


def _written(section: Section, submission: Submission | None) -> State:
    if section.narrative is Need.NONE:
        return State.READY
    narrative = submission.narrative(section.id) if submission else None
    if narrative is None or submission is None:
        return State.MISSING if section.narrative is Need.REQUIRED else State.READY
    if not narrative.words:
        return State.PLACEHOLDER
    return State.DRAFT if submission.front.status is Status.DRAFT else State.READY
