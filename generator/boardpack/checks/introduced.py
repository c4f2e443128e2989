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


def find_changed_files(earlier_tree: Tree, current_tree: Tree) -> frozenset[str]:
    """Return the paths that were added, removed or altered; line endings alone do not count."""
    common_paths = earlier_tree.keys() & current_tree.keys()
    altered_paths = {path for path in common_paths if earlier_tree[path] != current_tree[path]}
    differing_paths = {
        path
        for path in altered_paths
        # Checkouts differ in line ends (Git's autocrlf) though nobody changed a thing.
        if earlier_tree[path].splitlines() != current_tree[path].splitlines()
    }
    return frozenset((earlier_tree.keys() ^ current_tree.keys()) | differing_paths)


def split_introduced_findings(
    findings: Iterable[Finding],
    earlier_findings: Iterable[Finding],
    earlier_tree: Tree,
    current_tree: Tree,
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the findings that a change is answerable for, and the others."""
    changed_paths = find_changed_files(earlier_tree, current_tree)
    moved_lines = {
        path: _map_moved_lines(earlier_tree[path], current_tree[path])
        for path in changed_paths & earlier_tree.keys() & current_tree.keys()
    }
    earlier_counts = Counter(
        _identify_finding(finding, _find_current_line(finding, moved_lines))
        for finding in earlier_findings
    )
    introduced_findings: list[Finding] = []
    other_findings: list[Finding] = []
    for finding in findings:
        key = _identify_finding(finding, finding.place.line)
        if (
            finding.place.path in changed_paths and _is_wholly_introduced(finding)
        ) or not earlier_counts[key]:
            introduced_findings.append(finding)
        else:
            # Counted, because a line that is copied brings a second finding just like the first.
            earlier_counts[key] -= 1
            other_findings.append(finding)
    return tuple(introduced_findings), tuple(other_findings)


def _is_wholly_introduced(finding: Finding) -> bool:
    return finding.place.line is None or finding.place.path.startswith("content/")


def _identify_finding(finding: Finding, line: int | None) -> _Key:
    # A row that moved down is the same row, also in the words of another row's finding.
    return finding.code, finding.place.path, line, _LINE.sub(r"\1", finding.what)


def _find_current_line(
    finding: Finding, moved_lines: Mapping[str, Mapping[int, int]]
) -> int | None:
    """Return where a line of before stands now; -1 for one that is no longer there."""
    line = finding.place.line
    if line is None or finding.place.path not in moved_lines:
        return line
    return moved_lines[finding.place.path].get(line, -1)


def _map_moved_lines(earlier_text: bytes, current_text: bytes) -> dict[int, int]:
    """Return the new number of every line that is still there, both counted from 1."""
    # autojunk would skip lines that are frequent, as rows of a long CSV can be.
    matcher = SequenceMatcher(
        None, earlier_text.splitlines(), current_text.splitlines(), autojunk=False
    )
    return {
        block.a + n + 1: block.b + n + 1
        for block in matcher.get_matching_blocks()
        for n in range(block.size)
    }
