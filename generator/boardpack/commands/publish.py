"""`boardpack publish`."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TextIO

from boardpack.adapters.clock import read_clock
from boardpack.adapters.git import history, pages_branch, plumbing
from boardpack.adapters.git.pages_branch import PagesBranch
from boardpack.adapters.pdf.fonts import write_fonts
from boardpack.adapters.pdf.workers import DocumentPrinter, start_printers
from boardpack.adapters.progress_bar import ProgressBar
from boardpack.adapters.workspace import (
    Workspace,
    find_instance_root,
    open_workspace,
)
from boardpack.analysis.edition import Edition
from boardpack.commands.arguments import (
    add_jobs_argument,
    add_pages_arguments,
    add_provider_arguments,
    parse_evidence_source,
)
from boardpack.errors import CannotRun, Exit
from boardpack.findings import Finding, has_errors
from boardpack.load.tree import Tree
from boardpack.model.signoff import Verdict
from boardpack.operations.evidence_source import (
    EvidenceSource,
)
from boardpack.operations.gate import check_gate
from boardpack.operations.publications import (
    ApprovalJudge,
    Approvals,
    abbreviate_names,
)
from boardpack.operations.select import (
    select_editions,
)
from boardpack.render.findings.report import format_count

HELP = "Publish a signed edition for good, as one version of the site, with its proof."
JUDGED_PATHS = ("content", "data", "site_templates", "mkdocs.yml")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("pack", help="such as monthly")
    parser.add_argument("period", help="such as 2018-11")
    parser.add_argument(
        "--reason", default="", metavar="TEXT", help="why what is published must be corrected"
    )
    add_provider_arguments(parser)
    add_pages_arguments(parser)
    add_jobs_argument(parser)


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Publish one edition."""
    if args.jobs < 1:
        raise CannotRun("--jobs takes 1 or more")
    root = find_instance_root(args.root)
    font_config = write_fonts(root / "build" / ".fonts")
    with start_printers(args.jobs, font_config) as printer:
        return publish_edition(
            root,
            args,
            printer,
            out,
            partial(judge_approvals, evidence_source=parse_evidence_source(args)),
        )


def judge_approvals(
    workspace: Workspace, edition: Edition, evidence_source: EvidenceSource
) -> Approvals:
    """Return what the gate says of an edition."""
    gate_report = check_gate(workspace, edition, evidence_source)
    return Approvals(gate_report.verdicts, gate_report.findings, gate_report.testimony.responses)


def owns_latest(edition: Edition) -> bool:
    """Return whether the alias `latest` leads to an edition's pack: it says so, or is the only."""
    return edition.pack.latest or len(edition.instance.packs) == 1


def publish_edition(
    root: Path,
    args: argparse.Namespace,
    printer: DocumentPrinter,
    out: TextIO,
    approval_judge: ApprovalJudge,
) -> int:
    """Publish with a printer that is already there; return the exit status."""
    from boardpack.operations.build import EditionBuilder
    from boardpack.operations.build_settings import read_build_settings
    from boardpack.operations.check import check_editions
    from boardpack.operations.publish import EditionPublisher

    branch = pages_branch.find_pages_branch(root, args.branch, args.remote)
    workspace = open_workspace(root)
    selection = select_editions(workspace, args.pack, args.period)
    if not selection.editions:
        raise CannotRun("the instance cannot be read; see what is wrong with: boardpack check")
    check_report = check_editions(workspace, selection)
    edition = check_report.editions[0]
    name = f"{args.pack} {args.period}"
    if has_errors(check_report.findings):
        error_count = format_count(
            sum(finding.is_error for finding in check_report.findings), "error"
        )
        print(f"{name}: the gate is shut ({error_count}), so nothing was published.", file=out)
        print(f"See what is missing with: boardpack check {name}", file=out)
        return Exit.GATE_SHUT
    edition_approvals = approval_judge(workspace, edition)
    obstacles = [
        *_describe_unsigned_sections(edition, edition_approvals.verdicts),
        *_describe_ledger_faults(edition_approvals.findings),
    ]
    if obstacles or not edition_approvals.verdicts:
        print(f"{name}: the gate is shut, so nothing was published. Not signed off:", file=out)
        print(
            "\n".join(f"  {obstacle}" for obstacle in obstacles or ["no section is due"]), file=out
        )
        return Exit.GATE_SHUT
    publishing_folder = root / "build" / ".publishing"
    with pages_branch.lock_publishing(root):
        publisher = EditionPublisher(
            workspace=workspace,
            edition=edition,
            findings=check_report.findings,
            approvals=edition_approvals,
            commit=require_committed_workspace(workspace, branch, args.main),
            is_latest=owns_latest(edition),
            reason=" ".join(args.reason.split()),
            publication_time=read_clock().replace(microsecond=0),
            # Dated by its edition, so that it is the same whenever it is published.
            builder=EditionBuilder(
                read_build_settings(root, publishing_folder, source_date=None),
                printer,
                report_progress=ProgressBar("PDFs", out).show,
            ),
            pages=branch,
            out=out,
        )
        try:
            return publisher.publish_edition()
        finally:
            shutil.rmtree(publishing_folder, ignore_errors=True)


def _describe_ledger_faults(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield what is wrong with the records themselves; the rest the verdicts say."""
    return (
        f"{finding.place}: {finding.what}"
        for finding in findings
        if finding.is_error and finding.code.startswith("L")
    )


def _describe_unsigned_sections(edition: Edition, verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Yield what is not signed off, and who can."""
    directorate = edition.instance.directorate
    for verdict in verdicts:
        if not verdict.is_valid:
            entry = edition.find_entry(verdict.subject.service, verdict.subject.section)
            section = entry.section.title if entry else verdict.subject.section
            service = directorate.find_service_title(verdict.subject.service)
            role = directorate.find_role_title(verdict.role)
            yield f"{service}, {section}: {verdict.standing}: {verdict.reason} ({role})"


def require_committed_workspace(workspace: Workspace, branch: PagesBranch, main: str) -> str:
    """Return the checked-out commit; CannotRun when it does not hold what was judged.

    Nor may it lie beside the main line, in whose order registers and records came in: there
    anybody could appoint themselves.
    """
    commit = pages_branch.require_head(workspace.root)
    loose_paths = _find_uncommitted_paths(workspace, commit)
    if loose_paths:
        raise CannotRun(
            f"what is published must be committed, and {abbreviate_names(loose_paths)} "
            f"{'differs' if len(loose_paths) == 1 else 'differ'} from the last commit; commit first"
        )
    pages_branch.fetch_main_branch(branch, main)
    main_commits = pages_branch.list_main_line(branch, main)
    main_name = f"{branch.remote}/{main}" if branch.remote else f"the branch {main}"
    if not main_commits:
        raise CannotRun(
            f"there is no {main_name} to publish from; name your main branch with --main"
        )
    if commit not in main_commits:
        raise CannotRun(
            f"commit {commit[:12]} has not come into {main_name}, and only what has is published; "
            f"push it or merge it there, then check out {main}"
        )
    return commit


def _find_uncommitted_paths(workspace: Workspace, commit: str) -> list[str]:
    """Return the files that differ from a commit, those that Git ignores included."""
    committed_tree, _ = plumbing.read_tree_at(workspace.root, commit)
    workspace_files, committed_files = (
        _normalise_line_endings(tree) for tree in (workspace.tree, committed_tree)
    )
    differing_paths = {
        path
        for path in workspace_files.keys() | committed_files.keys()
        if workspace_files.get(path) != committed_files.get(path)
    }
    return sorted(differing_paths | set(history.list_unsaved_files(workspace.root, *JUDGED_PATHS)))


def _normalise_line_endings(tree: Tree) -> dict[str, bytes]:
    """Return files with the line endings that Git keeps."""
    return {path: data.replace(b"\r\n", b"\n") for path, data in tree.items()}
