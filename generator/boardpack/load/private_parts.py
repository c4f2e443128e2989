"""Words by which a part of minutes or papers says that it is not for everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from boardpack.load.markdown import parse_outline

# What is private in minutes: "private patients" and "reserved appointments" are business.
_PRIVATE = re.compile(
    r"\bprivate (?:part|session|section|meeting|business|items?|board|committee|agenda|minutes"
    r"|matters?|discussions?|papers?)\b|\bin private\b|\(private\)|^\W*private\W*$"
    r"|\b(?:closed|restricted|exempt|reserved) (?:part|session|section|meeting|business|items?"
    r"|matters?|minutes|papers?)\b|\bconfidential\b|\bin camera\b",
    re.IGNORECASE,
)
_BOLD_START = re.compile(r"[ \t]*(?:[-*+] )?(\*\*|__)(?P<words>[^*_\n]{1,200})\1")


def is_called_private(words: str) -> bool:
    """Return whether a title says that what stands below it is not for everybody."""
    return _PRIVATE.search(words) is not None


def iterate_private_titles(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line, counted from 0, and the words of each title in a text that says so.

    A title is a heading of any level, and what stands in bold at the beginning of a line.
    """
    titles = {heading.line: heading.title for heading in parse_outline(text).headings}
    for line, words in enumerate(text.split("\n")):
        bold = _BOLD_START.match(words)
        title = titles.get(line) or (bold["words"] if bold else "")
        if is_called_private(title):
            yield line, title
