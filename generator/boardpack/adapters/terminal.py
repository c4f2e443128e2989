"""What the place that we print to can show."""

from __future__ import annotations

import os
import shutil
from typing import TextIO

NARROW = 80


def measure_width(out: TextIO) -> int:
    """Return how many characters fit in a line; files and pipes get the customary 80."""
    if out.isatty():
        return shutil.get_terminal_size((NARROW, 24)).columns
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isdecimal() and int(columns) else NARROW


def has_colour(out: TextIO) -> bool:
    """Return whether colour is welcome: a terminal, and nobody has asked for none (NO_COLOR)."""
    return out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def replace_unencodable(*streams: TextIO) -> None:
    """Replace characters that a stream cannot encode instead of stopping with an error."""
    for stream in streams:
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")


def read_github_workspace() -> str:
    """Return the folder that GitHub's annotations are relative to, or nothing outside Actions."""
    return os.environ.get("GITHUB_WORKSPACE", "")
