"""A narrative to the one safe fragment that goes to the site and to the PDF."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape

import nh3

from boardpack.load.markdown import build_markdown_parser

ALLOWED_TAGS = {
    "p", "br", "strong", "em", "code", "pre", "blockquote", "hr", "ul", "ol", "li",
    "h3", "h4", "h5", "h6", "a", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ALLOWED_ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}
ALLOWED_SCHEMES = {"http", "https", "mailto"}

_PIECE = re.compile(r"(<[^>]+>)")
_CAPITALS = re.compile(
    r"https?://\S+|(?<![\w&-])[A-Z][A-Za-z0-9]*(?:&amp;[A-Z])?[A-Za-z0-9]*(?![\w-])"
)


def to_html(text: str) -> str:
    """Return CommonMark as HTML with only harmless tags, attributes and links."""
    return nh3.clean(
        build_markdown_parser().render(text),
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes=ALLOWED_SCHEMES,
        link_rel="noopener noreferrer",
    ).strip()


def explain_acronyms(html: str, meanings: Mapping[str, str]) -> tuple[str, frozenset[str]]:
    """Return a fragment whose first use of each known acronym explains itself, and those used."""
    used: set[str] = set()
    pieces = _PIECE.split(html)
    open_tag = ""
    for index, piece in enumerate(pieces):
        if piece.startswith("<"):
            open_tag = piece if piece.startswith(("<a ", "<code")) else open_tag
            open_tag = "" if piece in ("</a>", "</code>") else open_tag
        elif piece and not open_tag:
            pieces[index] = _CAPITALS.sub(lambda m: _explain_acronym(m[0], meanings, used), piece)
    return "".join(pieces), frozenset(used)


def _explain_acronym(word: str, meanings: Mapping[str, str], used: set[str]) -> str:
    if word.startswith("http"):
        return word
    acronym = unescape(word)
    is_plural = acronym.endswith("s") and acronym not in meanings
    acronym = acronym[:-1] if is_plural else acronym
    if acronym in used or acronym not in meanings:
        return word
    used.add(acronym)
    escaped = escape(acronym, quote=False)
    return f'<abbr title="{escape(meanings[acronym])}">{escaped}</abbr>{"s" if is_plural else ""}'
