"""Ends `publish` at its n-th step, for every n, and says what is left; run as a program.

    python killing.py TEMPLATE FOLDER HOW:FIRST:EVERY... [--real]

TEMPLATE holds `clone` and `remote.git`; each run is made in a copy of it, by a forked child. A step
is: a file opened for writing, renamed, linked, made or removed; a Git that writes and is about to
begin, or has just begun; a file given to the commit.

HOW is `kill` (SIGKILL; a Git that it has begun goes on or ends by itself, as it would) or `full`
(the step fails with "no space left on device", as does every one after it). Then the publication
is repeated, undisturbed: once for each state of the files that was left. One line of JSON for each
n, until a run meets no n-th step. With `size` n is how many bytes a file may have, be it
ours or Git's, until one run succeeds.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from functools import partial
from pathlib import Path
from typing import Any

from boardpack.adapters.git import commit_writer
from boardpack.adapters.pdf.fonts import write_fonts
from boardpack.adapters.pdf.workers import PrinterPool, print_document
from boardpack.operations.build import EditionBuilder
from support.publications import published, quick_make, verified
from support.running import Ran, git

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
ALTER = {
    "os.rename", "os.link", "os.mkdir", "os.remove", "os.rmdir", "os.symlink", "os.truncate",
}  # fmt: skip
WRITERS = {"fast-import", "push", "fetch", "update-ref"}
SUBREAPER = 36
FONTS = "fonts"
OPTIONS = ("--reason", "The line was the third")


class Here(Executor):
    """Prints in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(fn(*args, **kwargs))
        return done


class Steps:
    """Counts steps, and disturbs from the n-th on."""

    def __init__(self, last: int, how: str, report: int) -> None:
        self.left, self.how, self.report = last, how, report

    def step(self, what: str) -> None:
        self.left -= 1
        if self.left > 0:
            return
        if self.left == 0:
            os.write(self.report, what.encode())
        if self.how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def hear(self, event: str, args: tuple[Any, ...]) -> None:
        if event in ALTER or (event == "subprocess.Popen" and WRITERS & set(args[1])):
            self.step(event)
        elif event == "open" and args[2] is not None and args[2] & WRITES:
            self.step(f"open {args[0]}")

    def begin(self) -> None:
        begin_process, format_file = subprocess.Popen.__init__, commit_writer.format_file

        def begun(popen: Any, *args: Any, **kwargs: Any) -> None:
            begin_process(popen, *args, **kwargs)
            if WRITERS & set(args[0]):
                self.step(f"begun {' '.join(map(str, args[0]))}")

        def formatted(path: str, data: bytes) -> bytes:
            self.step(f"file {path}")
            return format_file(path, data)

        if self.how == "kill":
            subprocess.Popen.__init__ = begun  # type: ignore[method-assign, assignment]
        commit_writer.format_file = formatted
        sys.addaudithook(self.hear)


def runs(
    template: Path, folder: Path, how: str, first: int, every: int, known: dict[str, dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Yield what was left after each disturbed run, and after its repetition.

    What is `known` of a state of the files is not tried again.
    """
    before = newest(template)
    n = first
    while True:
        top = folder / f"{how}-{n}"
        shutil.copytree(template, top, symlinks=True)
        ended, what = disturbed(top, how, n)
        if not what or (how == "size" and not ended):
            return
        seen = "before" if newest(top) == before else "after"
        state = state_of(top)
        if state not in known:
            proof = 0 if seen == "before" else proved(top)
            again = alone(partial(publication, top))
            known[state] = {
                "proof": proof, "again": again, "proof_again": proved(top),
                "leftover": leftover(top),
            }  # fmt: skip
        yield {"how": how, "n": n, "what": what, "ended": ended, "seen": seen, **known[state]}
        shutil.rmtree(top)
        n += every


def state_of(top: Path) -> str:
    """Return a digest of all files; the same files are mended in the same way.

    Git's logs are left out: they only say when something was done.
    """
    found = hashlib.sha256()
    for path in sorted(top.rglob("*")):
        name = path.relative_to(top)
        if path.is_file() and "logs" not in name.parts:
            found.update(f"{name} ".encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def warm_up(template: Path, top: Path) -> None:
    """Publish once in this process, so that every child has everything imported."""
    shutil.copytree(template, top, symlinks=True)
    assert publication(top).status == 0
    assert proved(top) == 0


def newest(top: Path) -> str:
    """Return what everybody sees of the pages."""
    return git(top / "remote.git", "for-each-ref", "--format=%(objectname)", "refs/heads/gh-pages")


def proved(top: Path) -> int:
    """Return whether all that everybody sees can be proved, from a new clone.

    The same commit is proved once: whoever holds a whole commit holds the same.
    """
    commit = newest(top)
    git(top / "remote.git", "rev-list", "--objects", "--quiet", commit)
    if commit not in _proved:
        git(top, "clone", "--quiet", "remote.git", "reader")
        _proved[commit] = verified(top / "reader").status
    return _proved[commit]


_proved: dict[str, int] = {}


def leftover(top: Path) -> list[str]:
    """Return what a finished publication should have put away."""
    refs = git(top / "clone", "for-each-ref", "--format=%(refname)", "refs/heads/boardpack")
    return [*refs.split(), *map(str, (top / "clone/build").glob(".publishing"))]


def publication(top: Path) -> Ran:
    """Publish as the template demands: its second publication needs a reason."""
    words = OPTIONS if (top / "revision").exists() else ()
    printer = PrinterPool(Here(), partial(print_document, top.parent / FONTS / "fonts.conf"))
    return published(top / "clone", *words, printer=printer)


def disturbed(top: Path, how: str, n: int) -> tuple[int, str]:
    """Publish in a child that is disturbed; return how it ended, and at what step."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        os.setpgid(0, 0)
        if how == "size":
            os.write(theirs, b"limit")
            resource.setrlimit(resource.RLIMIT_FSIZE, (n, n))
        else:
            Steps(n, how, theirs).begin()
        _end(lambda: publication(top))
    os.close(theirs)
    _, status = os.waitpid(child, 0)
    _gather(child)
    with open(ours, "rb") as report:
        return os.waitstatus_to_exitcode(status), report.read().decode()


def alone(make: Callable[[], Ran]) -> int:
    """Return the exit status of a command that runs in a child, undisturbed."""
    child = os.fork()
    if not child:
        _end(make)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _end(make: Callable[[], Ran]) -> None:
    """End this child with the exit status of a command; an error is 3, one of the system 2."""
    status = 3
    try:
        status = make().status
    except OSError:
        status = 2
    finally:
        os._exit(status)


def _gather(group: int) -> None:
    """Wait for the processes that a child left behind."""
    try:
        while True:
            os.waitpid(-group, 0)
    except ChildProcessError:
        return


def main(template: Path, folder: Path, *words: str) -> None:
    """Print what came of each run."""
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    if "--real" in words:
        write_fonts(folder / FONTS)
    else:
        EditionBuilder.build_edition = quick_make  # type: ignore[method-assign, assignment]
    warm_up(template, folder / "warm")
    known: dict[str, dict[str, Any]] = {}
    for word in words:
        how, *numbers = word.split(":")
        if numbers:
            first, every = map(int, numbers)
            for run in runs(template, folder, how, first, every, known):
                print(json.dumps(run), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
