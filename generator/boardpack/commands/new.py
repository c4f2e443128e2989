"""`boardpack new`."""

from __future__ import annotations

import argparse
from typing import TextIO

from boardpack.adapters.workspace import find_instance_root
from boardpack.errors import Exit
from boardpack.operations.open_edition import open_edition

HELP = "Open an edition: an empty submission for each service that has none yet."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("pack", help="such as monthly")
    parser.add_argument("period", help="such as 2018-12, or 2018-W51 for a weekly pack")


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Write the skeletons; a file that is there already stays as it is."""
    written_paths = open_edition(find_instance_root(args.root), args.pack, args.period)
    print("\n".join(written_paths) or "Every submission is there already.", file=out)
    return Exit.CLEAR
