"""A message as an e-mail: the same message at the same moment gives the same bytes."""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from boardpack.findings import escape_unprintable
from boardpack.model.message import Message, is_address

# Beyond it a line would be folded in the middle of what many programs show whole.
_LONGEST_SUBJECT = 200


def compose_email(message: Message, sender: str, at: datetime) -> EmailMessage:
    """Return a message as an e-mail from an address, dated `at`; its addresses are good ones.

    ValueError where one is not: whoever sends has asked `is_address` before.
    """
    addresses = [addressee.address for addressee in (message.recipient, *message.copies)]
    if not all(map(is_address, (sender, *addresses))):
        raise ValueError("an address is not one")
    email = EmailMessage(policy=SMTP)
    email["From"] = sender
    email["To"] = addresses[0]
    if message.copies:
        email["Cc"] = ", ".join(addresses[1:])
    email["Subject"] = clean_header(message.subject)
    email["Date"] = format_datetime(at)
    # From the key: a mailbox that gets it twice after all can tell that it is the same.
    email["Message-ID"] = f"<{_digest(message.key)}@{sender.rpartition('@')[2]}>"
    # RFC 3834: so that nobody's notice of absence answers a program.
    email["Auto-Submitted"] = "auto-generated"
    email.set_content(_clean_text(message.text), cte="quoted-printable")
    for attachment in message.attachments:
        maintype, _, subtype = attachment.media_type.partition("/")
        email.add_attachment(
            attachment.content,
            maintype=maintype,
            subtype=subtype,
            filename=clean_header(attachment.name),
        )
    if message.attachments:
        # Python would draw lots for it.
        email.set_boundary(f"=_{_digest(message.key)}")
    return email


def clean_header(text: str) -> str:
    """Return a text as one line of a header: nothing in it ends the line or hides."""
    line = escape_unprintable(" ".join(text.split()))
    return line if len(line) <= _LONGEST_SUBJECT else line[: _LONGEST_SUBJECT - 1] + "…"


def _clean_text(text: str) -> str:
    return "".join(f"{escape_unprintable(line)}\n" for line in text.rstrip("\n").split("\n"))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:32]
