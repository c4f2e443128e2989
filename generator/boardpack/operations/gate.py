"""The gate of sign-off: who signed what, whether it still holds, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from boardpack.adapters.forges.driver import ForgeDriver
from boardpack.adapters.forges.table import FORGES, replay_forge
from boardpack.adapters.workspace import (
    Workspace,
)
from boardpack.analysis.edition import Edition
from boardpack.checks.responsible import name_responsible
from boardpack.evidence.clearances import find_self_made_clearances
from boardpack.evidence.forge_authorship import attribute_sections
from boardpack.evidence.history import SignoffHistory
from boardpack.evidence.ledger import read_git_testimony
from boardpack.evidence.proposals import (
    Proposal,
    find_squashed_digests,
    list_contested_proposals,
    list_merged_proposals,
)
from boardpack.evidence.review_evidence import ReviewEvidence
from boardpack.evidence.reviews import hold_objections, list_review_decisions
from boardpack.evidence.rules import find_former_witnesses
from boardpack.findings import Finding, sort_findings
from boardpack.model.signoff import SectionId, Subject, Testimony, Verdict
from boardpack.operations.evidence_source import (
    PLAIN_GIT,
    EvidenceSource,
    connect_to_forge,
    hold_to_witnesses,
)
from boardpack.publish.manifest import Manifest
from boardpack.signoff.chain import chain_decisions, merge_decisions
from boardpack.signoff.findings import to_findings
from boardpack.signoff.forge import Unreadable
from boardpack.signoff.subject import build_subjects
from boardpack.signoff.vanished import find_vanished_sections
from boardpack.signoff.verdict import reach_verdicts


@dataclass(frozen=True, slots=True)
class GateReport:
    """What stands of an edition's sign-off, and what keeps the gate shut."""

    edition: Edition
    subjects: Mapping[SectionId, Subject]
    testimony: Testimony
    verdicts: tuple[Verdict, ...]
    findings: tuple[Finding, ...]


def check_gate(
    workspace: Workspace,
    edition: Edition,
    evidence_source: EvidenceSource,
    forges: Mapping[str, ForgeDriver] = FORGES,
) -> GateReport:
    """Return the verdicts on an edition; CannotRun where there is no history to judge by.

    The forge that main named while the edition was open is asked too. `forges` are those that the
    source may name, by the names of their providers.
    """
    subjects_by_section = build_subjects(edition)
    signoff_history = SignoffHistory(workspace.root, evidence_source.base)
    testimony, faults = read_git_testimony(signoff_history, edition)
    if not evidence_source.is_clone_alone:
        former_witnesses = find_former_witnesses(signoff_history, edition)
        source = hold_to_witnesses(evidence_source, former_witnesses, workspace.root, forges)
        if source.provider != PLAIN_GIT:
            testimony = _add_reviews(testimony, signoff_history, edition, source, forges)
    section_verdicts = reach_verdicts(edition, subjects_by_section, testimony)
    vanished = find_vanished_sections(edition, testimony, section_verdicts)
    self_made = find_self_made_clearances(signoff_history, edition)
    signoff_findings = (*faults, *to_findings(edition, section_verdicts), *vanished, *self_made)
    findings = sort_findings(name_responsible(edition.instance, signoff_findings))
    return GateReport(edition, subjects_by_section, testimony, section_verdicts, findings)


def rejudge_publication(
    root: Path,
    edition: Edition,
    manifest: Manifest,
    kept_answers: Mapping[str, bytes],
    main: str,
) -> tuple[tuple[Verdict, ...], list[Finding]]:
    """Return the verdicts on what was published, as of its commit, and faults of the ledger.

    Of a forge nobody is asked: `kept_answers` are those that were relied on, by path; `main` is
    the branch that is published from. What was published is asked about as it was, even where this
    boardpack would compute otherwise. `Unreadable` where the answers that were kept, or the commits
    that were reviewed, are not all there.
    """
    published_subjects = {
        (verdict.subject.service, verdict.subject.section): verdict.subject
        for verdict in manifest.sections
    }
    signoff_history = SignoffHistory(root, "", manifest.commit)
    testimony, faults = read_git_testimony(signoff_history, edition)
    records = (verdict.record for verdict in manifest.sections)
    reviews = (record.evidence for record in records if record and record.evidence.review)
    for evidence in list({(each.kind, each.repository): each for each in reviews}.values()):
        forge = replay_forge(evidence.kind, evidence.repository, kept_answers)
        review_evidence = ReviewEvidence(signoff_history, edition, forge, evidence.repository, main)
        testimony = _add_all_reviews(testimony, review_evidence)
    subjects_by_section = {**build_subjects(edition), **published_subjects}
    return reach_verdicts(edition, subjects_by_section, testimony), faults


def _add_reviews(
    testimony: Testimony,
    signoff_history: SignoffHistory,
    edition: Edition,
    evidence_source: EvidenceSource,
    forges: Mapping[str, ForgeDriver],
) -> Testimony:
    """Return what Git and the forge testify together; an error where the forge cannot be read."""
    with connect_to_forge(evidence_source, signoff_history.root, forges) as forge:
        review_evidence = ReviewEvidence(
            signoff_history, edition, forge, evidence_source.repository, evidence_source.main
        )
        try:
            return _add_all_reviews(testimony, review_evidence)
        except Unreadable as error:
            return replace(testimony, error=str(error))


def _add_all_reviews(testimony: Testimony, review_evidence: ReviewEvidence) -> Testimony:
    proposals = list_merged_proposals(review_evidence)
    contested_proposals = list_contested_proposals(review_evidence, proposals)
    return add_review_testimony(testimony, review_evidence, proposals, contested_proposals)


def add_review_testimony(
    testimony: Testimony,
    review_evidence: ReviewEvidence,
    proposals: Sequence[Proposal],
    contested_proposals: Sequence[Proposal] = (),
) -> Testimony:
    """Return a testimony with the reviews of pull requests added.

    Of `contested_proposals` nothing came in by themselves; only objections to them count.
    """
    all_proposals = [*proposals, *contested_proposals]
    review_decisions = hold_objections(
        review_evidence,
        all_proposals,
        list_review_decisions(review_evidence, all_proposals),
        testimony.decisions,
    )
    decisions = merge_decisions(testimony.decisions, chain_decisions(review_decisions))
    authors, merge_digests = attribute_sections(review_evidence, proposals)
    merged_digests = {
        section_id: set(section_digests) for section_id, section_digests in merge_digests.items()
    }
    for section_id, digests in find_squashed_digests(review_evidence, proposals).items():
        merged_digests.setdefault(section_id, set()).update(digests)
    return replace(
        testimony,
        decisions=decisions,
        authors=authors,
        merged={
            section_id: frozenset(section_digests)
            for section_id, section_digests in merged_digests.items()
        },
        responses=dict(review_evidence.forge.kept_answers),
    )
