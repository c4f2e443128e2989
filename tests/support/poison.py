"""Every text of every kind of file with something hostile put into it, each by a mark of its own.

Fields are walked by the type hints of the model, those that a file leaves out included, and by the
columns of each CSV: a field that somebody adds is poisoned without anybody remembering it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, fields, is_dataclass
from itertools import cycle, pairwise
from typing import Any, get_args, get_type_hints

import yaml

from boardpack.analysis.edition import analyse_edition
from boardpack.checks.run import apply_rules
from boardpack.findings import Finding
from boardpack.load.instance import load_instance
from boardpack.model.agenda import Agenda
from boardpack.model.cover import CoverSheet
from boardpack.model.dataset import Contract
from boardpack.model.directorate import Directorate
from boardpack.model.meeting import MinutesFront, TermsOfReference
from boardpack.model.pack import Pack
from boardpack.model.report_labels import LABELS
from boardpack.model.submission import FrontMatter
from support.committees import DECEMBER, TERMS, with_committee
from support.instances import (
    ACCESS,
    CANNOCK,
    CLEARANCES,
    DIRECTORATE,
    PACK,
    SHIFTS,
    WAIVERS,
    Files,
    edited,
    with_file,
    with_plans,
)
from support.papers import AGENDA, BOARD, CYCLE_PAPER, FINANCE_PAPER
from support.reports import with_report
from support.type_hints import iterate_options, to_class

PAYLOADS = (
    "MARK\"'><img src=x onerror=fired.push('MARK')><script>fired.push('MARK')</script>",
    "MARK&lt;img src=x onerror=fired.push('MARK')&gt;\" onfocus=fired.push('MARK') a='{{7*7}}",
    "MARK [a](javascript:fired.push('MARK'))",
)
"""Markup, markup for whoever decodes once too often or breaks out of an attribute, and a link."""
SYNTAXES = (
    "{}",
    "- {}",
    "1. {}",
    "> {}",
    "**{}**",
    "`{}`",
    "```\n{}\n```",
    "### {}",
    "[{}](https://example.org)",
    "[a](https://example.org/{})",
    '[a](https://example.org "{}")',
    "<https://example.org/{}>",
    "| a {} | b |\n| --- | --- |\n| c | d |",
    "| a | b |\n| --- | --- |\n| c | d {} |",
    "<!-- {} -->",
)
"""What a narrative can be made of."""
_MISSING = object()
_FRONT = """author: manager-cannock
not_applicable: {extra-shifts: No shifts were booked}
events:
  - {section: access, date: 2018-11-05, words: Reminders by text}
"""
_REPORT = """
Issue: Mondays
Cause: Too few staff
Action: Train two
Measured by: Two more people
Systems and processes: None
Lead: practice-manager
Due: 2019-01-31
"""
_DECLARED = """interests: [{who: chair, interest: A lease, item: Money, handled: Left the room}]
corrections: [{item: Money, was: The report., now: The finance report.}]
"""
_MISSED = """    benchmark: 6
    benchmark_title: England
    rebase: [{date: 2018-10, reason: New system}]
    maximum: 100
"""


_SHIFTS_WORDS = "Mondays and Fridays needed most of the extra staff."


def full_tree() -> Files:
    """Return an instance without errors in which most of what there can be is there."""
    tree: Files = with_committee(with_plans())
    tree = edited(tree, DECEMBER, "returned:", f"{_DECLARED}returned:")
    tree = edited(tree, CANNOCK, "author: manager-cannock\n", _FRONT)
    tree = with_report(tree, _REPORT)
    tree = edited(tree, CANNOCK, f"\n## Extra shifts\n\n{_SHIFTS_WORDS}\n", "")
    tree = edited(tree, ACCESS, "    maximum: 100\n", _MISSED)
    progress = "unit: shifts\nprogress: {title: day, planned: shifts, actual: shifts}"
    tree = edited(tree, SHIFTS, "unit: shifts", progress)
    waiver = "monthly,2018-11,seisdon,finance,The extract is late.,finance-manager,2019-01-31\n"
    tree = with_file(tree, WAIVERS, tree[WAIVERS] + waiver.encode())
    clearance = "I104,a.md,4f2,For the public,finance-manager,2018-12-03,2019-03-31\n"
    header = "rule,place,passage,reason,decided_by,decided,until\n"
    tree = with_file(tree, CLEARANCES, header + clearance)
    role = "information_governance: finance-manager\n"
    tree = edited(tree, DIRECTORATE, "services:\n", f"{role}services:\n")
    return with_file(
        tree, "content/guide/house.md", "# House rules\n\nWords.\n\n## More\n\nWords.\n"
    )


@dataclass(frozen=True)
class Leaf:
    """One text of an instance; `put` returns the tree with something added to it."""

    name: str
    put: Callable[[Files, str], Files]


def list_leaves(tree: Files) -> list[Leaf]:
    """Return every text of an instance, those included that its files leave out."""
    return [
        leaf
        for path, data in sorted(tree.items())
        for leaf in (
            _list_csv_leaves(path, data)
            if path.endswith(".csv")
            else _list_yaml_leaves(path, data)
            if path.endswith(".yml")
            else _list_markdown_leaves(path, data)
        )
    ]


def list_errors(
    tree: Files, edition_id: tuple[str, str] = ("monthly", "2018-11")
) -> set[tuple[str, str, str]]:
    """Return the errors of an edition by code, file and words."""
    instance, found = load_instance(tree)
    findings: list[Finding] = [*found]
    if instance is not None and not any(finding.is_error for finding in found):
        findings += apply_rules(analyse_edition(instance, *edition_id))
    return {(one.code, one.place.path, one.what) for one in findings if one.is_error}


def _list_yaml_leaves(path: str, data: bytes) -> Iterator[Leaf]:
    named = {
        DIRECTORATE: Directorate, PACK: Pack, BOARD: Pack, TERMS: TermsOfReference, AGENDA: Agenda,
    }  # fmt: skip
    kind = named.get(path, Contract)
    document = yaml.safe_load(data)
    for loc in _walk(document, kind, ()):

        def put(tree: Files, text: str, loc: tuple[Any, ...] = loc) -> Files:
            changed = _alter(yaml.safe_load(tree[path]), loc, text)
            return {**tree, path: _dump(changed).encode()}

        yield Leaf(f"{path} {'.'.join(map(str, loc))}", put)


def _list_markdown_leaves(path: str, data: bytes) -> Iterator[Leaf]:
    _, front, _ = data.decode().split("---\n", 2) if data.startswith(b"---\n") else ("", "", "")
    kinds = {DECEMBER: MinutesFront, FINANCE_PAPER: CoverSheet, CYCLE_PAPER: CoverSheet}
    kind = kinds.get(path, FrontMatter)
    for loc in _walk(yaml.safe_load(front), kind, ()) if front else ():

        def put_front(tree: Files, text: str, loc: tuple[Any, ...] = loc) -> Files:
            _, old, rest = tree[path].decode().split("---\n", 2)
            new = _dump(_alter(yaml.safe_load(old), loc, text))
            return {**tree, path: f"---\n{new}---\n{rest}".encode()}

        yield Leaf(f"{path} {'.'.join(map(str, loc))}", put_front)
    for label in LABELS.values():
        line = f"\n{label}: "

        def put_value(tree: Files, text: str, line: str = line) -> Files:
            before, mark, after = tree[path].decode().partition(line)
            words, end, rest = after.partition("\n")
            return {**tree, path: f"{before}{mark}{words}{text}{end}{rest}".encode()}

        if line in data.decode():
            yield Leaf(f"{path} {label}", put_value)
    for syntax in SYNTAXES:

        def put_words(tree: Files, text: str, syntax: str = syntax) -> Files:
            whole = tree[path].decode()
            before, mark, after = whole.partition("\n## Patient feedback\n")
            return {**tree, path: f"{before}\n{syntax.format(text)}\n{mark}{after}".encode()}

        yield Leaf(f"{path} {syntax!r}", put_words)


def _list_csv_leaves(path: str, data: bytes) -> Iterator[Leaf]:
    header, *rows = csv.reader(io.StringIO(data.decode()))
    for column, name in enumerate(header):
        for row in (0, 1) if rows else (0,):

            def put(tree: Files, text: str, row: int = row, column: int = column) -> Files:
                table = [*csv.reader(io.StringIO(tree[path].decode()))]
                table[row][column] += text
                out = io.StringIO()
                csv.writer(out, lineterminator="\n").writerows(table)
                return {**tree, path: out.getvalue().encode()}

            yield Leaf(f"{path} {name} {'row' if row else 'header'}", put)


def _dump(document: Any) -> str:
    return str(yaml.safe_dump(document, sort_keys=False, width=10**6))


def _walk(value: Any, hint: Any, loc: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """Yield the place of each text in a value that a hint describes, or could describe."""
    for option in iterate_options(hint):
        kind = to_class(option)
        if is_dataclass(kind) and isinstance(value, dict):
            hints = get_type_hints(kind)
            for field in fields(kind):
                key = field.name.removesuffix("_")
                yield from _walk(value.get(key, _MISSING), hints[field.name], (*loc, key))
        elif kind is str and (value is _MISSING or isinstance(value, str)):
            yield loc
        elif kind is tuple and isinstance(value, list):
            for index, item in enumerate(value):
                yield from _walk(item, get_args(option)[0], (*loc, index))
        elif kind is tuple and value is _MISSING and str in get_args(option):
            yield (*loc, 0)
        elif issubclass(kind, Mapping) and isinstance(value, dict):
            for key, item in value.items():
                yield from _walk(item, get_args(option)[1], (*loc, key))


def _alter(document: Any, loc: tuple[Any, ...], text: str) -> Any:
    """Return a document with a text added at a place, which is made where it is not there."""
    changed = deepcopy(document)
    at = changed
    for key, following in pairwise(loc):
        at = (
            at.setdefault(key, [] if isinstance(following, int) else {})
            if isinstance(at, dict)
            else at[key]
        )
    last = loc[-1]
    if isinstance(at, list) and last == len(at):
        at.append(text)
    else:
        at[last] = f"{at[last] if not isinstance(at, dict) or last in at else ''}{text}"
    return changed


def poison(
    tree: Files,
    leaves: Sequence[Leaf],
    payloads: Sequence[str],
    edition_id: tuple[str, str] = ("monthly", "2018-11"),
) -> tuple[Files, list[str]]:
    """Return a tree with a payload in each text that no rule refuses it in, and the marks there."""
    usual = list_errors(tree, edition_id)
    poisoned, marks = tree, []
    for number, (leaf, payload) in enumerate(zip(leaves, cycle(payloads), strict=False)):
        mark = f"zq{number}z"
        words = payload.replace("MARK", mark)
        if list_errors(leaf.put(tree, words), edition_id) <= usual:
            poisoned = leaf.put(poisoned, words)
            marks.append(mark)
    return poisoned, marks
