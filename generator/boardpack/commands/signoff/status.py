"""`boardpack signoff status`: what stands of every section's sign-off, or of a pull request's."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import TextIO

from boardpack.adapters import terminal
from boardpack.adapters.forges.table import FORGES
from boardpack.adapters.git import history
from boardpack.adapters.workspace import Workspace, find_instance_root, open_workspace
from boardpack.commands.arguments import (
    add_provider_arguments,
    parse_evidence_source,
)
from boardpack.commands.signoff.arguments import add_edition_words
from boardpack.errors import CannotRun, Exit
from boardpack.operations.evidence_source import PLAIN_GIT, connect_to_forge, settle_evidence_source
from boardpack.operations.pull_request import ReviewDesk, judge_pull_requests
from boardpack.operations.signoff_status import SignoffStatus, find_signoff_statuses
from boardpack.render.signoff.standing import render_verdicts, to_verdict_values

HELP = "Say what stands of every section's sign-off."
_ALL_OPEN = "open"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the subcommand's arguments."""
    add_edition_words(parser)
    add_provider_arguments(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to say it")
    parser.add_argument(
        "--pull",
        default="",
        metavar="N",
        help=f"judge what this pull request proposes; '{_ALL_OPEN}' for all open ones",
    )
    parser.add_argument(
        "--post",
        action="store_true",
        help="set the pull request's check and its one comment (needs GITHUB_TOKEN)",
    )


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Print the verdicts; the exit status says whether every due section is signed off."""
    workspace = open_workspace(find_instance_root(args.root))
    if args.pull:
        return _show_pull_requests(args, workspace, out)
    if args.post:
        raise CannotRun("--post goes with --pull: it says what stands of a pull request")
    statuses = find_signoff_statuses(workspace, args.pack, args.period, parse_evidence_source(args))
    print(_render_statuses(statuses, args.format, out), file=out)
    return Exit.CLEAR if all(status.is_clear for status in statuses) else Exit.GATE_SHUT


def _render_statuses(statuses: Sequence[SignoffStatus], style: str, out: TextIO) -> str:
    status_values = [
        (
            status.gate_report.edition,
            status.gate_report.verdicts,
            status.gate_report.findings,
            status.uncommitted_count,
        )
        for status in statuses
    ]
    if style == "json":
        return json.dumps([to_verdict_values(*values) for values in status_values], indent=2)
    width = terminal.measure_width(out)
    return "\n\n\n".join(render_verdicts(*values, width) for values in status_values)


def _show_pull_requests(args: argparse.Namespace, workspace: Workspace, out: TextIO) -> int:
    """Print one pull request, or all open ones; what could not be read or posted is said last."""
    evidence_source = settle_evidence_source(workspace, parse_evidence_source(args))
    if evidence_source.provider == PLAIN_GIT:
        raise CannotRun(
            f"--pull needs --provider {' or '.join(FORGES)} --repo OWNER/NAME, "
            "or both under 'signoff' in data/directorate.yml"
        )
    history.require_whole_history(workspace.root)
    is_clear = True
    faults: list[str] = []
    with connect_to_forge(evidence_source, workspace.root) as forge:
        desk = ReviewDesk(workspace, evidence_source, forge, args.pack, args.period)
        for outcome in judge_pull_requests(desk, _parse_pull_number(args.pull), args.post):
            if outcome.report:
                print(outcome.report.text, file=out)
            is_clear &= outcome.is_clear
            faults += outcome.faults
    if faults:
        raise CannotRun("; ".join(faults))
    return Exit.CLEAR if is_clear else Exit.GATE_SHUT


def _parse_pull_number(text: str) -> int | None:
    """Return the number of a pull request, or None for all that are open."""
    if text == _ALL_OPEN:
        return None
    if not (text.isascii() and text.isdecimal() and int(text)):
        raise CannotRun(f"--pull takes the number of a pull request, or '{_ALL_OPEN}'")
    return int(text)
