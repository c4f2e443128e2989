"""Messages, and what became of them, as lines for whoever sends them."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.findings import escape_unprintable
from boardpack.model.message import Addressee, Message, Outcome, SentMessage

_OUTCOMES = {
    Outcome.SENT: "sent",
    Outcome.REFUSED: "NOT SENT, and not tried again",
    Outcome.DEFERRED: "not sent yet; the next run tries again",
    Outcome.UNKNOWN: "MAY HAVE ARRIVED, and is not sent again",
}
_NEVER_AGAIN = (Outcome.REFUSED, Outcome.UNKNOWN)


def render_message(message: Message) -> str:
    """Return a message as it would be sent: to whom, with what, and its whole text, indented."""
    return "\n".join(_iterate_lines(message))


def _iterate_lines(message: Message) -> Iterator[str]:
    yield f"To {_describe_addressee(message.recipient)}: {escape_unprintable(message.subject)}"
    for copy in message.copies:
        yield f"  Copy to {_describe_addressee(copy)}"
    for attachment in message.attachments:
        yield f"  With {attachment.name}, {len(attachment.content) / 1000:,.0f} kB"
    for line in message.text.rstrip("\n").split("\n"):
        yield f"    {escape_unprintable(line)}".rstrip()


def render_outcome(row: SentMessage) -> str:
    """Return a line on what became of a message, and how it is sent again where that is needed."""
    reason = f": {row.reason}" if row.reason else ""
    again = f" (to try: --again {row.to})" if row.outcome in _NEVER_AGAIN else ""
    line = f"{row.to}: {_OUTCOMES[row.outcome]}{reason}{again}"
    return escape_unprintable(line)


def _describe_addressee(addressee: Addressee) -> str:
    return addressee.person if addressee.address else f"{addressee.person} (no e-mail address)"
