"""A progress bar where somebody watches; silence where not."""

from __future__ import annotations

from typing import Any, TextIO


class ProgressBar:
    """A bar on a terminal, which goes when all is done."""

    def __init__(self, label: str, out: TextIO) -> None:
        self._label = label
        self._out = out
        self._bar: Any = None

    def show(self, done_count: int, total: int) -> None:
        """Show how many of a total are done; the first call says 0."""
        if not self._out.isatty():
            return
        if done_count == 0:
            from tqdm import tqdm

            # The stream below ours: a bar goes back in its line, which plain text must not.
            stream = getattr(self._out, "stream", self._out)
            self._bar = tqdm(total=total, desc=self._label, file=stream, leave=False)
        else:
            self._bar.update()
        if done_count == total:
            self._bar.close()
