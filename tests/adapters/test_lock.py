"""Two at once: one waits, or says who holds what; nobody who is gone holds anything."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from boardpack.adapters.lock import hold_lock
from boardpack.errors import CannotRun

HOLDER = """
import sys
from pathlib import Path
from boardpack.adapters.lock import hold_lock
with hold_lock(Path(sys.argv[1]), "it"):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_lock_that_is_held_is_named_with_its_holder_and_its_beginning(tmp_path: Path) -> None:
    lock = tmp_path / "new/.lock"
    words = rf"build/x is being made by process {os.getpid()} \(boardpack.*\) since \d\d:\d\d:\d\d"
    with (
        hold_lock(lock, "build/x"),
        pytest.raises(CannotRun, match=words),
        hold_lock(lock, "build/x", patience=0),
    ):
        raise AssertionError("two held it at once")


def test_a_lock_is_free_again_afterwards_also_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), hold_lock(tmp_path / ".lock", "it"):
        raise ZeroDivisionError
    with hold_lock(tmp_path / ".lock", "it", patience=0):
        pass


def test_a_process_that_is_killed_lets_go(tmp_path: Path) -> None:
    lock = tmp_path / ".lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, lock],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(CannotRun, match=f"process {holder.pid}"), hold_lock(lock, "it", 0):
            pass
        holder.kill()
    with hold_lock(lock, "it", patience=0):
        pass
