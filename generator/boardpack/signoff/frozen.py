"""What verdicts rest on of a forge's answers, kept so that it can be read again years later.

Nothing else is kept: a publication shows it to everybody, and answers hold addresses and words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from boardpack.findings import printable
from boardpack.model.signoff import Action, Record
from boardpack.signoff.forge import Shown, Unreadable
from boardpack.signoff.reviews import TURNS, Review, read_pull, read_reviews

_Keys = Mapping[str, "_Keys | None"]
_EVENTS = ("head_ref_force_pushed", "review_dismissed", "reviewed", *TURNS)


def _keys(*plain: str, **nested: _Keys) -> _Keys:
    return {**dict.fromkeys(plain), **nested}


_PERSON = _keys("id", "login", "type")
_PULL = _keys(
    "number", "state", "merged", "merged_at", "merge_commit_sha",
    user=_PERSON, base=_keys("ref", repo=_keys("full_name")), head=_keys("sha"),
)  # fmt: skip
_REVIEW = _keys("id", "state", "submitted_at", "commit_id", user=_PERSON)
_EVENT = _keys(
    "event",
    "id",
    "state",
    "created_at",
    actor=_PERSON,
    dismissed_review=_keys("review_id", "state"),
)
_COMMIT = _keys("sha", author=_PERSON, committer=_PERSON)
_NAMES = {
    Action.APPROVE: "an approval",
    Action.OBJECT: "an objection",
    Action.WITHDRAW: "a withdrawal",
}
_BY_PROGRAM = "performed_via_github_app"


def kept_pull(shown: Shown) -> Shown:
    """Return what is relied on of a pull request, or of its entry in a list."""
    return _kept(shown, _PULL)


def kept_review(shown: Shown) -> Shown:
    """Return what is relied on of a review: who, what, when, of which commit."""
    by_program = {_BY_PROGRAM: True} if shown.get(_BY_PROGRAM) else {}
    return {**_kept(shown, _REVIEW), **by_program}


def kept_events(shown: Sequence[Shown]) -> list[Shown]:
    """Return what is relied on of a timeline: pushes, turns, dismissals, and that reviews came."""
    other = [isinstance(e.get("event"), str) and e["event"] not in _EVENTS for e in shown]
    return [_kept(one, _EVENT) for one, is_other in zip(shown, other, strict=True) if not is_other]


def kept_commit(shown: Shown) -> Shown:
    """Return what is relied on of a commit: whose accounts wrote it, without addresses."""
    return _kept(shown, _COMMIT)


def as_bytes(kept: Shown | Sequence[Shown]) -> bytes:
    """Return the bytes of what is kept; the same for the same."""
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(kept: bytes) -> str:
    """Return the SHA-256 of what is kept, in hexadecimal."""
    return hashlib.sha256(kept).hexdigest()


def _kept(shown: Shown, keys: _Keys) -> Shown:
    return {key: _inside(shown[key], inner) for key, inner in keys.items() if key in shown}


def _inside(value: Any, keys: _Keys | None) -> Any:
    return _kept(value, keys) if keys is not None and isinstance(value, Mapping) else value


class Frozen:
    """A forge as it was when it was read; a `boardpack.signoff.forge.Forge` that asks nobody.

    `responses` are what another forge calls `frozen`. What is not among them is `Unreadable`.
    """

    def __init__(self, repository: str, responses: Mapping[str, bytes]) -> None:
        self._at = f"/repos/{repository}"
        self._responses = responses

    @property
    def frozen(self) -> Mapping[str, bytes]:
        """Return the answers themselves."""
        return self._responses

    def open_pulls(self, branch: str) -> Sequence[Shown]:
        """Refuse: what is open is no evidence, and not kept."""
        raise _not_kept(f"the open pull requests into {branch}")

    def pulls_of(self, commit: str) -> Sequence[Shown]:
        """Return the pull requests that a commit belonged to."""
        return self._list(f"/commits/{commit}/pulls")

    def pull(self, number: int) -> Shown:
        """Return one pull request."""
        return self._object(f"/pulls/{number}")

    def reviews(self, number: int) -> Sequence[Shown]:
        """Return all reviews of a pull request."""
        return self._list(f"/pulls/{number}/reviews")

    def timeline(self, number: int) -> Sequence[Shown]:
        """Return what happened to a pull request, as far as it was relied on."""
        return self._list(f"/issues/{number}/timeline")

    def commit(self, sha: str) -> Shown:
        """Return one commit's accounts."""
        return self._object(f"/commits/{sha}")

    def response_with(self, number: int, review: int) -> str:
        """Return the SHA-256 of the answer that held a review."""
        return digest(self._bytes(f"/pulls/{number}/reviews"))

    def set_status(
        self, sha: str, state: str, description: str, context: str = "", target_url: str = ""
    ) -> None:
        """Refuse: the past cannot be written to."""
        raise _not_kept("a place to write to")

    def upsert_comment(self, number: int, marker: str, body: str) -> None:
        """Refuse: the past cannot be written to."""
        raise _not_kept("a place to write to")

    def _bytes(self, path: str) -> bytes:
        if f"{self._at}{path}" not in self._responses:
            raise _not_kept(path)
        return self._responses[f"{self._at}{path}"]

    def _list(self, path: str) -> Sequence[Shown]:
        found = self._read(path)
        if not isinstance(found, list) or not all(isinstance(one, Mapping) for one in found):
            raise _spoilt(path)
        return found

    def _object(self, path: str) -> Shown:
        found = self._read(path)
        if not isinstance(found, Mapping):
            raise _spoilt(path)
        return found

    def _read(self, path: str) -> Any:
        try:
            return json.loads(self._bytes(path))
        except (ValueError, RecursionError):
            raise _spoilt(path) from None


def fault_of(record: Record, responses: Mapping[str, bytes]) -> str:
    """Return why kept answers do not bear out the record of a review; empty when they do.

    That the account is the person's, and what the reviewed commit held, is not asked here.
    """
    about = record.evidence
    forge = Frozen(about.repository, responses)
    try:
        pull = read_pull(forge.pull(about.pull))
        found = read_reviews(pull, forge.reviews(about.pull), forge.timeline(about.pull))
        if forge.response_with(about.pull, about.review) != about.response:
            return f"the reviews of pull request {about.pull} are not those that were relied on"
    except Unreadable as error:
        return str(error)
    review = next((one for one in found if one.id == about.review), None)
    if review is None:
        return f"pull request {about.pull} has no review {about.review}"
    return _differs(record, review)


def _differs(record: Record, review: Review) -> str:
    what = f"review {review.id} of pull request {review.pull}"
    if review.doubt is not None:
        return f"{what} does not count: {review.why}"
    if review.action is not record.action:
        return f"{what} is not {_NAMES[record.action]}"
    said = (review.account, review.time, review.commit)
    if said != (record.account, record.time, record.commit):
        return f"{what} is of another account, time or commit than its record says"
    return ""


def _not_kept(what: str) -> Unreadable:
    return Unreadable(f"the answers of the forge that were kept do not have {printable(what)}")


def _spoilt(path: str) -> Unreadable:
    return Unreadable(f"the answer of the forge that was kept for {printable(path)} is spoilt")
