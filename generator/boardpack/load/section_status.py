"""The state of a section by itself: a line `Status: ready` right below its heading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from boardpack.findings import Finding, Rule, suggest_word
from boardpack.load.bare_body import BareBody
from boardpack.model.status import Status

UNKNOWN_STATUS = Rule(
    "S119",
    "A section is a draft or ready",
    "Write `Status: draft` or `Status: ready` right below the heading, or leave the line out: then "
    "the status at the top of the file holds.",
)
# One word alone in its paragraph: `Status: green on all counts` is a sentence like any other.
_STATUS = re.compile(
    r" {0,3}(?:\*\*)?status(?:\*\*)?:(?:\*\*)?\s*(?P<word>\w+)\.?\s*", re.IGNORECASE
)
OTHER_STATES = frozenset(
    (
        *("red", "amber", "green", "blue", "grey", "black", "yellow", "high", "medium", "low"),
        *("open", "closed", "reopened", "shut", "planned", "ongoing", "live", "resolved"),
        *("improving", "worsening", "stable", "escalated"),
    )
)
"""Ratings, and states of works: what has one is what the text is about, and not the text."""


@dataclass(frozen=True, slots=True)
class WrittenStatus:
    """The status of a section, None where its word is none; `line` is counted from 0."""

    section: str
    status: Status | None
    word: str
    line: int


def iterate_statuses(bare: BareBody) -> Iterator[WrittenStatus]:
    """Yield the status of each section that has one of its own.

    A line such as `Status: green` gives none, and is a line of the text.
    """
    lines = bare.lines
    for section, start, end in bare.sections:
        line = next((number for number in range(start, end) if lines[number].strip()), end)
        match = _STATUS.fullmatch(lines[line]) if line < end else None
        if match and (line + 1 == end or not lines[line + 1].strip()):
            word = match["word"].casefold()
            if word in OTHER_STATES:
                continue
            status = Status(word) if word in tuple(Status) else None
            yield WrittenStatus(section, status, match["word"], line)


def report_unknown_status(bare: BareBody, written: WrittenStatus) -> Finding:
    """Return the finding on a status that is none."""
    hint = suggest_word(written.word.casefold(), [status.value for status in Status])
    return UNKNOWN_STATUS.make_finding(
        bare.body.find_place(written.line),
        f"'{written.word}' is neither draft nor ready{hint}",
        service=bare.body.service,
        section=written.section,
    )
