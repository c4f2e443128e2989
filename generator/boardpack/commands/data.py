"""`boardpack data`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TextIO

from boardpack.adapters.workspace import find_instance_root
from boardpack.commands.arguments import add_edition_arguments
from boardpack.errors import Exit
from boardpack.operations.export_data import export_data

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
    figure_count = export_data(find_instance_root(args.root), args.pack, args.period, args.out)
    print(f"{figure_count} figures written to {args.out}", file=out)
    return Exit.CLEAR
