"""The port to a forge: what is asked of it, and the values in which it answers.

A forge hands over facts. Whether a review counts is worked out from them in `signoff`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from boardpack.model.signoff import Action, Doubt


class Unreadable(Exception):  # noqa: N818  (it says what is, not what went wrong in us)
    """The forge could not be read, or not without doubt; the sentence says what to do.

    It blocks: it means neither "approved" nor "not approved".
    """


class AccountKind(StrEnum):
    """Who acts through an account."""

    PERSON = "person"
    PROGRAM = "program"
    OTHER = "other"
    """An organisation, or what an import left behind."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account: `id` is for good, `login` may change; both are empty when it is gone."""

    id: str = ""
    login: str = ""
    kind: AccountKind = AccountKind.OTHER


@dataclass(frozen=True, slots=True)
class CommitAccounts:
    """The ids of the accounts that wrote and made a commit; empty where the forge knows none."""

    author: str = ""
    committer: str = ""


@dataclass(frozen=True, slots=True)
class PullRequest:
    """One pull request.

    `opened_by` is the id of an account, empty when the account is gone. `repository` and `base` are
    where it goes. `merged_at` is UTC and `merge_commit` what it became, both empty until it is
    merged. `head` is its last commit, and `head_reference` what to fetch to have it.
    """

    number: int
    opened_by: str
    is_open: bool
    merged: bool
    merged_at: str
    repository: str
    base: str
    head: str
    merge_commit: str
    head_reference: str


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A review was taken out of force: by whom and when (UTC), and what it had been.

    What the forge does not tell is empty, or None. `account_id` is for good, `login` is what people
    call it.
    """

    account_id: str = ""
    login: str = ""
    time: str = ""
    dismissed_action: Action | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """One submitted review, and the doubt that its pull request alone can cast on it.

    `action` is None for a mere comment and for a dismissed review. `time` is UTC. `commit` is what
    the forge says lay before the reviewer, empty when it no longer knows. `by_program` tells
    whether a program gave it in the name of the account. A forge leaves `doubt` and `why` to
    `boardpack.signoff.reviews.weigh_reviews`.
    """

    pull: int
    id: int
    account: Account
    action: Action | None
    time: str
    commit: str
    by_program: bool = False
    dismissal: Dismissal | None = None
    doubt: Doubt | None = None
    why: str = ""

    @property
    def dismissed_action(self) -> Action | None:
        """What a dismissed review had been, where the forge tells."""
        return self.dismissal.dismissed_action if self.dismissal else None

    @property
    def is_dismissed(self) -> bool:
        """Whether it was a person's, and somebody took it out of force."""
        return self.dismissal is not None and self.doubt in (Doubt.INVALID, Doubt.WEAK)


@dataclass(frozen=True, slots=True)
class PullReviews:
    """The submitted reviews of a pull request, in the order in which they were given.

    `rewritten_at` and `retargeted_at` (UTC) are when the last time was that commits were replaced
    by others, and that it was led into another branch; empty for never.
    """

    reviews: tuple[Review, ...]
    rewritten_at: str = ""
    retargeted_at: str = ""


class CheckState(StrEnum):
    """What is said beside a commit of its sign-off."""

    SIGNED = "signed"
    WAITING = "waiting"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class Forge(Protocol):
    """What can be asked of a forge, about one repository, and what can be said there.

    Every method raises `Unreadable` rather than return a part of the truth.
    """

    @property
    def name(self) -> str:
        """Return the name of the provider, as records keep it."""

    @property
    def title(self) -> str:
        """Return what people call it."""

    @property
    def head_references(self) -> str:
        """Return Git's pattern of the last commits of all pull requests, their number for `*`."""

    @property
    def kept_pulls(self) -> Sequence[int] | None:
        """Return the numbers whose answers were kept; None where the forge itself is asked."""

    @property
    def kept_answers(self) -> Mapping[str, bytes]:
        """Return by path what was relied on of every answer that was read as evidence."""

    def read_identity(self) -> str:
        """Return what stays with the repository when it is renamed or moved."""

    def list_open_pulls(self, branch: str) -> Sequence[PullRequest]:
        """Return the open pull requests into a branch."""

    def list_pulls_of_commit(self, commit: str) -> Sequence[PullRequest]:
        """Return the pull requests that a commit belongs to, merged or not."""

    def read_pull(self, number: int) -> PullRequest:
        """Return one pull request."""

    def read_reviews(self, number: int) -> PullReviews:
        """Return all reviews of a pull request, whatever became of them.

        No dismissal and no push falls between what is told of the one and of the other.
        """

    def read_commit_accounts(self, commit: str) -> CommitAccounts:
        """Return whose accounts wrote and made a commit."""

    def digest_reviews(self, number: int) -> str:
        """Return the SHA-256 of what is kept of the answer in which reviews were read."""

    def set_status(self, commit: str, state: CheckState, sentence: str) -> None:
        """Say beside a commit whether it is signed off."""

    def upsert_comment(self, number: int, body: str) -> None:
        """Write our one comment on a pull request, or bring it up to date."""

    def find_preview(self, pull: PullRequest) -> str:
        """Return the address at which people see what a pull request changes.

        That of its preview once there is one of its last commit; until then, of its checks.
        """

    def upsert_notice(self, thread: str, title: str, key: str, body: str) -> None:
        """Write what is known by a key where a thread is discussed, or bring it up to date.

        `title` names the thread for people; `body` is Markdown.
        """
