"""Arguments that several subcommands take."""

from __future__ import annotations

import argparse

SECTION_HELP = "such as performance-qof, or cannock-chase/performance-qof"


def add_edition_options(parser: argparse.ArgumentParser) -> None:
    """Add the two options that name an edition; words without an option name sections."""
    parser.add_argument("--pack", metavar="PACK", help="such as monthly; all packs when left out")
    parser.add_argument(
        "--period", metavar="PERIOD", help="such as 2018-11; the newest when left out"
    )
