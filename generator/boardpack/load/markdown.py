"""CommonMark with tables: the one parser by which narratives are judged and shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

_COMMENT = re.compile(r"\s*(<!--.*?-->\s*)*", re.DOTALL)
_WORD = re.compile(r"\w[\w'’.,/&%£-]*")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading outside code: its level, text and first line (counted from 0)."""

    level: int
    title: str
    line: int
    end: int


@dataclass(frozen=True, slots=True)
class Outline:
    """What a Markdown text is made of, as line numbers counted from 0.

    `comments` are line ranges of comment blocks, `inline_comments` their texts inside lines,
    `words` the number of words that each line range of running text holds, `raw_html` and
    `pictures` the lines that hold them.
    """

    headings: tuple[Heading, ...]
    comments: tuple[tuple[int, int], ...]
    inline_comments: tuple[str, ...]
    words: tuple[tuple[int, int], ...]
    raw_html: tuple[int, ...]
    pictures: tuple[int, ...]


@cache
def parser() -> MarkdownIt:
    """Return the parser: CommonMark, tables, raw HTML seen so that it can be refused."""
    return MarkdownIt("commonmark", {"html": True}).enable("table")


def outline(text: str) -> Outline:
    """Return the outline of a text."""
    tokens = parser().parse(text)
    html = list(_html(tokens))
    return Outline(
        headings=tuple(_headings(tokens)),
        comments=tuple(
            (line, end) for line, end, words in html if end > line and _is_comment(words)
        ),
        inline_comments=tuple(
            words for line, end, words in html if end == line and _is_comment(words)
        ),
        words=tuple(_words(tokens)),
        raw_html=tuple(line for line, _, words in html if not _is_comment(words)),
        pictures=tuple(_pictures(tokens)),
    )


def _headings(tokens: Sequence[Token]) -> Iterator[Heading]:
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.map:
            title = _text(tokens[index + 1])
            yield Heading(int(token.tag[1]), title, token.map[0], token.map[1])


def _html(tokens: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """Yield first line, end and text of raw HTML; inline pieces end where they begin."""
    for token in tokens:
        if token.type == "html_block" and token.map:
            yield token.map[0], token.map[1], token.content
        for child in token.children or ():
            if child.type == "html_inline" and token.map:
                yield token.map[0], token.map[0], child.content


def _words(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    line = 0
    for index, token in enumerate(tokens):
        line = token.map[0] if token.map else line
        if token.type == "inline" and tokens[index - 1].type != "heading_open":
            yield line, len(_WORD.findall(_text(token)))


def _pictures(tokens: Sequence[Token]) -> Iterator[int]:
    for token in tokens:
        if token.map and any(child.type == "image" for child in token.children or ()):
            yield token.map[0]


def _text(inline: Token) -> str:
    parts = (
        " " if child.type in ("softbreak", "hardbreak") else child.content
        for child in inline.children or ()
        if child.type != "html_inline"
    )
    return "".join(parts).strip()


def _is_comment(html: str) -> bool:
    return bool(_COMMENT.fullmatch(html))
