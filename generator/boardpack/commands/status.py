"""`boardpack status`."""

from __future__ import annotations

import argparse
import json
from typing import TextIO

from boardpack.adapters import terminal
from boardpack.adapters.clock import today
from boardpack.adapters.workspace import (
    Workspace,
    find_instance_root,
    open_workspace,
)
from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.commands.arguments import (
    add_edition_arguments,
)
from boardpack.errors import CannotRun, Exit
from boardpack.load.signoffs import LEDGER_FOLDER
from boardpack.operations.select import (
    select_editions,
)
from boardpack.render.status import compile_status, render_status, to_status_values
from boardpack.signoff.states import apply_verdicts

HELP = "Show how far every section has come, and who owes what by when."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_edition_arguments(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to show it")


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Print the states of the chosen editions."""
    workspace = open_workspace(find_instance_root(args.root))
    selection = select_editions(workspace, args.pack, args.period)
    if workspace.instance is None or selection.unreadable_packs or not selection.editions:
        raise CannotRun("the instance cannot be read; see what is wrong with: boardpack check")
    editions = [
        analyse_edition(workspace.instance, *edition_id) for edition_id in selection.editions
    ]
    edition_statuses = [
        compile_status(edition, today(), _add_signoff_standing(workspace, edition))
        for edition in editions
    ]
    if args.format == "json":
        print(
            json.dumps(
                [to_status_values(edition_status) for edition_status in edition_statuses], indent=2
            ),
            file=out,
        )
        return Exit.CLEAR
    width, has_colour = terminal.measure_width(out), terminal.has_colour(out)
    print(
        "\n\n\n".join(
            render_status(edition_status, width, has_colour) for edition_status in edition_statuses
        ),
        file=out,
    )
    if workspace.findings:
        print("\nSome files are not as they should be: boardpack check says which.", file=out)
    return Exit.CLEAR


def _add_signoff_standing(workspace: Workspace, edition: Edition) -> Edition:
    """Return the edition with what is signed off, as soon as anybody has signed anything."""
    if not (workspace.root / LEDGER_FOLDER / edition.pack_id / edition.period.id).is_dir():
        return edition
    from boardpack.operations.evidence_source import EvidenceSource
    from boardpack.operations.gate import check_gate

    return apply_verdicts(edition, check_gate(workspace, edition, EvidenceSource()).verdicts)
