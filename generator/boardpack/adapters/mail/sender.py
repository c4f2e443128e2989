"""The port to whatever takes messages to people."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from boardpack.model.message import Delivery, Message


class Sender(Protocol):
    """Takes one message after the other, and says what became of each."""

    @property
    def name(self) -> str:
        """Return by what name records keep it: lower-case letters."""

    def send(self, message: Message, at: datetime) -> Delivery:
        """Send a message that bears the date `at`, in UTC.

        What goes wrong with one message is in its delivery. CannotRun for what no other message
        would survive either, such as a wrong password: nothing was sent then.
        """
