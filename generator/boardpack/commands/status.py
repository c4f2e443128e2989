"""`boardpack status`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from textwrap import fill
from typing import TextIO

from boardpack.adapters import terminal
from boardpack.adapters.workspace import find_instance_root
from boardpack.commands.arguments import (
    add_edition_arguments,
    add_moment_argument,
    parse_moment,
)
from boardpack.commands.signoff.arguments import describe_unasked_forge
from boardpack.errors import Exit
from boardpack.operations.status import InstanceStatus, review_status
from boardpack.render.runs import describe_run
from boardpack.render.status import render_status, to_status_values
from boardpack.render.status_markdown import render_status_as_markdown

HELP = "Show how far every section has come, and who owes what by when."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_edition_arguments(parser)
    add_moment_argument(parser)
    parser.add_argument(
        "--format", choices=("text", "markdown", "json"), default="text", help="how to show it"
    )


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Print the states of the chosen editions."""
    root = find_instance_root(args.root)
    now = parse_moment(args)
    status = review_status(root, args.pack, args.period, now)
    notes = [
        f"Under way, and nobody has opened it: boardpack new {pack} {period}"
        for pack, period in status.unopened
    ]
    notes += [describe_run(run, now) for run in status.last_runs]
    if status.unasked_repository:
        notes.append(describe_unasked_forge(status.unasked_repository))
    print(_render(status, notes, args.format, out), file=out)
    return Exit.CLEAR


def _render(status: InstanceStatus, notes: Sequence[str], style: str, out: TextIO) -> str:
    match style:
        case "json":
            return _render_json(status)
        case "markdown":
            text = "\n\n".join([*map(render_status_as_markdown, status.editions), *notes])
            # It is there to be put into issues and messages.
            status.net.refuse("the status", text.splitlines())
            return text
        case _:
            return _render_text(status, notes, out)


def _render_json(status: InstanceStatus) -> str:
    return json.dumps([to_status_values(edition) for edition in status.editions], indent=2)


def _render_text(status: InstanceStatus, notes: Sequence[str], out: TextIO) -> str:
    width, has_colour = terminal.measure_width(out), terminal.has_colour(out)
    text = "\n\n\n".join(render_status(edition, width, has_colour) for edition in status.editions)
    text = "\n\n".join([text, *(fill(note, max(width, 40)) for note in notes)])
    if not status.has_faults:
        return text
    return f"{text}\n\nSome files are not as they should be: boardpack check says which."
