"""GitHub's answers as they were when they were relied on, kept so that they can be read again."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from boardpack.adapters.forges.github.fields import JsonObject
from boardpack.findings import escape_unprintable
from boardpack.signoff.forge import Unreadable


class KeptAnswers:
    """Answers that ask nobody; a `github.answers.Answers`.

    What is not among `kept_answers` is `Unreadable`.
    """

    def __init__(self, base_path: str, kept_answers: Mapping[str, bytes]) -> None:
        self._base_path = base_path
        self._kept_answers = kept_answers

    @property
    def kept_pulls(self) -> Sequence[int]:
        """Return the numbers of the pull requests that were looked at."""
        pattern = re.compile(rf"{re.escape(self._base_path)}/pulls/(\d+)", re.ASCII)
        matches = (pattern.fullmatch(path) for path in self._kept_answers)
        return sorted(int(match[1]) for match in matches if match)

    @property
    def kept_answers(self) -> Mapping[str, bytes]:
        """Return the answers themselves."""
        return self._kept_answers

    def fetch_repository_id(self) -> int:
        """Refuse: what is kept was relied on by the name that the repository had."""
        raise build_not_kept_error("the number of the repository")

    def fetch_open_pulls(self, branch: str) -> Sequence[JsonObject]:
        """Refuse: what is open is no evidence, and not kept."""
        raise build_not_kept_error(f"the open pull requests into {branch}")

    def fetch_pulls_of_commit(self, commit: str) -> Sequence[JsonObject]:
        """Return the pull requests that a commit belonged to."""
        return self._read_list(f"/commits/{commit}/pulls")

    def fetch_pull(self, number: int) -> JsonObject:
        """Return one pull request."""
        return self._read_object(f"/pulls/{number}")

    def fetch_reviews(self, number: int) -> Sequence[JsonObject]:
        """Return all reviews of a pull request."""
        return self._read_list(f"/pulls/{number}/reviews")

    def fetch_timeline(self, number: int) -> Sequence[JsonObject]:
        """Return what happened to a pull request, as far as it was relied on."""
        return self._read_list(f"/issues/{number}/timeline")

    def fetch_commit(self, commit: str) -> JsonObject:
        """Return one commit's accounts."""
        return self._read_object(f"/commits/{commit}")

    def _read_list(self, path: str) -> Sequence[JsonObject]:
        answer = self._read_json(path)
        if not isinstance(answer, list) or not all(isinstance(entry, Mapping) for entry in answer):
            raise _build_spoilt_error(path)
        return answer

    def _read_object(self, path: str) -> JsonObject:
        answer = self._read_json(path)
        if not isinstance(answer, Mapping):
            raise _build_spoilt_error(path)
        return answer

    def _read_json(self, path: str) -> Any:
        if f"{self._base_path}{path}" not in self._kept_answers:
            raise build_not_kept_error(path)
        try:
            return json.loads(self._kept_answers[f"{self._base_path}{path}"])
        except (ValueError, RecursionError):
            raise _build_spoilt_error(path) from None


def build_not_kept_error(topic: str) -> Unreadable:
    """Return the error for what the past does not tell, or does not take."""
    return Unreadable(
        f"the answers of the forge that were kept do not have {escape_unprintable(topic)}"
    )


def _build_spoilt_error(path: str) -> Unreadable:
    return Unreadable(
        f"the answer of the forge that was kept for {escape_unprintable(path)} is spoilt"
    )
