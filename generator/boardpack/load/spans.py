"""What can be wrong with when something begins and ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from boardpack.load.strict_yaml import Loc
from boardpack.model.span import Span, find_days


class Spanned(Protocol):
    """Whatever begins and ends."""

    @property
    def from_(self) -> str:
        """When it began, as it is written."""

    @property
    def until(self) -> str:
        """When it ended, as it is written."""

    @property
    def span(self) -> Span:
        """From when until when it is there."""


def find_span_faults(value: Spanned) -> Iterator[tuple[str, Loc]]:
    """Yield what is wrong with when something begins and ends, each with its key."""
    for key, text in (("from", value.from_), ("until", value.until)):
        if text and find_days(text) is None:
            yield f"has '{key}: {text}', which is no month, week or day such as 2018-11", (key,)
    if value.span.last < value.span.first:
        yield f"ends ({value.until}) before it begins ({value.from_})", ("until",)
