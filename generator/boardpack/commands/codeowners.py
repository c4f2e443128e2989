"""`boardpack codeowners`."""

from __future__ import annotations

import argparse
from datetime import date
from typing import TextIO

from boardpack.adapters.clock import today
from boardpack.adapters.files import read_if_present, write_atomically
from boardpack.adapters.workspace import (
    Workspace,
    find_instance_root,
    open_workspace,
)
from boardpack.errors import CannotRun, Exit
from boardpack.model.instance import Instance
from boardpack.render.codeowners import (
    PATH,
    describe_unreachable,
    find_unreachable_owners,
    render_codeowners,
)

HELP = "Write CODEOWNERS: whom GitHub asks to review what, by the appointments."
REGISTER_PATHS = ("data/directorate.yml", "data/people.csv", "data/appointments.csv", "data/packs/")


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
    workspace = open_workspace(find_instance_root(args.root))
    instance, day = _require_instance(workspace), args.day or today()
    data = render_codeowners(instance, day).encode()
    is_old = read_if_present(workspace.root / PATH) != data
    if is_old and not args.check:
        write_atomically(workspace.root / PATH, data)
    print(_describe_outcome(is_old, args.check, day), file=out)
    for name in find_unreachable_owners(instance, day):
        print(f"warning: {describe_unreachable(name)}.", file=out)
    return Exit.GATE_SHUT if is_old and args.check else Exit.CLEAR


def _describe_outcome(is_old: bool, is_check: bool, day: date) -> str:
    if not is_old:
        return f"{PATH} is up to date for {day}."
    if not is_check:
        return f"{PATH} written, by who is in office on {day}."
    return f"{PATH} is not what it would be on {day}; write it anew with: boardpack codeowners"


def _require_instance(workspace: Workspace) -> Instance:
    """Return the instance; CannotRun when a register was not read whole."""
    faults = [
        finding
        for finding in workspace.findings
        if finding.is_error and finding.place.path.startswith(REGISTER_PATHS)
    ]
    if workspace.instance is None or faults:
        where = f" ({faults[0].place})" if faults else ""
        raise CannotRun(
            f"a register cannot be read whole{where}, and owners would be missing; see what is "
            "wrong with: boardpack check"
        )
    return workspace.instance


def _parse_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CannotRun(f"--day takes a day such as 2018-12-17, not '{text}'") from None
