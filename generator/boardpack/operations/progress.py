"""How an operation says how far it is."""

from __future__ import annotations

from collections.abc import Callable

ProgressReport = Callable[[int, int], None]
"""Called with how many are done and how many there will be; at first with none done."""


def ignore_progress(done_count: int, total: int) -> None:
    """Report progress to nobody."""
