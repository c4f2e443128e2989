"""What the place that we print to can show."""

from __future__ import annotations

import os
import re
import shutil
from typing import Any, TextIO, cast

from boardpack.findings import escape_unprintable

NARROW = 80
_KEPT = re.compile(r"(\n|\t|\x1b\[(?:0|1|31|32|33)m)")
"""Ends of lines, and the colours that we give ourselves."""
_COMMAND = re.compile(r"^[^\S\n]*+::|##\[", re.MULTILINE)


class PlainStream:
    """The one way to a terminal or a job's log: what is printed can steer neither.

    Control, bidirectional and zero-width characters are shown as escapes. Where GitHub reads the
    log, no line becomes a command of its workflows, unless `commands_are_meant`.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.commands_are_meant = False
        self._is_read_by_github = os.environ.get("GITHUB_ACTIONS") == "true"

    def write(self, text: str) -> int:
        """Write text, made harmless."""
        # Every second piece is one that is kept as it is.
        pieces = _KEPT.split(text)
        plain = "".join(
            piece if index % 2 else escape_unprintable(piece) for index, piece in enumerate(pieces)
        )
        if self._is_read_by_github and not self.commands_are_meant:
            plain = _COMMAND.sub(lambda match: f"{match[0][:-1]} {match[0][-1]}", plain)
        self.stream.write(plain)
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


def open_plain_stream(stream: TextIO) -> TextIO:
    """Return a stream through which nothing that is printed can steer who shows it."""
    return cast("TextIO", PlainStream(stream))


def mean_commands(out: TextIO) -> None:
    """Let what is printed from now on be commands of GitHub's workflows."""
    if isinstance(out, PlainStream):
        out.commands_are_meant = True


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
