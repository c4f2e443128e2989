"""What Git knows of how files came to be as they are."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from boardpack.errors import CannotRun
from boardpack.world.git import ask, commit_of, contents, is_repository

_FORMAT = "%x01" + "%x00".join(
    ("%H", "%P", "%ct", "%ae", "%ce", "%(trailers:key=Co-authored-by,valueonly,separator=%x1f)")
)
_FORGE = "noreply@github.com"
"""The committer of what is done on the forge's own pages; its author is the person."""
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


def whole_history(folder: Path) -> None:
    """Raise CannotRun unless Git is here with every commit from the first."""
    if not is_repository(folder):
        raise CannotRun(
            f"{folder} is not in a Git repository; sign-off rests on its history: git init, commit"
        )
    if ask(folder, "rev-parse", "--is-shallow-repository").strip() != b"false":
        raise CannotRun(
            "this clone lacks older commits, so nobody can tell who wrote and who signed; "
            "run: git fetch --unshallow (fetch-depth: 0 in a workflow)"
        )


def changes(folder: Path, revision: str, *paths: str) -> list[Change]:
    """Return every change to files under some paths, newest first, in all lines of history."""
    return _changes(folder, revision, ("--full-history", "-m"), paths)


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
    if not re.fullmatch("[0-9a-f]{40,64}", commit):
        return False
    return bool(ask(folder, "rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}",
                    allowed=(1, 128)))  # fmt: skip


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
    for block in listed.split(b"\x01")[1:]:
        commit, entries = _block(block)
        for kind, before, after, path in entries:
            found.setdefault((commit.id, path), []).append((commit, kind, before, after))
    first_only = "--first-parent" in how
    return [_change(path, sides, first_only) for (_, path), sides in found.items()]


def _change(path: str, sides: Sequence[tuple[Commit, str, str, str]], first_only: bool) -> Change:
    commit, kind, _, after = sides[0]
    parents = 1 if first_only else max(1, len(commit.parents))
    before = tuple(side[2] for side in sides if side[2].strip("0"))
    return Change(commit, path, kind, before, after, len(sides) == parents)


def _block(block: bytes) -> tuple[Commit, Iterator[tuple[str, str, str, str]]]:
    parts = block.split(b"\0")
    fields = [part.decode("utf-8", "replace") for part in parts[:6]]
    commit, parents, when, author, committer, trailers = fields
    helpers = [address for one in trailers.split("\x1f") if one for address in _addresses(one)]
    known = (author, *([] if committer == _FORGE else [committer]), *helpers)
    emails = tuple(dict.fromkeys(one.strip().casefold() for one in known))
    return Commit(commit, tuple(parents.split()), _utc(when), emails), _entries(parts[6:])


def _addresses(trailer: str) -> list[str]:
    return _NAMED.findall(trailer) or [trailer.strip()]


def _entries(parts: Sequence[bytes]) -> Iterator[tuple[str, str, str, str]]:
    words = [part.lstrip(b"\n") for part in parts]
    for about, path in zip(words[::2], words[1::2], strict=False):
        if about.startswith(b":"):
            _, _, before, after, kind = about.decode().split()
            yield kind[0], before, after, os.fsdecode(path)


def blobs(folder: Path, ids: Sequence[str]) -> Mapping[str, bytes]:
    """Return what some objects hold, each read once."""
    wanted = list(dict.fromkeys(one for one in ids if one.strip("0")))
    return dict(zip(wanted, contents(folder, wanted), strict=True))


def time_of(folder: Path, commit: str) -> str:
    """Return the committer's time of a commit, UTC."""
    return _utc(ask(folder, "log", "-1", "--format=%ct", commit).decode().strip())


def _utc(seconds: str) -> str:
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
