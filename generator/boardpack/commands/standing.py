"""`boardpack signoff status`: what stands of every section's sign-off."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import TextIO

from boardpack.adapters import terminal
from boardpack.adapters.workspace import (
    find_instance_root,
    open_workspace,
)
from boardpack.analysis.edition import analyse_edition
from boardpack.commands.arguments import (
    parse_evidence_source,
)
from boardpack.errors import CannotRun, Exit
from boardpack.evidence.ledger import SignoffHistory
from boardpack.findings import has_errors
from boardpack.load.signoffs import LEDGER_FOLDER
from boardpack.operations.gate import GateReport, check_gate
from boardpack.operations.select import (
    select_editions,
)
from boardpack.render.standing import render_verdicts, to_verdict_values


def show_signoff_status(args: argparse.Namespace, out: TextIO) -> int:
    """Print the verdicts; the exit status says whether every due section is signed off."""
    workspace = open_workspace(find_instance_root(args.root))
    if args.pull:
        from boardpack.operations.pull_request import show_pull_requests

        return show_pull_requests(args, workspace, out)
    if args.post:
        raise CannotRun("--post goes with --pull: it says what stands of a pull request")
    selection = select_editions(workspace, args.pack, args.period)
    if workspace.instance is None or selection.unreadable_packs or not selection.editions:
        raise CannotRun("the instance cannot be read; see what is wrong with: boardpack check")
    evidence_source = parse_evidence_source(args)
    gate_reports = [
        check_gate(workspace, analyse_edition(workspace.instance, *edition_id), evidence_source)
        for edition_id in selection.editions
    ]
    print(
        _render_status(
            gate_reports, SignoffHistory(workspace.root, "").unsaved_paths, args.format, out
        ),
        file=out,
    )
    return (
        Exit.GATE_SHUT
        if any(has_errors(gate_report.findings) for gate_report in gate_reports)
        else Exit.CLEAR
    )


def _render_status(
    gate_reports: Sequence[GateReport], unsaved_paths: Sequence[str], style: str, out: TextIO
) -> str:
    status_values = [
        (
            gate_report.edition,
            gate_report.verdicts,
            gate_report.findings,
            _count_uncommitted_records(gate_report, unsaved_paths),
        )
        for gate_report in gate_reports
    ]
    if style == "json":
        return json.dumps([to_verdict_values(*values) for values in status_values], indent=2)
    width = terminal.measure_width(out)
    return "\n\n\n".join(render_verdicts(*values, width) for values in status_values)


def _count_uncommitted_records(gate_report: GateReport, unsaved_paths: Sequence[str]) -> int:
    """Return how many records of an edition are in no commit yet, so that nobody else has them."""
    folder = f"{LEDGER_FOLDER}/{gate_report.edition.pack_id}/{gate_report.edition.period.id}/"
    return sum(path.startswith(folder) and path.endswith(".json") for path in unsaved_paths)
