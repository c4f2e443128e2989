"""`boardpack anchor`."""

from __future__ import annotations

import argparse
from typing import TextIO

from boardpack.adapters.workspace import find_instance_root
from boardpack.commands.arguments import (
    add_clock,
    add_main_argument,
    add_pages_arguments,
    add_signer_arguments,
    parse_pages_options,
)
from boardpack.errors import Exit
from boardpack.operations.anchor import AnchorRequest, anchor_publication

HELP = "Sign in a tag what was published: proof against whoever keeps the pages."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("version", help="such as monthly-2018-11")
    add_signer_arguments(parser)
    add_main_argument(parser)
    add_pages_arguments(parser)
    add_clock(parser)


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Verify a publication, sign what it is, and say how others get to see that."""
    options = parse_pages_options(args)
    request = AnchorRequest(args.version, args.person, args.key, args.clock(), options)
    anchor = anchor_publication(find_instance_root(args.root), request)
    print(f"Signed in the tag {anchor.tag}: manifest sha256 {anchor.manifest}", file=out)
    print(f"Let others have it: git push {args.remote or 'origin'} {anchor.tag}", file=out)
    return Exit.CLEAR
