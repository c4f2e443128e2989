"""`boardpack serve`."""

from __future__ import annotations

import argparse
from typing import TextIO

from boardpack.adapters.build_folder import locate_build_folder
from boardpack.adapters.clock import read_source_date
from boardpack.adapters.pdf.fonts import write_fonts
from boardpack.adapters.pdf.workers import start_printers
from boardpack.adapters.progress_bar import ProgressBar
from boardpack.adapters.workspace import find_instance_root, open_workspace
from boardpack.commands.arguments import add_edition_arguments, add_jobs_argument, parse_jobs
from boardpack.commands.build import show_outcome
from boardpack.errors import CannotRun, Exit
from boardpack.operations.select import select_readable_editions
from boardpack.operations.serve_events import (
    RebuildFailed,
    ServeEvent,
    ServingBegun,
    SiteRebuilt,
)

HELP = "Build, then show the site on this computer while files change."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_edition_arguments(parser)
    parser.add_argument(
        "--port", type=int, default=8000, metavar="N", help="0 takes any that is free"
    )
    parser.add_argument("--open", action="store_true", help="open the site in a browser")
    add_jobs_argument(parser)
    parser.epilog = (
        "Whatever the gate says, the site is built; what is incomplete says DRAFT. When a change "
        "cannot be built, the reason is printed and the site before it stays. "
        "Ctrl-C ends the command with exit status 0."
    )


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Build one edition, serve it, and build it again when something changes."""
    jobs = parse_jobs(args)
    root = find_instance_root(args.root)
    edition_id, *others = select_readable_editions(
        open_workspace(root), args.pack, args.period
    ).editions
    for other_id in others:
        _print_line(out, f"To see another edition: boardpack serve {' '.join(other_id)}")
    with start_printers(jobs, write_fonts(locate_build_folder(root) / ".fonts")) as printer:
        # Imported here, so that the first process that prints is on its way meanwhile.
        from boardpack.operations.serve import EditionServer

        server = EditionServer(
            root,
            edition_id,
            printer,
            lambda event: _show_event(event, out),
            ProgressBar("PDFs", out).show,
            read_source_date(),
        )
        if not server.serve(args.port, args.open):
            return Exit.GATE_SHUT
    _print_line(out, "\nStopped.")
    return Exit.CLEAR


def _show_event(event: ServeEvent, out: TextIO) -> None:
    match event:
        case ServingBegun(url):
            _print_line(out, f"Showing it on {url} until you press Ctrl-C.")
        case SiteRebuilt(is_built, seconds):
            outcome = "Built" if is_built else "Not built, the site before stays"
            _print_line(out, f"{outcome} ({seconds:.1f} s).")
        case RebuildFailed(error):
            kind = "" if isinstance(error, CannotRun) else f"{type(error).__name__}: "
            _print_line(out, f"Not built, the site before stays: {kind}{error}")
        case _:
            show_outcome(event, out)


def _print_line(out: TextIO, line: str) -> None:
    print(line, file=out, flush=True)
