"""Numbered lists that begin at another number than 1: WeasyPrint would print 1 all the same."""

from __future__ import annotations

from typing import Any


def number_lists(root: Any) -> None:
    """Let each list of a document, an element tree, begin at the number that browsers show."""
    for numbered in root.iter("ol"):
        start = numbered.get("start", "")
        if start.isdecimal():
            # The first item counts one more.
            numbered.set("style", f"counter-reset: list-item {int(start) - 1}")
