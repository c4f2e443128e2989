"""What is asked of a forge, and the reading of what it shows: every doubt is `Unreadable`.

The JSON is GitHub's. The client of another forge answers to `Forge` in the same shapes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from boardpack.findings import escape_unprintable, shorten_text

ForgeObject = Mapping[str, Any]
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
    def kept_answers(self) -> Mapping[str, bytes]:
        """Return by path what was relied on of every answer that was read as evidence."""

    def fetch_open_pulls(self, branch: str) -> Sequence[ForgeObject]:
        """Return the open pull requests into a branch."""

    def fetch_pulls_of_commit(self, commit: str) -> Sequence[ForgeObject]:
        """Return the pull requests that a commit belongs to, merged or not."""

    def fetch_pull(self, number: int) -> ForgeObject:
        """Return one pull request."""

    def fetch_reviews(self, number: int) -> Sequence[ForgeObject]:
        """Return all reviews of a pull request, whatever became of them."""

    def fetch_timeline(self, number: int) -> Sequence[ForgeObject]:
        """Return all that happened to a pull request, by the forge's own clock."""

    def fetch_commit(self, sha: str) -> ForgeObject:
        """Return one commit; `author` and `committer` are accounts, or null where unknown."""

    def digest_review_answer(self, number: int, review: int) -> str:
        """Return the SHA-256 of what is frozen of the answer in which a review was read."""

    def set_status(
        self, sha: str, state: str, description: str, context: str = ..., target_url: str = ...
    ) -> None:
        """Say beside a commit whether it is signed off."""

    def upsert_comment(self, number: int, marker: str, body: str) -> None:
        """Write our one comment on a pull request, or bring it up to date."""


def read_value(data: Any, key: str, topic: str) -> Any:
    """Return what an answer says for a key; null is None."""
    if not isinstance(data, Mapping) or key not in data:
        raise Unreadable(f"GitHub's answer about {topic} lacks '{key}'; this is not its interface")
    return data[key]


def read_object(data: ForgeObject, key: str, topic: str) -> ForgeObject:
    """Return an object within an answer."""
    value = read_value(data, key, topic)
    return value if isinstance(value, Mapping) else _refuse(value, key, topic)


def read_string(data: ForgeObject, key: str, topic: str) -> str:
    """Return a text that is not empty."""
    value = read_value(data, key, topic)
    return value if isinstance(value, str) and value else _refuse(value, key, topic)


def read_choice(data: ForgeObject, key: str, choices: Sequence[str], topic: str) -> str:
    """Return a text that is one of those known; a new one is not guessed at."""
    value = read_string(data, key, topic)
    return value if value in choices else _refuse(value, key, topic)


def read_number(data: ForgeObject, key: str, topic: str) -> int:
    """Return a number above zero."""
    value = read_value(data, key, topic)
    return value if type(value) is int and value > 0 else _refuse(value, key, topic)


def read_commit_id(data: ForgeObject, key: str, topic: str) -> str:
    """Return the full name of a commit."""
    value = read_string(data, key, topic)
    return value if _COMMIT.fullmatch(value) else _refuse(value, key, topic)


def read_time(data: ForgeObject, key: str, topic: str) -> str:
    """Return a moment in UTC without parts of a second, as in 2018-12-12T09:30:00Z."""
    value = read_string(data, key, topic)
    match = _TIME.fullmatch(value)
    return f"{match[1]}Z" if match and _is_moment(match[1]) else _refuse(value, key, topic)


def _is_moment(moment: str) -> bool:
    try:
        return bool(datetime.fromisoformat(moment))
    except ValueError:
        return False


def _refuse(value: object, key: str, topic: str) -> Any:
    quoted_value = shorten_text(escape_unprintable(repr(value)))
    raise Unreadable(
        f"GitHub says {quoted_value} for '{key}' of {topic}, which cannot be understood"
    )
