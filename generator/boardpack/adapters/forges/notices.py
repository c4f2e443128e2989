"""Messages as notices at a forge: one thread for each person and edition, a notice for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from boardpack.model.message import Delivery, Message, Outcome
from boardpack.signoff.forge import Forge, Unreadable


@dataclass(frozen=True, slots=True)
class ForgeNotices:
    """Writes each message as a notice that is known by its key, so that none is there twice.

    `render` makes the Markdown of it. Attachments do not go along.
    """

    forge: Forge
    render: Callable[[Message], str]

    @property
    def name(self) -> str:
        """Return the forge's name, as records keep it."""
        return self.forge.name

    def send(self, message: Message, at: datetime) -> Delivery:
        """Write a message; what may have come through is found by the next run, and left alone."""
        recipient = message.recipient
        if not recipient.login:
            reason = f"{recipient.person} has no login in data/people.csv"
            return Delivery(Outcome.DEFERRED, reason, (recipient,))
        thread = f"{message.pack}/{message.period}/{recipient.person}"
        title = f"{message.pack} {message.period}: {recipient.person}"
        try:
            self.forge.upsert_notice(thread, title, message.key, self.render(message))
        except Unreadable as error:
            return Delivery(Outcome.DEFERRED, str(error))
        unreachable = tuple(copy for copy in message.copies if not copy.login)
        names = ", ".join(copy.person for copy in unreachable)
        reason = f"no copy could go to {names}" if names else ""
        return Delivery(Outcome.SENT, reason, unreachable)
