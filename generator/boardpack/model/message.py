"""What boardpack writes to somebody, before anybody knows how it is sent; and what became of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from boardpack.findings import Place
from boardpack.model.directorate import Person

# Narrower than RFC 5322: no quotation marks, comments or routes, in which a second one could hide.
_ADDRESS = re.compile(
    r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?",
    re.IGNORECASE | re.ASCII,
)
_LONGEST_ADDRESS = 254
_FORGE_ADDRESSES = ("@users.noreply.github.com", "@users.noreply.gitlab.com")
"""Commits carry them, and nobody reads what is sent there."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """A person as a message reaches them; `address` is empty where no address is known.

    `login` is the name of their account on the forge.
    """

    person: str
    address: str
    login: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message; `media_type` is like `application/pdf`."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one person, with copies to others.

    `key` says which message it is, in lower-case letters, digits, dots, slashes and hyphens: what
    has the same key is never sent twice. `text` is plain, its lines ended by line feeds.
    `about` is what it says, a stable word in the letters of a key for each: whoever wrote it knows
    by them what was said. What is about several editions has a name for `pack`, such as `chase`,
    and its month for `period`. `withheld` is why it must not go, in words that may be shown; empty
    where nothing is against it.
    """

    key: str
    pack: str
    period: str
    recipient: Addressee
    subject: str
    text: str
    copies: tuple[Addressee, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    about: tuple[str, ...] = ()
    withheld: str = ""


class Outcome(StrEnum):
    """What became of a message."""

    SENT = "sent"
    """The server, folder or forge took it."""
    REFUSED = "refused"
    """It was refused for good, and sending it again would change nothing."""
    DEFERRED = "deferred"
    """It was not taken for now: the next run tries again."""
    UNKNOWN = "unknown"
    """It may or may not have arrived: nobody sends it again unasked."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a sender says of one message: `refused` are those addressees that it did not reach.

    `reason` is empty for what was sent, else one line for people, without a secret.
    """

    outcome: Outcome
    reason: str = ""
    refused: tuple[Addressee, ...] = ()


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A row of `data/sent/<pack>/<period>.csv`: a message, and what became of it.

    `at` is a moment in UTC. `to` and `copies` are ids of persons, never addresses; `via` says how
    it went (`smtp`, `outbox`, `forge`); `subject` is what it was called; `about` is the message's.
    """

    key: str
    pack: str
    period: str
    at: datetime
    to: str
    copies: tuple[str, ...]
    via: str
    outcome: Outcome
    subject: str
    reason: str
    place: Place
    about: tuple[str, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether it is not to be sent again: all but what was not taken for now."""
        return self.outcome is not Outcome.DEFERRED


@dataclass(frozen=True, slots=True)
class SendingRun:
    """A row of `data/sent/runs.csv`: a job looked whether there was anything to send, and sent it.

    `job` is the command that ran, `at` a moment in UTC. `unsent` counts the messages that did not
    go, or may not have.
    """

    job: str
    at: datetime
    sent: int
    unsent: int
    place: Place


def is_address(text: str) -> bool:
    """Return whether a text is one plain e-mail address, and nothing beside it."""
    return len(text) <= _LONGEST_ADDRESS and bool(_ADDRESS.fullmatch(text))


def address_person(person: Person) -> Addressee:
    """Return a person with the first of their addresses that somebody reads."""
    addresses = (email for email in person.emails if not email.endswith(_FORGE_ADDRESSES))
    return Addressee(person.id, next(addresses, ""), person.login)
