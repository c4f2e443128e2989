"""Messages, and what became of them, as lines for whoever sends them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from boardpack.findings import escape_unprintable
from boardpack.model.message import Addressee, Message, Outcome, SentMessage
from boardpack.render.markdown import escape_markdown

_OUTCOMES = {
    Outcome.SENT: "sent",
    Outcome.REFUSED: "NOT SENT, and not tried again",
    Outcome.DEFERRED: "not sent yet; the next run tries again",
    Outcome.UNKNOWN: "MAY HAVE ARRIVED, and is not sent again",
}
_LINK = re.compile(r"(?<!\S)(https://[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]+)(?!\S)")
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


def render_notice(message: Message) -> str:
    """Return a message as Markdown for a forge, which calls whom it is for and who has a copy."""
    called = " ".join(
        f"@{addressee.login}"
        for addressee in (message.recipient, *message.copies)
        if addressee.login
    )
    lines = map(_escape_but_links, message.text.rstrip("\n").split("\n"))
    return "\n".join((called, f"**{escape_markdown(message.subject)}**", "", *lines))


def _escape_but_links(line: str) -> str:
    """Return a line as Markdown in which links can still be followed."""
    parts = _LINK.split(line)
    # The pattern has one group, so that every second part is a link.
    return " ".join(
        f"<{part}>" if index % 2 else escape_markdown(part)
        for index, part in enumerate(parts)
        if part
    )


def render_outcome(row: SentMessage) -> str:
    """Return a line on what became of a message, and how it is sent again where that is needed."""
    reason = f": {row.reason}" if row.reason else ""
    again = f" (to try: --again {row.to})" if row.outcome in _NEVER_AGAIN else ""
    line = f"{row.to}: {_OUTCOMES[row.outcome]}{reason}{again}"
    return escape_unprintable(line)


def _describe_addressee(addressee: Addressee) -> str:
    return addressee.person if addressee.address else f"{addressee.person} (no e-mail address)"
