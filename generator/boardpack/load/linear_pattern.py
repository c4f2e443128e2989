"""Regular expressions of contributors, matched in time that grows with the text alone.

Python's own engine tries one way after another and may never end; a pattern is therefore turned
into the automaton of its positions (V. M. Glushkov, 1961), which is in many places at once and
reads each character once. What such an automaton cannot say is refused: look-around, references
back, lazy and possessive repetition, flags.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

MAX_PATTERN = 200
MAX_POSITIONS = 1000
_MAX_GROUPS = 20
_MAX_KNOWN_STATES = 2000
_ATOM = re.compile(
    r"\\[dDwWsS]|\\[^A-Za-z0-9]|\[\^?\]?(?:\\[^A-Za-z0-9]|\\[dDwWsS]|[^\]\\])*+\]"
    r"|[^\\()\[\]{}*+?|^$]"
)
_REPETITION = re.compile(r"[*+?]|\{(\d{1,3})(,?)(\d{0,3})\}", re.ASCII)


class PatternError(ValueError):
    """The pattern is not one, or asks for more than can be matched in linear time."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of a pattern: the positions, as bits, that it can begin and end with."""

    is_optional: bool
    first: int
    last: int


@dataclass(slots=True)
class LinearPattern:
    """An automaton whose sets of places are bits of numbers; `read` gives a place's character."""

    read: list[re.Pattern[str]] = field(default_factory=list)
    follow: list[int] = field(default_factory=list)
    whole: _Part = _Part(True, 0, 0)
    _readers: dict[str, int] = field(default_factory=dict)
    _steps: dict[int, int] = field(default_factory=dict)

    def matches(self, text: str) -> bool:
        """Return whether the pattern is the whole text."""
        if not text:
            return self.whole.is_optional
        places = self.whole.first & self._find_readers(text[0])
        for char in text[1:]:
            if not places:
                return False
            places = self._find_followers(places) & self._find_readers(char)
        return bool(places & self.whole.last)

    def _find_readers(self, char: str) -> int:
        """Return the places that a character can be read at."""
        if char not in self._readers:
            self._forget_when_full(self._readers)
            self._readers[char] = sum(
                1 << place for place, reader in enumerate(self.read) if reader.fullmatch(char)
            )
        return self._readers[char]

    def _find_followers(self, places: int) -> int:
        if places not in self._steps:
            self._forget_when_full(self._steps)
            self._steps[places] = _unite(self.follow[place] for place in _list_bits(places))
        return self._steps[places]

    @staticmethod
    def _forget_when_full(memory: dict[str, int] | dict[int, int]) -> None:
        # A text can lead to as many sets as it has characters, and all of them would be kept.
        if len(memory) >= _MAX_KNOWN_STATES:
            memory.clear()


@cache
def compile_linear(source: str) -> LinearPattern:
    """Return the automaton of a pattern; PatternError says why there is none."""
    if len(source) > MAX_PATTERN:
        raise PatternError(f"is longer than {MAX_PATTERN} characters")
    return _Parser(_strip_anchors(source)).parse()


def _strip_anchors(source: str) -> str:
    """Leave out what says that the whole text is meant, which it is anyway."""
    body = source.removeprefix("^")
    backslashes = len(body) - 1 - len(body.removesuffix("$").rstrip("\\"))
    return body[:-1] if body.endswith("$") and backslashes % 2 == 0 else body


@dataclass(slots=True)
class _Parser:
    source: str
    at: int = 0
    depth: int = 0
    pattern: LinearPattern = field(default_factory=LinearPattern)

    def parse(self) -> LinearPattern:
        self.pattern.whole = self._parse_choice()
        if self.at < len(self.source):
            raise PatternError(f"holds '{self.source[self.at]}' where nothing is to be closed")
        return self.pattern

    def _parse_choice(self) -> _Part:
        parts = [self._parse_sequence()]
        while self._skip("|"):
            parts.append(self._parse_sequence())
        return _Part(
            any(part.is_optional for part in parts),
            _unite(part.first for part in parts),
            _unite(part.last for part in parts),
        )

    def _parse_sequence(self) -> _Part:
        sequence = _Part(True, 0, 0)
        while self.at < len(self.source) and self.source[self.at] not in "|)":
            sequence = self._join(sequence, self._parse_repeated())
        return sequence

    def _parse_repeated(self) -> _Part:
        start = self.at
        part = self._parse_one()
        end = self.at
        match = _REPETITION.match(self.source, end)
        if match is None:
            return part
        fewest, most = _read_repetition(match)
        after = match.end()
        if _REPETITION.match(self.source, after):
            raise PatternError("repeats a repetition")
        copies = [part]
        # Read again for each time: every copy has places of its own.
        while len(copies) < max(1, fewest if most is None else most):
            self.at = start
            copies.append(self._parse_one())
        self.at = after
        if most == 0:
            return _Part(True, 0, 0)
        if most is None:
            self._let_follow(copies[-1].last, copies[-1].first)
        joined = _Part(True, 0, 0)
        for count, copy in enumerate(copies):
            is_optional = copy.is_optional or count >= fewest
            joined = self._join(joined, _Part(is_optional, copy.first, copy.last))
        return joined

    def _parse_one(self) -> _Part:
        if self._skip("("):
            return self._parse_group()
        match = _ATOM.match(self.source, self.at)
        if match is None:
            raise PatternError(f"holds '{self.source[self.at : self.at + 2]}', which is not "
                                    "understood there")  # fmt: skip
        self.at = match.end()
        if len(self.pattern.read) >= MAX_POSITIONS:
            raise PatternError("repeats too much")
        try:
            self.pattern.read.append(_compile_atom(match[0]))
        except (re.error, FutureWarning):
            raise PatternError(f"holds '{match[0]}', which is no set of characters") from None
        self.pattern.follow.append(0)
        place = 1 << (len(self.pattern.read) - 1)
        return _Part(False, place, place)

    def _parse_group(self) -> _Part:
        if self.source.startswith("?", self.at) and not self._skip("?:"):
            raise PatternError("holds '(?', which begins more than a group")
        self.depth += 1
        if self.depth > _MAX_GROUPS:
            raise PatternError("has too many groups in one another")
        part = self._parse_choice()
        self.depth -= 1
        if not self._skip(")"):
            raise PatternError("opens a group and does not close it")
        return part

    def _join(self, left: _Part, right: _Part) -> _Part:
        self._let_follow(left.last, right.first)
        return _Part(
            left.is_optional and right.is_optional,
            left.first | (right.first if left.is_optional else 0),
            right.last | (left.last if right.is_optional else 0),
        )

    def _let_follow(self, places: int, followers: int) -> None:
        for place in _list_bits(places):
            self.pattern.follow[place] |= followers

    def _skip(self, words: str) -> bool:
        is_there = self.source.startswith(words, self.at)
        self.at += len(words) * is_there
        return is_there


@cache
def _compile_atom(atom: str) -> re.Pattern[str]:
    return re.compile(atom)


def _read_repetition(match: re.Match[str]) -> tuple[int, int | None]:
    """Return the fewest and the most times; None is any number."""
    if match[0] in "*+?":
        return int(match[0] == "+"), 1 if match[0] == "?" else None
    fewest = int(match[1])
    most = (int(match[3]) if match[3] else None) if match[2] else fewest
    if most is not None and most < fewest:
        raise PatternError(f"repeats at least {fewest} and at most {most} times")
    return fewest, most


def _unite(sets: Iterable[int]) -> int:
    united = 0
    for places in sets:
        united |= places
    return united


def _list_bits(places: int) -> Iterable[int]:
    while places:
        lowest = places & -places
        yield lowest.bit_length() - 1
        places ^= lowest
