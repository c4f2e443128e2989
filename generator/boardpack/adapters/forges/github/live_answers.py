"""GitHub asked now: read whole or not at all, and what is relied on is kept."""

from __future__ import annotations

from typing import TypeVar
from urllib.parse import quote

from boardpack.adapters.forges.github.fields import JsonObject, read_value, require_commit_id
from boardpack.adapters.forges.github.kept_keys import (
    keep_commit,
    keep_events,
    keep_pull,
    keep_review,
    to_bytes,
)
from boardpack.adapters.forges.github.paging import read_all_pages
from boardpack.adapters.forges.github.wire import GitHubWire
from boardpack.signoff.forge import Unreadable

_Kept = TypeVar("_Kept", JsonObject, list[JsonObject])


class LiveAnswers:
    """The answers about the repository at `base_path`; a `github.answers.Answers`.

    `kept_answers` grows with what is asked; a publication keeps it, for all to see.
    """

    kept_pulls = None

    def __init__(self, wire: GitHubWire, base_path: str) -> None:
        self._wire = wire
        self._base_path = base_path
        self._kept_answers: dict[str, bytes] = {}

    @property
    def kept_answers(self) -> dict[str, bytes]:
        """Return by path what was relied on of every answer that was read as evidence."""
        return self._kept_answers

    def fetch_repository_id(self) -> int:
        """Return the number of the repository, also of one that has another name by now."""
        return self._wire.read_repository_id(self._base_path)

    def fetch_open_pulls(self, branch: str) -> list[JsonObject]:
        """Return the open pull requests into a branch."""
        return self._list_entries(f"/pulls?state=open&base={quote(branch, safe='')}")

    def fetch_pulls_of_commit(self, commit: str) -> list[JsonObject]:
        """Return the pull requests that a commit belongs to; none for a direct push."""
        path = f"/commits/{require_commit_id(commit)}/pulls"
        return self._keep_answer(path, [keep_pull(pull) for pull in self._list_entries(path)])

    def fetch_pull(self, number: int) -> JsonObject:
        """Return one pull request."""
        path = f"/pulls/{number}"
        return self._keep_answer(
            path, keep_pull(_require_match(self._read_object(path), "number", number))
        )

    def fetch_reviews(self, number: int) -> list[JsonObject]:
        """Return all reviews of a pull request, oldest first."""
        path = f"/pulls/{number}/reviews"
        return self._keep_answer(path, [keep_review(review) for review in self._list_entries(path)])

    def fetch_timeline(self, number: int) -> list[JsonObject]:
        """Return what happened to a pull request and its reviews, by GitHub's own clock."""
        path = f"/issues/{number}/timeline"
        return self._keep_answer(path, keep_events(self._list_entries(path)))

    def fetch_commit(self, commit: str) -> JsonObject:
        """Return one commit; `author` and `committer` are accounts, null where unknown."""
        path = f"/commits/{require_commit_id(commit)}"
        answer = _require_match(self._read_object(path), "sha", commit)
        for key in ("author", "committer"):
            read_value(answer, key, f"commit {commit}")
        return self._keep_answer(path, keep_commit(answer))

    def _keep_answer(self, path: str, answer: _Kept) -> _Kept:
        self._kept_answers[f"{self._base_path}{path}"] = to_bytes(answer)
        return answer

    def _list_entries(self, path: str) -> list[JsonObject]:
        pages = read_all_pages(self._wire, f"{self._base_path}{path}")
        return [entry for page in pages for entry in page.data]

    def _read_object(self, path: str) -> JsonObject:
        answer = self._wire.get_answer(f"{self._base_path}{path}")
        if not isinstance(answer.data, dict):
            raise Unreadable(f"GitHub's answer to {answer.path} is not an object; run this again")
        return answer.data


def _require_match(answer: JsonObject, key: str, expected: object) -> JsonObject:
    if read_value(answer, key, str(expected)) != expected:
        raise Unreadable(f"GitHub was asked about {expected} and answered about another; try again")
    return answer
