"""GitHub's interface, read whole or not at all, and what we say there about the sign-off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import quote

from boardpack.adapters.forges.github.paging import read_all_pages
from boardpack.adapters.forges.github.wire import GitHubWire
from boardpack.findings import escape_unprintable
from boardpack.signoff.forge import (
    ForgeObject,
    Unreadable,
    read_number,
    read_object,
    read_string,
    read_value,
)
from boardpack.signoff.kept_answers import (
    digest_answer,
    keep_commit,
    keep_events,
    keep_pull,
    keep_review,
    to_bytes,
)

ADDRESS = "https://api.github.com"
COMMENT_MARKER = "<!-- boardpack sign-off -->"
"""How our comment on a pull request begins; readers do not see it."""
LONGEST_STATUS = 140
_REPOSITORY = re.compile(r"(?!\.+/)[\w.-]+/(?!\.+$)[\w.-]+", re.ASCII)
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_Kept = TypeVar("_Kept", ForgeObject, list[ForgeObject])


class GitHub:
    """One repository at GitHub; a `boardpack.signoff.forge.Forge`.

    `token` goes to `address` and nowhere else. `cache` is a folder that nobody but us writes to:
    what GitHub says is unchanged is taken from there. `kept_answers` holds by path what was relied
    on of every answer that was read as evidence; a publication keeps it, for all to see. Nothing
    else of an answer is handed on. What is in doubt is `Unreadable`.
    `timeout` and `wait` (before another attempt) are in seconds.
    """

    def __init__(
        self,
        repository: str,
        token: str,
        cache: Path | None = None,
        address: str = ADDRESS,
        timeout: float = 20.0,
        wait: float = 2.0,
    ) -> None:
        if not _REPOSITORY.fullmatch(repository):
            name = escape_unprintable(repository)
            raise Unreadable(f"'{name}' is not a repository at GitHub; write it as OWNER/NAME")
        self._kept_answers: dict[str, bytes] = {}
        self._base_path = f"/repos/{repository}"
        self._wire = GitHubWire(address, token, cache, timeout, wait)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._wire.close()

    @property
    def kept_answers(self) -> dict[str, bytes]:
        """Return by path what was relied on of every answer that was read as evidence."""
        return self._kept_answers

    def fetch_open_pulls(self, branch: str) -> list[ForgeObject]:
        """Return the open pull requests into a branch."""
        return self._list_entries(f"/pulls?state=open&base={quote(branch, safe='')}")

    def fetch_pulls_of_commit(self, commit: str) -> list[ForgeObject]:
        """Return the pull requests that a commit belongs to; none for a direct push."""
        path = f"/commits/{_check_commit(commit)}/pulls"
        return self._keep_answer(path, [keep_pull(pull) for pull in self._list_entries(path)])

    def fetch_pull(self, number: int) -> ForgeObject:
        """Return one pull request."""
        path = f"/pulls/{number}"
        return self._keep_answer(
            path, keep_pull(_require_match(self._read_object(path), "number", number))
        )

    def fetch_reviews(self, number: int) -> list[ForgeObject]:
        """Return all reviews of a pull request, oldest first."""
        path = f"/pulls/{number}/reviews"
        return self._keep_answer(path, [keep_review(review) for review in self._list_entries(path)])

    def fetch_timeline(self, number: int) -> list[ForgeObject]:
        """Return what happened to a pull request and its reviews, by GitHub's own clock."""
        path = f"/issues/{number}/timeline"
        return self._keep_answer(path, keep_events(self._list_entries(path)))

    def fetch_commit(self, sha: str) -> ForgeObject:
        """Return one commit; `author` and `committer` are accounts, null where unknown."""
        path = f"/commits/{_check_commit(sha)}"
        answer = _require_match(self._read_object(path), "sha", sha)
        for key in ("author", "committer"):
            read_value(answer, key, f"commit {sha}")
        return self._keep_answer(path, keep_commit(answer))

    def digest_review_answer(self, number: int, review: int) -> str:
        """Return the SHA-256 of what is frozen of the reviews among which one is."""
        return digest_answer(self._kept_answers[f"{self._base_path}/pulls/{number}/reviews"])

    def set_status(
        self,
        sha: str,
        state: str,
        description: str,
        context: str = "sign-off",
        target_url: str = "",
    ) -> None:
        """Say beside a commit whether it is signed off: success, failure, pending or error."""
        status = {"state": state, "description": _shorten_status(description), "context": context}
        link = {"target_url": target_url} if target_url else {}
        self._wire.send_json(
            "POST", f"{self._base_path}/statuses/{_check_commit(sha)}", {**status, **link}
        )

    def upsert_comment(self, number: int, marker: str, body: str) -> None:
        """Write our comment on a pull request, or bring it up to date; `marker` is put before it.

        Ours is one that begins with the marker and was written by the token's account or by a
        program: a person who copies the marker keeps their words.
        """
        text = f"{marker}\n{body}"
        path = f"{self._base_path}/issues/{number}/comments"
        pages = read_all_pages(self._wire, path)
        existing = self._find_our_comment(
            [comment for page in pages for comment in page.data], marker
        )
        if existing is None:
            self._wire.send_json("POST", path, {"body": text})
        elif _normalise_text(existing["body"]) != _normalise_text(text):
            comment_id = read_number(existing, "id", "a comment")
            self._wire.send_json(
                "PATCH", f"{self._base_path}/issues/comments/{comment_id}", {"body": text}
            )

    def _find_our_comment(self, comments: Sequence[ForgeObject], marker: str) -> ForgeObject | None:
        marked = [comment for comment in comments if str(comment.get("body")).startswith(marker)]
        account_id = (
            self._wire.read_account_id() if any(not _is_bot(comment) for comment in marked) else 0
        )
        return next(
            (
                comment
                for comment in marked
                if _is_bot(comment) or _read_account_id(comment) == account_id
            ),
            None,
        )

    def _keep_answer(self, path: str, answer: _Kept) -> _Kept:
        self._kept_answers[f"{self._base_path}{path}"] = to_bytes(answer)
        return answer

    def _list_entries(self, path: str) -> list[ForgeObject]:
        pages = read_all_pages(self._wire, f"{self._base_path}{path}")
        return [entry for page in pages for entry in page.data]

    def _read_object(self, path: str) -> ForgeObject:
        answer = self._wire.get_answer(f"{self._base_path}{path}")
        if not isinstance(answer.data, dict):
            raise Unreadable(f"GitHub's answer to {answer.path} is not an object; run this again")
        return answer.data


def _require_match(answer: ForgeObject, key: str, expected: object) -> ForgeObject:
    if read_value(answer, key, str(expected)) != expected:
        raise Unreadable(f"GitHub was asked about {expected} and answered about another; try again")
    return answer


def _check_commit(commit: str) -> str:
    if not _COMMIT.fullmatch(commit):
        raise Unreadable(f"'{escape_unprintable(commit)}' is not the full name of a commit")
    return commit


def _is_bot(comment: ForgeObject) -> bool:
    return comment.get("user") is not None and _read_author(comment)["type"] == "Bot"


def _read_account_id(comment: ForgeObject) -> int:
    return read_number(_read_author(comment), "id", "an author") if comment.get("user") else -1


def _read_author(comment: ForgeObject) -> ForgeObject:
    author = read_object(comment, "user", "a comment")
    read_string(author, "type", "the author of a comment")
    return author


def _normalise_text(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _shorten_status(text: str) -> str:
    return text if len(text) <= LONGEST_STATUS else text[: LONGEST_STATUS - 1] + "…"
