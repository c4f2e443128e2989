"""`boardpack signoff preview`: a page for each service of what changed, the headline first."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TextIO

from boardpack.adapters.build_folder import BUILD_FOLDER
from boardpack.adapters.workspace import find_instance_root, open_workspace
from boardpack.commands.signoff.arguments import add_edition_words
from boardpack.errors import Exit
from boardpack.operations.compare import write_preview
from boardpack.render.findings.report import format_count

HELP = "Make a page for each service: what is red, what changed since last month, what is asked."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the subcommand's arguments."""
    add_edition_words(parser)
    parser.add_argument(
        "--since",
        default="",
        metavar="REV",
        help="only the sections that changed since this revision, such as origin/main; all when "
        "left out",
    )
    parser.add_argument(
        "--output",
        type=Path,
        default=Path(BUILD_FOLDER, "preview"),
        metavar="DIR",
        help="folder for the page (default: build/preview)",
    )


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Write the page and say where it is."""
    workspace = open_workspace(find_instance_root(args.root))
    preview = write_preview(workspace, args.pack, args.period, args.since, args.output)
    changed = " changed" if args.since else ""
    print(f"{format_count(len(preview.sections), 'section')}{changed}: {preview.page}", file=out)
    return Exit.CLEAR
