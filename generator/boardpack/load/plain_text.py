"""Headings and paragraphs of plain words, read without the parser: most of what people write.

Whatever could be anything else, if only a star or a line that begins with a mark, is left to the
parser; what is read here is what the parser would read (decision 1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_MARKS = re.compile(r"[\\`~*_\[\]<>&|•‹«]")
"""Without these no text has anything within its lines but words, or what may be a list."""
_COLUMNS = "   "
"""So many spaces may be the columns of a table."""
_HEADING = re.compile(r"(#{1,6}) +(?=[^\W_])([^#]*)")
_WORDS = re.compile(r"(?!o |\(?(?:[A-Za-z]|[ivxIVX]+|\d+)[.)])[\w(\"'“‘£]")
"""How a line of a paragraph begins: with no space, as code does, nor as an item of a list does, a
word processor's among them."""


@dataclass(frozen=True, slots=True)
class PlainHeading:
    """A heading, and its line counted from 0."""

    level: int
    title: str
    line: int


@dataclass(slots=True)
class PlainText:
    """What a text holds: headings, and the first line of each paragraph with its words."""

    headings: list[PlainHeading] = field(default_factory=list)
    paragraphs: list[tuple[int, str]] = field(default_factory=list)


def read_plain_text(text: str) -> PlainText | None:
    """Return what a text of plain words holds; None where only the parser can tell."""
    if _MARKS.search(text) or _COLUMNS in text or not text.replace("\n", "").isprintable():
        return None
    plain = PlainText()
    first, words = 0, ""
    for number, line in enumerate(text.split("\n")):
        heading = _HEADING.fullmatch(line)
        if words and (heading or not line.strip()):
            plain.paragraphs.append((first, words))
            words = ""
        if heading:
            plain.headings.append(PlainHeading(len(heading[1]), heading[2].strip(), number))
        elif _WORDS.match(line):
            first, words = (first, f"{words} {line}") if words else (number, line)
        elif line.strip():
            return None
    if words:
        plain.paragraphs.append((first, words))
    return plain
