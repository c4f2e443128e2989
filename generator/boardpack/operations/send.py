"""Which way messages go, and the way opened."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from boardpack.adapters.mail.mail_settings import read_mail_settings
from boardpack.adapters.mail.outbox import Outbox
from boardpack.adapters.mail.sender import Sender
from boardpack.adapters.mail.smtp import open_mail_server
from boardpack.errors import CannotRun


class Via(StrEnum):
    """How messages go."""

    SMTP = "smtp"
    OUTBOX = "outbox"


@dataclass(frozen=True, slots=True)
class SendingOptions:
    """Whether messages are sent or only shown, how they go, and to whom once more.

    `outbox` is the folder into which mails are written.
    """

    is_sending: bool
    via: Via
    outbox: Path
    again: tuple[str, ...] = ()


@contextmanager
def open_sender(options: SendingOptions, mail_from: str) -> Iterator[Sender]:
    """Yield what takes messages; CannotRun where it is not to be had."""
    if not mail_from:
        raise CannotRun(
            "data/directorate.yml does not say from which address messages come; add mail_from"
        )
    match options.via:
        case Via.SMTP:
            with open_mail_server(read_mail_settings(mail_from)) as server:
                yield server
        case Via.OUTBOX:
            yield Outbox(options.outbox, mail_from)
