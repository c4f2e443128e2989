"""Exception reports under the headings of sections: labelled lines to what they report.

### Exception report

Issue: 5.9% of appointments were missed.
Action: The four practices move to the reminder system of the others.
Lead: Practice manager, Cannock Chase
Due: 18 January 2019
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from boardpack.findings import Finding, Place, Rule, find_near_word, suggest_word
from boardpack.load.days import begins_with_day, read_day
from boardpack.load.front_matter import LONGEST_WORDS
from boardpack.load.lead_names import LeadNames
from boardpack.load.misread_marks import PRINTED_COMMENT
from boardpack.model.report_labels import (
    DAY_FIELDS,
    LABELS,
    NEXT_STEPS,
    OUTCOMES,
)
from boardpack.model.submission import ExceptionReport

UNREADABLE_REPORT = Rule(
    "S118",
    "Every line of an exception report stands behind its label",
    "Write each value in plain words behind its label, such as `Issue: what is wrong`, with no "
    "blank line inside it.",
)

_FIELDS = {label.casefold(): name for name, label in LABELS.items()}
_LABEL = re.compile(
    r"\s*(?:[-*+]\s+)?(?:\*\*|__)?(?P<label>[A-Za-z][\w'’-]*(?: [\w'’-]+){0,3})"
    r"\s?(?:\*\*|__)?:(?:\*\*|__)?(?P<blank>\s|$)?\s*(?P<words>.*)"
)
_BLOCK = re.compile(r"\s*(?:[-*+•·]\s|[0-9]{1,9}[.)]\s|[|>#]|```|~~~)")
_ENOUGH_LABELS = 3
"""So many labels in a text are no accident: they were meant for a report."""
_NAMED_BY_NOBODY_ELSE = (
    "lead", "measurable", "systems", "remedial_plan", "risk", "investment_priority"
)  # fmt: skip
"""Fields whose label is no accident beside another one, or before a value of its kind."""
_VALUES = {"measurable": re.compile(r".*[0-9]"), "risk": re.compile(r"[A-Z]{1,4}-?[0-9]")}
_CHOICES: Mapping[str, Mapping[str, Any]] = {"outcome": OUTCOMES, "next_step": NEXT_STEPS}


@dataclass(frozen=True, slots=True)
class ReportLines:
    """The lines below the heading of a report; `line` is the heading's in the file.

    The first of `lines` stands in line `first_line` of the file.
    """

    section: str
    path: str
    service: str
    line: int
    lines: Sequence[str]
    first_line: int


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """A report as it was written, None where no word was written yet.

    `text` is how it was written, without its heading. `lines` gives the line of each field that is
    there, and under "" that of the heading.
    """

    section: str
    text: str
    report: ExceptionReport | None
    lines: Mapping[str, int]
    findings: tuple[Finding, ...]
    unread: tuple[str, ...] = ()
    """Fields that the writer may have filled in, in lines that cannot be read."""


@dataclass(slots=True)
class _Values:
    """What was read of the lines so far. `open_field` is where a line without a label goes on."""

    source: ReportLines
    parts: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    unread: set[str] = field(default_factory=set)
    open_field: str | None = None
    is_refusing: bool = False

    def refuse(self, line: int, words: str) -> None:
        self.findings.append(
            UNREADABLE_REPORT.make_finding(
                Place(self.source.path, line),
                words,
                service=self.source.service,
                section=self.source.section,
            )
        )


def read_report(source: ReportLines, names: LeadNames) -> WrittenReport:
    """Return the report that some lines hold, and everything that is wrong with it."""
    values = _Values(source, lines={"": source.line})
    for line, text in enumerate(source.lines, start=source.first_line):
        _read_line(values, line, text)
    texts = {name: " ".join(parts) for name, parts in values.parts.items()}
    texts = {name: text for name, text in texts.items() if text}
    report = None
    # What cannot be read is left out of the report, and shuts the gate by its finding.
    if texts or values.findings:
        fields = dict(_convert_fields(values, texts))
        fields["lead"] = names.find_id(texts.get("lead", ""), source.service)
        report = ExceptionReport(section=source.section, **fields)
    text = "\n".join(source.lines).strip()
    return WrittenReport(
        source.section,
        text,
        report,
        values.lines,
        tuple(values.findings),
        tuple(sorted(values.unread)),
    )


def _read_line(values: _Values, line: int, text: str) -> None:
    match = _LABEL.fullmatch(text.rstrip())
    if PRINTED_COMMENT.search(text):
        values.refuse(
            line, f"readers would see this note: '{text.strip()[:60]}'; begin it with <!--"
        )
    if not text.strip():
        values.open_field, values.is_refusing = None, False
    elif match and (match["label"].casefold() in _FIELDS or _is_unknown_label(match)):
        _open_field(values, line, match["label"], (match["words"] or "").strip())
    elif values.is_refusing:
        # The lines of one paragraph are one fault.
        return
    elif values.open_field is None:
        values.unread.update(_FIELDS.values())
        values.refuse(line, f"no label stands before '{text.strip()[:60]}'")
        values.is_refusing = True
    elif _BLOCK.match(text):
        values.unread.add(values.open_field)
        values.refuse(
            line, f"'{text.strip()[:60]}' is a list, a table, a quotation or code in plain words"
        )
        values.is_refusing = True
    else:
        values.parts[values.open_field].append(text.strip())


def _is_unknown_label(match: re.Match[str]) -> bool:
    # Without a blank behind it, it may be an address or a time of day.
    return match["label"][0].isupper() and match["blank"] is not None


def _open_field(values: _Values, line: int, label: str, words: str) -> None:
    name = _FIELDS.get(label.casefold())
    values.open_field, values.is_refusing = name, name is None or name in values.parts
    if name is None:
        near = find_near_word(label.casefold(), _FIELDS)
        # A label that is like none may have been meant for any.
        values.unread.update([_FIELDS[near]] if near else _FIELDS.values())
        known = suggest_word(label, LABELS.values())
        values.refuse(line, f"'{label}:' is none of the labels of a report{known}")
    elif name in values.parts:
        first = values.lines[name]
        values.refuse(line, f"'{LABELS[name]}:' already stands in line {first}")
    else:
        values.parts[name] = [words] if words else []
        values.lines[name] = line


def _convert_fields(values: _Values, texts: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a report with what they hold; what cannot be read is a finding."""
    for name, text in texts.items():
        converted: Any = text
        if len(text) > LONGEST_WORDS:
            fault = f"has {len(text):,} letters, more than {LONGEST_WORDS:,}"
            values.refuse(values.lines[name], f"'{LABELS[name]}:' {fault}")
        if name in DAY_FIELDS:
            converted = _convert_day(values, name, text)
        elif name in _CHOICES:
            converted = _convert_choice(values, name, text)
        yield name, converted


def _convert_day(values: _Values, name: str, text: str) -> date | None:
    day, fault = read_day(text)
    if fault:
        values.refuse(values.lines[name], f"'{LABELS[name]}:' {fault}")
    return day


def _convert_choice(values: _Values, name: str, text: str) -> Any:
    choices = _CHOICES[name]
    words = _fold_choice(text)
    if words not in choices:
        fault = f"must be one of {', '.join(choices)}, not '{text[:60]}'"
        values.refuse(
            values.lines[name], f"'{LABELS[name]}:' {fault}{suggest_word(words, choices)}"
        )
    return choices.get(words)


def _fold_choice(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").split()).rstrip(".")


def find_loose_labels(lines: Iterable[tuple[int, str]]) -> int | None:
    """Return the line of the first label of a report that stands outside any report.

    Alone a label needs a value of its kind behind it, such as a day; two are enough in one
    paragraph where one is not a word like any others, and three of any.
    """
    first_lines: dict[str, int] = {}
    paragraph: set[str] = set()
    is_certain = False
    for line, text in lines:
        if not text.strip():
            paragraph.clear()
        match = _LABEL.fullmatch(text.rstrip()) if ":" in text else None
        if match and (name := _FIELDS.get(match["label"].casefold())):
            first_lines.setdefault(name, line)
            paragraph.add(name)
            is_certain |= len(paragraph) > 1 and not paragraph.isdisjoint(_NAMED_BY_NOBODY_ELSE)
            is_certain |= _is_of_report(name, match["words"] or "")
    is_certain |= len(first_lines) >= _ENOUGH_LABELS
    return min(first_lines.values()) if is_certain else None


def _is_of_report(name: str, words: str) -> bool:
    """Return whether a label means a report by what stands behind it."""
    if name in DAY_FIELDS:
        return begins_with_day(words)
    if name in _CHOICES:
        return _fold_choice(words) in _CHOICES[name]
    return name in _VALUES and _VALUES[name].match(words) is not None
