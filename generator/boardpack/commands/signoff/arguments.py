"""What several subcommands take and say."""

from __future__ import annotations

import argparse
from typing import TextIO

from boardpack.adapters.workspace import Workspace
from boardpack.operations.evidence_source import EvidenceSource, settle_evidence_source


def add_section_argument(parser: argparse.ArgumentParser, otherwise: str) -> None:
    """Add which sections are meant, and in words those that are `otherwise`."""
    parser.add_argument(
        "--section",
        dest="sections",
        nargs="+",
        action="extend",
        default=[],
        metavar="SECTION",
        help=f"such as performance-qof, or cannock-chase/performance-qof; {otherwise}",
    )


def print_unasked_forge(workspace: Workspace, out: TextIO) -> None:
    """Say whose reviews count beside what this clone knows, where the instance names a forge."""
    repository = settle_evidence_source(workspace, EvidenceSource()).repository
    if repository:
        print(describe_unasked_forge(repository), file=out)


def describe_unasked_forge(repository: str) -> str:
    """Return that the reviews at a repository count beside what this clone knows."""
    return (
        f"The reviews at {repository} count too, and were not asked for here; "
        "boardpack signoff status asks."
    )
