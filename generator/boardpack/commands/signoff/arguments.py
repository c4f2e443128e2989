"""Arguments that several subcommands take."""

from __future__ import annotations

import argparse
from typing import TextIO

from boardpack.adapters.workspace import Workspace
from boardpack.operations.evidence_source import EvidenceSource, settle_evidence_source

SECTION_HELP = "such as performance-qof, or cannock-chase/performance-qof"


def add_edition_options(parser: argparse.ArgumentParser) -> None:
    """Add the two options that name an edition; words without an option name sections."""
    parser.add_argument("--pack", metavar="PACK", help="such as monthly; all packs when left out")
    parser.add_argument(
        "--period", metavar="PERIOD", help="such as 2018-11; the newest when left out"
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
