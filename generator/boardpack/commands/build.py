"""`boardpack build`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TextIO

from boardpack.adapters.clock import read_source_date
from boardpack.adapters.progress_bar import ProgressBar
from boardpack.adapters.workspace import find_instance_root
from boardpack.commands.arguments import add_edition_arguments
from boardpack.commands.printing import add_printing_arguments, start_chosen_printer
from boardpack.errors import CannotRun, Exit
from boardpack.operations.build_outcome import (
    BuildOutcome,
    Built,
    FormLeftOut,
    GateShut,
    NotBuilt,
    PackUnreadable,
)
from boardpack.render.findings.report import format_count
from boardpack.render.findings.text import render_findings

OPARL_MISSING = (
    "other systems will not read of its meetings, in OParl 1.1, because data/directorate.yml does "
    "not say where publications are read (site_url)."
)
HELP = "Make the site and the PDFs of the editions."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_edition_arguments(parser)
    parser.add_argument(
        "--draft",
        action="store_true",
        help="build even when the gate is shut; every page then says DRAFT and what is missing",
    )
    parser.add_argument(
        "--private",
        type=Path,
        metavar="DIR",
        help="make the private part of a meeting: agenda and papers are read from this folder, "
        "apart from the instance, and what is made is written there and nowhere else",
    )
    add_printing_arguments(parser)


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Build the chosen editions."""
    if args.dask and args.private:
        raise CannotRun(
            "--private goes without --dask: what is private is printed on this computer only"
        )
    root = find_instance_root(args.root)
    with start_chosen_printer(args, root, out) as printer:
        # Imported here, so that the first process that prints is on its way meanwhile.
        from boardpack.operations.build_editions import build_editions

        outcomes = build_editions(
            root,
            args.pack,
            args.period,
            printer,
            may_be_draft=args.draft,
            private=args.private,
            source_date=read_source_date(),
            report_progress=ProgressBar("PDFs", out).show,
        )
        return max(show_outcome(outcome, out) for outcome in outcomes)


def show_outcome(outcome: BuildOutcome, out: TextIO) -> int:
    """Print what came of building an edition; return the exit status."""
    match outcome:
        case Built(edition_id, home_page, is_draft, leaks, is_without_oparl):
            name = " ".join(edition_id)
            state = "a DRAFT was built" if is_draft else "built for review"
            print(f"{name}: {state}: {home_page}", file=out)
            if is_without_oparl:
                print(f"{name}: {OPARL_MISSING}", file=out)
            if leaks:
                print(f"{name}: it may not be published as it is:", file=out)
                print(render_findings(leaks), file=out)
            return Exit.CLEAR if is_draft or not leaks else Exit.GATE_SHUT
        case GateShut(edition_id, error_count):
            name = " ".join(edition_id)
            print(
                f"{name}: the gate is shut ({format_count(error_count, 'error')}), "
                "so nothing was built.\n"
                f"See what is missing with: boardpack check {name}\n"
                f"Build a draft all the same with: boardpack build {name} --draft",
                file=out,
            )
            return Exit.GATE_SHUT
        case NotBuilt(edition_id, refusals):
            name = " ".join(edition_id)
            print("\n".join(f"{name}: {refusal}" for refusal in refusals), file=out)
            return Exit.GATE_SHUT
        case PackUnreadable(pack):
            print(f"{pack}: its definition cannot be read; see: boardpack check", file=out)
            return Exit.CANNOT_RUN
        case FormLeftOut():
            words = "The form in the browser is left out, until its editor is installed with"
            print(f"{words}: boardpack form", file=out)
            return Exit.CLEAR
