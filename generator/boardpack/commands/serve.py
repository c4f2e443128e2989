"""`boardpack serve`."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TextIO

from boardpack.adapters.pdf.fonts import write_fonts
from boardpack.adapters.pdf.workers import start_printers
from boardpack.adapters.workspace import (
    find_instance_root,
    open_workspace,
)
from boardpack.commands.arguments import (
    add_edition_arguments,
    add_jobs_argument,
)
from boardpack.commands.build import (
    build_editions,
)
from boardpack.errors import CannotRun, Exit
from boardpack.operations.select import (
    select_editions,
)

HELP = "Build, then show the site on this computer while files change."
WATCHED = ("content", "data", "site_templates", "mkdocs.yml")


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
    root = find_instance_root(args.root)
    args.pack, args.period = _choose_edition(root, args, out)
    args.draft = True
    start_time = time.time()
    font_config = write_fonts(root / "build" / ".fonts")
    with start_printers(args.jobs, font_config) as printer:
        status = build_editions(root, args, printer, out)
        site = root / "build" / f"{args.pack}-{args.period}" / "site"
        if status and not site.is_dir():
            return status
        from boardpack.adapters.site.preview import serve_preview

        watched_paths = [root / name for name in WATCHED if (root / name).exists()]
        rebuild = _guard_build(lambda: build_editions(root, args, printer, out), out)

        def announce_url(url: str) -> None:
            _print_line(out, f"Showing it on {url} until you press Ctrl-C.")
            if _find_newest_change(watched_paths) >= start_time:
                rebuild()

        serve_preview(site, watched_paths, rebuild, announce_url, args.port, args.open)
    _print_line(out, "\nStopped.")
    return Exit.CLEAR


def _choose_edition(root: Path, args: argparse.Namespace, out: TextIO) -> tuple[str, str]:
    editions = select_editions(open_workspace(root), args.pack, args.period).editions
    if not editions:
        raise CannotRun("the instance cannot be read; see what is wrong with: boardpack check")
    first_edition, *other_editions = editions
    for other_edition in other_editions:
        _print_line(out, f"To see another edition: boardpack serve {' '.join(other_edition)}")
    return first_edition


def _find_newest_change(watched_paths: Iterable[Path]) -> float:
    """Return when a watched file was last altered: perhaps during the first build."""
    files = (
        file for watched_path in watched_paths for file in (watched_path, *watched_path.rglob("*"))
    )
    return max(file.stat().st_mtime for file in files)


def _guard_build(build_once: Callable[[], int], out: TextIO) -> Callable[[], None]:
    """Return a build that says what went wrong instead of ending the server."""

    def rebuild_site() -> None:
        start_time = time.perf_counter()
        try:
            status = build_once()
        except Exception as error:
            kind = "" if isinstance(error, CannotRun) else f"{type(error).__name__}: "
            _print_line(out, f"Not built, the site before stays: {kind}{error}")
            return
        outcome = "Not built, the site before stays" if status else "Built"
        _print_line(out, f"{outcome} ({time.perf_counter() - start_time:.1f} s).")

    return rebuild_site


def _print_line(out: TextIO, line: str) -> None:
    print(line, file=out, flush=True)
