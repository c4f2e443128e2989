"""`boardpack schemas`."""

from __future__ import annotations

import argparse
from typing import TextIO

from boardpack.adapters.files import read_if_present, write_atomically
from boardpack.adapters.workspace import (
    find_instance_root,
)
from boardpack.errors import Exit
from boardpack.load.schemas import render_schemas

HELP = "Write the JSON Schemas by which editors complete and check the files."
FOLDER = "data/schemas"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--check", action="store_true", help="write nothing, say which are stale")


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Write the schemas that differ, or say which do."""
    root = find_instance_root(args.root)
    stale_files = [
        (f"{FOLDER}/{name}", text.encode())
        for name, text in sorted(render_schemas().items())
        if read_if_present(root / FOLDER / name) != text.encode()
    ]
    for path, data in stale_files:
        if not args.check:
            write_atomically(root / path, data)
        print(f"{path} {'is stale' if args.check else 'written'}", file=out)
    if not stale_files:
        print(f"{FOLDER} is up to date.", file=out)
    elif args.check:
        print("Bring them up to date with: boardpack schemas", file=out)
    return Exit.GATE_SHUT if stale_files and args.check else Exit.CLEAR
