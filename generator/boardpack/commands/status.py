"""`boardpack status`."""

from __future__ import annotations

import argparse
import json
from typing import TextIO

from boardpack.analysis.edition import analyse
from boardpack.commands.instance import add_edition, choose, instance_root, open_instance
from boardpack.errors import CannotRun, Exit
from boardpack.render.status import as_text, as_values, status
from boardpack.world import terminal
from boardpack.world.clock import today

HELP = "Show how far every section has come, and who owes what by when."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_edition(parser)
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to show it")


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Print the states of the chosen editions."""
    at = open_instance(instance_root(args.root))
    choice = choose(at, args.pack, args.period)
    if at.instance is None or choice.unreadable or not choice.editions:
        raise CannotRun("the instance cannot be read; see what is wrong with: boardpack check")
    found = [status(analyse(at.instance, *one), today()) for one in choice.editions]
    if args.format == "json":
        print(json.dumps([as_values(one) for one in found], indent=2), file=out)
        return Exit.CLEAR
    width, colour = terminal.width(out), terminal.has_colour(out)
    print("\n\n\n".join(as_text(one, width, colour) for one in found), file=out)
    if at.findings:
        print("\nSome files are not as they should be: boardpack check says which.", file=out)
    return Exit.CLEAR
