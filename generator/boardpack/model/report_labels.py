"""How exception reports are written in a submission: their heading, their labels, their words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from types import MappingProxyType

from boardpack.model.submission import NextStep, PlanOutcome

REPORT_TITLE = "Exception report"
LABELS: Mapping[str, str] = MappingProxyType(
    {
        "issue": "Issue",
        "cause": "Cause",
        "action": "Action",
        "lead": "Lead",
        "due": "Due",
        "measurable": "Measured by",
        "systems": "Systems and processes",
        "remedial_plan": "Remedial plan",
        "risk": "Risk register",
        "investment_priority": "Investment priority",
        "review": "Review",
        "outcome": "Outcome",
        "next_step": "Next step",
    }
)
"""By field of a report the label before its value, in the order in which they are written."""
DAY_FIELDS = ("due", "review")
OUTCOMES: Mapping[str, PlanOutcome] = MappingProxyType(
    {outcome.value.replace("-", " "): outcome for outcome in PlanOutcome}
)
NEXT_STEPS: Mapping[str, NextStep] = MappingProxyType(
    {step.value.replace("-", " "): step for step in NextStep}
)
ASKED_FIELDS = ("issue", "cause", "action", "lead", "due", "measurable", "systems")
"""What every report should hold, as the rules on reports ask."""
OUTCOME_FIELDS = ("remedial_plan", "risk", "investment_priority")
"""What an escalation leads to: one of these."""

_TITLE = re.compile(rf"{REPORT_TITLE}(?: \d{{1,2}})?[ :.]*", re.IGNORECASE | re.ASCII)

_NEAR = 0.85
"""How much of two titles must be the same for one to be the other mistyped (difflib's ratio)."""


def is_report_title(title: str) -> bool:
    """Return whether a heading begins an exception report."""
    return bool(_TITLE.fullmatch(title.strip()))


def is_nearly_report_title(title: str) -> bool:
    """Return whether a heading was meant to begin one, whether or not it does."""
    folded = " ".join(title.casefold().split())
    return SequenceMatcher(None, folded, REPORT_TITLE.casefold()).ratio() >= _NEAR or bool(
        is_report_title(title)
    )


def sketch_report(reasons: Iterable[str], is_escalated: bool = False) -> str:
    """Return an exception report that waits for its words: only what is wrong is begun.

    What is escalated also leads to something, of which the report has the labels.
    """
    asked = (*ASKED_FIELDS, *(OUTCOME_FIELDS if is_escalated else ()))
    return format_report({**dict.fromkeys(asked, ""), "issue": "; ".join(reasons)})


def format_report(values: Mapping[str, str]) -> str:
    """Return an exception report as it is written: its heading, then a line for each value.

    Fields are in the order of their labels; one that is not among `values` is left out, and one
    that is empty waits for its words.
    """
    lines = (f"{LABELS[name]}: {values[name]}".rstrip() for name in LABELS if name in values)
    return "\n".join((f"### {REPORT_TITLE}", "", *lines))
