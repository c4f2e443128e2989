"""What GitHub's JSON says for a key, or `Unreadable`: nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from boardpack.findings import escape_unprintable, shorten_text
from boardpack.signoff.forge import Unreadable

JsonObject = Mapping[str, Any]
"""One JSON object of GitHub's."""

_COMMIT_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.[0-9]+)?Z")


def read_value(data: Any, key: str, topic: str) -> Any:
    """Return what an answer says for a key; null is None."""
    if not isinstance(data, Mapping) or key not in data:
        raise Unreadable(f"GitHub's answer about {topic} lacks '{key}'; this is not its interface")
    return data[key]


def read_object(data: JsonObject, key: str, topic: str) -> JsonObject:
    """Return an object within an answer."""
    value = read_value(data, key, topic)
    return value if isinstance(value, Mapping) else _refuse(value, key, topic)


def read_string(data: JsonObject, key: str, topic: str) -> str:
    """Return a text that is not empty."""
    value = read_value(data, key, topic)
    return value if isinstance(value, str) and value else _refuse(value, key, topic)


def read_choice(data: JsonObject, key: str, choices: Sequence[str], topic: str) -> str:
    """Return a text that is one of those known; a new one is not guessed at."""
    value = read_string(data, key, topic)
    return value if value in choices else _refuse(value, key, topic)


def read_number(data: JsonObject, key: str, topic: str) -> int:
    """Return a number above zero."""
    value = read_value(data, key, topic)
    # isinstance would take true for 1.
    return value if type(value) is int and value > 0 else _refuse(value, key, topic)


def read_commit_id(data: JsonObject, key: str, topic: str) -> str:
    """Return the full name of a commit."""
    value = read_string(data, key, topic)
    return value if _COMMIT_ID.fullmatch(value) else _refuse(value, key, topic)


def read_time(data: JsonObject, key: str, topic: str) -> str:
    """Return a moment in UTC without parts of a second, as in 2018-12-12T09:30:00Z."""
    value = read_string(data, key, topic)
    match = _TIME.fullmatch(value)
    return f"{match[1]}Z" if match and _is_moment(match[1]) else _refuse(value, key, topic)


def require_commit_id(commit: str) -> str:
    """Return a name that is put into a path, if it is the full one of a commit."""
    if not _COMMIT_ID.fullmatch(commit):
        raise Unreadable(f"'{escape_unprintable(commit)}' is not the full name of a commit")
    return commit


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
