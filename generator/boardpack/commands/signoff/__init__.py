"""`boardpack signoff`: what there is to sign, what changed since, and the decisions themselves.

A module of a subcommand has what a command has: `HELP`, `add_arguments(parser)`, `run(args, out)`.
"""

from __future__ import annotations

import argparse
from types import MappingProxyType
from typing import TextIO

from boardpack.commands.signoff import approve, diff, preview, status, withdraw
from boardpack.commands.signoff import object as object_to

HELP = "Show what is signed off, sign it, object to it, or see what changed since."
_SUBCOMMANDS = MappingProxyType(
    {
        "status": status,
        "diff": diff,
        "preview": preview,
        "approve": approve,
        "object": object_to,
        "withdraw": withdraw,
    }
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands, each with its arguments."""
    actions = parser.add_subparsers(dest="action", metavar="WHAT", required=True)
    for name, subcommand in _SUBCOMMANDS.items():
        subcommand.add_arguments(actions.add_parser(name, help=subcommand.HELP))


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Run the subcommand that was named."""
    return int(_SUBCOMMANDS[args.action].run(args, out))
