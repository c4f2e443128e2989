"""`boardpack chase`."""

from __future__ import annotations

import argparse
from typing import TextIO

from boardpack.adapters.workspace import find_instance_root
from boardpack.analysis.deadlines import is_working_day
from boardpack.analysis.local_time import to_universal_time
from boardpack.commands.arguments import (
    add_moment_argument,
    add_provider_arguments,
    parse_evidence_source,
    parse_moment,
)
from boardpack.commands.sending import (
    add_sending_arguments,
    conclude_sending,
    parse_sending,
    show_or_send,
)
from boardpack.errors import Exit
from boardpack.operations.chase import plan_chase

HELP = "Tell everybody in one message what they owe, and line managers what is late."

_NOTHING_NEW = "Nobody is to be told anything that they have not been told."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    add_moment_argument(parser)
    add_sending_arguments(parser)
    add_provider_arguments(parser)


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Show who is to be told what, or send it."""
    root = find_instance_root(args.root)
    now = parse_moment(args)
    if not is_working_day(now.date()):
        print("This is no working day: nobody is chased.", file=out)
        return Exit.CLEAR
    plan = plan_chase(root, now, parse_evidence_source(args))
    print(f"Under way: {'; '.join(plan.editions) or 'no edition'}.", file=out)
    print("" if plan.messages else _NOTHING_NEW, file=out)
    options = parse_sending(args, root)
    moment = to_universal_time(now)
    rows = show_or_send(root, plan.messages, plan.sent, plan.mail_from, options, moment, out)
    return conclude_sending(root, "chase", rows, options, moment)
