"""Markdown files that begin with a block of YAML: its value, and the text below it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from frontmatter.default_handlers import YAMLHandler

from boardpack.findings import Fault, Finding, Place, Rule
from boardpack.load.bind import bind_nothing, bind_readable_keys
from boardpack.load.strict_yaml import YamlDocument, parse_yaml
from boardpack.load.tree import decode_text

NO_FRONT_MATTER = Rule(
    "S102",
    "Every submission begins with its front matter",
    "Begin the file with a line `---`, then `author:` and `status:`, then a line `---`.",
)
LONGEST_WORDS = 10_000
"""So many letters the longest text of a front matter may have."""
# Only the boundary is python-frontmatter's: its reader would guess types.
BOUNDARY = YAMLHandler.FM_BOUNDARY or re.compile("^---$", re.MULTILINE)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FrontedText(Generic[T]):
    """A file's front matter, and the text below it.

    `readable` is what can be read of it, with nothing in the keys of `unread`; None where nobody
    knows what it says. `head` is all that stands above the text. `lines` gives the line of each key
    of the front matter; `first_line` is that of the text.
    """

    readable: T | None
    unread: frozenset[str]
    head: str
    lines: Mapping[str, int]
    body: str
    first_line: int

    @property
    def front(self) -> T | None:
        """The front matter; None where something is wrong with it."""
        return None if self.unread else self.readable


def read_fronted_text(
    data: bytes, path: str, kind: type[T], advice: str = ""
) -> tuple[FrontedText[T] | None, list[Finding]]:
    """Return what a file holds, and what is wrong with it; None where it has no front matter.

    `advice` says what to do without one, where that is not what writers of submissions do.
    """
    text, letter_findings = decode_text(data, path)
    if text is None:
        return None, letter_findings
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    opening = BOUNDARY.match(text)
    closing = BOUNDARY.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        words = "there is no front matter"
        if opening:
            words = "the front matter that begins here is never closed with a line ---"
        fault = Fault(Place(path, 1), words, advice=advice)
        return None, [*letter_findings, NO_FRONT_MATTER.complete_fault(fault)]
    front_text = text[opening.end() : closing.start()]
    document, findings = parse_yaml(front_text, path, _find_line(text, opening.end()))
    if document is not None:
        readable, unread, findings = bind_readable_keys(document, kind, LONGEST_WORDS)
    else:
        readable, unread = bind_nothing(kind)
    return FrontedText(
        readable=readable,
        unread=unread,
        head=text[: closing.end()],
        lines=list_lines(document) if document is not None else {},
        body=text[closing.end() :],
        first_line=_find_line(text, closing.end()),
    ), [*letter_findings, *findings]


def list_lines(document: YamlDocument) -> dict[str, int]:
    """Return the line of each key and entry, such as `exceptions.0.lead`."""
    return {".".join(map(str, loc)): line for loc, line in document.lines.items()}


def _find_line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
