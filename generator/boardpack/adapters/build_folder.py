"""`build/`: what boardpack made in this clone before, and takes for its own work."""

from __future__ import annotations

import os
from pathlib import Path

from boardpack.adapters.git.plumbing import is_repository, run_git
from boardpack.errors import CannotRun
from boardpack.load.tree import escape_unprintable

BUILD_FOLDER = "build"
# Where names are told apart by more than their case, Git would fill another folder than ours.
_COMMITTED = f":(icase){BUILD_FOLDER}"


def locate_build_folder(root: Path) -> Path:
    """Return the folder below `root` in which boardpack keeps what it makes.

    Pages and PDFs that are there with the key of their content are not made again, compiled
    templates run, a font is drawn with. So nothing may come in by a proposal: CannotRun where a
    commit brings anything there, were it only a link in its place.
    """
    committed_paths = _list_committed_paths(root)
    if committed_paths:
        path = escape_unprintable(committed_paths[0])
        others = len(committed_paths) - 1
        raise CannotRun(
            f"{path}{f' and {others} more' if others else ''} came in with a commit, and boardpack "
            f"would take it for what it made itself; take out whatever is in {BUILD_FOLDER}/, from "
            f"the disk too, and commit that: git rm -r -f {committed_paths[0].split('/')[0]}"
        )
    return root / BUILD_FOLDER


def _list_committed_paths(root: Path) -> list[str]:
    """Return what a commit brought; outside a repository it was put there by hand."""
    # Where there is none, Git need not be installed.
    if not any((folder / ".git").exists() for folder in (root.resolve(), *root.resolve().parents)):
        return []
    # A checkout that was copied without its repository has a `.git` that leads nowhere.
    if not is_repository(root):
        return []
    listed = run_git(root, "ls-files", "-z", "--", _COMMITTED)
    return [os.fsdecode(path) for path in listed.split(b"\0") if path]
