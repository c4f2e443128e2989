"""The gate of sign-off: who signed what, whether it still holds, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from boardpack.analysis.edition import Edition
from boardpack.commands.attributed import attributed
from boardpack.commands.evidence import Past, git_testimony
from boardpack.commands.instance import Opened
from boardpack.commands.provider import Asked
from boardpack.commands.reviewed import Proposal, Reviewed
from boardpack.findings import Finding, in_order
from boardpack.model.signoff import SectionId, Subject, Testimony, Verdict
from boardpack.signoff.findings import as_findings
from boardpack.signoff.forge import Unreadable
from boardpack.signoff.sequence import chained
from boardpack.signoff.subject import subjects
from boardpack.signoff.verdict import verdicts
from boardpack.world.forge import connected


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
    past = Past(at.root, whom.base)
    testimony, faults = git_testimony(past, edition)
    if whom.provider == "github":
        testimony = _with_reviews(testimony, past, edition, whom)
    judged = verdicts(edition, found, testimony)
    findings = in_order((*faults, *as_findings(edition, judged)))
    return Gate(edition, found, testimony, judged, findings)


def judged_again(
    root: Path, edition: Edition, commit: str, published: Mapping[SectionId, Subject]
) -> tuple[tuple[Verdict, ...], list[Finding]]:
    """Return the verdicts on what was published, by plain Git as of a commit, and faults.

    What was published is asked about as it was, even where this boardpack would compute otherwise.
    """
    past = Past(root, "", commit)
    testimony, faults = git_testimony(past, edition)
    return verdicts(edition, {**subjects(edition), **published}, testimony), faults


def _with_reviews(testimony: Testimony, past: Past, edition: Edition, whom: Asked) -> Testimony:
    """Return what Git and the forge testify together; an error where the forge cannot be read."""
    with connected(whom.repository, past.root / "build" / ".github") as forge:
        reviewed = Reviewed(past, edition, forge, whom.repository, whom.main)
        try:
            return with_proposals(testimony, reviewed, reviewed.merged())
        except Unreadable as error:
            return replace(testimony, error=str(error))


def with_proposals(
    testimony: Testimony, reviewed: Reviewed, proposals: Sequence[Proposal]
) -> Testimony:
    """Return a testimony with the reviews of some pull requests added."""
    decisions = (*testimony.decisions, *chained(reviewed.decisions(proposals)))
    authors, by_merges = attributed(reviewed, proposals)
    merged = {place: set(found) for place, found in by_merges.items()}
    for place, digests in reviewed.squashed(proposals).items():
        merged.setdefault(place, set()).update(digests)
    return replace(
        testimony,
        decisions=tuple(sorted(decisions, key=lambda one: one.record.time)),
        authors=authors,
        merged={place: frozenset(found) for place, found in merged.items()},
        responses=dict(reviewed.forge.frozen),
    )
