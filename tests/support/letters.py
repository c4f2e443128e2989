"""Messages to people who do not exist."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from boardpack.model.message import Addressee, Message

AT = datetime(2018, 12, 13, 16, 30, tzinfo=UTC)


def to(person: str) -> Addressee:
    """Return somebody with an address and an account."""
    return Addressee(person, f"{person}@example.org", f"{person}-at-work")


LETTER = Message(
    key="circulate/monthly-2018-11/ann",
    pack="monthly",
    period="2018-11",
    recipient=to("ann"),
    subject="November 2018",
    text="It is published.\n.\nA dot stood alone.\n",
)


def letter(**fields: Any) -> Message:
    """Return a message that differs from `LETTER` in some fields."""
    return replace(LETTER, **fields)
