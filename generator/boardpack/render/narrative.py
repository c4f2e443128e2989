"""A narrative to the one safe fragment that goes to the site and to the PDF."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape

import nh3

from boardpack.load.markdown import parser

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
        parser().render(text),
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes=ALLOWED_SCHEMES,
        link_rel="noopener noreferrer",
    ).strip()


def explain_acronyms(html: str, meanings: Mapping[str, str]) -> tuple[str, frozenset[str]]:
    """Return a fragment whose first use of each known acronym explains itself, and those used."""
    used: set[str] = set()
    pieces = _PIECE.split(html)
    inside = ""
    for index, piece in enumerate(pieces):
        if piece.startswith("<"):
            inside = piece if piece.startswith(("<a ", "<code")) else inside
            inside = "" if piece in ("</a>", "</code>") else inside
        elif piece and not inside:
            pieces[index] = _CAPITALS.sub(lambda m: _abbr(m[0], meanings, used), piece)
    return "".join(pieces), frozenset(used)


def _abbr(word: str, meanings: Mapping[str, str], used: set[str]) -> str:
    if word.startswith("http"):
        return word
    acronym = unescape(word)
    plural = acronym.endswith("s") and acronym not in meanings
    acronym = acronym[:-1] if plural else acronym
    if acronym in used or acronym not in meanings:
        return word
    used.add(acronym)
    shown = escape(acronym, quote=False)
    return f'<abbr title="{escape(meanings[acronym])}">{shown}</abbr>{"s" if plural else ""}'
