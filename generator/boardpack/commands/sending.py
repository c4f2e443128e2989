"""What commands that send messages have in common: their arguments, and what they print."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TextIO

from boardpack.adapters.build_folder import locate_build_folder
from boardpack.errors import Exit
from boardpack.model.message import Message, Outcome, SentMessage
from boardpack.operations.deliver import (
    deliver_messages,
    find_last_rows,
    record_run,
    select_unsent,
)
from boardpack.operations.send import OUTBOX, SMTP, WAYS, SendingOptions, open_sender
from boardpack.operations.sent_record import Doubt, SentRecord
from boardpack.render.findings.report import format_count
from boardpack.render.messages import render_message, render_outcome


def add_sending_arguments(parser: argparse.ArgumentParser) -> None:
    """Add whether and how messages are sent; a command adds --repo by itself, for forges.

    Whoever plays a command sets which mail server it sends to, as they set its clock.
    """
    parser.set_defaults(mail_settings=None)
    parser.add_argument("--send", action="store_true", help="send them; else they are only shown")
    parser.add_argument(
        "--via",
        choices=WAYS,
        default=SMTP,
        help="by the mail server that BOARDPACK_SMTP_HOST names (the default), as files into a "
        "folder, or as issues at a forge",
    )
    parser.add_argument(
        "--outbox",
        metavar="DIR",
        type=Path,
        help="where --via outbox writes .eml files (default: build/outbox)",
    )
    parser.add_argument(
        "--again",
        metavar="PERSON",
        action="append",
        default=[],
        help="send once more to somebody who was refused, or may not have got it",
    )


def parse_sending(args: argparse.Namespace, root: Path) -> SendingOptions:
    """Return whether and how messages are sent."""
    outbox = args.outbox or locate_build_folder(root) / "outbox"
    again = tuple(args.again)
    return SendingOptions(args.send, args.via, outbox, args.repo, again, args.mail_settings)


def show_or_send(
    root: Path,
    messages: Sequence[Message],
    sent: SentRecord,
    mail_from: str,
    options: SendingOptions,
    moment: datetime,
    out: TextIO,
) -> list[SentMessage]:
    """Send the messages that were not sent yet, or show them; return what became of those sent.

    What was sent before is summed up; of what went wrong then, the reason is said once more.
    """
    _show_doubts(sent.doubts, out)
    unsent = select_unsent(messages, sent.rows, options.again)
    _show_earlier(messages, unsent, sent.rows, out)
    if not options.is_sending:
        _show_unsent(unsent, out)
        return []
    return _send(root, unsent, mail_from, options, moment, out) if unsent else []


def conclude_sending(
    root: Path,
    job: str,
    rows: Sequence[SentMessage],
    options: SendingOptions,
    moment: datetime,
) -> int:
    """Record that a job ran at a moment in UTC, even if it sent nothing; return the exit status."""
    if options.is_sending:
        record_run(root, job, moment, rows)
    return Exit.CLEAR if all(row.outcome is Outcome.SENT for row in rows) else Exit.GATE_SHUT


def _show_unsent(unsent: Sequence[Message], out: TextIO) -> None:
    for message in unsent:
        print(f"{render_message(message)}\n", file=out)
    withheld = sum(bool(message.withheld) for message in unsent)
    if withheld:
        print(
            f"{format_count(withheld, 'message')} would be withheld until that is mended.", file=out
        )
    if unsent:
        count = format_count(len(unsent) - withheld, "message")
        print(f"{count} would be sent; nobody was told anything. To send: --send", file=out)


def _send(
    root: Path,
    unsent: Sequence[Message],
    mail_from: str,
    options: SendingOptions,
    moment: datetime,
    out: TextIO,
) -> list[SentMessage]:
    rows: list[SentMessage] = []
    with open_sender(root, options, mail_from) as sender:
        for row in deliver_messages(root, unsent, sender, moment, options.again):
            rows.append(row)
            print(render_outcome(row), file=out, flush=True)
    if options.way == OUTBOX:
        print(f"Open them in a mail program, and send them: {options.outbox}", file=out)
    return rows


def _show_doubts(doubts: Sequence[Doubt], out: TextIO) -> None:
    for doubt in doubts:
        print(
            f"{doubt.row.place} is not believed: {doubt.reason}. It keeps nothing back; find out "
            "who added it, and take it out.",
            file=out,
        )


def _show_earlier(
    messages: Sequence[Message],
    unsent: Sequence[Message],
    sent: Sequence[SentMessage],
    out: TextIO,
) -> None:
    unsent_keys = {message.key for message in unsent}
    last_rows = find_last_rows(sent)
    earlier = [last_rows[message.key] for message in messages if message.key not in unsent_keys]
    if done := [row for row in earlier if row.outcome is Outcome.SENT]:
        verb = "was" if len(done) == 1 else "were"
        print(f"{format_count(len(done), 'message')} {verb} sent before.", file=out)
    for row in earlier:
        if row.outcome is not Outcome.SENT:
            print(render_outcome(row), file=out)
