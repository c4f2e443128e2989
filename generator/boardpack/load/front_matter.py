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
    "Every submission begins with who wrote it, between two lines ---",
    "Begin the file with a line `---`, then `author:` and `status:`, then a line `---`.",
)
LONGEST_WORDS = 10_000
"""So many letters the longest text of a front matter may have."""
# Only the boundary is python-frontmatter's: its reader would guess types.
BOUNDARY = YAMLHandler.FM_BOUNDARY or re.compile("^---$", re.MULTILINE)

# What a word processor makes of `---`, and what comes of typing it from memory.
_NEARLY_BOUNDARY = re.compile(r"[ \t]*(?:[-–—―_]{2,}|[–—―]|\\---)[ \t]*")
_KEY_LINE = re.compile(r"[A-Za-z_]+[ \t]*:(?:\s.*)?|[ \t]+\S.*|- .*|#(?!#).*|\s*")
_OWN_KEY = re.compile(r"(?:author|status)[ \t]*:", re.IGNORECASE)

_HEADING = re.compile(r"^##[ \t]", re.MULTILINE)

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


@dataclass(frozen=True, slots=True)
class _Split:
    """Front matter and text of a file, and the number of the line in which each begins."""

    front: str
    front_line: int
    head: str
    body: str
    first_line: int
    faults: tuple[tuple[int, str], ...] = ()
    """Lines, and what is wrong with them, where the front matter is known all the same."""


def read_fronted_text(
    data: bytes, path: str, kind: type[T], advice: str = "", reads_on: bool = False
) -> tuple[FrontedText[T] | None, list[Finding]]:
    """Return what a file holds, and what is wrong with it; None where it has no front matter.

    `advice` says what to do without one, where that is not what writers of submissions do. A file
    of which the rest can be judged `reads_on`: its first fault is not its only one.
    """
    text, letter_findings = decode_text(data, path)
    if text is None:
        return None, letter_findings
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    split = _split_strictly(text) or (_split_nearly(text) if reads_on else None)
    if split is None:
        words = "the file does not begin with the lines between --- that say who wrote it"
        if BOUNDARY.match(text):
            words = "the lines that begin here with --- are never closed with another line ---"
        fault = NO_FRONT_MATTER.complete_fault(Fault(Place(path, 1), words, advice=advice))
        findings = [*letter_findings, fault]
        if not (reads_on and _HEADING.search(text)):
            return None, findings
        blank, keys = bind_nothing(kind)
        return FrontedText(blank, keys, "", {}, text, 1), findings
    letter_findings += [
        NO_FRONT_MATTER.make_finding(Place(path, line), words) for line, words in split.faults
    ]
    document, findings = parse_yaml(split.front, path, split.front_line)
    if document is not None:
        readable, unread, findings = bind_readable_keys(document, kind, LONGEST_WORDS)
    else:
        readable, unread = bind_nothing(kind)
    return FrontedText(
        readable=readable,
        unread=unread,
        head=split.head,
        lines=list_lines(document) if document is not None else {},
        body=split.body,
        first_line=split.first_line,
    ), [*letter_findings, *findings]


def _split_strictly(text: str) -> _Split | None:
    opening = BOUNDARY.match(text)
    closing = BOUNDARY.search(text, opening.end()) if opening else None
    if opening is None or closing is None:
        return None
    return _Split(
        front=text[opening.end() : closing.start()],
        front_line=_find_line(text, opening.end()),
        head=text[: closing.end()],
        body=text[closing.end() :],
        first_line=_find_line(text, closing.end()),
    )


def _split_nearly(text: str) -> _Split | None:
    """Return the parts of a file whose lines --- are not as they should be, and are known."""
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    is_opened = bool(_NEARLY_BOUNDARY.fullmatch(lines[first]))
    start = end = first + is_opened
    while end < len(lines) and _KEY_LINE.fullmatch(lines[end]):
        end += 1
    if not any(_OWN_KEY.match(line) for line in lines[start:end]):
        return None
    is_closed = end < len(lines) and bool(_NEARLY_BOUNDARY.fullmatch(lines[end]))
    faults = []
    if is_opened and first:
        faults.append((1, "the line --- is not the first one: a blank line stands before it"))
    if not is_opened:
        faults.append((first + 1, f"a line --- is missing above '{lines[first].strip()[:40]}'"))
    if not is_closed:
        while not lines[end - 1].strip():
            end -= 1
        faults.append((end, f"a line --- is missing below '{lines[end - 1].strip()[:40]}'"))
    for number, is_there in ((first, is_opened), (end, is_closed)):
        if is_there and not BOUNDARY.fullmatch(lines[number]):
            words = f"'{lines[number].strip()[:40]}' stands here in the place of ---"
            faults.append((number + 1, words))
    below = end + is_closed
    return _Split(
        front="\n".join(lines[start:end]) + "\n",
        front_line=start + 1,
        head="\n".join(lines[:below]),
        body="\n".join(lines[below:]),
        first_line=below + 1,
        faults=tuple(faults),
    )


def list_lines(document: YamlDocument) -> dict[str, int]:
    """Return the line of each key and entry, such as `exceptions.0.lead`."""
    return {".".join(map(str, loc)): line for loc, line in document.lines.items()}


def _find_line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
