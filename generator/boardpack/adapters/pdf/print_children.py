"""Processes that print for a process that may neither end a document nor have a pool of its own.

A worker of a cluster runs its tasks in threads, where no signal can end a document that takes too
long, and is often a daemon, which `multiprocessing` allows no children. So it starts programs: the
limits of a document are theirs, and what ends one of them ends nothing else.
"""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

import boardpack
from boardpack.adapters.pdf.engine import Engine, describe_difference, differs
from boardpack.adapters.pdf.print_job import PrintedPdf, PrintJob
from boardpack.errors import CannotRun

_PROGRAM = "boardpack.adapters.pdf.print_child"


class ChildEnded(BrokenExecutor):
    """The process that printed a document was ended, for lack of time or of memory."""


@dataclass(frozen=True, slots=True)
class PrintChild:
    """A process that prints, and with what."""

    process: subprocess.Popen[bytes]
    connection: Connection
    engine: Engine

    def print_document(self, job: PrintJob) -> PrintedPdf:
        """Return the PDF of a document; ChildEnded when its process was ended."""
        try:
            self.connection.send(job)
            result: PrintedPdf = self.connection.recv()
        except (EOFError, OSError):
            raise ChildEnded from None
        return result

    def is_running(self) -> bool:
        """Return whether the process is still there; it ends when it has nothing to do."""
        return self.process.poll() is None

    def end(self) -> None:
        """End the process."""
        self.connection.close()
        self.process.kill()
        self.process.wait()


def start_child(folder: Path) -> PrintChild:
    """Start a process that prints with fonts that it writes into a folder.

    CannotRun when it cannot print at all.
    """
    ours, theirs = Pipe()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", _PROGRAM, str(theirs.fileno()), str(folder)],
            pass_fds=[theirs.fileno()],
            env=os.environ | {"PYTHONPATH": _list_import_folders()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            # A Ctrl-C of the terminal is answered by whoever started the build.
            start_new_session=True,
        )
    try:
        engine = ours.recv()
    except (EOFError, OSError):
        engine = "it ended before it said anything"
    if isinstance(engine, str):
        ours.close()
        process.kill()
        process.wait()
        raise CannotRun(f"boardpack cannot print there ({engine}); install what it needs")
    return PrintChild(process, ours, engine)


@dataclass(frozen=True, slots=True)
class ChildPool:
    """The processes of one worker: as many as it has documents to print at a time.

    Shared by threads: a list's `pop` and `append` are atomic.
    """

    folder: Path
    _idle: list[PrintChild] = field(default_factory=list)

    def describe_engine(self) -> Engine:
        """Return what this worker prints with now; CannotRun when it cannot."""
        # Those of earlier builds would be one more with each, and stay when they have ended.
        while self._idle:
            self._idle.pop().end()
        child = start_child(self.folder)
        self._idle.append(child)
        return child.engine

    def print_document(self, job: PrintJob, engine: Engine) -> PrintedPdf:
        """Print a document, with this engine only.

        ChildEnded when its process was ended, CannotRun when it is another engine.
        """
        child = self._take_child(engine)
        try:
            result = child.print_document(job)
        except ChildEnded:
            child.end()
            raise
        self._idle.append(child)
        return result

    def _take_child(self, engine: Engine) -> PrintChild:
        while self._idle:
            try:
                child = self._idle.pop()
            except IndexError:
                break
            # A newer boardpack may have been installed since it was started.
            if child.is_running() and not differs(child.engine, engine):
                return child
            child.end()
        child = start_child(self.folder)
        if differs(child.engine, engine):
            child.end()
            raise CannotRun(describe_difference(child.engine, engine))
        return child


def _list_import_folders() -> str:
    """Return where a child finds this same boardpack, however its parent found it."""
    ours = str(Path(boardpack.__file__).parents[1])
    return os.pathsep.join(filter(None, (ours, os.environ.get("PYTHONPATH"))))
