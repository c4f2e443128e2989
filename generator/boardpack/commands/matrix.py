"""`boardpack matrix`."""

from __future__ import annotations

import argparse
from typing import TextIO

from boardpack.adapters.workspace import find_instance_root
from boardpack.errors import Exit
from boardpack.operations.matrix import compile_matrices
from boardpack.render.responsibilities import (
    render_matrices_as_csv,
    render_matrices_as_markdown,
)

HELP = "Show who does what for each section: source, figures, narrative, signature."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("pack", nargs="?", help="such as monthly; all packs when left out")
    parser.add_argument(
        "--format", choices=("markdown", "csv"), default="markdown", help="how to show it"
    )


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Print the matrices."""
    matrices = compile_matrices(find_instance_root(args.root), args.pack)
    if args.format == "csv":
        out.write(render_matrices_as_csv(matrices))
    else:
        print(render_matrices_as_markdown(matrices), file=out)
    return Exit.CLEAR
