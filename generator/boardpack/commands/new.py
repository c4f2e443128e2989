"""`boardpack new`."""

from __future__ import annotations

import argparse
from typing import TextIO

from boardpack.adapters.files import write_atomically
from boardpack.adapters.workspace import (
    find_instance_root,
    open_workspace,
)
from boardpack.analysis.edition import analyse_edition
from boardpack.errors import CannotRun, Exit
from boardpack.model.instance import Instance
from boardpack.model.period import is_period
from boardpack.render.skeleton import render_skeletons

HELP = "Open an edition: an empty submission for each service that has none yet."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("pack", help="such as monthly")
    parser.add_argument("period", help="such as 2018-12, or 2018-W51 for a weekly pack")


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Write the skeletons; a file that is there already stays as it is."""
    root = find_instance_root(args.root)
    workspace = open_workspace(root)
    if workspace.instance is None:
        raise CannotRun("the instance cannot be read; see what is wrong with: boardpack check")
    written_paths = []
    for path, text in _render_skeletons(workspace.instance, args.pack, args.period).items():
        if path not in workspace.tree:
            write_atomically(root / path, text.encode())
            written_paths.append(path)
    print("\n".join(written_paths) or "Every submission is there already.", file=out)
    return Exit.CLEAR


def _render_skeletons(instance: Instance, pack: str, period: str) -> dict[str, str]:
    if pack not in instance.packs:
        known_packs = ", ".join(sorted(instance.packs)) or "none"
        raise CannotRun(f"there is no pack '{pack}'; there is {known_packs}")
    cadence = instance.packs[pack].cadence
    if not is_period(period, cadence):
        raise CannotRun(f"'{pack}' is {cadence}; '{period}' is not such a period")
    return render_skeletons(analyse_edition(instance, pack, period))
