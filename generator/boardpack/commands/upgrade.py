"""`boardpack upgrade`."""

from __future__ import annotations

import argparse
from typing import TextIO

from boardpack.adapters.workspace import find_instance_root
from boardpack.errors import Exit
from boardpack.operations.upgrade import upgrade_files

HELP = "Write files of former versions as they are written today, and say what changed."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "--trial", action="store_true", help="write nothing, only say what would change"
    )


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Upgrade the files; what is signed of them stays the same."""
    upgrade = upgrade_files(find_instance_root(args.root), is_trial=args.trial)
    stand = "would stand" if args.trial else "now stand"
    for path, titles in upgrade.titles_by_path.items():
        print(f"{path}: exception reports {stand} under {', '.join(titles)}", file=out)
    for left in upgrade.left:
        print(f"{left.place}: left as it was: {left.why}", file=out)
    if not upgrade.titles_by_path and not upgrade.left:
        print("Every file is written as it is today.", file=out)
    elif upgrade.titles_by_path and not args.trial:
        print("What is signed stays the same. Look at it with: git diff", file=out)
    return Exit.GATE_SHUT if upgrade.left else Exit.CLEAR
