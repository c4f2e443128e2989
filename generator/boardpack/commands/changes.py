"""Which findings are a change's own: the rule behind `check --changed-since`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from boardpack.findings import Finding
from boardpack.load.tree import Tree

RULE = (
    "A finding is the change's own when it stands in a submission that differs from the one at "
    "the point where the two histories parted, or in a changed or added line, or in a changed "
    "file without naming a line, or when it was not there before. Others are only counted."
)

_LINE = re.compile(r"\b(lines?) [0-9]+")
_Key = tuple[str, str, int | None, str]


def changed_files(before: Tree, now: Tree) -> frozenset[str]:
    """Return the paths that were added, removed or altered; line endings alone do not count."""
    both = before.keys() & now.keys()
    altered = {path for path in both if before[path] != now[path]}
    unlike = {path for path in altered if before[path].splitlines() != now[path].splitlines()}
    return frozenset((before.keys() ^ now.keys()) | unlike)


def own_findings(
    findings: Iterable[Finding], earlier: Iterable[Finding], before: Tree, now: Tree
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the findings that a change is answerable for, and the others."""
    changed = changed_files(before, now)
    moved = {path: _moved(before[path], now[path]) for path in changed & before.keys() & now.keys()}
    known = Counter(_key(finding, _line_now(finding, moved)) for finding in earlier)
    own: list[Finding] = []
    others: list[Finding] = []
    for finding in findings:
        key = _key(finding, finding.place.line)
        if (finding.place.path in changed and _is_wholly_own(finding)) or not known[key]:
            own.append(finding)
        else:
            known[key] -= 1
            others.append(finding)
    return tuple(own), tuple(others)


def _is_wholly_own(finding: Finding) -> bool:
    return finding.place.line is None or finding.place.path.startswith("content/")


def _key(finding: Finding, line: int | None) -> _Key:
    # A row that moved down is the same row, also in the words of another row's finding.
    return finding.code, finding.place.path, line, _LINE.sub(r"\1", finding.what)


def _line_now(finding: Finding, moved: Mapping[str, Mapping[int, int]]) -> int | None:
    """Return where a line of before stands now; -1 for one that is no longer there."""
    line = finding.place.line
    if line is None or finding.place.path not in moved:
        return line
    return moved[finding.place.path].get(line, -1)


def _moved(before: bytes, now: bytes) -> dict[int, int]:
    """Return the new number of every line that is still there, both counted from 1."""
    matcher = SequenceMatcher(None, before.splitlines(), now.splitlines(), autojunk=False)
    return {
        block.a + n + 1: block.b + n + 1
        for block in matcher.get_matching_blocks()
        for n in range(block.size)
    }
