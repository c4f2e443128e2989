"""Which keys of GitHub's answers are kept: those that verdicts rest on, and no others.

A publication shows what is kept to everybody, and answers hold addresses and words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from boardpack.adapters.forges.github.fields import JsonObject
from boardpack.adapters.forges.github.reviews import PROGRAM_KEY
from boardpack.adapters.forges.github.timeline import EVENTS

_Keys = Mapping[str, "_Keys | None"]


def _make_keys(*plain: str, **nested: _Keys) -> _Keys:
    return {**dict.fromkeys(plain), **nested}


_PERSON = _make_keys("id", "login", "type")
_PULL = _make_keys(
    "number", "state", "merged", "merged_at", "merge_commit_sha",
    user=_PERSON, base=_make_keys("ref", repo=_make_keys("full_name")), head=_make_keys("sha"),
)  # fmt: skip
_REVIEW = _make_keys("id", "state", "submitted_at", "commit_id", user=_PERSON)
_EVENT = _make_keys(
    "event",
    "id",
    "state",
    "created_at",
    actor=_PERSON,
    dismissed_review=_make_keys("review_id", "state"),
)
_COMMIT = _make_keys("sha", author=_PERSON, committer=_PERSON)


def keep_pull(answer: JsonObject) -> JsonObject:
    """Return what is relied on of a pull request, or of its entry in a list."""
    return _keep_keys(answer, _PULL)


def keep_review(answer: JsonObject) -> JsonObject:
    """Return what is relied on of a review: who, what, when, of which commit."""
    # Only that a program was at work: the answer itself describes all of it.
    program_mark = {PROGRAM_KEY: True} if answer.get(PROGRAM_KEY) else {}
    return {**_keep_keys(answer, _REVIEW), **program_mark}


def keep_events(events: Sequence[JsonObject]) -> list[JsonObject]:
    """Return what is relied on of a timeline: pushes, turns, dismissals, and that reviews came."""
    return [_keep_keys(event, _EVENT) for event in events if not _is_other_event(event)]


def keep_commit(answer: JsonObject) -> JsonObject:
    """Return what is relied on of a commit: whose accounts wrote it, without addresses."""
    return _keep_keys(answer, _COMMIT)


def to_bytes(answer: JsonObject | Sequence[JsonObject]) -> bytes:
    """Return the bytes of what is kept; the same for the same."""
    return json.dumps(answer, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _is_other_event(event: JsonObject) -> bool:
    """Return whether an event is of a kind that says nothing; one without a kind is no such."""
    kind = event.get("event")
    return isinstance(kind, str) and kind not in EVENTS


def _keep_keys(answer: JsonObject, keys: _Keys) -> JsonObject:
    return {
        key: _keep_inner_keys(answer[key], inner_keys)
        for key, inner_keys in keys.items()
        if key in answer
    }


def _keep_inner_keys(value: Any, keys: _Keys | None) -> Any:
    return _keep_keys(value, keys) if keys is not None and isinstance(value, Mapping) else value
