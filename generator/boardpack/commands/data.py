"""`boardpack data`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from boardpack.adapters.files import write_atomically
from boardpack.adapters.workspace import (
    find_instance_root,
    open_workspace,
)
from boardpack.analysis.edition import analyse_edition
from boardpack.analysis.tidy import TidyRow, iterate_tidy_rows
from boardpack.commands.arguments import (
    add_edition_arguments,
)
from boardpack.errors import CannotRun, Exit
from boardpack.operations.select import (
    select_editions,
)
from boardpack.render.data_files import to_csv

HELP = "Write every figure of the editions to one file for analysts."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_edition_arguments(parser)
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        metavar="FILE",
        help="ends in .xlsx, .csv or .json, which chooses the format",
    )


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Write the file."""
    writer = _WRITERS.get(args.out.suffix.lower())
    if writer is None:
        raise CannotRun(f"{args.out.name} must end in {', '.join(_WRITERS)}")
    workspace = open_workspace(find_instance_root(args.root))
    editions = select_editions(workspace, args.pack, args.period).editions
    if workspace.instance is None or not editions:
        raise CannotRun("the instance cannot be read; see what is wrong with: boardpack check")
    rows = [
        row
        for edition_id in editions
        for row in iterate_tidy_rows(analyse_edition(workspace.instance, *edition_id))
    ]
    write_atomically(args.out, writer(rows))
    print(f"{len(rows)} figures written to {args.out}", file=out)
    return Exit.CLEAR


def _render_csv(rows: Sequence[TidyRow]) -> bytes:
    return to_csv(TidyRow._fields, rows).encode()


def _render_workbook(rows: Sequence[TidyRow]) -> bytes:
    from boardpack.adapters.workbook import to_workbook

    return to_workbook(rows)


def _render_json(rows: Sequence[TidyRow]) -> bytes:
    from boardpack.adapters.workbook import to_json

    return to_json(rows)


_WRITERS: dict[str, Callable[[Sequence[TidyRow]], bytes]] = {
    ".csv": _render_csv,
    ".xlsx": _render_workbook,
    ".json": _render_json,
}
