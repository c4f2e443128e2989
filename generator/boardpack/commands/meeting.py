"""`boardpack meeting`."""

from __future__ import annotations

import argparse
from typing import TextIO

from boardpack.adapters.workspace import find_instance_root
from boardpack.errors import Exit
from boardpack.operations.open_meeting import open_meeting

HELP = "Open the notes of a meeting: its headings, open actions, and what the edition escalates."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands, each with its arguments."""
    actions = parser.add_subparsers(dest="action", metavar="WHAT", required=True)
    new = actions.add_parser("new", help=HELP, description=HELP)
    new.add_argument("series", help="the name of a file in data/meetings, without .yml")
    new.add_argument("day", help="the day of the meeting, such as 2018-12-19")
    new.add_argument(
        "service", nargs="?", default="", help="where each service has a meeting of its own"
    )


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Write the notes; those that are there already stay as they are."""
    root = find_instance_root(args.root)
    path = open_meeting(root, args.series, args.day, args.service)
    print(path or "The notes of this meeting are there already.", file=out)
    return Exit.CLEAR
