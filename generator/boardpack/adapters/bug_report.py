"""A report of an error of ours, ready to be pasted into an issue."""

from __future__ import annotations

import os
import platform
import tempfile
import traceback
from collections.abc import Sequence


def write_report(error: Exception, arguments: Sequence[str], version: str) -> str:
    """Write the report into the folder for temporary files; return a sentence that says where."""
    trace = "".join(traceback.format_exception(error))
    report = (
        f"## boardpack stopped with {type(error).__name__}\n\n"
        f"- command: `boardpack {' '.join(arguments)}`\n"
        f"- boardpack {version}, Python {platform.python_version()}, {platform.platform()}\n\n"
        f"```\n{trace}```\n"
    )
    try:
        # Others may use the folder: of mkstemp they can neither foresee the name nor read the file.
        handle, path = tempfile.mkstemp(prefix="boardpack-error-", suffix=".md")
        # Arguments may hold bytes that are no text, which strict UTF-8 would refuse.
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(report)
    except OSError:
        return f"No report could be written, so here it is:\n\n{report}"
    return f"A report is in {path}: read it, remove what is private, and send it to us."
