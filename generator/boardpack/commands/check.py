"""`boardpack check`."""

from __future__ import annotations

import argparse
import gc
from pathlib import Path
from typing import TextIO

from boardpack.adapters import terminal
from boardpack.adapters.workspace import find_instance_root
from boardpack.checks.introduced import RULE
from boardpack.commands.arguments import (
    add_edition_arguments,
    add_provider_arguments,
    parse_evidence_source,
)
from boardpack.errors import CannotRun, Exit
from boardpack.findings import has_errors
from boardpack.operations.report import CheckRequest, report_on_editions
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
    root = find_instance_root(args.root)
    # What is made lives until the report is there: looking for garbage before would find none.
    gc.disable()
    try:
        report = report_on_editions(root, _parse_request(args))
    finally:
        gc.enable()
    if args.format == "github":
        terminal.mean_commands(out)
    print(_render_report(report, args.format, root, out), file=out)
    if not report.is_readable:
        return Exit.CANNOT_RUN
    return Exit.GATE_SHUT if has_errors(report.findings) else Exit.CLEAR


def _parse_request(args: argparse.Namespace) -> CheckRequest:
    if args.publishable and args.changed_since:
        raise CannotRun("--publishable judges whole editions; leave --changed-since out")
    return CheckRequest(
        pack=args.pack,
        period=args.period,
        since=args.changed_since or "",
        evidence_source=parse_evidence_source(args) if args.publishable else None,
    )


def _render_report(report: Report, style: str, root: Path, out: TextIO) -> str:
    match style:
        case "json":
            return json.render_json(report)
        case "junit":
            # Imported here, because other formats need no rule that was kept.
            from boardpack.operations.rules import ALL_RULES, CHECK_RULES

            # A rule that was not asked about has not passed.
            rules = ALL_RULES if report.publishable else CHECK_RULES
            return junit.render_junit(report, rules)
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
