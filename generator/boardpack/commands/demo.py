"""`boardpack demo`: one month of the worked example, played by its roles."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import TextIO

from boardpack.adapters.build_folder import BUILD_FOLDER
from boardpack.adapters.clock import today
from boardpack.adapters.mail.mailbox import KeptMail
from boardpack.commands import chase, check, circulate, new, publish, signoff, take, verify
from boardpack.errors import Exit
from boardpack.operations.rehearse import rehearse_month
from boardpack.operations.rehearse_steps import (
    CommandBegun,
    CommandEnded,
    FilesCommitted,
    MailsArrived,
    MonthPlayed,
    RehearsalStep,
    SceneBegun,
)

HELP = "Play a month of the example: chased, signed, published, sent, corrected, proved."

_COMMANDS: dict[str, tuple[Callable[[argparse.ArgumentParser], None], Callable[..., int]]] = {
    "chase": (chase.add_arguments, chase.run),
    "circulate": (circulate.add_arguments, circulate.run),
    "new": (new.add_arguments, new.run),
    "check": (check.add_arguments, check.run),
    "signoff": (signoff.add_arguments, signoff.run),
    "publish": (publish.add_arguments, publish.run),
    "take": (take.add_arguments, take.run),
    "verify": (verify.add_arguments, verify.run),
}
_MAXIMUM_LINES = 14


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "folder",
        metavar="DIR",
        type=Path,
        nargs="?",
        default=Path(BUILD_FOLDER, "demo"),
        help="where to play it (default: build/demo)",
    )


def run(args: argparse.Namespace, out: TextIO) -> int:
    """Play the month; every command that is shown is really run."""
    folder = args.folder.resolve()
    for step in rehearse_month(folder, today(), _run_command):
        print(_describe_step(step, folder), file=out, flush=True)
    return Exit.CLEAR


def _run_command(
    root: Path, arguments: Sequence[str], moment: datetime, mail_settings: Mapping[str, str]
) -> tuple[int, str]:
    """Run a command in a folder at a moment; return its exit status and what it printed."""
    add_options, run_command = _COMMANDS[arguments[0]]
    parser = argparse.ArgumentParser()
    parser.set_defaults(root=root)
    add_options(parser)
    args = parser.parse_args(arguments[1:])
    args.clock = lambda: moment
    args.mail_settings = mail_settings
    output = StringIO()
    status = run_command(args, output)
    return status, output.getvalue()


def _describe_step(step: RehearsalStep, folder: Path) -> str:
    match step:
        case SceneBegun(description):
            return f"\n{description}"
        case FilesCommitted(moment, person, message):
            return f"[{moment:%Y-%m-%d %H:%M}] {person} commits: {message}"
        case CommandBegun(moment, arguments):
            return f"[{moment:%Y-%m-%d %H:%M}] $ boardpack {_format_command(arguments, folder)}"
        case CommandEnded(arguments, output):
            lines = output.splitlines()
            if arguments[:2] == ("signoff", "approve"):
                lines = [line for line in lines if line.startswith("Signed off")][-1:]
            return "\n".join(f"    {line}" for line in _shorten_output(lines))
        case MailsArrived(mails):
            return "\n".join(map(_describe_mail, mails)) or "    No mail came in."
        case MonthPlayed(site, repository, mailbox):
            return (
                f"\nOpen all publications in a browser:\n    {site / 'index.html'}\n"
                f"Open what people were sent in a mail program:\n    {mailbox}\n"
                f"The repository, with its history and its records:\n    {repository}"
            )


def _describe_mail(mail: KeptMail) -> str:
    attached = f" [{', '.join(mail.attachments)}]" if mail.attachments else ""
    return f"    {mail.path.name}  to {', '.join(mail.recipients)}: {mail.subject}{attached}"


def _shorten_output(lines: Sequence[str]) -> list[str]:
    """Return what is shown of a long output: its beginning and its end."""
    if len(lines) <= _MAXIMUM_LINES:
        return list(lines)
    omitted_count = len(lines) - _MAXIMUM_LINES
    return [*lines[: _MAXIMUM_LINES - 3], f"... {omitted_count} more lines ...", *lines[-3:]]


def _format_command(arguments: Sequence[str], folder: Path) -> str:
    line = " ".join(
        f'"{argument}"' if re.search(r"\s", argument) else argument for argument in arguments
    )
    return line.replace(f"{folder}{os.sep}", "../")
