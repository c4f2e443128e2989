"""`boardpack new`."""

from __future__ import annotations

import argparse
from typing import TextIO

from boardpack.adapters.workspace import find_instance_root
from boardpack.commands.arguments import add_moment_argument, parse_moment, parse_period_words
from boardpack.errors import CannotRun, Exit
from boardpack.operations.open_edition import open_edition, open_running_editions, suggest_opening

HELP = "Open an edition: empty submissions where there are none yet, new notes in the others."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "pack", nargs="?", help="such as monthly; when left out, every edition that is under way"
    )
    parser.add_argument(
        "period",
        nargs="?",
        type=parse_period_words,
        help="such as 2018-12, or 2018-W51 for a weekly pack",
    )
    parser.add_argument(
        "--yes", action="store_true", help="open it although its period is far ahead"
    )
    add_moment_argument(parser)


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Write the skeletons; of a file that is there already only its notes are refreshed."""
    root = find_instance_root(args.root)
    moment = parse_moment(args)
    if args.pack and not args.period:
        suggestion = suggest_opening(root, args.pack, moment)
        raise CannotRun(f"say of which period; next due is: {suggestion}")
    opened = (
        open_edition(root, args.pack, args.period, moment, is_meant=args.yes)
        if args.pack
        else open_running_editions(root, moment)
    )
    for path in opened.refreshed:
        print(f"{path}: notes brought up to date", file=out)
    print("\n".join(opened.written) or "Every submission is there already.", file=out)
    return Exit.CLEAR
