"""`boardpack build`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from boardpack.adapters.clock import read_source_date
from boardpack.adapters.pdf.fonts import write_fonts
from boardpack.adapters.pdf.workers import DocumentPrinter, start_printers
from boardpack.adapters.progress_bar import ProgressBar
from boardpack.adapters.workspace import (
    Workspace,
    find_instance_root,
    open_workspace,
)
from boardpack.commands.arguments import (
    add_edition_arguments,
    add_jobs_argument,
)
from boardpack.errors import CannotRun, Exit
from boardpack.findings import has_errors
from boardpack.model.instance import (
    EditionId,
)
from boardpack.operations.rules import ALL_RULES
from boardpack.operations.select import (
    Selection,
    select_editions,
)
from boardpack.render.findings.report import format_count

if TYPE_CHECKING:
    from boardpack.operations.build import EditionBuilder

HELP = "Make the site and the PDFs of the editions."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_edition_arguments(parser)
    parser.add_argument(
        "--draft",
        action="store_true",
        help="build even when the gate is shut; every page then says DRAFT and what is missing",
    )
    add_jobs_argument(parser)


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Build the chosen editions."""
    if args.jobs < 1:
        raise CannotRun("--jobs takes 1 or more")
    root = find_instance_root(args.root)
    font_config = write_fonts(root / "build" / ".fonts")
    with start_printers(args.jobs, font_config) as printer:
        return build_editions(root, args, printer, out)


def build_editions(
    root: Path, args: argparse.Namespace, printer: DocumentPrinter, out: TextIO
) -> int:
    """Build with a printer that is already there; return the exit status."""
    # Imported here, so that the first process that prints is on its way meanwhile.
    from boardpack.operations.build import EditionBuilder
    from boardpack.operations.build_settings import read_build_settings

    workspace = open_workspace(root)
    selection = select_editions(workspace, args.pack, args.period)
    for name in selection.unreadable_packs:
        print(f"{name}: its definition cannot be read; see: boardpack check", file=out)
    if not selection.editions:
        raise CannotRun("the instance cannot be read; see what is wrong with: boardpack check")
    settings = read_build_settings(root, root / "build", read_source_date())
    builder = EditionBuilder(settings, printer, report_progress=ProgressBar("PDFs", out).show)
    statuses = [
        _build_edition(workspace, builder, edition_id, args.draft, out)
        for edition_id in selection.editions
    ]
    return max(*statuses, Exit.CANNOT_RUN if selection.unreadable_packs else Exit.CLEAR)


def _build_edition(
    workspace: Workspace,
    builder: EditionBuilder,
    edition_id: EditionId,
    may_be_draft: bool,
    out: TextIO,
) -> int:
    from boardpack.operations.check import check_editions

    name = " ".join(edition_id)
    check_report = check_editions(workspace, Selection((edition_id,)))
    is_shut = has_errors(check_report.findings)
    error_count = format_count(sum(finding.is_error for finding in check_report.findings), "error")
    if is_shut and not may_be_draft:
        print(
            f"{name}: the gate is shut ({error_count}), so nothing was built.\n"
            f"See what is missing with: boardpack check {name}\n"
            f"Build a draft all the same with: boardpack build {name} --draft",
            file=out,
        )
        return Exit.GATE_SHUT
    rules = tuple(ALL_RULES.values())
    refusals = builder.build_edition(
        workspace, check_report.editions[0], check_report.findings, rules, draft=is_shut
    )
    if refusals:
        print("\n".join(f"{name}: {refusal}" for refusal in refusals), file=out)
        return Exit.GATE_SHUT
    state = "a DRAFT was built" if is_shut else "built for review"
    print(
        f"{name}: {state}: {builder.locate_folder(check_report.editions[0]) / 'site/index.html'}",
        file=out,
    )
    return Exit.CLEAR
