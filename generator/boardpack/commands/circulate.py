"""`boardpack circulate`."""

from __future__ import annotations

import argparse
from typing import TextIO

from boardpack.adapters.workspace import find_instance_root
from boardpack.analysis.local_time import to_universal_time
from boardpack.commands.arguments import (
    add_main_argument,
    add_moment_argument,
    add_pages_arguments,
    parse_moment,
    parse_pages_options,
)
from boardpack.commands.sending import add_sending_arguments, parse_sending, show_or_send
from boardpack.commands.verify import show_verification
from boardpack.errors import Exit
from boardpack.operations.circulate import CirculationPlan, NotProved, plan_circulation

HELP = "Send a proved publication to all who get it; a correction says what changed."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("version", help="such as monthly-2018-11, or monthly-2018-11-r2")
    add_sending_arguments(parser)
    add_moment_argument(parser)
    add_main_argument(parser)
    add_pages_arguments(parser)


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Show who would be sent a publication, or send it."""
    root = find_instance_root(args.root)
    local_time = parse_moment(args)
    plan = plan_circulation(root, args.version, parse_pages_options(args), local_time.date())
    match plan:
        case NotProved(verification):
            show_verification(verification, out)
            print(f"{args.version} is not proved, so nobody was sent it.", file=out)
            return Exit.GATE_SHUT
        case CirculationPlan(_, messages, sent, mail_from):
            options = parse_sending(args, root)
            moment = to_universal_time(local_time)
            return show_or_send(root, messages, sent, mail_from, options, moment, out)
