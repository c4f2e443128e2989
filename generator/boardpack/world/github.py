"""GitHub's interface, read whole or not at all, and what we say there about the sign-off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import quote

from boardpack.findings import printable
from boardpack.signoff.forge import Shown, Unreadable, number_of, object_of, text_of, value_of
from boardpack.signoff.frozen import (
    as_bytes,
    digest,
    kept_commit,
    kept_events,
    kept_pull,
    kept_review,
)
from boardpack.world.github_pages import pages_of
from boardpack.world.github_wire import Wire

ADDRESS = "https://api.github.com"
MARK = "<!-- boardpack sign-off -->"
"""How our comment on a pull request begins; readers do not see it."""
LONGEST_STATUS = 140
_REPOSITORY = re.compile(r"(?!\.+/)[\w.-]+/(?!\.+$)[\w.-]+", re.ASCII)
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_Kept = TypeVar("_Kept", Shown, list[Shown])


class GitHub:
    """One repository at GitHub; a `boardpack.signoff.forge.Forge`.

    `token` goes to `address` and nowhere else. `cache` is a folder that nobody but us writes to:
    what GitHub says is unchanged is taken from there. `frozen` holds by path what was relied on of
    every answer that was read as evidence; a publication keeps it, for all to see. Nothing else of
    an answer is handed on. What is in doubt is `Unreadable`.
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
            shown = printable(repository)
            raise Unreadable(f"'{shown}' is not a repository at GitHub; write it as OWNER/NAME")
        self._frozen: dict[str, bytes] = {}
        self._at = f"/repos/{repository}"
        self._wire = Wire(address, token, cache, timeout, wait)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._wire.close()

    @property
    def frozen(self) -> dict[str, bytes]:
        """Return by path what was relied on of every answer that was read as evidence."""
        return self._frozen

    def open_pulls(self, branch: str) -> list[Shown]:
        """Return the open pull requests into a branch."""
        return self._listed(f"/pulls?state=open&base={quote(branch, safe='')}")

    def pulls_of(self, commit: str) -> list[Shown]:
        """Return the pull requests that a commit belongs to; none for a direct push."""
        path = f"/commits/{_name_of(commit)}/pulls"
        return self._freeze(path, [kept_pull(one) for one in self._listed(path)])

    def pull(self, number: int) -> Shown:
        """Return one pull request."""
        path = f"/pulls/{number}"
        return self._freeze(path, kept_pull(_about(self._one(path), "number", number)))

    def reviews(self, number: int) -> list[Shown]:
        """Return all reviews of a pull request, oldest first."""
        path = f"/pulls/{number}/reviews"
        return self._freeze(path, [kept_review(one) for one in self._listed(path)])

    def timeline(self, number: int) -> list[Shown]:
        """Return what happened to a pull request and its reviews, by GitHub's own clock."""
        path = f"/issues/{number}/timeline"
        return self._freeze(path, kept_events(self._listed(path)))

    def commit(self, sha: str) -> Shown:
        """Return one commit; `author` and `committer` are accounts, null where unknown."""
        path = f"/commits/{_name_of(sha)}"
        found = _about(self._one(path), "sha", sha)
        for key in ("author", "committer"):
            value_of(found, key, f"commit {sha}")
        return self._freeze(path, kept_commit(found))

    def response_with(self, number: int, review: int) -> str:
        """Return the SHA-256 of what is frozen of the reviews among which one is."""
        return digest(self._frozen[f"{self._at}/pulls/{number}/reviews"])

    def set_status(
        self,
        sha: str,
        state: str,
        description: str,
        context: str = "sign-off",
        target_url: str = "",
    ) -> None:
        """Say beside a commit whether it is signed off: success, failure, pending or error."""
        said = {"state": state, "description": _cut(description), "context": context}
        link = {"target_url": target_url} if target_url else {}
        self._wire.send("POST", f"{self._at}/statuses/{_name_of(sha)}", {**said, **link})

    def upsert_comment(self, number: int, marker: str, body: str) -> None:
        """Write our comment on a pull request, or bring it up to date; `marker` is put before it.

        Ours is one that begins with the marker and was written by the token's account or by a
        program: a person who copies the marker keeps their words.
        """
        text = f"{marker}\n{body}"
        path = f"{self._at}/issues/{number}/comments"
        pages = pages_of(self._wire, path)
        ours = self._ours([one for page in pages for one in page.data], marker)
        if ours is None:
            self._wire.send("POST", path, {"body": text})
        elif _plain(ours["body"]) != _plain(text):
            written = number_of(ours, "id", "a comment")
            self._wire.send("PATCH", f"{self._at}/issues/comments/{written}", {"body": text})

    def _ours(self, comments: Sequence[Shown], marker: str) -> Shown | None:
        marked = [c for c in comments if str(c.get("body")).startswith(marker)]
        me = self._wire.me() if any(not _is_bot(comment) for comment in marked) else 0
        return next((c for c in marked if _is_bot(c) or _account(c) == me), None)

    def _freeze(self, path: str, kept: _Kept) -> _Kept:
        self._frozen[f"{self._at}{path}"] = as_bytes(kept)
        return kept

    def _listed(self, path: str) -> list[Shown]:
        pages = pages_of(self._wire, f"{self._at}{path}")
        return [one for page in pages for one in page.data]

    def _one(self, path: str) -> Shown:
        answer = self._wire.get(f"{self._at}{path}")
        if not isinstance(answer.data, dict):
            raise Unreadable(f"GitHub's answer to {answer.path} is not an object; run this again")
        return answer.data


def _about(found: Shown, key: str, asked: object) -> Shown:
    if value_of(found, key, str(asked)) != asked:
        raise Unreadable(f"GitHub was asked about {asked} and answered about another; try again")
    return found


def _name_of(commit: str) -> str:
    if not _COMMIT.fullmatch(commit):
        raise Unreadable(f"'{printable(commit)}' is not the full name of a commit")
    return commit


def _is_bot(comment: Shown) -> bool:
    return comment.get("user") is not None and _author(comment)["type"] == "Bot"


def _account(comment: Shown) -> int:
    return number_of(_author(comment), "id", "an author") if comment.get("user") else -1


def _author(comment: Shown) -> Shown:
    author = object_of(comment, "user", "a comment")
    text_of(author, "type", "the author of a comment")
    return author


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_STATUS else text[: LONGEST_STATUS - 1] + "…"
