"""`boardpack check`."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from boardpack.adapters import terminal
from boardpack.adapters.git import plumbing
from boardpack.adapters.workspace import (
    Workspace,
    find_instance_root,
    load_workspace,
    open_workspace,
)
from boardpack.checks.introduced import RULE, find_changed_files, split_introduced_findings
from boardpack.commands.arguments import (
    add_edition_arguments,
    add_provider_arguments,
)
from boardpack.errors import CannotRun, Exit
from boardpack.findings import has_errors, sort_findings
from boardpack.load.tree import Tree
from boardpack.operations.check import CheckReport, check_editions
from boardpack.operations.rules import ALL_RULES
from boardpack.operations.select import (
    Selection,
    select_editions,
)
from boardpack.render.findings import github, json, junit, summary, text
from boardpack.render.findings.report import Report

HELP = "Say what is missing or wrong, where, and who can mend it; shut the gate if need be."
FORMATS = ("text", "json", "github", "junit", "summary")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_edition_arguments(parser)
    parser.add_argument(
        "--changed-since",
        metavar="REV",
        help=f"judge only what was changed since this Git revision, committed or not. {RULE}",
    )
    parser.add_argument(
        "--publishable",
        action="store_true",
        help="ask for the sign-offs too: is every due section complete and signed off?",
    )
    add_provider_arguments(parser)
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to say it")


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Print what is wrong with the chosen editions."""
    workspace = open_workspace(find_instance_root(args.root))
    report = _compile_report(workspace, args)
    print(_render_report(report, args.format, workspace.root, out), file=out)
    if not report.is_readable:
        return Exit.CANNOT_RUN
    return Exit.GATE_SHUT if has_errors(report.findings) else Exit.CLEAR


def _compile_report(workspace: Workspace, args: argparse.Namespace) -> Report:
    selection = select_editions(workspace, args.pack, args.period)
    if args.publishable:
        return _compile_publication_report(workspace, check_editions(workspace, selection), args)
    if not args.changed_since:
        return _to_report(check_editions(workspace, selection))
    base_commit = plumbing.find_merge_base(workspace.root, args.changed_since)
    base_tree, unread_findings = plumbing.read_tree_at(workspace.root, base_commit)
    if args.pack is None:
        selection = _add_touched_editions(selection, workspace, base_tree)
    check_report = check_editions(workspace, selection)
    report = _to_report(check_report)
    if not check_report.is_readable:
        return report
    base_workspace = load_workspace(workspace.root, base_tree, unread_findings)
    base_report = check_editions(base_workspace, _keep_base_editions(selection, base_workspace))
    introduced_findings, other_findings = split_introduced_findings(
        check_report.findings, base_report.findings, base_tree, workspace.tree
    )
    return replace(
        report, findings=introduced_findings, others=len(other_findings), since=args.changed_since
    )


def _compile_publication_report(
    workspace: Workspace, check_report: CheckReport, args: argparse.Namespace
) -> Report:
    """Return the report with what keeps the gate shut for want of a sign-off."""
    from boardpack.commands.arguments import (
        parse_evidence_source,
    )
    from boardpack.operations.gate import check_gate

    if args.changed_since:
        raise CannotRun("--publishable judges whole editions; leave --changed-since out")
    report = _to_report(check_report)
    if not check_report.is_readable:
        return report
    signoff_findings = [
        finding
        for edition in check_report.editions
        for finding in check_gate(workspace, edition, parse_evidence_source(args)).findings
    ]
    findings = sort_findings((*report.findings, *signoff_findings))
    return replace(report, findings=findings, publishable=True)


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


def _render_report(report: Report, style: str, root: Path, out: TextIO) -> str:
    match style:
        case "json":
            return json.render_json(report)
        case "junit":
            return junit.render_junit(report, ALL_RULES)
        case "summary":
            return summary.render_summary(report)
        case "github":
            return github.render_github(report, _find_instance_folder(root))
        case _:
            return text.render_text(report, terminal.has_colour(out))


def _find_instance_folder(root: Path) -> str:
    """Return where the instance lies in the repository, as GitHub counts paths from its top."""
    repository_root = terminal.read_github_workspace()
    if not repository_root or not root.resolve().is_relative_to(Path(repository_root).resolve()):
        return ""
    return root.resolve().relative_to(Path(repository_root).resolve()).as_posix().removeprefix(".")
