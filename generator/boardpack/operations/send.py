"""Which way messages go, and the way opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from boardpack.adapters.forges.notices import ForgeNotices
from boardpack.adapters.forges.table import FORGES
from boardpack.adapters.mail.mail_settings import read_mail_settings
from boardpack.adapters.mail.outbox import Outbox
from boardpack.adapters.mail.sender import Sender
from boardpack.adapters.mail.smtp import open_mail_server
from boardpack.errors import CannotRun
from boardpack.operations.evidence_source import EvidenceSource, connect_to_forge
from boardpack.render.messages import render_notice

SMTP, OUTBOX = "smtp", "outbox"
WAYS = (SMTP, OUTBOX, *FORGES)
"""How messages may go: by a mail server, into a folder, or as notices at a forge."""


@dataclass(frozen=True, slots=True)
class SendingOptions:
    """Whether messages are sent or only shown, which way they go, and to whom once more.

    `outbox` is the folder into which mails are written, `repository` that of the forge.
    `mail_settings` name the mail server; None for those of the environment.
    """

    is_sending: bool
    way: str
    outbox: Path
    repository: str = ""
    again: tuple[str, ...] = ()
    mail_settings: Mapping[str, str] | None = None


@contextmanager
def open_sender(root: Path, options: SendingOptions, mail_from: str) -> Iterator[Sender]:
    """Yield what takes messages; CannotRun where it is not to be had."""
    if options.way in FORGES:
        source = EvidenceSource(options.way, options.repository)
        with connect_to_forge(source, root) as forge:
            yield ForgeNotices(forge, render_notice)
        return
    if not mail_from:
        raise CannotRun(
            "data/directorate.yml does not say from which address messages come; add mail_from"
        )
    if options.way == OUTBOX:
        yield Outbox(options.outbox, mail_from)
        return
    with open_mail_server(read_mail_settings(mail_from, options.mail_settings)) as server:
        yield server
