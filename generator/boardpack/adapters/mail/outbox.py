"""A folder of mails, for whoever has no mail server: a mail program opens and sends them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from boardpack.adapters.files import write_atomically
from boardpack.adapters.mail.compose import compose_email
from boardpack.adapters.mail.reach import refuse_unreachable
from boardpack.model.message import Delivery, Message


@dataclass(frozen=True, slots=True)
class Outbox:
    """Writes each message as `<key>.eml`, its slashes as underscores, into a folder."""

    folder: Path
    sender: str
    name: str = "outbox"

    def send(self, message: Message, at: datetime) -> Delivery:
        """Write a message; OSError where the folder cannot be written to."""
        reachable, delivery = refuse_unreachable(message)
        if reachable is None:
            return delivery
        path = self.folder / f"{message.key.replace('/', '_')}.eml"
        write_atomically(path, compose_email(reachable, self.sender, at).as_bytes())
        return delivery
