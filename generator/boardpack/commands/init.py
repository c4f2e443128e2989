"""`boardpack init`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TextIO

from boardpack.adapters.clock import today
from boardpack.errors import Exit
from boardpack.operations.initialise import initialise_instance, initialise_worked_example

HELP = "Write a new instance, or the worked example, into an empty folder."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("folder", metavar="DIR", type=Path, help="a folder that is new or empty")
    parser.add_argument("--demo", action="store_true", help="write the worked example instead")


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Write an instance and say what to do next."""
    initialise = initialise_worked_example if args.demo else initialise_instance
    file_count = initialise(args.folder, today())
    print(f"{file_count} files written to {args.folder}.", file=out)
    print("Next, in that folder: boardpack status, then boardpack check.", file=out)
    return Exit.CLEAR
