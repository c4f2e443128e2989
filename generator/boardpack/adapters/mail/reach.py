"""Whom of its addressees a message can reach by e-mail."""

from __future__ import annotations

from dataclasses import replace

from boardpack.model.message import Addressee, Delivery, Message, Outcome, is_address


def refuse_unreachable(message: Message) -> tuple[Message | None, Delivery]:
    """Return a message without the copies that have no address, and what to say if it goes.

    None for the message where its recipient has none.
    """
    recipient = message.recipient
    if not is_address(recipient.address):
        reason = f"{recipient.person} has no e-mail address in data/people.csv"
        # Not refused for good: as soon as somebody writes it down, the next run sends it.
        return None, Delivery(Outcome.DEFERRED, reason, (recipient,))
    unreachable = tuple(copy for copy in message.copies if not is_address(copy.address))
    copies = tuple(copy for copy in message.copies if copy not in unreachable)
    return replace(message, copies=copies), describe_sent(unreachable)


def describe_sent(refused: tuple[Addressee, ...]) -> Delivery:
    """Return the delivery of what was sent, but to some of those who were to have a copy."""
    names = ", ".join(addressee.person for addressee in refused)
    return Delivery(Outcome.SENT, f"no copy could go to {names}" if refused else "", refused)
