"""What must be escalated, by which rule, and why in words; worst first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from boardpack.analysis.edition import Entry
from boardpack.analysis.measures import Measured


class EscalationRule(StrEnum):
    """The rules, in the order in which what they find is shown."""

    RED_NOW = "red now"
    SEVERAL_MEASURES = "several measures deteriorating"
    HIDDEN_FAILURE = "hidden by a good overall figure"
    SPECIAL_CAUSE_CONCERN = "special cause of concern"
    DETERIORATING = "deteriorating"
    TARGET_MISSED = "target missed"
    TARGET_AT_RISK = "target at risk"


@dataclass(frozen=True, slots=True)
class Escalation:
    """One thing to escalate: the entry it belongs to, and its measure unless it is a whole service.

    `reason` is a sentence.
    """

    entry: Entry
    measured: Measured | None
    rule: EscalationRule
    reason: str
