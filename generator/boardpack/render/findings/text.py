"""Findings for people, file by file; advice stands once, under the first finding it is for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from boardpack.findings import Finding
from boardpack.load.tree import printable
from boardpack.render.findings.report import Report, closing_words

MOST = 10
"""So many findings of one rule are shown in one file; the rest are counted."""

Paint = Callable[[str, str], str]
_BOLD, _RED, _YELLOW, _GREEN = "1", "31", "33", "32"
_INDENT = "    "


def render(report: Report, colour: bool = False) -> str:
    """Return the whole report as lines of text."""
    paint = _paint if colour else _plain
    given: set[tuple[str, str]] = set()
    blocks = [
        "\n".join(_file_lines(findings, given, paint)) for findings in _by_file(report.findings)
    ]
    tone = _GREEN if report.gate == "open" else _RED
    first, *rest = (printable(line) for line in closing_words(report))
    return "\n\n".join([*blocks, "\n".join([paint(first, tone), *rest])])


def _by_file(findings: Iterable[Finding]) -> Iterable[list[Finding]]:
    files: dict[str, list[Finding]] = {}
    for finding in findings:
        files.setdefault(finding.place.path, []).append(finding)
    return files.values()


def _file_lines(
    findings: list[Finding], given: set[tuple[str, str]], paint: Paint
) -> Iterator[str]:
    total = Counter(finding.code for finding in findings)
    shown: Counter[str] = Counter()
    who = ""
    for finding in findings:
        shown[finding.code] += 1
        if shown[finding.code] > MOST:
            continue
        yield _headline(finding, paint)
        if (finding.code, finding.advice) not in given:
            given.add((finding.code, finding.advice))
            yield f"{_INDENT}do: {printable(finding.advice)}"
        if finding.who not in ("", who):
            who = finding.who
            yield f"{_INDENT}who: {printable(who)}"
        left = total[finding.code] - MOST
        if shown[finding.code] == MOST and left > 0:
            yield f"{_INDENT}and {left} more of {finding.code} in this file"


def _headline(finding: Finding, paint: Paint) -> str:
    place = paint(printable(str(finding.place)), _BOLD)
    code = paint(finding.code, _RED if finding.is_error else _YELLOW)
    kind = "" if finding.is_error else "warning: "
    return f"{place}  {code}  {kind}{printable(finding.what)}"


def _paint(words: str, tone: str) -> str:
    return f"\x1b[{tone}m{words}\x1b[0m"


def _plain(words: str, tone: str) -> str:
    return words
