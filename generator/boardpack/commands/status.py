"""`boardpack status`."""

from __future__ import annotations

import argparse
import json
from typing import TextIO

from boardpack.analysis.edition import Edition, analyse
from boardpack.commands.instance import (
    Opened,
    add_edition,
    choose,
    instance_root,
    open_instance,
)
from boardpack.errors import CannotRun, Exit
from boardpack.load.signoffs import FOLDER
from boardpack.render.status import as_text, as_values, status
from boardpack.signoff.states import with_standing
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
    editions = [analyse(at.instance, *one) for one in choice.editions]
    found = [status(one, today(), _signed(at, one)) for one in editions]
    if args.format == "json":
        print(json.dumps([as_values(one) for one in found], indent=2), file=out)
        return Exit.CLEAR
    width, colour = terminal.width(out), terminal.has_colour(out)
    print("\n\n\n".join(as_text(one, width, colour) for one in found), file=out)
    if at.findings:
        print("\nSome files are not as they should be: boardpack check says which.", file=out)
    return Exit.CLEAR


def _signed(at: Opened, edition: Edition) -> Edition:
    """Return the edition with what is signed off, as soon as anybody has signed anything."""
    if not (at.root / FOLDER / edition.pack_id / edition.period.id).is_dir():
        return edition
    from boardpack.commands.provider import Asked
    from boardpack.commands.signing import gate

    return with_standing(edition, gate(at, edition, Asked()).verdicts)
