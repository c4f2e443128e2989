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
from boardpack.commands.sending import (
    add_sending_arguments,
    conclude_sending,
    parse_sending,
    show_or_send,
)
from boardpack.commands.verify import show_verification
from boardpack.errors import Exit
from boardpack.model.message import SentMessage
from boardpack.operations.circulate import (
    CATCH_UP_DAYS,
    CirculationPlan,
    NotProved,
    list_recent_versions,
    plan_circulation,
)

HELP = "Send a proved publication to all who get it; a correction says what changed."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "version",
        nargs="?",
        help="such as monthly-2018-11, or monthly-2018-11-r2; when left out, all that were "
        f"published in the last {CATCH_UP_DAYS} days",
    )
    add_sending_arguments(parser)
    parser.add_argument(
        "--repo", default="", metavar="OWNER/NAME", help="the repository at the forge"
    )
    add_moment_argument(parser)
    add_main_argument(parser)
    add_pages_arguments(parser)


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Show who would be sent a publication, or send it."""
    root = find_instance_root(args.root)
    local_time, pages = parse_moment(args), parse_pages_options(args)
    options = parse_sending(args, root)
    versions = (
        (args.version,) if args.version else list_recent_versions(root, pages, local_time.date())
    )
    if not versions:
        print(f"In the last {CATCH_UP_DAYS} days nothing was published to be sent.", file=out)
    status, rows = int(Exit.CLEAR), list[SentMessage]()
    moment = to_universal_time(local_time)
    for version in versions:
        match plan_circulation(root, version, pages, local_time.date()):
            case NotProved(verification):
                show_verification(verification, out)
                print(f"{version} is not proved, so nobody was sent it.", file=out)
                status = Exit.GATE_SHUT
            case CirculationPlan(publication, messages, sent, mail_from):
                print(f"{publication.title}: {version}", file=out)
                rows += show_or_send(root, messages, sent, mail_from, options, moment, out)
    return max(status, conclude_sending(root, "circulate", rows, options, moment))
