"""A narrative to the one safe fragment that goes to the site and to the PDF."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import nh3
from markdown_it.token import Token
from markupsafe import Markup

from boardpack.load.markdown import build_markdown_parser

ALLOWED_TAGS = {
    "p", "br", "strong", "em", "code", "pre", "blockquote", "hr", "ul", "ol", "li", "s",
    "h3", "h4", "h5", "h6", "a", "abbr", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_GUIDE_TAGS = ALLOWED_TAGS | {"h2"}
ALLOWED_ATTRIBUTES = {"a": {"href", "title"}, "abbr": {"title"}, "ol": {"start"}}
ALLOWED_SCHEMES = {"http", "https", "mailto"}

TOP_LEVEL = 3
"""The level of a narrative's own headings where nothing stands between it and its section's."""
_SHIFTED_TAGS = ("h3", "h4", "h5")
_LINKED_PAGE = re.compile(r"^([\w./-]+)\.md(?=$|#)")
_CAPITALS = re.compile(
    # Possessive: a word of a hundred thousand capitals is looked through once.
    r"https?://\S+|(?<![\w-])[A-Z][A-Za-z0-9]*+(?:&[A-Z][A-Za-z0-9]*+)?(?![\w-])"
)


@dataclass(frozen=True, slots=True)
class NarrativeView:
    """A narrative as harmless HTML, and the acronyms that it uses and explains."""

    html: Markup
    acronyms: frozenset[str]


def render_narrative(
    text: str, meanings: Mapping[str, str], heading_level: int = TOP_LEVEL
) -> NarrativeView:
    """Return CommonMark as HTML with only harmless tags, attributes and links.

    The first use of each acronym in `meanings` explains itself. `heading_level` is that of a
    heading that the writer gave three marks.
    """
    parser = build_markdown_parser()
    tokens = parser.parse(text)
    used: set[str] = set()
    for token in tokens:
        if token.tag in _SHIFTED_TAGS:
            token.tag = f"h{int(token.tag[1]) + heading_level - TOP_LEVEL}"
        if token.children:
            token.children = list(_explain_acronyms(token.children, meanings, used))
    return NarrativeView(_render_tokens(tokens, _NARRATIVE_CLEANER), frozenset(used))


def render_guide_text(text: str) -> Markup:
    """Return a page of the guide as the same harmless HTML, without its title.

    Its headings can be linked to by their words, and links to other pages lead to what is shown.
    """
    tokens = build_markdown_parser().parse(text)
    if tokens and tokens[0].type == "heading_open":
        tokens = tokens[3:]
    seen: set[str] = set()
    for opener, inline in pairwise(tokens):
        if opener.type == "heading_open" and opener.tag in ("h1", "h2"):
            opener.tag = "h2"
            opener.attrSet("id", _name_heading(inline, seen))
    for token in tokens:
        if token.type == "heading_close" and token.tag == "h1":
            token.tag = "h2"
        for child in token.children or ():
            if child.type == "link_open":
                child.attrSet("href", _LINKED_PAGE.sub(r"\1.html", str(child.attrGet("href"))))
    return _render_tokens(tokens, _GUIDE_CLEANER)


def _name_heading(inline: Token, seen: set[str]) -> str:
    """Return a heading's words as a name that no earlier heading has."""
    words = re.sub(r"[^\w\s-]", "", inline.content).strip().casefold()
    name = base = re.sub(r"[\s-]+", "-", words) or "part"
    number = 1
    while name in seen:
        number += 1
        name = f"{base}-{number}"
    seen.add(name)
    return name


def _render_tokens(tokens: Sequence[Token], cleaner: nh3.Cleaner) -> Markup:
    parser = build_markdown_parser()
    # Cleaned although HTML is a finding: the rule informs, the cleaning protects (decision 8).
    html = cleaner.clean(parser.renderer.render(tokens, parser.options, {}))
    return Markup(html.strip())


def _build_cleaner(tags: set[str], attributes: dict[str, set[str]]) -> nh3.Cleaner:
    """Return what lets through some tags and attributes, and harmless links."""
    return nh3.Cleaner(
        tags=tags,
        attributes=attributes,
        url_schemes=ALLOWED_SCHEMES,
        # A page that is linked to must not reach back to ours, nor learn where readers came from.
        link_rel="noopener noreferrer",
    )


_NARRATIVE_CLEANER = _build_cleaner(ALLOWED_TAGS, ALLOWED_ATTRIBUTES)
_GUIDE_CLEANER = _build_cleaner(_GUIDE_TAGS, {**ALLOWED_ATTRIBUTES, "h2": {"id"}})


def _explain_acronyms(
    tokens: Sequence[Token], meanings: Mapping[str, str], used: set[str]
) -> Iterator[Token]:
    """Yield inline tokens, words outside links split at the acronyms that `used` has not yet."""
    open_links = 0
    for token in tokens:
        open_links += token.nesting if token.type in ("link_open", "link_close") else 0
        # Not inside links, whose words are one target.
        if token.type == "text" and not open_links:
            yield from _split_text(token.content, meanings, used)
        else:
            yield token


def _split_text(text: str, meanings: Mapping[str, str], used: set[str]) -> Iterator[Token]:
    start = 0
    for match in _CAPITALS.finditer(text):
        acronym = _find_acronym(match[0], meanings)
        if acronym and acronym not in used:
            used.add(acronym)
            yield _create_text(text[start : match.start()])
            yield Token("abbr_open", "abbr", 1, attrs={"title": meanings[acronym]})
            yield _create_text(acronym)
            yield Token("abbr_close", "abbr", -1)
            start = match.start() + len(acronym)
    yield _create_text(text[start:])


def find_known_acronyms(text: str, known: Container[str]) -> set[str]:
    """Return which of some acronyms a text uses, as they are or with an s."""
    words = {match[0] for match in _CAPITALS.finditer(text)}
    return {acronym for word in words if (acronym := _find_acronym(word, known))}


def _find_acronym(word: str, known: Container[str]) -> str:
    """Return the acronym that a word is, or is the plural of."""
    if word in known:
        return word
    singular = word.removesuffix("s")
    return singular if singular in known else ""


def _create_text(text: str) -> Token:
    return Token("text", "", 0, content=text)
