"""The gate of sign-off: who signed what, whether it still holds, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from boardpack.analysis.edition import Edition
from boardpack.commands.evidence import Past, git_testimony
from boardpack.commands.instance import Opened
from boardpack.commands.provider import Asked
from boardpack.findings import Finding, in_order
from boardpack.model.signoff import SectionId, Subject, Testimony, Verdict
from boardpack.signoff.findings import as_findings
from boardpack.signoff.subject import subjects
from boardpack.signoff.verdict import verdicts


@dataclass(frozen=True, slots=True)
class Gate:
    """What stands of an edition's sign-off, and what keeps the gate shut."""

    edition: Edition
    subjects: Mapping[SectionId, Subject]
    testimony: Testimony
    verdicts: tuple[Verdict, ...]
    findings: tuple[Finding, ...]


def gate(at: Opened, edition: Edition, whom: Asked) -> Gate:
    """Return the verdicts on an edition; CannotRun where there is no history to judge by."""
    found = subjects(edition)
    testimony, faults = git_testimony(Past(at.root, whom.base), edition)
    judged = verdicts(edition, found, testimony)
    findings = in_order((*faults, *as_findings(edition, judged)))
    return Gate(edition, found, testimony, judged, findings)
