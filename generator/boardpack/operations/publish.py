"""From an edition to its publication: may it be published, and is there anything to publish?"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from boardpack.adapters.build_folder import locate_build_folder
from boardpack.adapters.git import pages_branch
from boardpack.adapters.pdf.workers import DocumentPrinter
from boardpack.adapters.workspace import Workspace, open_workspace
from boardpack.analysis.edition import Edition
from boardpack.findings import has_errors
from boardpack.operations.build import EditionBuilder
from boardpack.operations.build_settings import read_build_settings
from boardpack.operations.check import CheckReport, check_editions
from boardpack.operations.committed import require_committed_workspace
from boardpack.operations.evidence_source import EvidenceSource, settle_evidence_source
from boardpack.operations.gate import check_gate
from boardpack.operations.newest_commit import require_newest_commit
from boardpack.operations.pages_publisher import put_on_pages
from boardpack.operations.progress import ProgressReport, ignore_progress
from boardpack.operations.publication import (
    ContentNotReady,
    LeaksFound,
    MustNotLeak,
    NotSignedOff,
    PublicationOutcome,
    PublicationRequest,
)
from boardpack.operations.publication_source import PublicationSource
from boardpack.operations.publications import ApprovalJudge, Approvals
from boardpack.operations.select import select_readable_editions


def judge_approvals(
    workspace: Workspace, edition: Edition, evidence_source: EvidenceSource
) -> Approvals:
    """Return what the gate says of an edition."""
    settled_source = settle_evidence_source(workspace, evidence_source)
    gate_report = check_gate(workspace, edition, settled_source)
    return Approvals(gate_report.verdicts, gate_report.findings, gate_report.testimony.responses)


def publish_edition(
    root: Path,
    request: PublicationRequest,
    printer: DocumentPrinter,
    clock: Callable[[], datetime],
    report_progress: ProgressReport = ignore_progress,
    approval_judge: ApprovalJudge = judge_approvals,
) -> PublicationOutcome:
    """Publish an edition that is complete and signed off, and that differs from its last version.

    `clock` gives the moment of publication in UTC. CannotRun where the edition cannot be read,
    made or pushed, and for a working copy that is not the newest of the main line.
    """
    branch = pages_branch.find_pages_branch(root, request.pages.branch, request.pages.remote)
    workspace = open_workspace(root)
    check_report = check_editions(
        workspace, select_readable_editions(workspace, request.pack, request.period)
    )
    if has_errors(check_report.findings):
        return ContentNotReady(sum(finding.is_error for finding in check_report.findings))
    commit = require_committed_workspace(workspace)
    require_newest_commit(branch, request.pages.main, commit)
    edition = check_report.editions[0]
    approvals = approval_judge(workspace, edition, request.evidence_source)
    refusal = _find_refusal(edition, approvals)
    if refusal is not None:
        return refusal
    builder = EditionBuilder(
        read_build_settings(root, locate_build_folder(root) / ".publishing"),
        printer,
        report_progress=report_progress,
    )
    with pages_branch.lock_publishing(root):
        source = _prepare_source(
            workspace, commit, request, check_report, approvals, builder, clock
        )
        try:
            return put_on_pages(source, branch, request.pages.main)
        except MustNotLeak as leak:
            return LeaksFound(leak.findings)
        finally:
            shutil.rmtree(builder.settings.folder, ignore_errors=True)


def _find_refusal(edition: Edition, approvals: Approvals) -> NotSignedOff | None:
    # What else the gate found, the verdicts say.
    ledger_faults = tuple(
        finding
        for finding in approvals.findings
        if finding.is_error and finding.code.startswith("L")
    )
    is_signed_off = approvals.verdicts and all(verdict.is_valid for verdict in approvals.verdicts)
    if is_signed_off and not ledger_faults:
        return None
    return NotSignedOff(edition, approvals.verdicts, ledger_faults)


def _prepare_source(
    workspace: Workspace,
    commit: str,
    request: PublicationRequest,
    check_report: CheckReport,
    approvals: Approvals,
    builder: EditionBuilder,
    clock: Callable[[], datetime],
) -> PublicationSource:
    return PublicationSource(
        workspace=workspace,
        edition=check_report.editions[0],
        findings=check_report.findings,
        approvals=approvals,
        commit=commit,
        reason=" ".join(request.reason.split()),
        publication_time=clock().replace(microsecond=0),
        builder=builder,
    )
