"""What `check` says: of whole editions, of what may be published, or of a change alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from boardpack.adapters.git import plumbing
from boardpack.adapters.workspace import Workspace, load_workspace, open_workspace
from boardpack.checks.introduced import find_changed_files, split_introduced_findings
from boardpack.findings import Severity, sort_findings
from boardpack.load.tree import Tree
from boardpack.operations.check import CheckReport, check_editions
from boardpack.operations.departures import find_known_departures
from boardpack.operations.evidence_source import EvidenceSource
from boardpack.operations.select import Selection, select_editions
from boardpack.render.findings.report import Report


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """Which editions are judged, and by what; without pack or period as `select_editions` says.

    `since` is the revision whose changes alone are judged; with an `evidence_source` the
    sign-offs count too. At most one of the two is there.
    """

    pack: str | None = None
    period: str | None = None
    since: str = ""
    evidence_source: EvidenceSource | None = None


def report_on_editions(root: Path, request: CheckRequest) -> Report:
    """Return what is wrong with the editions that are meant.

    CannotRun for an edition that there is not, and where Git knows no such revision.
    """
    workspace = open_workspace(root)
    selection = select_editions(workspace, request.pack, request.period)
    if request.evidence_source is not None:
        return _report_on_publication(workspace, selection, request.evidence_source)
    if request.since:
        return _report_on_change(workspace, selection, request)
    return _to_report(_check_beside_published(workspace, selection))


def _check_beside_published(workspace: Workspace, selection: Selection) -> CheckReport:
    """Return what is wrong with editions, and how they depart from what was published before."""
    check_report = check_editions(workspace, selection)
    departures = find_known_departures(workspace, check_report.editions)
    return replace(check_report, findings=sort_findings((*check_report.findings, *departures)))


def _report_on_publication(
    workspace: Workspace, selection: Selection, evidence_source: EvidenceSource
) -> Report:
    """Return the report with what keeps the gate shut for want of a sign-off."""
    # Imported here, because most who check do not ask for it.
    from boardpack.operations.evidence_source import settle_evidence_source
    from boardpack.operations.gate import check_gate

    check_report = check_editions(workspace, selection)
    report = _to_report(check_report)
    if not check_report.is_readable:
        return report
    settled_source = settle_evidence_source(workspace, evidence_source)
    signoff_findings = [
        finding
        for edition in check_report.editions
        for finding in check_gate(workspace, edition, settled_source).findings
    ]
    # While they are decided on they are warnings; as they stand, nothing is published.
    departures = [
        replace(departure, severity=Severity.ERROR)
        for departure in find_known_departures(workspace, check_report.editions)
    ]
    findings = sort_findings((*report.findings, *signoff_findings, *departures))
    return replace(report, findings=findings, publishable=True)


def _report_on_change(workspace: Workspace, selection: Selection, request: CheckRequest) -> Report:
    """Return the report without the findings that were there before the change."""
    base_commit = plumbing.find_merge_base(workspace.root, request.since)
    base_tree, unread_findings = plumbing.read_tree_at(workspace.root, base_commit)
    if request.pack is None:
        selection = _add_touched_editions(selection, workspace, base_tree)
    check_report = _check_beside_published(workspace, selection)
    report = _to_report(check_report)
    if not check_report.is_readable:
        return report
    base_workspace = load_workspace(workspace.root, base_tree, unread_findings)
    base_report = _check_beside_published(
        base_workspace, _keep_base_editions(selection, base_workspace)
    )
    introduced_findings, other_findings = split_introduced_findings(
        check_report.findings, base_report.findings, base_tree, workspace.tree
    )
    return replace(
        report, findings=introduced_findings, others=len(other_findings), since=request.since
    )


def _to_report(check_report: CheckReport) -> Report:
    return Report(
        findings=check_report.findings,
        editions=tuple(
            f"{edition.pack_id} {edition.period.id}" for edition in check_report.editions
        ),
        is_readable=check_report.is_readable,
        elsewhere=len(check_report.elsewhere),
    )


def _add_touched_editions(selection: Selection, workspace: Workspace, base_tree: Tree) -> Selection:
    """Return the choice with every older edition that a change touches."""
    known_ids = workspace.instance.edition_ids if workspace.instance else ()
    touched_ids = {
        tuple(path.split("/")[1:3]) for path in find_changed_files(base_tree, workspace.tree)
    }
    added_ids = [
        edition_id
        for edition_id in known_ids
        if edition_id in touched_ids and edition_id not in selection.editions
    ]
    return Selection((*selection.editions, *added_ids), selection.unreadable_packs)


def _keep_base_editions(selection: Selection, base_workspace: Workspace) -> Selection:
    base_ids = base_workspace.instance.edition_ids if base_workspace.instance else ()
    return Selection(
        tuple(edition_id for edition_id in selection.editions if edition_id in base_ids)
    )
