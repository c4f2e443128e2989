"""Findings for people, file by file; advice stands once, under the first finding it is for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from boardpack.findings import Finding
from boardpack.load.tree import escape_unprintable
from boardpack.render.findings.report import Report, render_closing_words

MOST_PER_RULE = 10
"""So many findings of one rule are shown in one file; the rest are counted."""

Paint = Callable[[str, str], str]
_BOLD, _RED, _YELLOW, _GREEN = "1", "31", "33", "32"
_INDENT = "    "


def render_text(report: Report, colour: bool = False) -> str:
    """Return the whole report as lines of text."""
    paint = _paint_words if colour else _leave_plain
    blocks = _render_blocks(report.findings, paint)
    tone = _GREEN if report.gate == "open" else _RED
    first, *rest = (escape_unprintable(line) for line in render_closing_words(report))
    return "\n\n".join([*blocks, "\n".join([paint(first, tone), *rest])])


def render_findings(findings: Iterable[Finding]) -> str:
    """Return findings by themselves as lines of text."""
    return "\n\n".join(_render_blocks(findings, _leave_plain))


def _render_blocks(findings: Iterable[Finding], paint: Paint) -> list[str]:
    given_advice: set[tuple[str, str]] = set()
    return [
        "\n".join(_render_file_lines(findings_of_file, given_advice, paint))
        for findings_of_file in _group_by_file(findings)
    ]


def _group_by_file(findings: Iterable[Finding]) -> Iterable[list[Finding]]:
    files: dict[str, list[Finding]] = {}
    for finding in findings:
        files.setdefault(finding.place.path, []).append(finding)
    return files.values()


def _render_file_lines(
    findings: list[Finding], given_advice: set[tuple[str, str]], paint: Paint
) -> Iterator[str]:
    totals = Counter(finding.code for finding in findings)
    shown_counts: Counter[str] = Counter()
    responsible = ""
    for finding in findings:
        shown_counts[finding.code] += 1
        if shown_counts[finding.code] > MOST_PER_RULE:
            continue
        yield _render_headline(finding, paint)
        if (finding.code, finding.advice) not in given_advice:
            given_advice.add((finding.code, finding.advice))
            yield f"{_INDENT}do: {escape_unprintable(finding.advice)}"
        if finding.who not in ("", responsible):
            responsible = finding.who
            yield f"{_INDENT}who: {escape_unprintable(responsible)}"
        if finding.paste:
            # Markdown takes indented lines for code, and they are copied as they stand here.
            yield from ("", *map(escape_unprintable, finding.paste.split("\n")), "")
        hidden_count = totals[finding.code] - MOST_PER_RULE
        if shown_counts[finding.code] == MOST_PER_RULE and hidden_count > 0:
            yield f"{_INDENT}and {hidden_count} more of {finding.code} in this file"


def _render_headline(finding: Finding, paint: Paint) -> str:
    place = paint(escape_unprintable(str(finding.place)), _BOLD)
    code = paint(finding.code, _RED if finding.is_error else _YELLOW)
    kind = "" if finding.is_error else "warning: "
    return f"{place}  {code}  {kind}{escape_unprintable(finding.what)}"


def _paint_words(words: str, tone: str) -> str:
    return f"\x1b[{tone}m{words}\x1b[0m"


def _leave_plain(words: str, tone: str) -> str:
    return words
