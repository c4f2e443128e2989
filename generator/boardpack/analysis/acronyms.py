"""Acronyms in what people write: all-capital words such as A&E, GPs or COVID-19."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import NamedTuple

from boardpack.model.directorate import Term

# It begins with the letter, and looks behind it then: so most of a text is passed over at once.
_ACRONYM = re.compile(r"([A-Z](?<![\w&].)[A-Z0-9&]{1,5})(?:['\u2019]?s|['\u2019])?(?![\w&])")
_MAY_BE_NO_PROSE = re.compile(r"[`<(:]")
_NOT_PROSE = re.compile(r"`[^`]*`|\]\([^)]{0,1000}\)|<[^<>\s]+>|https?://\S+")
_ROMAN = re.compile(r"[IVX]+")
_PLAIN_WORDS = frozenset(
    {"OK", "UK", "AM", "PM", "TV", "NO", "NOT", "DO", "ALL", "AND", "OR", "MUST", "NEW", "GBP"}
)


class Acronym(NamedTuple):
    """An acronym without its plural or possessive s, and on which line of the text it stands."""

    word: str
    line: int


def find_acronyms(text: str) -> Iterator[Acronym]:
    """Yield every acronym of a Markdown text; code, addresses and Roman numerals are none."""
    # Line ends stay, so that lines are still counted right.
    prose = unescape(text)
    if _MAY_BE_NO_PROSE.search(prose):
        prose = _NOT_PROSE.sub(_blank_out_match, prose)
    for match in _ACRONYM.finditer(prose):
        word = match[1]
        if _is_acronym(word):
            yield Acronym(word, prose.count("\n", 0, match.start()))


def list_explained_acronyms(glossary: Iterable[Term]) -> frozenset[str]:
    """Return the acronyms of a glossary, those that are listed as plurals also without their s."""
    words = [term.acronym.strip() for term in glossary]
    return frozenset(words) | {word[:-1] for word in words if word.endswith("s")}


def _is_acronym(word: str) -> bool:
    capitals = sum(letter.isalpha() for letter in word)
    return capitals > 1 and word not in _PLAIN_WORDS and not _ROMAN.fullmatch(word)


def _blank_out_match(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")
