"""`boardpack build`."""

from __future__ import annotations

import argparse
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from boardpack.commands.instance import (
    Choice,
    EditionId,
    Opened,
    add_edition,
    choose,
    instance_root,
    open_instance,
)
from boardpack.errors import CannotRun, Exit
from boardpack.findings import RULES, shuts_gate
from boardpack.render.findings.report import plural
from boardpack.world.fonts import use_our_fonts
from boardpack.world.workers import cores, printers

if TYPE_CHECKING:
    from boardpack.commands.press import Press

HELP = "Make the site and the PDFs of the editions."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_edition(parser)
    parser.add_argument(
        "--draft",
        action="store_true",
        help="build even when the gate is shut; every page then says DRAFT and what is missing",
    )
    add_jobs(parser)


def add_jobs(parser: argparse.ArgumentParser) -> None:
    """Add how many processes print PDFs."""
    parser.add_argument(
        "--jobs", type=int, default=cores(), metavar="N", help="how many processes print PDFs"
    )


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Build the chosen editions."""
    if args.jobs < 1:
        raise CannotRun("--jobs takes 1 or more")
    root = instance_root(args.root)
    use_our_fonts(root / "build" / ".fonts")
    with printers(args.jobs) as pool:
        return build(root, args, pool, out)


def build(root: Path, args: argparse.Namespace, pool: Executor, out: TextIO) -> int:
    """Build with a pool that is already there; return the exit status."""
    # Imported here, so that the first process of the pool is on its way meanwhile.
    from boardpack.commands.press import press

    at = open_instance(root)
    choice = choose(at, args.pack, args.period)
    for name in choice.unreadable:
        print(f"{name}: its definition cannot be read; see: boardpack check", file=out)
    if not choice.editions:
        raise CannotRun("the instance cannot be read; see what is wrong with: boardpack check")
    presses = press(root, args.jobs, pool, out)
    statuses = [_build_edition(at, presses, one, args.draft, out) for one in choice.editions]
    return max(*statuses, Exit.CANNOT_RUN if choice.unreadable else Exit.CLEAR)


def _build_edition(
    at: Opened, presses: Press, edition_id: EditionId, may_be_draft: bool, out: TextIO
) -> int:
    from boardpack.commands.judging import judge_editions

    name = " ".join(edition_id)
    judged = judge_editions(at, Choice((edition_id,)))
    shut = shuts_gate(judged.findings)
    errors = plural(sum(finding.is_error for finding in judged.findings), "error")
    if shut and not may_be_draft:
        print(
            f"{name}: the gate is shut ({errors}), so nothing was built.\n"
            f"See what is missing with: boardpack check {name}\n"
            f"Build a draft all the same with: boardpack build {name} --draft",
            file=out,
        )
        return Exit.GATE_SHUT
    rules = tuple(RULES[code] for code in sorted(RULES))
    refused = presses.make(at, judged.editions[0], judged.findings, rules, draft=shut)
    if refused:
        print("\n".join(f"{name}: {words}" for words in refused), file=out)
        return Exit.GATE_SHUT
    state = "a DRAFT was built" if shut else "built for review"
    print(f"{name}: {state}: {presses.folder(judged.editions[0]) / 'site/index.html'}", file=out)
    return Exit.CLEAR
