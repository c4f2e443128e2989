"""`boardpack codeowners`."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TextIO

from boardpack.adapters.clock import today
from boardpack.adapters.workspace import find_instance_root
from boardpack.errors import CannotRun, Exit
from boardpack.operations.codeowners import compare_codeowners, update_codeowners
from boardpack.render.codeowners import PATH, describe_unreachable

HELP = "Write CODEOWNERS: whom GitHub asks to review what, by the appointments."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--check", action="store_true", help="write nothing, say whether it is old")
    parser.add_argument(
        "--day",
        type=_parse_day,
        metavar="YYYY-MM-DD",
        help="by who is in office that day; else today",
    )


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Write the file where it differs, or say that it does."""
    root, day = find_instance_root(args.root), args.day or today()
    state = compare_codeowners(root, day) if args.check else update_codeowners(root, day)
    print(_describe_outcome(state.is_old, args.check, day), file=out)
    for name in state.unreachable_owners:
        print(f"warning: {describe_unreachable(name)}.", file=out)
    return Exit.GATE_SHUT if state.is_old and args.check else Exit.CLEAR


def _describe_outcome(is_old: bool, is_check: bool, day: date) -> str:
    if not is_old:
        return f"{PATH} is up to date for {day}."
    if not is_check:
        return f"{PATH} written, by who is in office on {day}."
    return f"{PATH} is not what it would be on {day}; write it anew with: boardpack codeowners"


def _parse_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CannotRun(f"--day takes a day such as 2018-12-17, not '{text}'") from None
