"""What verdicts rest on of a forge's answers, kept so that it can be read again years later.

Nothing else is kept: a publication shows it to everybody, and answers hold addresses and words.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from boardpack.findings import escape_unprintable
from boardpack.model.signoff import Action, Record
from boardpack.signoff.forge import ForgeObject, Unreadable
from boardpack.signoff.reviews import BASE_CHANGES, Review, read_pull, read_reviews

_Keys = Mapping[str, "_Keys | None"]
_EVENTS = ("head_ref_force_pushed", "review_dismissed", "reviewed", *BASE_CHANGES)


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
_ACTION_NAMES = {
    Action.APPROVE: "an approval",
    Action.OBJECT: "an objection",
    Action.WITHDRAW: "a withdrawal",
}
_PROGRAM_KEY = "performed_via_github_app"


def keep_pull(answer: ForgeObject) -> ForgeObject:
    """Return what is relied on of a pull request, or of its entry in a list."""
    return _keep_keys(answer, _PULL)


def keep_review(answer: ForgeObject) -> ForgeObject:
    """Return what is relied on of a review: who, what, when, of which commit."""
    program_mark = {_PROGRAM_KEY: True} if answer.get(_PROGRAM_KEY) else {}
    return {**_keep_keys(answer, _REVIEW), **program_mark}


def keep_events(timeline: Sequence[ForgeObject]) -> list[ForgeObject]:
    """Return what is relied on of a timeline: pushes, turns, dismissals, and that reviews came."""
    is_other_event = [
        isinstance(event.get("event"), str) and event["event"] not in _EVENTS for event in timeline
    ]
    return [
        _keep_keys(event, _EVENT)
        for event, is_other in zip(timeline, is_other_event, strict=True)
        if not is_other
    ]


def keep_commit(answer: ForgeObject) -> ForgeObject:
    """Return what is relied on of a commit: whose accounts wrote it, without addresses."""
    return _keep_keys(answer, _COMMIT)


def to_bytes(answer: ForgeObject | Sequence[ForgeObject]) -> bytes:
    """Return the bytes of what is kept; the same for the same."""
    return json.dumps(answer, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest_answer(answer: bytes) -> str:
    """Return the SHA-256 of what is kept, in hexadecimal."""
    return hashlib.sha256(answer).hexdigest()


def _keep_keys(answer: ForgeObject, keys: _Keys) -> ForgeObject:
    return {
        key: _keep_inner_keys(answer[key], inner_keys)
        for key, inner_keys in keys.items()
        if key in answer
    }


def _keep_inner_keys(value: Any, keys: _Keys | None) -> Any:
    return _keep_keys(value, keys) if keys is not None and isinstance(value, Mapping) else value


class KeptAnswers:
    """A forge as it was when it was read; a `boardpack.signoff.forge.Forge` that asks nobody.

    `responses` are what another forge calls `kept_answers`. What is not among them is `Unreadable`.
    """

    def __init__(self, repository: str, responses: Mapping[str, bytes]) -> None:
        self._base_path = f"/repos/{repository}"
        self._responses = responses

    @property
    def kept_answers(self) -> Mapping[str, bytes]:
        """Return the answers themselves."""
        return self._responses

    def fetch_open_pulls(self, branch: str) -> Sequence[ForgeObject]:
        """Refuse: what is open is no evidence, and not kept."""
        raise _build_not_kept_error(f"the open pull requests into {branch}")

    def fetch_pulls_of_commit(self, commit: str) -> Sequence[ForgeObject]:
        """Return the pull requests that a commit belonged to."""
        return self._read_list(f"/commits/{commit}/pulls")

    def fetch_pull(self, number: int) -> ForgeObject:
        """Return one pull request."""
        return self._read_object(f"/pulls/{number}")

    def fetch_reviews(self, number: int) -> Sequence[ForgeObject]:
        """Return all reviews of a pull request."""
        return self._read_list(f"/pulls/{number}/reviews")

    def fetch_timeline(self, number: int) -> Sequence[ForgeObject]:
        """Return what happened to a pull request, as far as it was relied on."""
        return self._read_list(f"/issues/{number}/timeline")

    def fetch_commit(self, sha: str) -> ForgeObject:
        """Return one commit's accounts."""
        return self._read_object(f"/commits/{sha}")

    def digest_review_answer(self, number: int, review: int) -> str:
        """Return the SHA-256 of the answer that held a review."""
        return digest_answer(self._read_bytes(f"/pulls/{number}/reviews"))

    def set_status(
        self, sha: str, state: str, description: str, context: str = "", target_url: str = ""
    ) -> None:
        """Refuse: the past cannot be written to."""
        raise _build_not_kept_error("a place to write to")

    def upsert_comment(self, number: int, marker: str, body: str) -> None:
        """Refuse: the past cannot be written to."""
        raise _build_not_kept_error("a place to write to")

    def _read_bytes(self, path: str) -> bytes:
        if f"{self._base_path}{path}" not in self._responses:
            raise _build_not_kept_error(path)
        return self._responses[f"{self._base_path}{path}"]

    def _read_list(self, path: str) -> Sequence[ForgeObject]:
        answer = self._read_json(path)
        if not isinstance(answer, list) or not all(isinstance(entry, Mapping) for entry in answer):
            raise _build_spoilt_error(path)
        return answer

    def _read_object(self, path: str) -> ForgeObject:
        answer = self._read_json(path)
        if not isinstance(answer, Mapping):
            raise _build_spoilt_error(path)
        return answer

    def _read_json(self, path: str) -> Any:
        try:
            return json.loads(self._read_bytes(path))
        except (ValueError, RecursionError):
            raise _build_spoilt_error(path) from None


def find_record_fault(record: Record, responses: Mapping[str, bytes]) -> str:
    """Return why kept answers do not bear out the record of a review; empty when they do.

    That the account is the person's, and what the reviewed commit held, is not asked here.
    """
    evidence = record.evidence
    forge = KeptAnswers(evidence.repository, responses)
    try:
        pull = read_pull(forge.fetch_pull(evidence.pull))
        reviews = read_reviews(
            pull, forge.fetch_reviews(evidence.pull), forge.fetch_timeline(evidence.pull)
        )
        if forge.digest_review_answer(evidence.pull, evidence.review) != evidence.response:
            return f"the reviews of pull request {evidence.pull} are not those that were relied on"
    except Unreadable as error:
        return str(error)
    review = next((candidate for candidate in reviews if candidate.id == evidence.review), None)
    if review is None:
        return f"pull request {evidence.pull} has no review {evidence.review}"
    return _describe_difference(record, review)


def _describe_difference(record: Record, review: Review) -> str:
    review_title = f"review {review.id} of pull request {review.pull}"
    if review.doubt is not None:
        return f"{review_title} does not count: {review.why}"
    if review.action is not record.action:
        return f"{review_title} is not {_ACTION_NAMES[record.action]}"
    reviewed_values = (review.account, review.time, review.commit)
    if reviewed_values != (record.account, record.time, record.commit):
        return f"{review_title} is of another account, time or commit than its record says"
    return ""


def _build_not_kept_error(topic: str) -> Unreadable:
    return Unreadable(
        f"the answers of the forge that were kept do not have {escape_unprintable(topic)}"
    )


def _build_spoilt_error(path: str) -> Unreadable:
    return Unreadable(
        f"the answer of the forge that was kept for {escape_unprintable(path)} is spoilt"
    )
