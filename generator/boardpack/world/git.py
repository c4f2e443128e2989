"""What Git knows: the files of an instance as they were at a revision, without a checkout."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from boardpack.errors import CannotRun
from boardpack.findings import Finding, Place
from boardpack.load.tree import LINKED, Tree, printable
from boardpack.world.disk import READ, is_read

_LINK = "120000"
_FILES = ("100644", "100755", "100664")


def merge_base(folder: Path, revision: str) -> str:
    """Return the commit at which the checked-out branch and a revision parted."""
    if not (_git(folder, "rev-parse", "--git-dir", allowed=(128,))).strip():
        raise CannotRun(f"{folder} is not in a Git repository, so nothing is known of changes")
    commit = _commit(folder, revision)
    head = _commit(folder, "HEAD")
    base = _git(folder, "merge-base", commit, head, allowed=(1,)).decode().strip()
    if not base:
        raise CannotRun(
            f"'{revision}' and what is checked out have no common commit here; "
            "fetch the whole history (git fetch --unshallow, or fetch-depth: 0 in a workflow)"
        )
    return base


def tree_at(folder: Path, commit: str) -> tuple[Tree, list[Finding]]:
    """Return an instance's files at a commit, and a finding for each link, as `read_tree` does."""
    listed = _git(folder, "ls-tree", "-r", "-z", commit, "--", *READ)
    blobs: dict[str, str] = {}
    findings: list[Finding] = []
    for record in filter(None, listed.split(b"\0")):
        about, name = record.split(b"\t", 1)
        mode, _, digest = about.decode().split()
        path = os.fsdecode(name)
        if is_read(path) and mode == _LINK:
            findings.append(LINKED.at(Place(printable(path)), "this is a link to another place"))
        elif is_read(path) and mode in _FILES:
            blobs[path] = digest
    return dict(zip(blobs, _contents(folder, list(blobs.values())), strict=True)), findings


def _contents(folder: Path, digests: Sequence[str]) -> Iterator[bytes]:
    asked = "".join(f"{digest}\n" for digest in digests).encode()
    answer = _git(folder, "cat-file", "--batch", given=asked)
    start = 0
    for _ in digests:
        end = answer.index(b"\n", start)
        size = int(answer[start:end].split()[2])
        yield answer[end + 1 : end + 1 + size]
        start = end + size + 2


def _commit(folder: Path, revision: str) -> str:
    # A name that begins with a hyphen would be read as an option.
    wanted = f"{revision}^{{commit}}"
    found = b""
    if not revision.startswith("-"):
        found = _git(folder, "rev-parse", "--verify", "--quiet", wanted, allowed=(1, 128))
    if not found.strip():
        raise CannotRun(f"Git knows no revision '{revision}'; fetch it first, or name another one")
    return found.decode().strip()


def _git(folder: Path, *words: str, given: bytes = b"", allowed: Sequence[int] = ()) -> bytes:
    """Return what Git prints; an exit status in `allowed` prints nothing of use."""
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words],
            input=given,
            capture_output=True,
            check=False,
            env=_environment(),
        )
    except FileNotFoundError:
        raise CannotRun("Git is not installed, or not on the PATH; install it first") from None
    if done.returncode in allowed and b"dubious ownership" not in done.stderr:
        return b""
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip() or f"status {done.returncode}"
        raise CannotRun(f"git {words[0]} failed: {said}")
    return done.stdout


def _environment() -> dict[str, str]:
    # A hook sets GIT_DIR and others for its own repository; they would point us at the wrong one.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**kept, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
