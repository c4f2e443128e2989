"""One commit with many files, written by `git fast-import` without a working tree."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from boardpack.errors import CannotRun

# In a stream for fast-import they would end the name or begin another command.
_NOT_IN_A_NAME = re.compile(r"[<>\n]")


class Committer(NamedTuple):
    """Who makes a commit."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class PagesUpdate:
    """What one publication does to the pages branch.

    `removed_folders` are folders that are made anew.
    """

    message: str
    committed_at: datetime
    files: Mapping[str, bytes]
    removed_folders: Sequence[str] = ()


def format_commit(
    ref: str, base_commit: str, committer: Committer, update: PagesUpdate
) -> Iterator[bytes]:
    """Yield a commit in the language of `git fast-import`; `base_commit` may be empty."""
    name, email = (_NOT_IN_A_NAME.sub("", text) for text in committer)
    moment = int(update.committed_at.timestamp())
    yield f"commit {ref}\n".encode()
    yield f"committer {name}{' ' if name else ''}<{email}> {moment} +0000\n".encode()
    yield _format_data(update.message.encode())
    if base_commit:
        yield f"from {base_commit}\n".encode()
    # Commands count in their order: a folder is emptied before its new files come.
    for folder in update.removed_folders:
        yield f"D {_quote_path(folder)}\n".encode()
    for path, data in sorted(update.files.items()):
        yield format_file(path, data)
    yield b"done\n"


def format_file(path: str, data: bytes) -> bytes:
    """Return a file of a commit in the language of `git fast-import`."""
    return f"M 100644 inline {_quote_path(path)}\n".encode() + _format_data(data)


def import_commit(folder: Path, commands: Iterable[bytes], environment: Mapping[str, str]) -> None:
    """Write a commit into a repository; CannotRun when Git cannot, and then there is none."""
    # With --done a stream that breaks off is an error, and not a commit of what came so far.
    command = ["git", "-C", str(folder), "fast-import", "--date-format=raw", "--quiet", "--done"]
    try:
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
        ) as process:
            complaint = _feed_process(process, commands)
    except BrokenPipeError:
        raise CannotRun(
            "Git stopped while the publication was written; nothing was published"
        ) from None
    if process.returncode:
        raise CannotRun(
            f"the publication could not be written, so nothing was published: {complaint}"
        )


def _feed_process(process: subprocess.Popen[bytes], commands: Iterable[bytes]) -> str:
    """Write to a process until it has everything; return what it complains about."""
    if process.stdin is None or process.stderr is None:
        raise RuntimeError("the process was started without pipes")
    for command in commands:
        process.stdin.write(command)
    process.stdin.close()
    return process.stderr.read().decode(errors="replace").strip()


def _format_data(data: bytes) -> bytes:
    # Counted, because a delimiter could also stand in the data.
    return b"data %d\n%b\n" % (len(data), data)


def _quote_path(path: str) -> str:
    # fast-import takes every other path as it stands, spaces included.
    if not re.search(r'[\n"]', path):
        return path
    return '"' + re.sub(r'["\\]', r"\\\g<0>", path).replace("\n", "\\n") + '"'
