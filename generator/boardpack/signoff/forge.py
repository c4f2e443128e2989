"""What is asked of a forge, and the reading of what it shows: every doubt is `Unreadable`.

The JSON is GitHub's. The client of another forge answers to `Forge` in the same shapes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from boardpack.findings import printable, shortened

Shown = Mapping[str, Any]
"""One JSON object of the forge."""

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]+)?Z")


class Unreadable(Exception):  # noqa: N818  (it says what is, not what went wrong in us)
    """The forge could not be read, or not without doubt; the sentence says what to do.

    It blocks: it means neither "approved" nor "not approved".
    """


class Forge(Protocol):
    """What a provider of evidence can ask of a forge, about one repository.

    Every method raises `Unreadable` rather than return a part of the truth. Read the reviews of a
    pull request before its timeline, so that no push or dismissal falls between the two.
    """

    @property
    def frozen(self) -> Mapping[str, bytes]:
        """Return by path what was relied on of every answer that was read as evidence."""

    def open_pulls(self, branch: str) -> Sequence[Shown]:
        """Return the open pull requests into a branch."""

    def pulls_of(self, commit: str) -> Sequence[Shown]:
        """Return the pull requests that a commit belongs to, merged or not."""

    def pull(self, number: int) -> Shown:
        """Return one pull request."""

    def reviews(self, number: int) -> Sequence[Shown]:
        """Return all reviews of a pull request, whatever became of them."""

    def timeline(self, number: int) -> Sequence[Shown]:
        """Return all that happened to a pull request, by the forge's own clock."""

    def commit(self, sha: str) -> Shown:
        """Return one commit; `author` and `committer` are accounts, or null where unknown."""

    def response_with(self, number: int, review: int) -> str:
        """Return the SHA-256 of what is frozen of the answer in which a review was read."""

    def set_status(
        self, sha: str, state: str, description: str, context: str = ..., target_url: str = ...
    ) -> None:
        """Say beside a commit whether it is signed off."""

    def upsert_comment(self, number: int, marker: str, body: str) -> None:
        """Write our one comment on a pull request, or bring it up to date."""


def value_of(data: Any, key: str, what: str) -> Any:
    """Return what an answer says for a key; null is None."""
    if not isinstance(data, Mapping) or key not in data:
        raise Unreadable(f"GitHub's answer about {what} lacks '{key}'; this is not its interface")
    return data[key]


def object_of(data: Shown, key: str, what: str) -> Shown:
    """Return an object within an answer."""
    value = value_of(data, key, what)
    return value if isinstance(value, Mapping) else _refuse(value, key, what)


def text_of(data: Shown, key: str, what: str) -> str:
    """Return a text that is not empty."""
    value = value_of(data, key, what)
    return value if isinstance(value, str) and value else _refuse(value, key, what)


def one_of(data: Shown, key: str, known: Sequence[str], what: str) -> str:
    """Return a text that is one of those known; a new one is not guessed at."""
    value = text_of(data, key, what)
    return value if value in known else _refuse(value, key, what)


def number_of(data: Shown, key: str, what: str) -> int:
    """Return a number above zero."""
    value = value_of(data, key, what)
    return value if type(value) is int and value > 0 else _refuse(value, key, what)


def commit_of(data: Shown, key: str, what: str) -> str:
    """Return the full name of a commit."""
    value = text_of(data, key, what)
    return value if _COMMIT.fullmatch(value) else _refuse(value, key, what)


def time_of(data: Shown, key: str, what: str) -> str:
    """Return a moment in UTC without parts of a second, as in 2018-12-12T09:30:00Z."""
    value = text_of(data, key, what)
    found = _TIME.fullmatch(value)
    return f"{found[1]}Z" if found and _exists(found[1]) else _refuse(value, key, what)


def _exists(moment: str) -> bool:
    try:
        return bool(datetime.fromisoformat(moment))
    except ValueError:
        return False


def _refuse(value: object, key: str, what: str) -> Any:
    shown = shortened(printable(repr(value)))
    raise Unreadable(f"GitHub says {shown} for '{key}' of {what}, which cannot be understood")
