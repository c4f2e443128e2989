"""Code run in a process of its own: what it reaches into in a library, no other test meets."""

from __future__ import annotations

import subprocess
import sys
from textwrap import dedent

from support.repository import ROOT


def run_apart(code: str, given: str = "") -> str:
    """Return what code prints, to which something may be given to read; it complains of nothing."""
    done = subprocess.run(
        [sys.executable, "-c", dedent(code)],
        input=given,
        env={"PYTHONPATH": str(ROOT / "generator"), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout
