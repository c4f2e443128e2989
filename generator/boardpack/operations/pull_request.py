"""What stands of the sign-off of the sections that a pull request changes.

Code and registers are those that are checked out; the pull request's commits are only read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from boardpack.adapters.git import history, plumbing
from boardpack.adapters.workspace import Workspace, load_workspace
from boardpack.analysis.edition import Edition
from boardpack.errors import CannotRun, Failure, attempt
from boardpack.evidence.history import SignoffHistory
from boardpack.evidence.ledger import read_git_testimony
from boardpack.evidence.proposals import list_merged_proposals, read_proposal
from boardpack.evidence.review_evidence import ReviewEvidence
from boardpack.model.signoff import Testimony, Verdict
from boardpack.operations.evidence_source import EvidenceSource
from boardpack.operations.gate import add_review_testimony
from boardpack.operations.outgoing import OutgoingNet
from boardpack.operations.select import analyse_selection, select_editions
from boardpack.render.signoff.proposal import (
    EditionVerdicts,
    PullRequestReport,
    report_on_pull_request,
    report_unknown,
)
from boardpack.signoff.forge import CheckState, Forge, PullRequest, Unreadable
from boardpack.signoff.subject import build_subjects
from boardpack.signoff.verdict import reach_verdicts


@dataclass(frozen=True, slots=True)
class ReviewDesk:
    """From where proposals are judged: a clone with its whole history, and the forge.

    `pack` and `period` name the edition that is asked about; else the newest of each pack.
    """

    workspace: Workspace
    evidence_source: EvidenceSource
    forge: Forge
    pack: str | None = None
    period: str | None = None


@dataclass(frozen=True, slots=True)
class PullRequestOutcome:
    """What stands of a pull request; `report` is None where the forge would not show it at all.

    `faults` say what could not be read or posted.
    """

    number: int
    report: PullRequestReport | None
    faults: tuple[str, ...] = ()

    @property
    def is_clear(self) -> bool:
        """Whether all that it changes is signed off."""
        return self.report is not None and self.report.state is CheckState.SIGNED


def judge_pull_requests(
    desk: ReviewDesk, number: int | None, is_posted: bool
) -> Iterator[PullRequestOutcome]:
    """Judge a pull request, or all open ones; yield the outcome of each, posted where asked for.

    CannotRun where nobody can tell which are open.
    """
    for pull_number in _list_open_pulls(desk) if number is None else [number]:
        judge = partial(_judge_pull_request, desk, pull_number, is_posted)
        outcome = attempt(judge, (CannotRun, Unreadable))
        if isinstance(outcome, Failure):
            fault = f"nothing can be said of pull request {pull_number}: {outcome.reason}"
            outcome = PullRequestOutcome(pull_number, None, (fault,))
        yield outcome


def _list_open_pulls(desk: ReviewDesk) -> list[int]:
    try:
        return [pull.number for pull in desk.forge.list_open_pulls(desk.evidence_source.main)]
    except Unreadable as error:
        raise CannotRun(f"nobody can tell which pull requests are open: {error}") from None


def _judge_pull_request(desk: ReviewDesk, number: int, is_posted: bool) -> PullRequestOutcome:
    pull = desk.forge.read_pull(number)
    preview = desk.forge.find_preview(pull) if is_posted else ""
    report, reason = _compose_report(desk, pull, preview)
    faults = [f"the sign-off of pull request {number} is not known: {reason}"] if reason else []
    if is_posted:
        faults += _post_report(desk, pull, report)
    return PullRequestOutcome(number, report, tuple(faults))


def _compose_report(
    desk: ReviewDesk, pull: PullRequest, preview: str
) -> tuple[PullRequestReport, str]:
    """Return what there is to say, and why that is not known, or nothing."""
    judgements = attempt(lambda: list(_judge_editions(desk, pull)), (CannotRun, Unreadable))
    if isinstance(judgements, Failure):
        return report_unknown(pull.number, judgements.reason), judgements.reason
    verdicts_by_edition = [verdicts for verdicts, _ in judgements if verdicts.verdicts]
    report = report_on_pull_request(pull.number, verdicts_by_edition, preview)
    if withheld := _find_withheld(verdicts_by_edition, report):
        return report_unknown(pull.number, withheld), withheld
    reason = next((reason for _, reason in judgements if reason), "")
    # What changes no section has no verdict to say that something could not be read.
    is_unsaid = reason and report.state is not CheckState.UNKNOWN
    return report_unknown(pull.number, reason) if is_unsaid else report, reason


def _find_withheld(
    verdicts_by_edition: Sequence[EditionVerdicts], report: PullRequestReport
) -> str:
    """Return why a report must not be shown, which stays in the thread for ever; or ""."""
    if not verdicts_by_edition:
        return ""
    editions = [verdicts.edition for verdicts in verdicts_by_edition]
    writers = {
        address
        for verdicts in verdicts_by_edition
        for verdict in verdicts.verdicts
        for address in verdict.unknown_writers
    }
    net = OutgoingNet(editions[0].instance, editions, writers)
    lines = (*report.comment.splitlines(), *report.text.splitlines())
    reason = net.find_reason(lines)
    return f"what it would say is withheld: {reason}" if reason else ""


def _post_report(desk: ReviewDesk, pull: PullRequest, report: PullRequestReport) -> Iterator[str]:
    """Post both the check and the comment; yield what of it did not come through."""
    try:
        desk.forge.set_status(pull.head, report.state, report.words)
    except Unreadable as error:
        yield f"the check of pull request {pull.number} could not be set: {error}"
    try:
        desk.forge.upsert_comment(pull.number, report.comment)
    except Unreadable as error:
        yield f"the comment on pull request {pull.number} could not be written: {error}"


def _judge_editions(desk: ReviewDesk, pull: PullRequest) -> Iterator[tuple[EditionVerdicts, str]]:
    """Yield the verdicts on what changes in each edition, and what could not be read of it."""
    _fetch_commits(desk, pull)
    workspace = load_workspace(
        desk.workspace.root, *plumbing.read_tree_at(desk.workspace.root, pull.head)
    )
    if workspace.instance is None:
        raise Unreadable("it breaks files that everything rests on; see its other checks")
    selection = select_editions(workspace, desk.pack, desk.period)
    for edition in analyse_selection(workspace, selection):
        verdicts, reason = _judge_changed_sections(desk, edition, pull)
        yield EditionVerdicts(edition, verdicts), reason


def _fetch_commits(desk: ReviewDesk, pull: PullRequest) -> None:
    if not history.has_commit(desk.workspace.root, pull.head):
        plumbing.fetch_reference(desk.workspace.root, pull.head_reference)
    if not history.has_commit(desk.workspace.root, pull.head):
        raise Unreadable(
            f"its commits are not in this clone; run: git fetch origin {pull.head_reference}"
        )


def _judge_changed_sections(
    desk: ReviewDesk, edition: Edition, pull: PullRequest
) -> tuple[tuple[Verdict, ...], str]:
    """Return the verdicts on what the pull request changes, and what could not be read, if any."""
    main_commit = history.resolve_head(desk.workspace.root)
    signoff_history = SignoffHistory(desk.workspace.root, main_commit, pull.head)
    review_evidence = ReviewEvidence(
        signoff_history,
        edition,
        desk.forge,
        desk.evidence_source.repository,
        desk.evidence_source.main,
    )
    testimony, findings = read_git_testimony(signoff_history, edition)
    reasons = [f"{finding.place}: {finding.what}" for finding in findings[:1]]
    base_commit = main_commit
    try:
        testimony, base_commit = _add_reviews(testimony, review_evidence, pull, main_commit)
    except Unreadable as error:
        reasons.append(str(error))
    affected_sections = review_evidence.find_affected_sections(pull.head, base_commit)
    section_verdicts = reach_verdicts(
        edition,
        build_subjects(edition),
        replace(testimony, error=reasons[-1]) if reasons else testimony,
    )
    return tuple(
        verdict
        for verdict in section_verdicts
        if (verdict.subject.service, verdict.subject.section) in affected_sections
    ), "".join(reasons[:1])


def _add_reviews(
    testimony: Testimony, review_evidence: ReviewEvidence, pull: PullRequest, main_commit: str
) -> tuple[Testimony, str]:
    """Return the testimony with all reviews, and the main line without the pull request."""
    proposals_by_number = {
        proposal.pull.number: proposal
        for proposal in list_merged_proposals(review_evidence, main_commit)
    }
    if pull.number not in proposals_by_number:
        proposals_by_number[pull.number] = read_proposal(review_evidence, pull.number, main_commit)
    return add_review_testimony(
        testimony, review_evidence, list(proposals_by_number.values())
    ), proposals_by_number[pull.number].base_commit
