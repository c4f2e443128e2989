"""YAML without surprises: every scalar stays the text that was typed, with the line it stands in.

Anchors, aliases, tags, merge keys, duplicate keys, several documents and deep nesting are
findings. Types come later, from the model (see `bind`): `no` is not false, `12:30` is not 750.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from boardpack.findings import Finding, Place, Rule
from boardpack.load.letters import report_letters, settle_letters

BAD_YAML = Rule(
    "Y101",
    "YAML files can be read",
    "Mend the line that is named; indent with two spaces, never with tabs.",
)
FANCY_YAML = Rule(
    "Y102",
    "YAML is plain: no anchors, aliases, tags, merge keys or second documents",
    "Write the value out where it is needed.",
)
REPEATED_KEY = Rule(
    "Y103",
    "No key stands twice in one mapping",
    "Keep one of the two; the other would be lost without a word.",
)

UNREAD_WORDS = Rule(
    "Y107",
    "Nothing is written behind a value",
    "Put the value between quotation marks if the words belong to it, else write them on a line "
    "of their own.",
)

Loc = tuple[str | int, ...]
MAX_DEPTH = 20
MAX_DIGITS = 40
MAX_OPEN_BRACKETS = 100
_BRACKETS = re.compile(r"[\[\]{}]")
_LISTS_IN_LISTS = re.compile(r" *(?:- ){21}")
_NUMERAL = re.compile(r"[-+]?[0-9][0-9_.eE+-]*")
_OPENERS = ("|", ">")
_BETWEEN_VALUES = " \t,]}|>+-0123456789"
"""What may stand between a value and a comment in its line, of which no value is made."""
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
# libyaml's parser, where PyYAML was built with it, is much faster.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """Mappings, lists and text; `lines` gives the line of each location in the file."""

    path: str
    value: Any
    lines: Mapping[Loc, int]

    def find_place(self, loc: Loc = ()) -> Place:
        """Return the line of a location, or of the nearest one around it."""
        while loc and loc not in self.lines:
            loc = loc[:-1]
        return Place(self.path, self.lines.get(loc))


def parse_yaml(
    text: str, path: str, first_line: int = 1
) -> tuple[YamlDocument | None, list[Finding]]:
    """Return the document, or None and what is wrong with it."""
    # The parser itself takes time that grows with the square of the depth.
    if deep_line := _find_deep_line(text):
        words = f"nested more than {MAX_DEPTH} deep"
        place = Place(path, deep_line + first_line - 1)
        return None, [FANCY_YAML.make_finding(place, words)]
    try:
        return _YamlReader(path, first_line).read_text(text)
    except yaml.MarkedYAMLError as error:
        line = _find_line_to_mend(error)
        words = _TAB if _is_indented_by_tab(text, line) else _explain_problem(error.problem or "")
        return None, [BAD_YAML.make_finding(Place(path, line + first_line), words)]
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + first_line
        return None, [
            BAD_YAML.make_finding(Place(path, line), "a character that YAML does not allow")
        ]


@dataclass(slots=True)
class _YamlReader:
    path: str
    first_line: int
    lines: dict[Loc, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    source_lines: list[str] = field(default_factory=list)

    def read_text(self, text: str) -> tuple[YamlDocument | None, list[Finding]]:
        # Events, not load(): they carry lines and what was typed, and expand no alias.
        self.source_lines = text.split("\n")
        events = iter(yaml.parse(text, Loader=_Loader))
        documents: list[Any] = []
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if documents:
                    self._report_fancy(event, "a second document begins after `---`")
                documents.append(self._read_document(events))
        if self.findings:
            return None, self.findings
        return YamlDocument(self.path, documents[0] if documents else None, self.lines), []

    def _read_document(self, events: Iterator[Any]) -> Any:
        value = self._read_value(next(events), events, ())
        next(events)
        return value

    def _read_value(self, event: Any, events: Iterator[Any], loc: Loc) -> Any:
        self.lines.setdefault(loc, self._find_line(event))
        self._refuse_fancy(event)
        if isinstance(event, yaml.AliasEvent):
            return None
        if isinstance(event, yaml.ScalarEvent):
            return self._read_scalar(event)
        # Skipped without recursion: deep nesting would else end in a RecursionError.
        if len(loc) >= MAX_DEPTH:
            self._report_fancy(event, f"nested more than {MAX_DEPTH} deep")
            return self._skip_collection(events)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._read_sequence(events, loc)
        return self._read_mapping(events, loc)

    def _read_sequence(self, events: Iterator[Any], loc: Loc) -> list[Any]:
        entries: list[Any] = []
        for event in events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            entries.append(self._read_value(event, events, (*loc, len(entries))))
        return entries

    def _read_mapping(self, events: Iterator[Any], loc: Loc) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        for event in events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key = self._read_key(event, events, loc)
            if key in entries:
                self.findings.append(
                    REPEATED_KEY.make_finding(
                        self._find_place(event), f"'{key}' stands here a second time"
                    )
                )
            self.lines[(*loc, key)] = self._find_line(event)
            entries[key] = self._read_value(next(events), events, (*loc, key))
        # A key with nothing behind it is as good as absent: the model's default holds.
        return {key: value for key, value in entries.items() if value is not None}

    def _read_key(self, event: Any, events: Iterator[Any], loc: Loc) -> str:
        self._refuse_fancy(event)
        if not isinstance(event, yaml.ScalarEvent):
            self._report_fancy(event, "a list or mapping as a key")
            # Read and thrown away, because its events must be used up.
            self._read_value(event, events, (*loc, "?"))
            return "?"
        if event.value == "<<":
            self._report_fancy(event, "a merge key")
        return str(event.value)

    def _read_scalar(self, event: Any) -> str | None:
        # An escape such as "\\u2028" names a letter that the file itself does not hold.
        text, unseen_letters = settle_letters(str(event.value))
        place = self._find_place(event)
        self.findings += [
            replace(finding, place=place) for finding in report_letters(unseen_letters, self.path)
        ]
        self._report_unread_words(event)
        # Between quotation marks they are text.
        if not event.style and text in _NULLS:
            return None
        # Python refuses to turn more than some thousand digits into a number, by an exception.
        if len(text) > MAX_DIGITS and _NUMERAL.fullmatch(text):
            self.findings.append(BAD_YAML.make_finding(place, f"a number with {len(text)} digits"))
        return text

    def _report_unread_words(self, event: Any) -> None:
        """Report what YAML takes for a comment, such as what stands behind `site #3`."""
        # A text in lines of its own may have a comment behind the `|` or `>` that opens it.
        mark = event.start_mark if event.style in _OPENERS else event.end_mark
        line = self.source_lines[mark.line : mark.line + 1]
        rest = line[0][mark.column :].lstrip(_BETWEEN_VALUES) if line else ""
        if rest.startswith("#"):
            words = f"the words after # are not read: '{rest[:60]}'"
            self.findings.append(UNREAD_WORDS.make_finding(self._find_place(event), words))

    def _skip_collection(self, events: Iterator[Any]) -> None:
        depth = 1
        while depth:
            event = next(events)
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)

    def _refuse_fancy(self, event: Any) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._report_fancy(event, f"an alias, *{event.anchor}")
        elif event.anchor is not None:
            self._report_fancy(event, f"an anchor, &{event.anchor}")
        elif event.tag is not None:
            self._report_fancy(event, f"a tag, {event.tag}")

    def _report_fancy(self, event: Any, feature: str) -> None:
        self.findings.append(FANCY_YAML.make_finding(self._find_place(event), feature))

    def _find_line(self, event: Any) -> int:
        return int(event.start_mark.line) + self.first_line

    def _find_place(self, event: Any) -> Place:
        return Place(self.path, self._find_line(event))


def _find_deep_line(text: str) -> int:
    """Return the line, counted from 1, in which more is nested than anybody writes; else 0."""
    depth = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if _LISTS_IN_LISTS.match(line):
            return number
        # Those in quotation marks and comments too: nobody leaves a hundred open in either.
        for bracket in _BRACKETS.finditer(line):
            depth = depth + 1 if bracket[0] in "[{" else max(0, depth - 1)
            if depth > MAX_OPEN_BRACKETS:
                return number
    return 0


def _find_line_to_mend(error: yaml.MarkedYAMLError) -> int:
    """Return the line in which an unclosed mark was opened, or else where reading stopped."""
    is_unclosed = any(fragment in (error.problem or "") for fragment in _UNCLOSED)
    mark = (error.context_mark if is_unclosed else None) or error.problem_mark
    return mark.line if mark else 0


def _is_indented_by_tab(text: str, line: int) -> bool:
    lines = text.split("\n")
    indent = lines[line][: -len(lines[line].lstrip())] if line < len(lines) else ""
    return "\t" in indent


def _explain_problem(problem: str) -> str:
    return next(
        (words for fragment, words in _PLAIN_WORDS.items() if fragment in problem), problem
    ) or ("this cannot be read")
