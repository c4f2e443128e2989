"""`boardpack schemas`."""

from __future__ import annotations

import argparse
from typing import TextIO

from boardpack.adapters.workspace import find_instance_root
from boardpack.errors import Exit
from boardpack.operations.schemas import FOLDER, find_stale_schemas, update_schemas

HELP = "Write the JSON Schemas by which editors complete and check the files."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--check", action="store_true", help="write nothing, say which are stale")


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Write the schemas that differ, or say which do."""
    root = find_instance_root(args.root)
    stale_paths = tuple(find_stale_schemas(root)) if args.check else update_schemas(root)
    for path in stale_paths:
        print(f"{path} {'is stale' if args.check else 'written'}", file=out)
    if not stale_paths:
        print(f"{FOLDER} is up to date.", file=out)
    elif args.check:
        print("Bring them up to date with: boardpack schemas", file=out)
    return Exit.GATE_SHUT if stale_paths and args.check else Exit.CLEAR
