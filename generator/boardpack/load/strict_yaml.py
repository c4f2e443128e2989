"""YAML without surprises: every scalar stays the text that was typed, with the line it stands in.

Anchors, aliases, tags, merge keys, duplicate keys, several documents and deep nesting are
findings. Types come later, from the model (see `bind`): `no` is not false, `12:30` is not 750.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from boardpack.findings import Finding, Place, declare

BAD_YAML = declare(
    "Y101",
    "YAML files can be read",
    "Mend the line that is named; indent with two spaces, never with tabs.",
)
FANCY_YAML = declare(
    "Y102",
    "YAML is plain: no anchors, aliases, tags, merge keys or second documents",
    "Write the value out where it is needed.",
)
TWICE = declare(
    "Y103",
    "No key stands twice in one mapping",
    "Keep one of the two; the other would be lost without a word.",
)

Loc = tuple[str | int, ...]
MAX_DEPTH = 20
MAX_DIGITS = 40
_NUMERAL = re.compile(r"[-+]?[0-9][0-9_.eE+-]*")
_NULLS = frozenset({"", "~", "null"})
_TAB = "a tab at the beginning of a line; indent with spaces"
_UNCLOSED = ("found unexpected end of stream", "did not find expected ','")
_PLAIN_WORDS = {
    "cannot start any token": "a character that text cannot begin with; put quotation marks "
    "around the text",
    "mapping values are not allowed": "a colon that is not expected; put quotation marks around "
    "text that holds one",
    "could not find expected ':'": "a line without `key: value`",
    "did not find expected key": "this line does not fit those above it; look at its indentation "
    "and at quotation marks",
    "did not find expected '-' indicator": "this line should begin with `- `, as those above it",
    "did not find expected <document start>": "this line does not fit those above it; it should "
    "be `key: value`",
    "found unexpected end of stream": "a quotation mark is opened here and never closed",
    "did not find expected ',' or ']'": "a list in square brackets is not closed, or text "
    "in it needs quotation marks",
    "did not find expected ',' or '}'": "a mapping in curly brackets is not closed, or text "
    "in it needs quotation marks",
    "block sequence entries are not allowed": "a `- ` that is not expected; begin it in a line "
    "of its own",
    "found unknown escape character": "a backslash inside double quotation marks; use single ones",
    "did not find expected node content": "something is missing here",
    "alphabetic or numeric character": "text cannot begin with & or *; put quotation marks around "
    "it",
}
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Document:
    """Mappings, lists and text; `lines` gives the line of each location in the file."""

    path: str
    value: Any
    lines: Mapping[Loc, int]

    def place(self, loc: Loc = ()) -> Place:
        """Return the line of a location, or of the nearest one around it."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return Place(self.path, self.lines.get(loc))


def parse(text: str, path: str, first_line: int = 1) -> tuple[Document | None, list[Finding]]:
    """Return the document, or None and what is wrong with it."""
    try:
        return _Reader(path, first_line).read(text)
    except yaml.MarkedYAMLError as error:
        line = _line_to_mend(error)
        words = _TAB if _is_indented_by_tab(text, line) else _plain_words(error.problem or "")
        return None, [BAD_YAML.at(Place(path, line + first_line), words)]
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + first_line
        return None, [BAD_YAML.at(Place(path, line), "a character that YAML does not allow")]


@dataclass(slots=True)
class _Reader:
    path: str
    first_line: int
    lines: dict[Loc, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def read(self, text: str) -> tuple[Document | None, list[Finding]]:
        events = iter(yaml.parse(text, Loader=_Loader))
        documents: list[Any] = []
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if documents:
                    self._fancy(event, "a second document begins after `---`")
                documents.append(self._document(events))
        if self.findings:
            return None, self.findings
        return Document(self.path, documents[0] if documents else None, self.lines), []

    def _document(self, events: Iterator[Any]) -> Any:
        value = self._value(next(events), events, ())
        next(events)
        return value

    def _value(self, event: Any, events: Iterator[Any], loc: Loc) -> Any:
        self.lines.setdefault(loc, self._line(event))
        self._refuse_fancy(event)
        if isinstance(event, yaml.AliasEvent):
            return None
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if len(loc) >= MAX_DEPTH:
            self._fancy(event, f"nested more than {MAX_DEPTH} deep")
            return self._skip(events)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(events, loc)
        return self._mapping(events, loc)

    def _sequence(self, events: Iterator[Any], loc: Loc) -> list[Any]:
        found: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            found.append(self._value(event, events, (*loc, len(found))))
        return found

    def _mapping(self, events: Iterator[Any], loc: Loc) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._key(event, events, loc)
            if key in found:
                self.findings.append(
                    TWICE.at(self._place(event), f"'{key}' stands here a second time")
                )
            self.lines[(*loc, key)] = self._line(event)
            found[key] = self._value(next(events), events, (*loc, key))
        return {key: value for key, value in found.items() if value is not None}

    def _key(self, event: Any, events: Iterator[Any], loc: Loc) -> str:
        self._refuse_fancy(event)
        if not isinstance(event, yaml.ScalarEvent):
            self._fancy(event, "a list or mapping as a key")
            self._value(event, events, (*loc, "?"))
            return "?"
        if event.value == "<<":
            self._fancy(event, "a merge key")
        return str(event.value)

    def _scalar(self, event: Any) -> str | None:
        text = str(event.value)
        if not event.style and text in _NULLS:
            return None
        if len(text) > MAX_DIGITS and _NUMERAL.fullmatch(text):
            self.findings.append(
                BAD_YAML.at(self._place(event), f"a number with {len(text)} digits")
            )
        return text

    def _skip(self, events: Iterator[Any]) -> None:
        depth = 1
        while depth:
            event = next(events)
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)

    def _refuse_fancy(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._fancy(event, f"an alias, *{event.anchor}")
        elif event.anchor is not None:
            self._fancy(event, f"an anchor, &{event.anchor}")
        elif event.tag is not None:
            self._fancy(event, f"a tag, {event.tag}")

    def _fancy(self, event: Any, what: str) -> None:
        self.findings.append(FANCY_YAML.at(self._place(event), what))

    def _line(self, event: Any) -> int:
        return int(event.start_mark.line) + self.first_line

    def _place(self, event: Any) -> Place:
        return Place(self.path, self._line(event))


def _line_to_mend(error: yaml.MarkedYAMLError) -> int:
    """Return the line in which an unclosed mark was opened, or else where reading stopped."""
    is_unclosed = any(part in (error.problem or "") for part in _UNCLOSED)
    mark = (error.context_mark if is_unclosed else None) or error.problem_mark
    return mark.line if mark else 0


def _is_indented_by_tab(text: str, line: int) -> bool:
    lines = text.split("\n")
    indent = lines[line][: -len(lines[line].lstrip())] if line < len(lines) else ""
    return "\t" in indent


def _plain_words(problem: str) -> str:
    return next((words for part, words in _PLAIN_WORDS.items() if part in problem), problem) or (
        "this cannot be read"
    )
