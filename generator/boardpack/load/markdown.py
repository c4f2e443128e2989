"""CommonMark with tables: the one parser by which narratives are judged and shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

# A comment ends at the first `-->`, so that text between two of them is not taken for a comment.
_COMMENTS = re.compile(r"\s*(?:<!--(?:(?!-->).)*-->\s*)+", re.DOTALL)
_WORD = re.compile(r"\w[\w'’.,/&%£-]*")
_CODE = ("fence", "code_block")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading outside code, lists and quotations: its text and lines (counted from 0)."""

    level: int
    title: str
    line: int
    end: int
    underlined: bool = False


@dataclass(frozen=True, slots=True)
class HtmlSpan:
    """Something in a range of lines (counted from 0, the end not included) and its text."""

    line: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Outline:
    """What a Markdown text is made of, as line numbers counted from 0.

    `comments` are whole blocks; `inline_comments` stand somewhere in the lines of a paragraph.
    `words` is the number of words that begin in a line, code included, headings left out.
    """

    headings: tuple[Heading, ...]
    comments: tuple[HtmlSpan, ...]
    inline_comments: tuple[HtmlSpan, ...]
    words: tuple[tuple[int, int], ...]
    raw_html: tuple[HtmlSpan, ...]
    pictures: tuple[int, ...]


@cache
def build_markdown_parser() -> MarkdownIt:
    """Return the parser: CommonMark, tables, raw HTML seen so that it can be refused."""
    return MarkdownIt("commonmark", {"html": True}).enable("table")


@cache
def _build_outline_parser() -> MarkdownIt:
    """Return a parser that takes `![x](file:...)` for the picture that it was meant to be."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table")
    # markdown-it leaves `file:` and others as plain text, and the picture would not be noticed.
    parser.validateLink = _accept_any_link  # type: ignore[method-assign]
    return parser


def _accept_any_link(url: str) -> bool:
    return bool(url)


def parse_outline(text: str) -> Outline:
    """Return the outline of a text."""
    tokens = _build_outline_parser().parse(text)
    block_spans = list(_find_html_blocks(tokens))
    inline_spans = list(_find_inline_html(tokens))
    return Outline(
        headings=tuple(_find_headings(tokens)),
        comments=tuple(span for span in block_spans if _is_comment(span)),
        inline_comments=tuple(span for span in inline_spans if _is_comment(span)),
        words=tuple(_count_words(tokens)),
        raw_html=tuple(span for span in block_spans + inline_spans if not _is_comment(span)),
        pictures=tuple(_find_pictures(tokens)),
    )


def find_links(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line, counted from 0, and the address of each link of a text."""
    line = 0
    for token in build_markdown_parser().parse(text):
        line = token.map[0] if token.map else line
        for child in token.children or ():
            if child.type == "link_open":
                yield line, str(child.attrGet("href") or "")


def _find_headings(tokens: Sequence[Token]) -> Iterator[Heading]:
    for index, token in enumerate(tokens):
        # Deeper ones stand in lists and quotations, and open no section.
        if token.type == "heading_open" and token.level == 0 and token.map:
            title = _extract_text(tokens[index + 1])
            underlined = not token.markup.startswith("#")
            yield Heading(int(token.tag[1]), title, token.map[0], token.map[1], underlined)


def _find_html_blocks(tokens: Sequence[Token]) -> Iterator[HtmlSpan]:
    for token in tokens:
        if token.type == "html_block" and token.map:
            yield HtmlSpan(token.map[0], token.map[1], token.content)


def _find_inline_html(tokens: Sequence[Token]) -> Iterator[HtmlSpan]:
    for token in tokens:
        for child in token.children or ():
            if child.type == "html_inline" and token.map:
                yield HtmlSpan(token.map[0], token.map[1], child.content)


def _count_words(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    line = 0
    for index, token in enumerate(tokens):
        # A token without lines counts where the one before it stands.
        line = token.map[0] if token.map else line
        if token.type == "inline" and tokens[index - 1].type != "heading_open":
            yield line, len(_WORD.findall(_extract_text(token)))
        elif token.type in _CODE:
            yield line, len(_WORD.findall(token.content))


def _find_pictures(tokens: Sequence[Token]) -> Iterator[int]:
    for token in tokens:
        if token.map and any(child.type == "image" for child in token.children or ()):
            yield token.map[0]


def _extract_text(token: Token) -> str:
    parts = (
        " " if child.type in ("softbreak", "hardbreak") else child.content
        for child in token.children or ()
        if child.type != "html_inline"
    )
    return "".join(parts).strip()


def _is_comment(span: HtmlSpan) -> bool:
    return bool(_COMMENTS.fullmatch(span.text))
