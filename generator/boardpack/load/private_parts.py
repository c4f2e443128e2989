"""Words by which a part of minutes or papers says that it is not for everybody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from textwrap import dedent

from boardpack.findings import find_near_word
from boardpack.load.markdown import parse_outline

# What is private in minutes: "private patients" and "reserved appointments" are business.
_PRIVATE = re.compile(
    r"\bprivate (?:part|session|section|meeting|business|items?|board|committee|agenda|minutes"
    r"|matters?|discussions?|papers?)\b|\bin private\b|\(private\)|^\W*private\W*$"
    r"|\b(?:closed|restricted|exempt|reserved) (?:part|session|section|meeting|business|items?"
    r"|matters?|minutes|papers?)\b|\bconfidential\b|\bin camera\b",
    re.IGNORECASE,
)
_PRIVATE_KEYS = frozenset(
    ("private", "confidential", "exempt", "restricted", "reserved", "closed", "sensitive")
)
_TELLING_KEYS = frozenset(("private",))
# What stands where a key would, whatever YAML makes of it: no item of a list, no comment.
_TYPED_KEY = re.compile(r"""^[{\["']*+([^\s#:=-][^\s:="']*+)""", re.MULTILINE)
_LABEL = re.compile(r"""(?<![\w-])[\w-]++(?=["']?+[^\S\n]*+[:=])""")
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


def may_keys_say_private(
    keys: Iterable[str], known_keys: frozenset[str], telling_keys: frozenset[str] = _TELLING_KEYS
) -> bool:
    """Return whether any of some keys that cannot be read may say what is not for everybody.

    That is one of those that tell it, one that was meant for it, or one that is like none which is
    known.
    """
    secret_keys = (_PRIVATE_KEYS - known_keys) | telling_keys
    candidates = known_keys | secret_keys
    nearest = (key if key in candidates else find_near_word(key, candidates) for key in keys)
    return any(not near or near in secret_keys for near in nearest)


def may_head_say_private(head: str, known_keys: frozenset[str]) -> bool:
    """Return whether the top of a file may say so, where its YAML cannot be read."""
    labels = {label.casefold() for label in _LABEL.findall(head)}
    return (
        "private" in head.casefold()
        or is_called_private(head)
        or not labels.isdisjoint(_PRIVATE_KEYS - known_keys)
        or may_keys_say_private(_TYPED_KEY.findall(dedent(head)), known_keys)
    )
