"""Runs of words, by which words are known again wherever they are moved."""

from __future__ import annotations

import re

_WORDS_IN_PHRASE = 8
_FEWEST_WORDS = 3
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n|\n(?=#)|(?<=\n)(#[^\n]*)\n")
_WORD = re.compile(r"\w+")


def list_phrases(text: str) -> frozenset[str]:
    """Return every run of eight words of each paragraph; a shorter paragraph is one phrase.

    Letters alone count, not their case, marks or line breaks, so that text which is wrapped anew,
    put under another heading, or brought out of a comment has the phrases that it had. Under three
    words nothing can be known again.
    """
    phrases: set[str] = set()
    for paragraph in _PARAGRAPH_END.split(text):
        words = _WORD.findall(paragraph.casefold()) if paragraph else []
        if len(words) >= _FEWEST_WORDS:
            starts = range(max(1, len(words) - _WORDS_IN_PHRASE + 1))
            phrases.update(" ".join(words[start : start + _WORDS_IN_PHRASE]) for start in starts)
    return frozenset(phrases)
