"""What submissions ask of their readers: the words under the headings that the pack names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.load.markdown import Heading, list_headings
from boardpack.model.forms import fold_title

_NOTHING = re.compile(
    r"(?:nothing|none|no (?:decisions?|requests?))"
    r"(?: (?:to ask|is asked|needed|from us|this (?:month|week|time)))*\.?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Ask:
    """What one entry asks; `words` are CommonMark, as they were signed."""

    entry: Entry
    words: str


def list_asks(edition: Edition) -> tuple[Ask, ...]:
    """Return what is asked, in the order of the entries.

    A heading without words asks nothing, nor does one under which that is said.
    """
    titles = {fold_title(title) for title in edition.pack.circulation.asks}
    return tuple(
        Ask(entry, words)
        for entry in edition.entries
        if entry.narrative
        for words in _iterate_passages(entry.narrative.prose, titles)
        if words and not _NOTHING.fullmatch(words)
    )


def _iterate_passages(text: str, titles: set[str]) -> Iterator[str]:
    """Yield what stands under each heading of some titles, up to the next one of its level."""
    lines, headings = text.split("\n"), list_headings(text)
    for index, heading in enumerate(headings):
        if fold_title(heading.title) in titles:
            end = _find_end(heading, headings[index + 1 :], len(lines))
            yield "\n".join(lines[heading.end : end]).strip()


def _find_end(heading: Heading, later_headings: Sequence[Heading], end: int) -> int:
    return next((later.line for later in later_headings if later.level <= heading.level), end)
