"""What Git knows: the files of an instance as they were at a revision, without a checkout."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from boardpack.adapters import files
from boardpack.adapters.files import READ_FOLDERS, ReadAllowance, is_read
from boardpack.errors import CannotRun
from boardpack.findings import Finding, Place
from boardpack.load.tree import LINKED, Tree, escape_unprintable

_LINK = "120000"
SUBMODULE = "160000"
NO_OBJECT = "0" * 40
"""What Git writes for the object of a file that is not there."""
# Early versions of Git wrote 100664, and such trees are still read.
_FILES = ("100644", "100755", "100664")

FAITHFUL_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
}
FAITHFUL_OPTIONS = ("-c", "core.commitGraph=false", "-c", "core.fsmonitor=false")
"""With these Git tells what the objects say, and nothing that only this clone believes.

Replaced objects, grafts, a commit-graph (a copy of who is whose parent) and a monitor of files can
each show another history, or other files, than those that were pushed.
"""


def find_merge_base(folder: Path, revision: str, tip: str = "HEAD") -> str:
    """Return the commit at which a branch, that which is checked out, and a revision parted."""
    if not is_repository(folder):
        raise CannotRun(f"{folder} is not in a Git repository, so nothing is known of changes")
    commit = resolve_commit(folder, revision)
    head = resolve_commit(folder, tip)
    base = run_git(folder, "merge-base", commit, head, allowed=(1,)).decode().strip()
    if not base:
        raise CannotRun(
            f"'{revision}' and what is checked out have no common commit here; "
            "fetch the whole history (git fetch --unshallow, or fetch-depth: 0 in a workflow)"
        )
    return base


def is_repository(folder: Path) -> bool:
    """Return whether a folder lies in a Git repository."""
    return bool(run_git(folder, "rev-parse", "--git-dir", allowed=(128,)).strip())


def read_tree_at(folder: Path, commit: str) -> tuple[Tree, list[Finding]]:
    """Return an instance's files at a commit, and a finding for each link, as `read_tree` does.

    `commit` may be a tree, such as one that a merge would make.
    """
    blobs: dict[str, str] = {}
    findings: list[Finding] = []
    allowance = ReadAllowance()
    # Nothing too big is asked for: a packed proposal of some megabytes can hold gigabytes.
    for path, mode, digest, size in _iterate_sized_tree(folder, commit, READ_FOLDERS):
        if is_read(path) and mode == _LINK:
            findings.append(
                LINKED.make_finding(
                    Place(escape_unprintable(path)), "this is a link to another place"
                )
            )
        elif is_read(path) and mode in _FILES:
            fault = allowance.refuse(path, size)
            if fault is None:
                blobs[path] = digest
            else:
                findings.append(fault)
    return dict(zip(blobs, iterate_contents(folder, list(blobs.values())), strict=True)), findings


def read_files_at(folder: Path, commit: str, *paths: str) -> dict[str, bytes]:
    """Return the files under some paths at a commit; absent ones are left out."""
    objects = list_objects_at(folder, commit, *paths)
    return dict(zip(objects, iterate_contents(folder, list(objects.values())), strict=True))


def list_objects_at(folder: Path, commit: str, *paths: str) -> dict[str, str]:
    """Return the objects that hold the files under some paths at a commit.

    A submodule is no file: what it would hold is in another repository.
    """
    return {
        path: object_id
        for path, mode, object_id in _iterate_tree(folder, commit, paths)
        if mode != SUBMODULE
    }


def list_submodules_at(folder: Path, commit: str, *paths: str) -> list[str]:
    """Return the submodules under some paths at a commit."""
    return [path for path, mode, _ in _iterate_tree(folder, commit, paths) if mode == SUBMODULE]


def _iterate_tree(
    folder: Path, commit: str, paths: Sequence[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield the path, mode and object of what lies under some paths at a commit."""
    listing = run_git(folder, "ls-tree", "-r", "-z", commit, "--", *paths)
    for record in filter(None, listing.split(b"\0")):
        details, name = record.split(b"\t", 1)
        mode, _, object_id = details.decode().split()
        yield os.fsdecode(name), mode, object_id


def _iterate_sized_tree(
    folder: Path, commit: str, paths: Sequence[str]
) -> Iterator[tuple[str, str, str, int]]:
    """Yield the path, mode, object and bytes of the files under some paths at a commit.

    What is no file has a size of 0.
    """
    listing = run_git(folder, "ls-tree", "-r", "-l", "-z", commit, "--", *paths)
    for record in filter(None, listing.split(b"\0")):
        details, name = record.split(b"\t", 1)
        mode, _, object_id, size = details.decode().split()
        yield os.fsdecode(name), mode, object_id, int(size) if size.isdecimal() else 0


def list_objects_by_commit(
    folder: Path, commits: Sequence[str], paths: Sequence[str]
) -> dict[str, dict[str, str]]:
    """Return by commit the objects of those files that it has.

    All commits are one question to Git, and each that lacks a file is another.
    """
    queries = [(commit, path) for commit in commits for path in paths]
    batch = "".join(f"{commit}:./{path}\n" for commit, path in queries).encode()
    answers = run_git(
        folder, "cat-file", "--batch-check=%(objectname)", input_data=batch
    ).splitlines()
    objects_by_commit: dict[str, dict[str, str]] = {commit: {} for commit in commits}
    for (commit, path), answer in zip(queries, answers, strict=True):
        if not answer.endswith(b" missing"):
            objects_by_commit[commit][path] = answer.decode()
    for commit, objects in objects_by_commit.items():
        if len(objects) < len(paths):  # Git says the same of a file that never was and of one lost
            objects_by_commit[commit] = list_objects_at(folder, commit, *paths)
    return objects_by_commit


def iterate_contents(
    folder: Path, digests: Sequence[str], most_bytes: int | None = None
) -> Iterator[bytes]:
    """Yield what some objects of Git hold, in their order.

    CannotRun where one is lost, or where they hold more together than `most_bytes`, which without
    one is what an instance may hold: a proposal of a few packed kilobytes can hold gigabytes.
    """
    if not digests:
        return
    with TemporaryFile() as batch:
        batch.write("".join(f"{digest}\n" for digest in digests).encode())
        batch.seek(0)
        # One process for all objects, not one for each; read as it writes, so that it can be ended.
        with _start_git(folder, "cat-file", "--batch", input_file=batch) as process:
            assert process.stdout is not None
            try:
                limit = files.MAX_TREE_BYTES if most_bytes is None else most_bytes
                yield from _read_objects(process.stdout, len(digests), limit)
            finally:
                process.kill()


def _read_objects(answer: IO[bytes], count: int, most_bytes: int) -> Iterator[bytes]:
    bytes_left = most_bytes
    for _ in range(count):
        head = answer.readline().split()
        if len(head) != 3:
            lost_object = head[0].decode() if head else "that was asked for"
            raise CannotRun(
                f"this clone lost the object {lost_object}; fetch it: git fetch --refetch"
            )
        bytes_left -= int(head[2])
        if bytes_left < 0:
            raise CannotRun(
                f"what is to be read of the history holds more than {most_bytes >> 20} MiB; look "
                f"at the object {head[0].decode()}, and take it out of what is proposed"
            )
        yield answer.read(int(head[2]))
        # A line feed stands after the content of each object.
        answer.read(1)


def list_remote_references(folder: Path, pattern: str, remote: str = "origin") -> list[str]:
    """Return the names of the remote's references that match; CannotRun where it does not say."""
    listing = run_git(folder, "ls-remote", "--quiet", "--", remote, pattern).decode()
    return [line.partition("\t")[2] for line in listing.splitlines()]


def fetch_reference(folder: Path, reference: str, remote: str = "origin") -> bool:
    """Fetch the objects of a reference from the remote; return whether that went well."""
    try:
        run_git(folder, "fetch", "--quiet", "--no-tags", remote, reference)
    except CannotRun:
        return False
    return True


def resolve_commit(folder: Path, revision: str) -> str:
    """Return the commit that a revision names; CannotRun where Git knows none."""
    # A name that begins with a hyphen would be read as an option.
    expression = f"{revision}^{{commit}}"
    output = b""
    if not revision.startswith("-"):
        output = run_git(folder, "rev-parse", "--verify", "--quiet", expression, allowed=(1, 128))
    if not output.strip():
        raise CannotRun(f"Git knows no revision '{revision}'; fetch it first, or name another one")
    return output.decode().strip()


def call_git(
    environment: Mapping[str, str], folder: Path, *arguments: str, input_data: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Return what came of Git, whatever its status; CannotRun where it is not installed."""
    try:
        return subprocess.run(
            ["git", "-C", str(folder), *FAITHFUL_OPTIONS, *arguments],
            input=input_data,
            capture_output=True,
            check=False,
            env=environment,
        )
    except FileNotFoundError:
        raise CannotRun("Git is not installed, or not on the PATH; install it first") from None


def describe_failure(process: subprocess.CompletedProcess[bytes]) -> str:
    """Return what Git said last, or its status where it said nothing."""
    message = process.stderr.decode(errors="replace").strip()
    return message or f"status {process.returncode}"


def run_git(
    folder: Path,
    *arguments: str,
    input_data: bytes = b"",
    allowed: Sequence[int] = (),
    passed: Sequence[int] = (),
) -> bytes:
    """Return what Git prints.

    An exit status in `allowed` prints nothing of use, one in `passed` is as good as 0.
    """
    process = call_git(_build_environment(), folder, *arguments, input_data=input_data)
    # Git refuses another user's folder with the status of "no repository", which would be untrue.
    if process.returncode in allowed and b"dubious ownership" not in process.stderr:
        return b""
    if process.returncode and process.returncode not in passed:
        raise CannotRun(f"git {arguments[0]} failed: {describe_failure(process)}")
    return process.stdout


def _start_git(folder: Path, *arguments: str, input_file: IO[bytes]) -> subprocess.Popen[bytes]:
    """Start Git for whoever reads what it prints while it does."""
    return subprocess.Popen(
        ["git", "-C", str(folder), *FAITHFUL_OPTIONS, *arguments],
        stdin=input_file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_build_environment(),
    )


def _build_environment() -> dict[str, str]:
    # A hook sets GIT_DIR and others for its own repository; they would point us at the wrong one.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {**inherited, **FAITHFUL_ENVIRONMENT}
