"""GitHub's answers as JSON: asked for now, or kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from boardpack.adapters.forges.github.fields import JsonObject


class Answers(Protocol):
    """What is asked of GitHub about one repository; what is in doubt is `Unreadable`.

    Of every answer that is evidence only what is relied on is handed on.
    """

    @property
    def kept_pulls(self) -> Sequence[int] | None:
        """Return the pull requests whose answers were kept; None where GitHub itself is asked."""

    @property
    def kept_answers(self) -> Mapping[str, bytes]:
        """Return by path what was relied on of every answer that was read as evidence."""

    def fetch_repository_id(self) -> int:
        """Return the number of the repository, also of one that has another name by now."""

    def fetch_open_pulls(self, branch: str) -> Sequence[JsonObject]:
        """Return the open pull requests into a branch."""

    def fetch_pulls_of_commit(self, commit: str) -> Sequence[JsonObject]:
        """Return the pull requests that a commit belongs to; none for a direct push."""

    def fetch_pull(self, number: int) -> JsonObject:
        """Return one pull request."""

    def fetch_reviews(self, number: int) -> Sequence[JsonObject]:
        """Return all reviews of a pull request."""

    def fetch_timeline(self, number: int) -> Sequence[JsonObject]:
        """Return what happened to a pull request and its reviews, by GitHub's own clock."""

    def fetch_commit(self, commit: str) -> JsonObject:
        """Return one commit; `author` and `committer` are accounts, null where unknown."""
