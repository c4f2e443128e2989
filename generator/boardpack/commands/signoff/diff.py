"""`boardpack signoff diff`: what changed since it was signed, or since a revision."""

from __future__ import annotations

import argparse
from typing import TextIO

from boardpack.adapters.workspace import Workspace, find_instance_root, open_workspace
from boardpack.commands.signoff.arguments import (
    add_edition_and_sections,
    print_unasked_forge,
)
from boardpack.errors import Exit
from boardpack.findings import escape_unprintable
from boardpack.operations.compare import Comparison, compare_with_revision, compare_with_signed
from boardpack.render.findings.report import format_count
from boardpack.render.signoff.preview import ChangedSection
from boardpack.render.signoff.signing import render_difference, render_heading

HELP = "Show what changed since it was signed."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the subcommand's arguments."""
    add_edition_and_sections(parser, "all that changed when left out")
    parser.add_argument(
        "--since", default="", metavar="REV", help="compare with this revision, signed or not"
    )


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Print the lines that went and came, by section."""
    workspace = open_workspace(find_instance_root(args.root))
    comparison = _compare(args, workspace)
    for section in comparison.changed:
        print(f"{_render_changed_section(section)}\n", file=out)
    if not comparison.changed:
        since = f"since {args.since}" if args.since else "since it was signed"
        print(f"Nothing changed {since}.", file=out)
    if not args.since:
        print_unasked_forge(workspace, out)
    count = len(comparison.unsigned)
    if count:
        auxiliary = "is" if count == 1 else "are"
        section_count = format_count(count, "section")
        print(f"{section_count} {auxiliary} not signed off yet: boardpack signoff status", file=out)
    return Exit.CLEAR


def _compare(args: argparse.Namespace, workspace: Workspace) -> Comparison:
    if args.since:
        return Comparison(
            compare_with_revision(workspace, args.pack, args.period, args.since, args.sections)
        )
    return compare_with_signed(workspace, args.pack, args.period, args.sections)


def _render_changed_section(section: ChangedSection) -> str:
    difference = render_difference(dict(section.lines))
    heading = render_heading(section.edition, section.entry)
    return (
        f"{heading}: {escape_unprintable(section.words)}\n"
        f"{difference or '  (what was signed is no longer in this clone)'}"
    )
