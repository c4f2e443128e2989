"""The repository itself, for the tests that look at its files."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

PICTURE = ".png"
ROOT = Path(__file__).resolve().parents[2]
_TARGET = re.compile(r"(?m)^([a-z]+):.*## ")


@cache
def files() -> dict[str, bytes]:
    """Return every file that is, or would be, under version control."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    paths = sorted(set(filter(None, listed.split("\0"))))
    return {path: (ROOT / path).read_bytes() for path in paths if (ROOT / path).is_file()}


def texts(suffix: str = "") -> dict[str, str]:
    """Return the files as text; all of them are, but for pictures."""
    return {
        path: data.decode()
        for path, data in files().items()
        if path.endswith(suffix) and not path.endswith(PICTURE)
    }


def make_targets() -> frozenset[str]:
    """Return what `make` can be asked for."""
    return frozenset(_TARGET.findall(texts()["Makefile"]))
