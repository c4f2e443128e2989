"""Two versions of a text compared paragraph by paragraph, and word by word where they differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_BLANK_LINES = re.compile(r"\n\s*\n")
_WORDS = re.compile(r"\S+\s*")
_LEAST_ALIKE = 0.4
"""Below this ratio a text is another one, and marks between its words would only confuse."""
_MOST_WORDS = 2000
"""Texts of more words are compared by paragraphs alone: the time goes with the square."""


class Mark(StrEnum):
    """Whether words stand in both versions, in the earlier alone, or in the later alone."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that follow each other and have the same mark."""

    mark: Mark
    words: str


@dataclass(frozen=True, slots=True)
class ChangedParagraph:
    """A paragraph that is not as it was; read without what is gone, it is the later one."""

    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class TextChange:
    """The paragraphs of a text that changed, and how many did not."""

    changed: tuple[ChangedParagraph, ...]
    same_count: int


def compare_texts(earlier: str, later: str) -> TextChange:
    """Return what changed from one text to another, in the order of the later one."""
    before, after = _split_paragraphs(earlier), _split_paragraphs(later)
    changed: list[ChangedParagraph] = []
    same_count = 0
    # No heuristics: a paragraph that is repeated often is still a paragraph.
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, later_start, later_end in matcher.get_opcodes():
        if kind == "equal":
            same_count += end - start
        else:
            changed += _compare_paragraphs(before[start:end], after[later_start:later_end])
    return TextChange(tuple(changed), same_count)


def _split_paragraphs(text: str) -> list[str]:
    return [paragraph.strip() for paragraph in _BLANK_LINES.split(text) if paragraph.strip()]


def _compare_paragraphs(before: Sequence[str], after: Sequence[str]) -> Iterator[ChangedParagraph]:
    """Yield paragraphs that took each other's place pair by pair, then what one side has more."""
    pair_count = min(len(before), len(after))
    for earlier, later in zip(before, after, strict=False):
        yield ChangedParagraph(compare_words(earlier, later))
    for earlier in before[pair_count:]:
        yield ChangedParagraph((Stretch(Mark.GONE, earlier),))
    for later in after[pair_count:]:
        yield ChangedParagraph((Stretch(Mark.NEW, later),))


def compare_words(earlier: str, later: str) -> tuple[Stretch, ...]:
    """Return one paragraph's words with their marks."""
    before, after = _WORDS.findall(earlier), _WORDS.findall(later)
    whole = tuple(
        Stretch(mark, text) for mark, text in ((Mark.GONE, earlier), (Mark.NEW, later)) if text
    )
    if max(len(before), len(after)) > _MOST_WORDS:
        return whole
    # Blanks are no part of a word: a line broken elsewhere says the same.
    matcher = SequenceMatcher(None, [word.strip() for word in before], [w.strip() for w in after])
    if matcher.ratio() < _LEAST_ALIKE:
        return whole
    return tuple(_iterate_stretches(matcher, before, after))


def _iterate_stretches(
    matcher: SequenceMatcher[str], before: Sequence[str], after: Sequence[str]
) -> Iterator[Stretch]:
    for kind, start, end, later_start, later_end in matcher.get_opcodes():
        if kind == "equal":
            yield Stretch(Mark.SAME, "".join(after[later_start:later_end]))
            continue
        if end > start:
            yield Stretch(Mark.GONE, "".join(before[start:end]))
        if later_end > later_start:
            yield Stretch(Mark.NEW, "".join(after[later_start:later_end]))
