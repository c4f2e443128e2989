"""Texts of the history in lines and paragraphs of a bounded length.

What reads Markdown may take time by the square of a paragraph's length. A file that is read now is
refused when it is too long (F109); in the history every word is somebody's, and none is left out.
"""

from __future__ import annotations

MAX_PARAGRAPH = 10_000
MAX_LINE = 5_000


def fold_text(text: str) -> str:
    """Return the same words in lines and paragraphs of a bounded length."""
    if len(text) <= MAX_LINE:
        return text
    folded: list[str] = []
    length = 0
    for line in text.split("\n"):
        for start in range(0, max(1, len(line)), MAX_LINE):
            piece = line[start : start + MAX_LINE]
            length = length + len(piece) + 1 if piece.strip() else 0
            if length > MAX_PARAGRAPH:
                folded.append("")
                length = len(piece)
            folded.append(piece)
    return "\n".join(folded)
