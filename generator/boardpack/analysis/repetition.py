"""Whether a text says what an earlier one said: what passes as new although it is old."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from boardpack.model.period import MONTHS

NEARLY = 0.95
"""Texts with the same figures are the same when they share so much of their words."""
_FIGURE = re.compile(r"\d+(?:[.,:]\d+)*")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NUMBER_WORDS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
)  # fmt: skip
_MONTH_WORDS = (*MONTHS, *(month[:3] for month in MONTHS), "sept")
_SET_ASIDE = frozenset(word.casefold() for word in (*_MONTH_WORDS, *_NUMBER_WORDS))
# The headings that a form asks for are the same every time.
_HEADING = re.compile(r"^#.*$", re.MULTILINE)


class _Content(NamedTuple):
    """What a text is made of, without its order, marks and capitals."""

    words: Counter[str]
    figures: Counter[str]


def says_the_same(text: str, earlier_text: str) -> bool:
    """Return whether two texts have the same words, figures, dates and punctuation set aside.

    Texts with the same figures are also the same where nearly all of their words are. The order
    plays no part, so that a paragraph that moved hides nothing, and the cost stays linear.
    """
    content, earlier = _read_content(text), _read_content(earlier_text)
    if content.figures == earlier.figures:
        return _compute_overlap(content.words, earlier.words) >= NEARLY
    return bool(content.words) and content.words == earlier.words


def _read_content(text: str) -> _Content:
    text = _HEADING.sub("", text.casefold())
    figures = Counter(_FIGURE.findall(text))
    if figures:
        # Split first: a pattern for such a word would look a long line through from each letter.
        text = " ".join(word for word in text.split() if not _FIGURE.search(word))
    words = Counter(_WORD.findall(text))
    for word in _SET_ASIDE & words.keys():
        del words[word]
    return _Content(words, figures)


def _compute_overlap(words: Counter[str], earlier_words: Counter[str]) -> float:
    """Return which part of all words two texts share: 1 for the same, also where both are none."""
    total = words.total() + earlier_words.total()
    return 2 * (words & earlier_words).total() / total if total else 1.0
