"""Locks on what two processes must not make at once; one that is killed lets go."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from boardpack.errors import CannotRun

PATIENCE_IN_SECONDS = 60.0
_PAUSE_IN_SECONDS = 0.05


@contextmanager
def hold_lock(path: Path, what: str, patience: float | None = None) -> Iterator[None]:
    """Hold the lock that a file stands for; wait for whoever has it, as long as there is patience.

    `what` names what is locked. CannotRun, which says who holds it and since when, where the
    patience, in seconds, ends; without any of its own it is `PATIENCE_IN_SECONDS`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + (PATIENCE_IN_SECONDS if patience is None else patience)
    # Not a file that is there or not: one would stay behind when the process is killed.
    with open(path, "a+", encoding="utf-8") as lock:
        while not _take(lock):
            if time.monotonic() >= end:
                raise CannotRun(
                    f"{what} is being made by {_describe_holder(lock)}; wait, or end it"
                )
            time.sleep(_PAUSE_IN_SECONDS)
        lock.truncate(0)
        lock.write(f"process {os.getpid()} ({' '.join(['boardpack', *sys.argv[1:]])})")
        lock.flush()
        yield


def _take(lock: IO[str]) -> bool:
    """Return whether the lock is ours now; where the system has no such locks it always is."""
    if os.name != "posix":
        return True
    import fcntl

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _describe_holder(lock: IO[str]) -> str:
    lock.seek(0)
    since = datetime.fromtimestamp(os.fstat(lock.fileno()).st_mtime, UTC).astimezone()
    return f"{lock.read() or 'another process'} since {since:%H:%M:%S}"
