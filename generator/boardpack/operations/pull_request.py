"""`boardpack signoff status --pull N`: what stands of the sections that a pull request changes.

Code and registers are those that are checked out; the pull request's commits are only read.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TextIO

from boardpack.adapters.forges.connect import connect_to_forge
from boardpack.adapters.forges.github.forge import COMMENT_MARKER
from boardpack.adapters.git import history, plumbing
from boardpack.adapters.workspace import (
    Workspace,
    find_instance_root,
    load_workspace,
)
from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.commands.arguments import (
    parse_evidence_source,
)
from boardpack.errors import CannotRun, Exit
from boardpack.evidence.ledger import SignoffHistory, read_git_testimony
from boardpack.evidence.reviews import ReviewEvidence
from boardpack.model.signoff import Testimony, Verdict
from boardpack.operations.evidence_source import (
    EvidenceSource,
)
from boardpack.operations.gate import add_review_testimony
from boardpack.operations.select import (
    select_editions,
)
from boardpack.render.proposal import (
    EditionVerdicts,
    PullRequestReport,
    report_on_pull_request,
    report_unknown,
)
from boardpack.signoff.forge import Forge, Unreadable
from boardpack.signoff.reviews import PullRequest, read_pull
from boardpack.signoff.subject import build_subjects
from boardpack.signoff.verdict import reach_verdicts

CONTEXT = "sign-off"


@dataclass(frozen=True, slots=True)
class _ReviewDesk:
    """From where proposals are judged: what is checked out, and the forge."""

    workspace: Workspace
    evidence_source: EvidenceSource
    forge: Forge
    args: argparse.Namespace


def show_pull_requests(args: argparse.Namespace, workspace: Workspace, out: TextIO) -> int:
    """Judge one pull request, or all open ones; print it and, if asked, post it.

    CannotRun where something could not be read or posted, after all others were done.
    """
    evidence_source = parse_evidence_source(args)
    if evidence_source.provider != "github":
        raise CannotRun("--pull needs --provider github --repo OWNER/NAME")
    history.require_whole_history(workspace.root)
    with connect_to_forge(
        evidence_source.repository, find_instance_root(args.root) / "build" / ".github"
    ) as forge:
        desk = _ReviewDesk(workspace, evidence_source, forge, args)
        outcomes = [_show_pull_request(desk, number, out) for number in _list_pull_numbers(desk)]
    faults = [fault for _, fault in outcomes if fault]
    if faults:
        raise CannotRun("; ".join(faults))
    return Exit.CLEAR if all(is_clear for is_clear, _ in outcomes) else Exit.GATE_SHUT


def _list_pull_numbers(desk: _ReviewDesk) -> Sequence[int]:
    if desk.args.pull == "open":
        try:
            return [
                read_pull(answer).number
                for answer in desk.forge.fetch_open_pulls(desk.evidence_source.main)
            ]
        except Unreadable as error:
            raise CannotRun(f"nobody can tell which pull requests are open: {error}") from None
    if not (desk.args.pull.isascii() and desk.args.pull.isdecimal() and int(desk.args.pull)):
        raise CannotRun("--pull takes the number of a pull request, or 'open'")
    return [int(desk.args.pull)]


def _show_pull_request(desk: _ReviewDesk, number: int, out: TextIO) -> tuple[bool, str]:
    """Return whether a pull request is clear, and what could not be read or posted."""
    try:
        pull = read_pull(desk.forge.fetch_pull(number))
    except Unreadable as error:
        return False, f"nothing can be said of pull request {number}: {error}"
    report, fault = _compose_report(desk, pull)
    print(report.text, file=out)
    faults = [f"the sign-off of pull request {number} is not known: {fault}"] if fault else []
    if desk.args.post:
        faults += _post_report(desk, pull, report)
    return report.state == "success", "; ".join(faults)


def _compose_report(desk: _ReviewDesk, pull: PullRequest) -> tuple[PullRequestReport, str]:
    """Return what there is to say, and why that is not known, or nothing."""
    errors: list[str] = []
    try:
        changed_editions = [
            changed_edition
            for changed_edition in _judge_editions(desk, pull, errors)
            if changed_edition.verdicts
        ]
    except (CannotRun, Unreadable) as error:
        return report_unknown(pull.number, str(error)), str(error)
    report, fault = report_on_pull_request(pull.number, changed_editions), "".join(errors[:1])
    # What changes no section has no verdict to say that something could not be read.
    return (
        report_unknown(pull.number, fault) if fault and report.state != "error" else report
    ), fault


def _post_report(desk: _ReviewDesk, pull: PullRequest, report: PullRequestReport) -> Iterator[str]:
    """Post both the check and the comment; yield what of it did not come through."""
    try:
        desk.forge.set_status(pull.head, report.state, report.words, CONTEXT)
    except Unreadable as error:
        yield f"the check of pull request {pull.number} could not be set: {error}"
    try:
        desk.forge.upsert_comment(pull.number, COMMENT_MARKER, report.comment)
    except Unreadable as error:
        yield f"the comment on pull request {pull.number} could not be written: {error}"


def _judge_editions(
    desk: _ReviewDesk, pull: PullRequest, errors: list[str]
) -> Iterator[EditionVerdicts]:
    _fetch_commits(desk, pull)
    workspace = load_workspace(
        desk.workspace.root, *plumbing.read_tree_at(desk.workspace.root, pull.head)
    )
    if workspace.instance is None:
        raise Unreadable("it breaks files that everything rests on; see its other checks")
    for edition_id in select_editions(workspace, desk.args.pack, desk.args.period).editions:
        edition = analyse_edition(workspace.instance, *edition_id)
        yield EditionVerdicts(edition, _judge_changed_sections(desk, edition, pull, errors))


def _fetch_commits(desk: _ReviewDesk, pull: PullRequest) -> None:
    if not history.has_commit(desk.workspace.root, pull.head):
        plumbing.fetch_reference(desk.workspace.root, f"refs/pull/{pull.number}/head")
    if not history.has_commit(desk.workspace.root, pull.head):
        raise Unreadable(
            f"its commits are not in this clone; run: git fetch origin refs/pull/{pull.number}/head"
        )


def _judge_changed_sections(
    desk: _ReviewDesk, edition: Edition, pull: PullRequest, errors: list[str]
) -> tuple[Verdict, ...]:
    """Return the verdicts on what the pull request changes; note what could not be read."""
    main_commit = history.resolve_head(desk.workspace.root)
    signoff_history = SignoffHistory(desk.workspace.root, main_commit, pull.head)
    review_evidence = ReviewEvidence(
        signoff_history,
        edition,
        desk.forge,
        desk.evidence_source.repository,
        desk.evidence_source.main,
    )
    testimony, faults = read_git_testimony(signoff_history, edition)
    base_commit = main_commit
    if faults:
        errors.append(f"{faults[0].place}: {faults[0].what}")
        testimony = replace(testimony, error=errors[-1])
    try:
        testimony, base_commit = _add_reviews(testimony, review_evidence, pull, main_commit)
    except Unreadable as error:
        testimony = replace(testimony, error=str(error))
        errors.append(str(error))
    affected_sections = review_evidence.find_affected_sections(pull.head, base_commit)
    section_verdicts = reach_verdicts(edition, build_subjects(edition), testimony)
    return tuple(
        verdict
        for verdict in section_verdicts
        if (verdict.subject.service, verdict.subject.section) in affected_sections
    )


def _add_reviews(
    testimony: Testimony, review_evidence: ReviewEvidence, pull: PullRequest, main_commit: str
) -> tuple[Testimony, str]:
    """Return the testimony with all reviews, and the main line without the pull request."""
    proposals_by_number = {
        proposal.pull.number: proposal
        for proposal in review_evidence.list_merged_proposals(main_commit)
    }
    if pull.number not in proposals_by_number:
        proposals_by_number[pull.number] = review_evidence.read_proposal(pull.number, main_commit)
    return add_review_testimony(
        testimony, review_evidence, list(proposals_by_number.values())
    ), proposals_by_number[pull.number].base_commit
