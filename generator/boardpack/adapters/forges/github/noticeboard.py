"""What we say at GitHub: the status of a commit, one comment on a sign-off, notices to people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from boardpack.adapters.forges.github.fields import (
    JsonObject,
    read_number,
    read_object,
    read_string,
    read_value,
    require_commit_id,
)
from boardpack.adapters.forges.github.paging import read_all_pages
from boardpack.adapters.forges.github.refusals import ISSUE_RIGHTS, WRITE_RIGHTS
from boardpack.adapters.forges.github.wire import GitHubWire
from boardpack.signoff.forge import CheckState, PullRequest, Unreadable

COMMENT_MARKER = "<!-- boardpack sign-off -->"
"""How our comment on a pull request begins; readers do not see it."""
STATUS_NAME = "sign-off"
PREVIEW_NAME = "preview.html"
"""The file that the report keeps for reviewers, by which GitHub calls it."""
# GitHub refuses a longer one.
LONGEST_STATUS = 140
_STATES = {
    CheckState.SIGNED: "success",
    CheckState.WAITING: "pending",
    CheckState.REFUSED: "failure",
    CheckState.UNKNOWN: "error",
}


class Noticeboard:
    """Where we write about the repository at `base_path`."""

    def __init__(self, wire: GitHubWire, base_path: str) -> None:
        self._wire = wire
        self._base_path = base_path

    def set_status(self, commit: str, state: CheckState, sentence: str) -> None:
        """Say beside a commit whether it is signed off; a sentence that is too long is cut."""
        status = {
            "state": _STATES[state],
            "description": _shorten_status(sentence),
            "context": STATUS_NAME,
        }
        path = f"{self._base_path}/statuses/{require_commit_id(commit)}"
        self._wire.send_json("POST", path, status)

    def upsert_comment(self, number: int, body: str) -> None:
        """Write our comment on a pull request, or bring it up to date.

        Ours is one that begins with the marker and was written by the token's account or by a
        program: a person who copies the marker keeps their words.
        """
        self._upsert_marked_comment(number, COMMENT_MARKER, body, WRITE_RIGHTS)

    def find_preview(self, pull: PullRequest) -> str:
        """Return the address of the page that the report kept of a pull request's last commit.

        Browsers show it as it is. Where there is none yet, or the token may not ask for it, that
        of the checks: a link is no evidence, and no sign-off waits for it.
        """
        site = f"{self._wire.site}/{self._base_path.removeprefix('/repos/')}"
        try:
            kept = self._wire.get_answer(f"{self._base_path}/actions/artifacts?name={PREVIEW_NAME}")
            for artifact in _list_objects(kept.data, "artifacts"):
                run = read_object(artifact, "workflow_run", "a preview")
                if not artifact.get("expired") and run.get("head_sha") == pull.head:
                    run_id = read_number(run, "id", "the run of a preview")
                    preview_id = read_number(artifact, "id", "a preview")
                    return f"{site}/actions/runs/{run_id}/artifacts/{preview_id}"
        except Unreadable:
            pass
        return f"{site}/pull/{pull.number}/checks"

    def upsert_notice(self, thread: str, title: str, key: str, body: str) -> None:
        """Write what is known by a key into our open issue of a thread, or bring it up to date.

        The issue is opened, with a title, where there is none; one that somebody closed is over.
        `thread` and `key` hold nothing but letters, digits, dots, slashes and hyphens.
        """
        marker = f"<!-- boardpack thread {thread} -->"
        pages = read_all_pages(self._wire, f"{self._base_path}/issues?state=open")
        issues = [issue for page in pages for issue in page.data if "pull_request" not in issue]
        issue = self._find_ours(issues, marker)
        if issue is None:
            fields = {"title": title, "body": f"{marker}\n{title}"}
            issue = self._wire.send_json("POST", f"{self._base_path}/issues", fields, ISSUE_RIGHTS)
        number = read_number(issue, "number", "an issue")
        self._upsert_marked_comment(number, f"<!-- boardpack {key} -->", body, ISSUE_RIGHTS)

    def _upsert_marked_comment(self, number: int, marker: str, body: str, rights: str) -> None:
        text = f"{marker}\n{body}"
        path = f"{self._base_path}/issues/{number}/comments"
        pages = read_all_pages(self._wire, path)
        existing = self._find_ours([comment for page in pages for comment in page.data], marker)
        if existing is None:
            self._wire.send_json("POST", path, {"body": text}, rights)
        elif _normalise_text(existing["body"]) != _normalise_text(text):
            comment_id = read_number(existing, "id", "a comment")
            self._wire.send_json(
                "PATCH", f"{self._base_path}/issues/comments/{comment_id}", {"body": text}, rights
            )

    def _find_ours(self, written: Sequence[JsonObject], marker: str) -> JsonObject | None:
        """Return the comment or issue of ours that begins with a marker."""
        marked = [entry for entry in written if str(entry.get("body")).startswith(marker)]
        account_id = (
            self._wire.read_account_id() if any(not _is_bot(entry) for entry in marked) else 0
        )
        return next(
            (entry for entry in marked if _is_bot(entry) or _read_account_id(entry) == account_id),
            None,
        )


def _list_objects(data: Any, key: str) -> list[JsonObject]:
    entries = read_value(data, key, "what was kept")
    return [entry for entry in entries if isinstance(entry, dict)]


def _is_bot(comment: JsonObject) -> bool:
    return comment.get("user") is not None and _read_author(comment)["type"] == "Bot"


def _read_account_id(comment: JsonObject) -> int:
    # An account that is gone must not equal the 0 of a token without account.
    return read_number(_read_author(comment), "id", "an author") if comment.get("user") else -1


def _read_author(comment: JsonObject) -> JsonObject:
    author = read_object(comment, "user", "a comment")
    read_string(author, "type", "the author of a comment")
    return author


def _normalise_text(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _shorten_status(text: str) -> str:
    return text if len(text) <= LONGEST_STATUS else text[: LONGEST_STATUS - 1] + "…"
