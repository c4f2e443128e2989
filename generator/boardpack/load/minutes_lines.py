"""Lines of minutes that are kept as data: actions, what was heard of them, and resolutions.

Each is an item of a list, and begins with its word:

    - Action 124: Share the letter with members. Owner: chair; finance-lead. Due: 2019-01-30.
    - Action 115 is open: the evaluation is still to come.
    - Action 121 is deferred to 2019-01-30: the report is not ready.
    - Approved: The minutes of 26 September.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from markdown_it.token import Token

from boardpack.findings import Finding, Place, Rule
from boardpack.load.markdown import build_markdown_parser
from boardpack.model.meeting import (
    ActionStatus,
    ActionUpdate,
    MinutesItem,
    NewAction,
    Resolution,
    ResolutionKind,
)

UNREADABLE_ACTION = Rule(
    "A101",
    "Every line on an action can be read",
    "Write `- Action 124: What. Owner: role; role. Due: 2019-01-30.`, or of an earlier one "
    "`- Action 124 is open: what was heard`.",
)

LONGEST_REF = 20
_REF = rf"(?P<ref>[A-Za-z0-9][A-Za-z0-9.-]{{0,{LONGEST_REF - 1}}})"
_DAY = r"(?P<due>[0-9]{4}-[0-9]{2}-[0-9]{2})"
# Only the places of the labels are found by these, so that no text takes long to be refused.
_NEW = re.compile(rf"Action(?: {_REF})?: (?P<rest>.+)")
_OWNER, _DUE = re.compile(r"\bOwners?:\s"), re.compile(r"\bDue:\s")
_UPDATE = re.compile(
    rf"Action {_REF} is (?P<status>open|complete|deferred|to be closed|closed)"
    rf"(?: (?:to|until|by) {_DAY})?(?:[:.]\s*(?P<words>.*))?"
)
_MEANT_AS_ACTION = re.compile(r"actions?\b(?=[^.]{0,20}[:.]| [0-9])", re.IGNORECASE)
_RESOLUTION = re.compile(
    rf"(?P<kind>{'|'.join(kind.value for kind in ResolutionKind)}):\s++(?P<words>.+)", re.IGNORECASE
)


@dataclass(slots=True)
class MinutesLines:
    """What the lines of some minutes say, in their order, and what of them cannot be read."""

    actions: list[NewAction] = field(default_factory=list)
    updates: list[ActionUpdate] = field(default_factory=list)
    resolutions: list[Resolution] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_minutes_lines(items: tuple[MinutesItem, ...], path: str) -> MinutesLines:
    """Return what stands in the lines of all items of some minutes."""
    lines = MinutesLines()
    for item in items:
        for words, line in _iterate_list_items(item.narrative.text):
            _read_line(words, item.title, Place(path, item.narrative.text_line + line), lines)
    return lines


def _read_line(words: str, item: str, place: Place, lines: MinutesLines) -> None:
    if match := _UPDATE.fullmatch(words):
        status = ActionStatus(match["status"])
        due = _parse_day(match["due"])
        if match["due"] and due is None:
            lines.findings.append(_refuse_line(f"there is no day '{match['due']}'", place))
        heard = (match["words"] or "").strip()
        lines.updates.append(ActionUpdate(match["ref"], status, due, heard, item, place))
    elif match := _NEW.fullmatch(words):
        action, fault = _read_action(match["ref"] or "", match["rest"], item, place)
        lines.actions.append(action)
        if fault:
            lines.findings.append(_refuse_line(fault, place))
    elif _MEANT_AS_ACTION.match(words):
        lines.findings.append(
            _refuse_line(f"'{words[:60]}' begins as an action, and is none", place)
        )
    elif match := _RESOLUTION.fullmatch(words):
        kind = ResolutionKind(match["kind"].casefold())
        lines.resolutions.append(Resolution(kind, match["words"], item, place))


def _read_action(ref: str, rest: str, item: str, place: Place) -> tuple[NewAction, str]:
    """Return an action of `what. Owner: a; b. Due: day.`, and what is wrong with its day."""
    due_text = owner_text = ""
    if label := _DUE.search(rest):
        rest, due_text = rest[: label.start()], rest[label.end() :].strip(" .")
    if label := _OWNER.search(rest):
        rest, owner_text = rest[: label.start()], rest[label.end() :].strip(" .")
    owners = tuple(owner.strip(" .") for owner in owner_text.split(";") if owner.strip(" ."))
    due = _parse_day(due_text)
    fault = f"'{due_text[:40]}' is no day such as 2019-01-30" if due_text and not due else ""
    return NewAction(ref, rest.strip(), owners, due, item, place), fault


def _parse_day(text: str | None) -> date | None:
    if not text or not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text, re.ASCII):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _refuse_line(words: str, place: Place) -> Finding:
    return UNREADABLE_ACTION.make_finding(place, words)


def _iterate_list_items(text: str) -> Iterator[tuple[str, int]]:
    """Yield the first paragraph of each item of a list, in one line, and its line from 0."""
    tokens = build_markdown_parser().parse(text)
    for index, token in enumerate(tokens[2:], start=2):
        if token.type == "inline" and token.map and tokens[index - 2].type == "list_item_open":
            yield _join_words(token), token.map[0]


def _join_words(token: Token) -> str:
    """Return the words of a paragraph without its marks: labels may stand in bold."""
    parts = (
        " " if child.type in ("softbreak", "hardbreak") else child.content
        for child in token.children or ()
        if child.type != "html_inline"
    )
    return " ".join("".join(parts).split())
