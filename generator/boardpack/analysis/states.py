"""How far a section of a submission has come."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from boardpack.model.directorate import Waiver
from boardpack.model.pack import Need, Section
from boardpack.model.status import Status
from boardpack.model.submission import Submission
from boardpack.model.words import says_why


class State(StrEnum):
    """The states of a section, in the words that pages and files use."""

    NOT_DUE = "not due"
    MISSING = "missing"
    PLACEHOLDER = "placeholder"
    DRAFT = "draft"
    READY = "ready"
    SIGNED_OFF = "signed off"
    STALE = "stale"
    OBJECTED = "objected"
    WAIVED = "waived"

    @property
    def is_complete(self) -> bool:
        """Whether nothing more is owed."""
        return self in (State.NOT_DUE, State.READY, State.SIGNED_OFF, State.WAIVED)


def is_good_waiver(waiver: Waiver, due_day: date) -> bool:
    """Return whether a waiver says why and on whose word, and lasts until the edition is due."""
    until = waiver.until
    return bool(says_why(waiver.reason) and waiver.owner and until is not None and due_day <= until)


def determine_section_state(
    section: Section,
    is_due: bool,
    submission: Submission | None,
    waiver: Waiver | None,
    has_data: bool,
) -> State:
    """Return the state of a section for a service; a good waiver or a reason outweighs the rest."""
    if not is_due:
        return State.NOT_DUE
    written_state = _determine_narrative_state(section, submission)
    # Before the waiver: what was delivered all the same is shown as ready.
    if written_state is State.READY and has_data:
        return State.READY
    excuse = submission.front.not_applicable.get(section.id, "") if submission else ""
    if waiver is not None or says_why(excuse):
        return State.WAIVED
    return State.MISSING if written_state is State.READY else written_state


def _determine_narrative_state(section: Section, submission: Submission | None) -> State:
    if section.narrative is Need.NONE:
        return State.READY
    narrative = submission.find_narrative(section.id) if submission else None
    if section.narrative is Need.OPTIONAL and (narrative is None or not narrative.words):
        return State.READY
    if narrative is None or submission is None:
        return State.MISSING
    if not narrative.words:
        return State.PLACEHOLDER
    # Nobody knows what a file says of which a part cannot be read.
    is_draft = submission.find_status(section.id) is Status.DRAFT or submission.unread
    return State.DRAFT if is_draft else State.READY
