"""CommonMark with tables: the one parser by which narratives are judged and shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from boardpack.load.misread_marks import Misreading, find_misreadings, mask_escapes
from boardpack.load.plain_text import PlainText, read_plain_text

# A comment ends at the first `-->`, so that text between two of them is not taken for a comment.
_COMMENTS = re.compile(r"\s*(?:<!--(?:(?!-->).)*-->\s*)+", re.DOTALL)
_WORD = re.compile(r"\w[\w'’.,/&%£-]*")
_PIPE = re.compile(r"(?<!\\)\|")
_ROW_ENDS = re.compile(r"^\||(?<!\\)\|$")
_STRANGE = re.compile(
    r"\[\^[^\]\s]{1,40}\]"  # a footnote
    r"|^\s*\[[ xX]\](?=\s)"  # a box to tick
    r"|^\s*\|.*\||^[\s|:]*+--(?=[^|]*\|)[\s|:-]*+$"  # what was meant for a table
)
# What opens a heading is more than this; without this there is none.
_MAY_OPEN_HEADING = re.compile(r"^[^\S\n]*+(?:#|[=-]++[^\S\n]*+$)", re.MULTILINE)
_ADDRESS = re.compile(r"[/.#:]")
_CODE = ("fence", "code_block")
_CONTAINERS = ("blockquote_open", "list_item_open")


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
    `lost_cells` stand in rows of tables that are longer than their heading; `strange_marks` are
    those of other kinds of Markdown, which readers would see as they were typed; `unseen_words`
    are on no paper.
    """

    headings: tuple[Heading, ...] = ()
    words: tuple[tuple[int, int], ...] = ()
    comments: tuple[HtmlSpan, ...] = ()
    inline_comments: tuple[HtmlSpan, ...] = ()
    raw_html: tuple[HtmlSpan, ...] = ()
    pictures: tuple[int, ...] = ()
    links: tuple[HtmlSpan, ...] = ()
    lost_cells: tuple[HtmlSpan, ...] = ()
    strange_marks: tuple[HtmlSpan, ...] = ()
    unseen_words: tuple[HtmlSpan, ...] = ()
    unclosed_fences: tuple[int, ...] = ()
    fences: tuple[range, ...] = ()
    """The lines of blocks of code between marks, which are shown as they were typed."""
    too_deep: tuple[int, ...] = ()
    """Where a list or a quotation begins whose words the parser drops."""
    misreadings: tuple[Misreading, ...] = ()
    """What the parser took for something else than it was meant to be."""


@cache
def build_markdown_parser() -> MarkdownIt:
    """Return the parser: CommonMark, tables, raw HTML seen so that it can be refused."""
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


@cache
def _build_outline_parser() -> MarkdownIt:
    """Return a parser that takes `![x](file:...)` for the picture that it was meant to be."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    # Else nothing tells a mark behind a \ from the others.
    parser.disable("text_join")
    # markdown-it leaves `file:` and others as plain text, and the picture would not be noticed.
    parser.validateLink = _accept_any_link  # type: ignore[method-assign]
    return parser


def _accept_any_link(url: str) -> bool:
    return bool(url)


# Enough for the texts of a thousand services: whoever builds again parses only what changed.
@lru_cache(maxsize=4096)
def parse_outline(text: str) -> Outline:
    """Return the outline of a text, which its reader, rules and analyses ask for in turn."""
    plain = read_plain_text(text)
    return parse_outline_fully(text) if plain is None else _outline_plain_text(plain)


def _outline_plain_text(plain: PlainText) -> Outline:
    headings = tuple(
        Heading(heading.level, heading.title, heading.line, heading.line + 1)
        for heading in plain.headings
    )
    words = tuple((line, len(_WORD.findall(words))) for line, words in plain.paragraphs)
    return Outline(headings=headings, words=words)


def parse_outline_fully(text: str) -> Outline:
    """Return the outline of a text as the parser reads it, however plain the text is."""
    definitions: dict[str, dict[str, dict[str, Any]]] = {}
    tokens = _build_outline_parser().parse(text, definitions)
    block_spans = list(_find_html_blocks(tokens))
    inline_spans = list(_find_inline_html(tokens))
    return Outline(
        headings=tuple(_find_headings(tokens)),
        comments=tuple(span for span in block_spans if _is_comment(span)),
        inline_comments=tuple(span for span in inline_spans if _is_comment(span)),
        words=tuple(_count_words(tokens)),
        raw_html=tuple(span for span in block_spans + inline_spans if not _is_comment(span)),
        pictures=tuple(_find_pictures(tokens)),
        links=tuple(_find_links(tokens)),
        lost_cells=tuple(_find_lost_cells(tokens, text.split("\n"))),
        unseen_words=tuple(_find_unseen_words(tokens)),
        strange_marks=(
            *_find_strange_marks(tokens),
            *_find_strange_definitions(tokens, definitions.get("references", {})),
        ),
        unclosed_fences=tuple(_find_unclosed_fences(tokens, text.split("\n"))),
        fences=tuple(range(*token.map) for token in tokens if token.type == "fence" and token.map),
        too_deep=tuple(_find_too_deep(tokens)),
        misreadings=tuple(find_misreadings(tokens, text.split("\n"))),
    )


def list_headings(text: str) -> tuple[Heading, ...]:
    """Return the headings of a text; one that can have none is not parsed."""
    # The parser ends lines at a bare carriage return too.
    has_openers = _MAY_OPEN_HEADING.search(text.replace("\r", "\n"))
    return parse_outline(text).headings if has_openers else ()


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


def _find_links(tokens: Sequence[Token]) -> Iterator[HtmlSpan]:
    """Yield where each link leads."""
    for token in tokens:
        for child in token.children or ():
            if child.type == "link_open" and token.map:
                yield HtmlSpan(token.map[0], token.map[1], str(child.attrGet("href") or ""))


def iterate_table_headings(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line, counted from 0, and the words of each heading of each table in a text."""
    tokens = build_markdown_parser().parse(text)
    for opening, inline in pairwise(tokens):
        if opening.type == "th_open" and inline.map:
            yield inline.map[0], inline.content


def _find_lost_cells(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[HtmlSpan]:
    """Yield the cells of a row that no heading stands above: the parser drops them."""
    for table in (token for token in tokens if token.type == "table_open" and token.map):
        start, end = table.map or (0, 0)
        width = len(_split_row(lines[start]))
        for number in range(start + 2, end):
            if extra_cells := [cell for cell in _split_row(lines[number])[width:] if cell]:
                yield HtmlSpan(number, number + 1, " | ".join(extra_cells))


def _split_row(line: str) -> list[str]:
    return [cell.strip() for cell in _PIPE.split(_ROW_ENDS.sub("", line.strip()))]


def _find_strange_marks(tokens: Sequence[Token]) -> Iterator[HtmlSpan]:
    for token in tokens:
        if token.type != "inline" or not token.map:
            continue
        yield from _find_linked_footnotes(token, token.map[0])
        seen_bars = False
        for number, line in enumerate(mask_escapes(token), start=token.map[0]):
            mark = _STRANGE.search(line)
            if mark is None or (seen_bars and "|" in mark[0]):
                continue
            # The lines of what was meant for a table are one fault.
            seen_bars |= "|" in mark[0]
            yield HtmlSpan(number, number + 1, mark[0].strip())


def _find_linked_footnotes(token: Token, line: int) -> Iterator[HtmlSpan]:
    """Yield the footnotes that the parser takes for links, as an address stands behind them."""
    for child, following in pairwise(token.children or ()):
        line += child.type in ("softbreak", "hardbreak")
        if child.type == "link_open" and following.content.startswith("^"):
            yield HtmlSpan(line, line + 1, f"[{following.content}]")


def _find_unseen_words(tokens: Sequence[Token]) -> Iterator[HtmlSpan]:
    """Yield words that stand on no paper: titles of links, and what is behind the marks of code."""
    for token in tokens:
        if token.type == "fence" and token.map and " " in token.info.strip():
            yield HtmlSpan(token.map[0], token.map[0] + 1, token.info.strip())
        for child in token.children or ():
            # Shown only to those who have a mouse to point with.
            if child.type == "link_open" and child.attrGet("title") and token.map:
                yield HtmlSpan(token.map[0], token.map[1], str(child.attrGet("title")))


def _find_strange_definitions(
    tokens: Sequence[Token], definitions: Mapping[str, Mapping[str, Any]]
) -> Iterator[HtmlSpan]:
    """Yield what Markdown takes for the address of a link that no link uses: it is not shown."""
    used_addresses = {link.text for link in _find_links(tokens)}
    for label, definition in definitions.items():
        start, end = definition["map"]
        if definition["href"] not in used_addresses or not _ADDRESS.search(definition["href"]):
            yield HtmlSpan(start, end, f"[{label.casefold()}]: {definition['href']}")


def _find_unclosed_fences(tokens: Sequence[Token], lines: Sequence[str]) -> Iterator[int]:
    for token in tokens:
        if token.type == "fence" and token.map:
            last_line = lines[min(token.map[1], len(lines)) - 1].strip(" \t>")
            is_closed = token.map[1] - token.map[0] > 1 and last_line.startswith(token.markup)
            if not is_closed or last_line.strip(token.markup[0]):
                yield token.map[0]


def _find_too_deep(tokens: Sequence[Token]) -> Iterator[int]:
    limit = build_markdown_parser().options.maxNesting
    for token in tokens:
        if token.type in _CONTAINERS and token.map and token.level + 1 >= limit:
            yield token.map[0]


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
