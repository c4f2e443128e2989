"""What Git knows of how files came to be as they are."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from boardpack.adapters.forges.table import is_forge_committer
from boardpack.adapters.git.mainline import Pull, list_pulls
from boardpack.adapters.git.plumbing import (
    NO_OBJECT,
    SUBMODULE,
    is_repository,
    iterate_contents,
    resolve_commit,
    run_git,
)
from boardpack.adapters.git.trailers import (
    CO_AUTHORS_FORMAT,
    CO_AUTHORS_SETTINGS,
    find_co_authors,
)
from boardpack.errors import CannotRun

# The first byte tells a commit from the files below it, which begin with a colon.
_FORMAT = "%x01" + "%x00".join(("%H", "%P", "%ct", "%ae", "%ce", "%B", CO_AUTHORS_FORMAT))
_IN_UTF8 = "--encoding=UTF-8"
"""Whatever encoding the reader's settings ask for."""
_COMMIT_ID = re.compile("[0-9a-f]{40,64}")


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit; `emails` are of all who stand behind it.

    `when` is its committer's time (UTC), empty where it has none that a calendar knows.
    """

    id: str
    parents: tuple[str, ...]
    when: str
    emails: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that a commit changed: its object now and in each parent that has another.

    `parent_objects` is empty where no parent has the file; `kind` is Git's letter (A, M, D, T).
    `is_own` tells whether the file differs from what every parent has.
    """

    commit: Commit
    path: str
    kind: str
    parent_objects: tuple[str, ...]
    new_object: str
    is_own: bool

    @property
    def file_object(self) -> str | None:
        """The file's object, or None where the commit took the file away."""
        # Nothing but zeros is no object, whether names are SHA-1 or SHA-256.
        return self.new_object if self.new_object.strip("0") else None


def require_whole_history(folder: Path) -> None:
    """Raise CannotRun unless Git is here with every commit from the first."""
    if has_whole_history(folder):
        return
    if not is_repository(folder):
        raise CannotRun(
            f"{folder} is not in a Git repository; sign-off rests on its history: git init, commit"
        )
    if not run_git(folder, "rev-parse", "--verify", "--quiet", "HEAD", allowed=(1, 128)):
        raise CannotRun(
            f"nothing in {folder} is committed yet, so nobody can see what is signed: git commit"
        )
    raise CannotRun(
        "this clone lacks older commits, so nobody can tell who wrote and who signed; "
        "run: git fetch --unshallow (fetch-depth: 0 in a workflow)"
    )


def has_whole_history(folder: Path) -> bool:
    """Return whether Git is here with a commit, and every one from the first."""
    answer = run_git(
        folder, "rev-parse", "--is-shallow-repository", "HEAD^{commit}", allowed=(128,)
    )
    return answer.startswith(b"false\n")


def is_whole(folder: Path) -> bool:
    """Return whether the clone has every commit of its branches from the first."""
    return run_git(folder, "rev-parse", "--is-shallow-repository").strip() == b"false"


def list_file_changes(
    folder: Path, revisions: str | Sequence[str], *paths: str
) -> list[FileChange]:
    """Return every change to files under some paths, newest first, in all lines of history.

    Of several revisions, what they have in common comes once.
    """
    # Git would leave out lines of history that came to nothing, and what a merge itself changed.
    listed = (revisions,) if isinstance(revisions, str) else revisions
    return _read_changes(folder, listed, ("--full-history", "--diff-merges=separate"), paths)


def list_arrivals(
    folder: Path, revision: str, *paths: str, pulls: Sequence[Pull] | None = None
) -> list[FileChange]:
    """Return what came into the main line, newest first: a merge brings all that it merges.

    The first parent of each commit is the one on the main line. `pulls` are those on it, where
    they are known already.
    """
    options = ("--first-parent", "--diff-merges=first-parent")
    arrivals, start = [], revision
    for pull in list_pulls(folder, revision) if pulls is None else pulls:
        arrivals += _read_changes(folder, (start,), (*options, f"^{pull.commit}"), paths)
        arrivals += _read_pulled_changes(folder, pull, paths)
        start = pull.main_side
    return arrivals + _read_changes(folder, (start,), options, paths)


def replay_merge(folder: Path, first_parent: str, second_parent: str) -> tuple[str, bool]:
    """Return the tree that Git alone makes of two commits, and whether it met no conflict."""
    output = run_git(
        folder,
        "merge-tree",
        "--write-tree",
        "--no-messages",
        first_parent,
        second_parent,
        # Status 1 is a merge with conflicts, which has a tree all the same.
        passed=(1,),
    )
    tree, _, conflicts = output.partition(b"\n")
    return tree.decode(), not conflicts.strip()


def has_ancestor(folder: Path, descendant: str, ancestor: str) -> bool:
    """Return whether one commit is in the history of another; False where it is not here."""
    # Not --is-ancestor: it answers by its status alone, and says the same of a commit that is lost.
    arguments = ("merge-base", ancestor, descendant)
    return run_git(folder, *arguments, allowed=(1, 128)).decode().strip() == ancestor


def has_commit(folder: Path, commit: str) -> bool:
    """Return whether a commit is in this clone."""
    # Records and forges name commits; a branch or an option must not pass for one.
    if not _COMMIT_ID.fullmatch(commit):
        return False
    return bool(run_git(folder, "rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}",
                    allowed=(1, 128)))  # fmt: skip


def list_commits_between(folder: Path, since: str, until: str) -> frozenset[str]:
    """Return the commits that one commit has and another one has not; all where that is empty."""
    exclusions = [f"^{since}"] if since else []
    return frozenset(run_git(folder, "rev-list", until, *exclusions).decode().split())


def find_fork(folder: Path, head: str, tip: str) -> str:
    """Return the commit of a main line at which a proposal began, also of one that came into it.

    Empty where they have nothing in common.
    """
    base = run_git(folder, "merge-base", head, tip, allowed=(1,)).decode().strip()
    if base != head:
        return base
    line = ("--first-parent", "--ancestry-path", "--parents", f"{head}..{tip}")
    merges = run_git(folder, "rev-list", *line).decode().splitlines()
    # The oldest commit of the main line that has it; its first parent had not.
    parents = merges[-1].split()[1:] if merges else []
    first = parents[0] if parents and parents[0] != head else f"{head}^"
    return run_git(folder, "rev-parse", "--verify", "--quiet", first, allowed=(1,)).decode().strip()


def list_dropped_commits(folder: Path, *paths: str) -> list[str]:
    """Return the commits that changed some files, and that only the memory of this clone holds."""
    arguments = ("--reflog", "--not", "HEAD", "--branches", "--remotes", "--", *paths)
    return run_git(folder, "rev-list", *arguments).decode().split()


def read_author_and_committer(folder: Path, commit: str) -> tuple[str, str]:
    """Return the addresses of a commit's author and committer."""
    options = ("-1", "--no-show-signature", _IN_UTF8, "--format=%ae%x00%ce")
    output = run_git(folder, "log", *options, commit)
    author, _, committer = output.decode("utf-8", "replace").strip().partition("\0")
    return author.strip().casefold(), committer.strip().casefold()


def resolve_tree(folder: Path, commit: str) -> str:
    """Return the name of the tree of a commit."""
    return run_git(folder, "rev-parse", "--verify", f"{commit}^{{tree}}").decode().strip()


def find_commit(folder: Path, reference: str) -> str:
    """Return the commit that a reference of this clone names; empty where there is none."""
    expression = f"{reference}^{{commit}}"
    arguments = ("rev-parse", "--verify", "--quiet", expression)
    return run_git(folder, *arguments, allowed=(1, 128)).decode().strip()


def resolve_head(folder: Path) -> str:
    """Return the commit that is checked out."""
    return resolve_commit(folder, "HEAD")


def _read_changes(
    folder: Path, revisions: Sequence[str], options: Sequence[str], paths: Sequence[str]
) -> list[FileChange]:
    listing = run_git(
        # Each setting and --no- keeps the user's own configuration out of what is read.
        folder, *CO_AUTHORS_SETTINGS, "-c", "log.showRoot=true", "-c", "log.follow=false",
        "log", "--raw", "-z",
        "--no-renames", "--no-abbrev", "--no-show-signature", "--no-color", "--no-ext-diff",
        "--relative", "--topo-order", _IN_UTF8, *options, f"--format={_FORMAT}",
        *revisions, "--", *paths,
    )  # fmt: skip
    sides_by_file: dict[tuple[str, str], list[tuple[Commit, str, str, str]]] = {}
    for commit, kind, old_object, new_object, path in _iterate_entries(listing):
        sides_by_file.setdefault((commit.id, path), []).append(
            (commit, kind, old_object, new_object)
        )
    first_only = "--first-parent" in options
    return [_to_file_change(path, sides, first_only) for (_, path), sides in sides_by_file.items()]


def _read_pulled_changes(folder: Path, pull: Pull, paths: Sequence[str]) -> list[FileChange]:
    """Return what somebody's own work brought into the main line when they pulled."""
    header = run_git(
        folder, *CO_AUTHORS_SETTINGS,
        "log", "-1", "-z", "--no-patch", "--no-show-signature", "--no-color", _IN_UTF8,
        f"--format={_FORMAT}", pull.commit,
    )  # fmt: skip
    entries = run_git(
        folder, "diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", "--no-ext-diff",
        "--relative", pull.main_side, pull.commit, "--", *paths,
    )  # fmt: skip
    return [
        _to_file_change(
            path,
            [(replace(commit, parents=(pull.main_side, pull.own_side)), kind, old, new)],
            first_only=True,
        )
        for commit, kind, old, new, path in _iterate_entries(header + entries)
    ]


def _to_file_change(
    path: str, sides: Sequence[tuple[Commit, str, str, str]], first_only: bool
) -> FileChange:
    commit, kind, _, new_object = sides[0]
    parent_count = 1 if first_only else max(1, len(commit.parents))
    parent_objects = tuple(side[2] for side in sides if side[2].strip("0"))
    return FileChange(commit, path, kind, parent_objects, new_object, len(sides) == parent_count)


def _iterate_entries(listing: bytes) -> Iterator[tuple[Commit, str, str, str, str]]:
    """Yield commit, kind, objects before and after, and path.

    Only NUL can be in no message, address or path, so that nothing else parts the words. What is in
    a submodule's place is no file: its object is in another repository.
    """
    # Even with -z, Git parts a commit from its files by a line feed.
    fields = (field.lstrip(b"\n") for field in listing.split(b"\0"))
    commit = None
    for field in fields:
        if field.startswith(b"\x01"):
            commit = _parse_commit([field[1:], *islice(fields, 6)])
        elif field:
            assert commit is not None
            old_mode, new_mode, old_object, new_object, kind = field.decode().split()
            yield (
                commit,
                kind[0],
                NO_OBJECT if old_mode[1:] == SUBMODULE else old_object,
                NO_OBJECT if new_mode == SUBMODULE else new_object,
                os.fsdecode(next(fields)),
            )


def _parse_commit(fields: Sequence[bytes]) -> Commit:
    commit_id, parents, when, author, committer, message, trailers = (
        field.decode("utf-8", "replace") for field in fields
    )
    co_authors = find_co_authors(message, trailers)
    # For what is done on a forge's pages the committer is the forge, which wrote nothing.
    addresses = (author, *([] if is_forge_committer(committer) else [committer]), *co_authors)
    emails = tuple(dict.fromkeys(address.strip().casefold() for address in addresses))
    return Commit(commit_id, tuple(parents.split()), _format_utc(when), emails)


def read_blobs(folder: Path, ids: Sequence[str]) -> Mapping[str, bytes]:
    """Return what some objects hold, each read once."""
    unique_ids = list(dict.fromkeys(blob_id for blob_id in ids if blob_id.strip("0")))
    return dict(zip(unique_ids, iterate_contents(folder, unique_ids), strict=True))


def read_commit_times(folder: Path, commits: Sequence[str]) -> Mapping[str, str]:
    """Return the committer's time (UTC) of those commits that are in this clone.

    It is empty where a commit has none that a calendar knows.
    """
    batch = "".join(
        f"{commit}\n" for commit in dict.fromkeys(commits) if _COMMIT_ID.fullmatch(commit)
    )
    if not batch:
        return {}
    options = ("--no-walk=unsorted", "--ignore-missing", "--stdin", _IN_UTF8, "--format=%H %ct")
    listing = run_git(
        folder, "log", "--no-show-signature", *options, input_data=batch.encode()
    ).decode()
    parted_lines = (line.partition(" ") for line in listing.splitlines())
    return {commit: _format_utc(seconds) for commit, _, seconds in parted_lines}


def _format_utc(seconds: str) -> str:
    """Return a moment as records have it; Git prints no seconds where it cannot read a date."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return ""
