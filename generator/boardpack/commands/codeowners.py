"""`boardpack codeowners`."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TextIO

from boardpack.commands.instance import Opened, instance_root, open_instance
from boardpack.errors import CannotRun, Exit
from boardpack.model.instance import Instance
from boardpack.render.codeowners import PATH, cannot_ask, codeowners, out_of_reach
from boardpack.world.clock import today
from boardpack.world.disk import held, write_atomically

HELP = "Write CODEOWNERS: whom GitHub asks to review what, by the appointments."
RESTS_ON = ("data/directorate.yml", "data/people.csv", "data/appointments.csv", "data/packs/")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--check", action="store_true", help="write nothing, say whether it is old")
    parser.add_argument(
        "--day", type=_day, metavar="YYYY-MM-DD", help="by who is in office that day; else today"
    )


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Write the file where it differs, or say that it does."""
    at = open_instance(instance_root(args.root))
    instance, day = _readable(at), args.day or today()
    data = codeowners(instance, day).encode()
    is_old = held(at.root / PATH) != data
    if is_old and not args.check:
        write_atomically(at.root / PATH, data)
    print(_words(is_old, args.check, day), file=out)
    for name in out_of_reach(instance, day):
        print(f"warning: {cannot_ask(name)}.", file=out)
    return Exit.GATE_SHUT if is_old and args.check else Exit.CLEAR


def _words(is_old: bool, is_check: bool, day: date) -> str:
    if not is_old:
        return f"{PATH} is up to date for {day}."
    if not is_check:
        return f"{PATH} written, by who is in office on {day}."
    return f"{PATH} is not what it would be on {day}; write it anew with: boardpack codeowners"


def _readable(at: Opened) -> Instance:
    """Return the instance; CannotRun when a register was not read whole."""
    wrong = [f for f in at.findings if f.is_error and f.place.path.startswith(RESTS_ON)]
    if at.instance is None or wrong:
        where = f" ({wrong[0].place})" if wrong else ""
        raise CannotRun(
            f"a register cannot be read whole{where}, and owners would be missing; see what is "
            "wrong with: boardpack check"
        )
    return at.instance


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CannotRun(f"--day takes a day such as 2018-12-17, not '{text}'") from None
