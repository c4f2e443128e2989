"""Text of people for Markdown that a forge shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+.!|<>~-])")
_MENTIONS = re.compile(r"(@|(?<!&)\\?#)(?=\w)")


def escape_markdown(text: str) -> str:
    """Return text for Markdown; the forge calls nobody by it and finds no number of an issue."""
    escaped = _MARKDOWN.sub(r"\\\1", escape(" ".join(text.split()), quote=False))
    return _MENTIONS.sub(r"\1&#8203;", escaped)


def join_markdown_cells(cells: Iterable[str]) -> str:
    """Return the row of a table; the cells are Markdown already."""
    return f"| {' | '.join(cells)} |"
