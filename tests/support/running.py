"""Trees put on disk, throwaway Git repositories, and the command line as a function."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from boardpack.cli import main
from support.surroundings import GITCONFIG


class Ran(NamedTuple):
    """What a command said, and its exit status."""

    status: int
    out: str
    err: str


def boardpack(*words: str | Path) -> Ran:
    """Run a command in this process."""
    out, err = StringIO(), StringIO()
    status = main([str(word) for word in words], out, err)
    return Ran(int(status), out.getvalue(), err.getvalue())


def put(tree: Mapping[str, bytes], folder: Path) -> Path:
    """Write a tree into a folder and return the folder."""
    for path, data in tree.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


def git(folder: Path, *words: str) -> str:
    """Run Git as nobody in particular, without anybody's settings."""
    settings = {
        "PATH": os.environ["PATH"],
        "GIT_CONFIG_GLOBAL": str(GITCONFIG),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "A. Writer",
        "GIT_AUTHOR_EMAIL": "writer@example.org",
        "GIT_COMMITTER_NAME": "A. Writer",
        "GIT_COMMITTER_EMAIL": "writer@example.org",
        "GIT_AUTHOR_DATE": "2018-12-13T09:00:00Z",
        "GIT_COMMITTER_DATE": "2018-12-13T09:00:00Z",
    }
    done = subprocess.run(
        ["git", *words], cwd=folder, env=settings, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def repository(tree: Mapping[str, bytes], folder: Path) -> Path:
    """Write a tree into a new repository, commit it on `main`, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    put(tree, folder)
    commit(folder, "The month as it was")
    return folder


def commit(folder: Path, message: str) -> str:
    """Commit everything and return the commit."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)
    return git(folder, "rev-parse", "HEAD")
