"""GitHub behind the port `boardpack.signoff.forge.Forge`, now and as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from boardpack.adapters.forges.github.accounts import read_commit_accounts
from boardpack.adapters.forges.github.answers import Answers
from boardpack.adapters.forges.github.kept_answers import KeptAnswers, build_not_kept_error
from boardpack.adapters.forges.github.pulls import read_pull
from boardpack.adapters.forges.github.reviews import read_reviews
from boardpack.signoff.forge import CheckState, CommitAccounts, PullRequest, PullReviews

if TYPE_CHECKING:  # what is kept is read without a client of HTTP
    from boardpack.adapters.forges.github.noticeboard import Noticeboard


class GitHub:
    """One repository at GitHub; the past has no `noticeboard`."""

    name = "github"
    title = "GitHub"
    head_references = "refs/pull/*/head"

    def __init__(
        self, repository: str, answers: Answers, noticeboard: Noticeboard | None = None
    ) -> None:
        self._repository = repository
        self._answers = answers
        self._noticeboard = noticeboard

    @property
    def kept_pulls(self) -> Sequence[int] | None:
        """Return the pull requests whose answers were kept; None where GitHub itself is asked."""
        return self._answers.kept_pulls

    @property
    def kept_answers(self) -> Mapping[str, bytes]:
        """Return by path what was relied on of every answer that was read as evidence."""
        return self._answers.kept_answers

    def read_identity(self) -> str:
        """Return the number of the repository, which a new name does not change."""
        return str(self._answers.fetch_repository_id())

    def list_open_pulls(self, branch: str) -> list[PullRequest]:
        """Return the open pull requests into a branch."""
        return [read_pull(answer) for answer in self._answers.fetch_open_pulls(branch)]

    def list_pulls_of_commit(self, commit: str) -> list[PullRequest]:
        """Return the pull requests that a commit belongs to; none for a direct push."""
        return [read_pull(answer) for answer in self._answers.fetch_pulls_of_commit(commit)]

    def read_pull(self, number: int) -> PullRequest:
        """Return one pull request."""
        return read_pull(self._answers.fetch_pull(number))

    def read_reviews(self, number: int) -> PullReviews:
        """Return all reviews of a pull request, read before its timeline."""
        # In this order, so that a review that comes in between is in the timeline and is noticed.
        reviews = self._answers.fetch_reviews(number)
        return read_reviews(number, reviews, self._answers.fetch_timeline(number))

    def read_commit_accounts(self, commit: str) -> CommitAccounts:
        """Return whose accounts wrote and made a commit."""
        return read_commit_accounts(self._answers.fetch_commit(commit), commit)

    def digest_reviews(self, number: int) -> str:
        """Return the SHA-256 of what is kept of the reviews, which were read before."""
        path = f"{locate_repository(self._repository)}/pulls/{number}/reviews"
        return hashlib.sha256(self.kept_answers[path]).hexdigest()

    def set_status(self, commit: str, state: CheckState, sentence: str) -> None:
        """Say beside a commit whether it is signed off."""
        self._require_noticeboard().set_status(commit, state, sentence)

    def upsert_comment(self, number: int, body: str) -> None:
        """Write our one comment on a pull request, or bring it up to date."""
        self._require_noticeboard().upsert_comment(number, body)

    def find_preview(self, pull: PullRequest) -> str:
        """Return the address of the preview that a workflow kept, or of the checks."""
        return self._require_noticeboard().find_preview(pull)

    def upsert_notice(self, thread: str, title: str, key: str, body: str) -> None:
        """Write what is known by a key into our open issue of a thread, or bring it up to date."""
        self._require_noticeboard().upsert_notice(thread, title, key, body)

    def _require_noticeboard(self) -> Noticeboard:
        if self._noticeboard is None:
            raise build_not_kept_error("a place to write to")
        return self._noticeboard


def replay_github(repository: str, kept_answers: Mapping[str, bytes]) -> GitHub:
    """Return a repository at GitHub as it was when its answers were kept; nobody is asked."""
    return GitHub(repository, KeptAnswers(locate_repository(repository), kept_answers))


def locate_repository(repository: str) -> str:
    """Return the path below which all that is asked about a repository lies."""
    return f"/repos/{repository}"
