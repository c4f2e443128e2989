"""`boardpack verify`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import partial
from typing import TextIO

from boardpack.adapters.build_folder import locate_build_folder
from boardpack.adapters.pdf.fonts import write_fonts
from boardpack.adapters.pdf.workers import start_printers
from boardpack.adapters.progress_bar import ProgressBar
from boardpack.adapters.workspace import find_instance_root
from boardpack.commands.arguments import (
    add_jobs_argument,
    add_main_argument,
    add_pages_arguments,
    parse_jobs,
    parse_pages_options,
)
from boardpack.errors import Exit
from boardpack.operations.verify import verify_publications
from boardpack.publish.verification import Certainty, PagesVerification, VerificationReport

HELP = "Prove what was published from the clone alone, and say what is taken on trust."

_EXITS = {
    Certainty.PROVED: Exit.CLEAR,
    Certainty.WRONG: Exit.GATE_SHUT,
    Certainty.OPEN: Exit.CANNOT_RUN,
}
_CONCLUSIONS = {
    Certainty.PROVED: "it is what was published",
    Certainty.WRONG: "IT IS NOT WHAT WAS PUBLISHED, or was never right",
    Certainty.OPEN: "not all of it could be proved",
}
_HEADINGS = {
    Certainty.WRONG: "Wrong:",
    Certainty.OPEN: "Not proved:",
    Certainty.PROVED: "Proved:",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "version", nargs="?", help="such as monthly-2018-11-r2; all publications when left out"
    )
    parser.add_argument(
        "--rebuild",
        action="store_true",
        help="also make the pages and PDFs again, and compare them: as slow as a build",
    )
    add_jobs_argument(parser)
    add_main_argument(parser)
    add_pages_arguments(parser)


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Verify one publication, or all."""
    root = find_instance_root(args.root)
    verify = partial(
        verify_publications,
        root,
        args.version,
        parse_pages_options(args),
        report_progress=ProgressBar("publications", out).show,
    )
    if not args.rebuild:
        return show_verification(verify(), out)
    # Imported here, because it takes a while, and who only verifies needs none of it.
    from boardpack.operations.rebuild import rebuild_publication

    fonts = write_fonts(locate_build_folder(root) / ".fonts")
    with start_printers(parse_jobs(args), fonts) as printer:
        rebuilder = partial(rebuild_publication, printer=printer)
        return show_verification(verify(site_rebuilder=rebuilder), out)


def show_verification(verification: PagesVerification, out: TextIO) -> int:
    """Print what came of it; return the exit status."""
    print("\n".join(_render_verification(verification)), file=out)
    return _EXITS[verification.certainty]


def _render_verification(verification: PagesVerification) -> Iterator[str]:
    commit = verification.commit[:12]
    yield f"{verification.location} at commit {commit}, as far as this clone knows:"
    for report in verification.reports:
        yield from _render_report(report)
    for folder in verification.removed_folders:
        yield f"{folder}: IT WAS PUBLISHED, and was taken away since"
    for folder in verification.unlisted_folders:
        yield f"{folder}: it lies among the publications, but versions.json does not name it"
    for name in verification.made_up_names:
        yield f"{name}: IT WAS NEVER PUBLISHED: it looks like a publication and has no manifest"
    yield from verification.rewritings
    if verification.assumptions:
        yield "Taken on trust:"
        yield from (f"- {assumption}" for assumption in verification.assumptions)


def _render_report(report: VerificationReport) -> Iterator[str]:
    publication = report.publication
    yield f"{publication.version} ({publication.title}): {_CONCLUSIONS[report.certainty]}"
    for certainty, heading in _HEADINGS.items():
        if sentences := report.list_sentences(certainty):
            yield f"  {heading}"
            yield from (f"  - {sentence}" for sentence in sentences)
