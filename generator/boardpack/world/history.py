"""What Git knows of how files came to be as they are."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from boardpack.errors import CannotRun
from boardpack.world.git import ask, commit_of, contents, is_repository

_FORMAT = "%x01" + "%x00".join(("%H", "%P", "%ct", "%ae", "%ce", "%B"))
_FORGE = "noreply@github.com"
"""The committer of what is done on the forge's own pages; its author is the person."""
_TOGETHER = re.compile(r"^[ \t]*co-authored-by:(.*)$", re.IGNORECASE | re.MULTILINE)
"""Wherever it stands: a squash puts other text below it."""
_ID = re.compile("[0-9a-f]{40,64}")
_NAMED = re.compile(r"<([^<>]*)>")


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit; `when` is its committer's time (UTC), `emails` are of all who stand behind it."""

    id: str
    parents: tuple[str, ...]
    when: str
    emails: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A file that a commit changed: its object now and in each parent that has another.

    `before` is empty where no parent has the file; `kind` is Git's letter (A, M, D, T). `own`
    tells whether the file differs from what every parent has.
    """

    commit: Commit
    path: str
    kind: str
    before: tuple[str, ...]
    after: str
    own: bool

    @property
    def held(self) -> str | None:
        """The file's object, or None where the commit took the file away."""
        return self.after if self.after.strip("0") else None


def whole_history(folder: Path) -> None:
    """Raise CannotRun unless Git is here with every commit from the first."""
    if not is_repository(folder):
        raise CannotRun(
            f"{folder} is not in a Git repository; sign-off rests on its history: git init, commit"
        )
    if not ask(folder, "rev-parse", "--verify", "--quiet", "HEAD", allowed=(1, 128)):
        raise CannotRun(
            f"nothing in {folder} is committed yet, so nobody can see what is signed: git commit"
        )
    if not is_whole(folder):
        raise CannotRun(
            "this clone lacks older commits, so nobody can tell who wrote and who signed; "
            "run: git fetch --unshallow (fetch-depth: 0 in a workflow)"
        )


def is_whole(folder: Path) -> bool:
    """Return whether the clone has every commit of its branches from the first."""
    return ask(folder, "rev-parse", "--is-shallow-repository").strip() == b"false"


def changes(folder: Path, revision: str, *paths: str) -> list[Change]:
    """Return every change to files under some paths, newest first, in all lines of history."""
    return _changes(folder, revision, ("--full-history", "--diff-merges=separate"), paths)


def arrivals(folder: Path, revision: str, *paths: str) -> list[Change]:
    """Return what came into the main line, newest first: a merge brings all that it merges."""
    return _changes(folder, revision, ("--first-parent", "--diff-merges=first-parent"), paths)


def replayed(folder: Path, one: str, other: str) -> tuple[str, bool]:
    """Return the tree that Git alone makes of two commits, and whether it met no conflict."""
    done = ask(folder, "merge-tree", "--write-tree", "--no-messages", one, other, passed=(1,))
    tree, _, conflicts = done.partition(b"\n")
    return tree.decode(), not conflicts.strip()


def contains(folder: Path, descendant: str, ancestor: str) -> bool:
    """Return whether one commit is in the history of another; False where it is not here."""
    words = ("merge-base", ancestor, descendant)
    return ask(folder, *words, allowed=(1, 128)).decode().strip() == ancestor


def has_commit(folder: Path, commit: str) -> bool:
    """Return whether a commit is in this clone."""
    if not _ID.fullmatch(commit):
        return False
    return bool(ask(folder, "rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}",
                    allowed=(1, 128)))  # fmt: skip


def mainline(folder: Path, revision: str) -> list[str]:
    """Return the commits of a main line from its end to its beginning, without what they merged."""
    return ask(folder, "rev-list", "--first-parent", revision).decode().split()


def between(folder: Path, since: str, until: str) -> frozenset[str]:
    """Return the commits that one commit has and another one has not; all where that is empty."""
    left_out = [f"^{since}"] if since else []
    return frozenset(ask(folder, "rev-list", until, *left_out).decode().split())


def signatures(folder: Path, commit: str) -> tuple[str, str]:
    """Return the addresses of a commit's author and committer."""
    found = ask(folder, "log", "-1", "--no-show-signature", "--format=%ae%x00%ce", commit)
    author, _, committer = found.decode("utf-8", "replace").strip().partition("\0")
    return author.strip().casefold(), committer.strip().casefold()


def tree_of(folder: Path, commit: str) -> str:
    """Return the name of the tree of a commit."""
    return ask(folder, "rev-parse", "--verify", f"{commit}^{{tree}}").decode().strip()


def head(folder: Path) -> str:
    """Return the commit that is checked out."""
    return commit_of(folder, "HEAD")


def unsaved(folder: Path, *paths: str) -> list[str]:
    """Return the files under some paths that differ from the last commit."""
    words = ("status", "--porcelain=v1", "-z", "--untracked-files=all", "--no-renames", "--")
    listed = ask(folder, *words, *paths)
    prefix = ask(folder, "rev-parse", "--show-prefix").decode().strip()
    return [os.fsdecode(one[3:]).removeprefix(prefix) for one in listed.split(b"\0") if one]


def _changes(folder: Path, revision: str, how: Sequence[str], paths: Sequence[str]) -> list[Change]:
    listed = ask(
        folder, "-c", "log.showRoot=true", "-c", "log.follow=false", "log", "--raw", "-z",
        "--no-renames", "--no-abbrev", "--no-show-signature", "--no-color", "--no-ext-diff",
        "--relative", *how, f"--format={_FORMAT}", revision, "--", *paths,
    )  # fmt: skip
    found: dict[tuple[str, str], list[tuple[Commit, str, str, str]]] = {}
    for commit, kind, before, after, path in _entries(listed):
        found.setdefault((commit.id, path), []).append((commit, kind, before, after))
    first_only = "--first-parent" in how
    return [_change(path, sides, first_only) for (_, path), sides in found.items()]


def _change(path: str, sides: Sequence[tuple[Commit, str, str, str]], first_only: bool) -> Change:
    commit, kind, _, after = sides[0]
    parents = 1 if first_only else max(1, len(commit.parents))
    before = tuple(side[2] for side in sides if side[2].strip("0"))
    return Change(commit, path, kind, before, after, len(sides) == parents)


def _entries(listed: bytes) -> Iterator[tuple[Commit, str, str, str, str]]:
    """Yield commit, kind, objects before and after, and path.

    Only NUL can be in no message, address or path, so that nothing else parts the words.
    """
    words = (word.lstrip(b"\n") for word in listed.split(b"\0"))
    commit = None
    for word in words:
        if word.startswith(b"\x01"):
            commit = _commit([word[1:], *islice(words, 5)])
        elif word:
            assert commit is not None
            _, _, before, after, kind = word.decode().split()
            yield commit, kind[0], before, after, os.fsdecode(next(words))


def _commit(fields: Sequence[bytes]) -> Commit:
    commit, parents, when, author, committer, message = (
        field.decode("utf-8", "replace") for field in fields
    )
    helpers = [address for one in _TOGETHER.findall(message) for address in _addresses(one)]
    known = (author, *([] if committer == _FORGE else [committer]), *helpers)
    emails = tuple(dict.fromkeys(one.strip().casefold() for one in known))
    return Commit(commit, tuple(parents.split()), _utc(when), emails)


def _addresses(trailer: str) -> list[str]:
    return _NAMED.findall(trailer) or [trailer.strip()]


def blobs(folder: Path, ids: Sequence[str]) -> Mapping[str, bytes]:
    """Return what some objects hold, each read once."""
    wanted = list(dict.fromkeys(one for one in ids if one.strip("0")))
    return dict(zip(wanted, contents(folder, wanted), strict=True))


def times_of(folder: Path, commits: Sequence[str]) -> Mapping[str, str]:
    """Return the committer's time (UTC) of those commits that are in this clone."""
    asked = "".join(f"{one}\n" for one in dict.fromkeys(commits) if _ID.fullmatch(one))
    if not asked:
        return {}
    how = ("--no-walk=unsorted", "--ignore-missing", "--stdin", "--format=%H %ct")
    listed = ask(folder, "log", "--no-show-signature", *how, given=asked.encode()).decode()
    return {commit: _utc(when) for commit, when in map(str.split, listed.splitlines())}


def _utc(seconds: str) -> str:
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
