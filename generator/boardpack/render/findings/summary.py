"""Findings as Markdown for the summary of a job: what is missing, and who owes it.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from boardpack.findings import Finding, printable, shortened
from boardpack.render.findings.report import Report, closing_words, plural

LIMIT = 256 * 1024
"""Bytes, of the 1 MiB that GitHub shows of all that the steps of a job say."""
NOBODY = "Whoever keeps the file"
_MARKS = re.compile(r"[\\`*_\[\]<>&#|~$!]")


def render(report: Report) -> str:
    """Return the report as Markdown; its first line says whether something is missing.

    Grouped by who can mend it, then by what to do. Past the limit, findings are only counted.
    """
    lines = [f"## {_headline(report)}", "", *map(_plain, closing_words(report))]
    size = len("\n".join(lines).encode())
    shown = 0
    for added in _listed(report.findings):
        size += len("\n".join(added).encode()) + 1
        if size > LIMIT:
            break
        lines += added
        shown += 1
    left = len(report.findings) - shown
    if left:
        more = plural(left, "more finding")
        lines += ["", f"There {'is' if left == 1 else 'are'} {more}: `boardpack check` has all."]
    return "\n".join(lines)


def _headline(report: Report) -> str:
    if report.gate == "unknown":
        return "Something cannot be read, so nothing is known yet"
    if report.errors:
        return "Something is missing or wrong"
    return "Nothing is missing" + (", but look at this" if report.findings else "")


def _listed(findings: Sequence[Finding]) -> Iterator[list[str]]:
    """Yield the lines that each finding adds."""
    for who, theirs in _grouped(findings, lambda f: f.who or NOBODY):
        head = ["", f"### {_plain(who)}: {_owes(theirs)}", ""]
        for advice, alike in _grouped(theirs, _to_do):
            head.append(f"- {_plain(advice)}")
            for finding in alike:
                place = _plain(str(finding.place))
                yield [*head, f"  - {place}: {_plain(finding.what)} ({finding.code})"]
                head = []


def _grouped(
    findings: Iterable[Finding], by: Callable[[Finding], str]
) -> Iterable[tuple[str, list[Finding]]]:
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(by(finding), []).append(finding)
    return groups.items()


def _to_do(finding: Finding) -> str:
    return f"{'To do' if finding.is_error else 'Worth a look'}: {finding.advice}"


def _owes(findings: Sequence[Finding]) -> str:
    errors = sum(finding.is_error for finding in findings)
    rest = len(findings) - errors
    counts = ((errors, "to mend"), (rest, "worth a look"))
    return ", ".join(f"{count} {words}" for count, words in counts if count)


def _plain(text: str) -> str:
    """Return somebody's words so that Markdown and HTML in them stay words."""
    return _MARKS.sub(r"\\\g<0>", " ".join(shortened(printable(text)).split()))
