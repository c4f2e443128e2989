"""`boardpack serve`."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TextIO

from boardpack.commands.build import add_jobs, build
from boardpack.commands.instance import add_edition, choose, instance_root, open_instance
from boardpack.errors import CannotRun, Exit
from boardpack.world.fonts import use_our_fonts
from boardpack.world.workers import printers

HELP = "Build, then show the site on this computer while files change."
WATCHED = ("content", "data", "site_templates", "mkdocs.yml")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_edition(parser)
    parser.add_argument(
        "--port", type=int, default=8000, metavar="N", help="0 takes any that is free"
    )
    parser.add_argument("--open", action="store_true", help="open the site in a browser")
    add_jobs(parser)
    parser.epilog = (
        "Whatever the gate says, the site is built; what is incomplete says DRAFT. When a change "
        "cannot be built, the reason is printed and the site before it stays. "
        "Ctrl-C ends the command with exit status 0."
    )


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Build one edition, serve it, and build it again when something changes."""
    root = instance_root(args.root)
    args.pack, args.period = _chosen(root, args, out)
    args.draft = True
    begun = time.time()
    use_our_fonts(root / "build" / ".fonts")
    with printers(args.jobs) as pool:
        status = build(root, args, pool, out)
        site = root / "build" / f"{args.pack}-{args.period}" / "site"
        if status and not site.is_dir():
            return status
        from boardpack.world.preview import preview

        watched = [root / name for name in WATCHED if (root / name).exists()]
        rebuild = _never_raising(lambda: build(root, args, pool, out), out)

        def told(url: str) -> None:
            _say(out, f"Showing it on {url} until you press Ctrl-C.")
            if _newest(watched) >= begun:
                rebuild()

        preview(site, watched, rebuild, told, args.port, args.open)
    _say(out, "\nStopped.")
    return Exit.CLEAR


def _chosen(root: Path, args: argparse.Namespace, out: TextIO) -> tuple[str, str]:
    editions = choose(open_instance(root), args.pack, args.period).editions
    if not editions:
        raise CannotRun("the instance cannot be read; see what is wrong with: boardpack check")
    first, *others = editions
    for one in others:
        _say(out, f"To see another edition: boardpack serve {' '.join(one)}")
    return first


def _newest(watched: Iterable[Path]) -> float:
    """Return when a watched file was last altered: perhaps during the first build."""
    files = (file for top in watched for file in (top, *top.rglob("*")))
    return max(file.stat().st_mtime for file in files)


def _never_raising(make: Callable[[], int], out: TextIO) -> Callable[[], None]:
    """Return a build that says what went wrong instead of ending the server."""

    def rebuild() -> None:
        begun = time.perf_counter()
        try:
            status = make()
        except Exception as error:
            kind = "" if isinstance(error, CannotRun) else f"{type(error).__name__}: "
            _say(out, f"Not built, the site before stays: {kind}{error}")
            return
        said = "Not built, the site before stays" if status else "Built"
        _say(out, f"{said} ({time.perf_counter() - begun:.1f} s).")

    return rebuild


def _say(out: TextIO, words: str) -> None:
    print(words, file=out, flush=True)
