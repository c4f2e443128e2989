"""In which order work came into a main line.

A merge has the line that it was made on as its first parent. `git pull` on a computer turns that
round: what everybody had becomes the second parent of somebody's own work. Such a merge is told by
its message, which Git writes, and by the side that it calls its own: all of that is by whoever
pulled. So a proposal that somebody merges stays what was merged, whoever names its branch.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from boardpack.adapters.git.plumbing import run_git

_PULLED = re.compile(
    r"Merge (?:branch '(?P<pulled>[^']+)' of \S.*?"
    r"|remote-tracking branch '[^/']+/(?P<known>[^']+)')(?: into (?P<own>\S+))?"
)
_UNNAMED_BRANCHES = ("main", "master")
"""Into these Git merges without a word on where to."""


@dataclass(frozen=True, slots=True)
class Pull:
    """A merge by `git pull`: what its maker had, and what the main line had."""

    commit: str
    own_side: str
    main_side: str


def list_pulls(folder: Path, revision: str) -> list[Pull]:
    """Return the pulls on the main line that ends at a revision, newest first."""
    candidates = _find_candidates(folder, revision)
    if not candidates:
        return []
    parents = _read_parents(folder, revision)
    pulls, commit = [], run_git(folder, "rev-parse", f"{revision}^{{commit}}").decode().strip()
    while commit:
        if commit in candidates and _has_own_work_only(folder, *candidates[commit]):
            pull, _ = candidates[commit]
            pulls.append(pull)
            commit = pull.main_side
        else:
            commit = next(iter(parents[commit]), "")
    return pulls


def list_mainline(folder: Path, revision: str, pulls: Sequence[Pull] | None = None) -> list[str]:
    """Return the commits of a main line from its end to its beginning, without what they merged.

    `pulls` are those on it, where they are known already.
    """
    line: list[str] = []
    start = revision
    for pull in list_pulls(folder, revision) if pulls is None else pulls:
        line += _list_first_parents(folder, start, f"^{pull.commit}")
        line.append(pull.commit)
        start = pull.main_side
    return line + _list_first_parents(folder, start)


def _list_first_parents(folder: Path, *revisions: str) -> list[str]:
    return run_git(folder, "rev-list", "--first-parent", *revisions).decode().split()


def _find_candidates(folder: Path, revision: str) -> dict[str, tuple[Pull, frozenset[str]]]:
    """Return by commit the merges that Git words as a pull does, with the addresses behind them."""
    options = ("--merges", "--no-show-signature", "--encoding=UTF-8")
    fields = "%H%x00%P%x00%ae%x00%ce%x00%s"
    listing = run_git(folder, "log", *options, f"--format={fields}", revision)
    candidates = {}
    for line in listing.decode("utf-8", "replace").split("\n")[:-1]:
        commit, parents, author, committer, subject = line.split("\0", 4)
        sides = parents.split()
        if len(sides) == 2 and _is_worded_as_pull(subject):
            candidates[commit] = Pull(commit, *sides), frozenset((author, committer))
    return candidates


def _is_worded_as_pull(subject: str) -> bool:
    """Return whether a branch was merged into the one of the same name."""
    match = _PULLED.fullmatch(subject)
    if match is None:
        return False
    name = match["pulled"] or match["known"]
    return match["own"] == name if match["own"] else name in _UNNAMED_BRANCHES


def _has_own_work_only(folder: Path, pull: Pull, addresses: frozenset[str]) -> bool:
    """Return whether one side of a merge is work of whoever merged, and there is some."""
    options = ("--no-show-signature", "--encoding=UTF-8", "--format=%ae%x00%ce")
    listing = run_git(folder, "log", *options, pull.own_side, f"^{pull.main_side}")
    lines = listing.decode("utf-8", "replace").split("\n")[:-1]
    return bool(lines) and all(addresses.issuperset(line.split("\0")) for line in lines)


def _read_parents(folder: Path, revision: str) -> Mapping[str, list[str]]:
    listing = run_git(folder, "rev-list", "--parents", revision).decode()
    return {commit: parents for commit, *parents in map(str.split, listing.splitlines())}
