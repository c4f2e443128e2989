"""Findings as Markdown for the summary of a job: what is missing, and who owes it.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from boardpack.findings import Finding, escape_unprintable, shorten_text
from boardpack.render.findings.report import Report, format_count, render_closing_words

LIMIT = 256 * 1024
"""Bytes, of the 1 MiB that GitHub shows of all that the steps of a job say."""
NOBODY = "Whoever keeps the file"
_MARKS = re.compile(r"[\\`*_\[\]<>&#|~$!]")


def render_summary(report: Report) -> str:
    """Return the report as Markdown; its first line says whether something is missing.

    Grouped by who can mend it, then by what to do. Past the limit, findings are only counted.
    """
    lines = [
        f"## {_render_headline(report)}",
        "",
        *map(_escape_words, render_closing_words(report)),
    ]
    size = len("\n".join(lines).encode())
    shown_count = 0
    for finding_lines in _iterate_finding_lines(report.findings):
        size += len("\n".join(finding_lines).encode()) + 1
        if size > LIMIT:
            break
        lines += finding_lines
        shown_count += 1
    hidden_count = len(report.findings) - shown_count
    if hidden_count:
        more = format_count(hidden_count, "more finding")
        lines += [
            "",
            f"There {'is' if hidden_count == 1 else 'are'} {more}: `boardpack check` has all.",
        ]
    return "\n".join(lines)


def _render_headline(report: Report) -> str:
    if report.gate == "unknown":
        return "Something cannot be read, so nothing is known yet"
    if report.errors:
        return "Something is missing or wrong"
    return "Nothing is missing" + (", but look at this" if report.findings else "")


def _iterate_finding_lines(findings: Sequence[Finding]) -> Iterator[list[str]]:
    """Yield the lines that each finding adds."""
    for responsible, owed_findings in _group_findings(findings, lambda f: f.who or NOBODY):
        heading_lines = ["", f"### {_escape_words(responsible)}: {_count_tasks(owed_findings)}", ""]
        for advice, similar_findings in _group_findings(owed_findings, _describe_task):
            heading_lines.append(f"- {_escape_words(advice)}")
            for finding in similar_findings:
                place = _escape_words(str(finding.place))
                yield [
                    *heading_lines,
                    f"  - {place}: {_escape_words(finding.what)} ({finding.code})",
                    *_list_pasted_lines(finding),
                ]
                heading_lines = []


def _list_pasted_lines(finding: Finding) -> list[str]:
    """Return lines that are ready to be put into a file, as code in the item of a list."""
    lines = [escape_unprintable(line) for line in finding.paste.splitlines()]
    # Inside a fence nothing is markup; none of these lines can end one of tildes.
    return [f"    {line}".rstrip() for line in ("", "~~~~text", *lines, "~~~~")] if lines else []


def _group_findings(
    findings: Iterable[Finding], key: Callable[[Finding], str]
) -> Iterable[tuple[str, list[Finding]]]:
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(key(finding), []).append(finding)
    return groups.items()


def _describe_task(finding: Finding) -> str:
    return f"{'To do' if finding.is_error else 'Worth a look'}: {finding.advice}"


def _count_tasks(findings: Sequence[Finding]) -> str:
    error_count = sum(finding.is_error for finding in findings)
    warning_count = len(findings) - error_count
    counts = ((error_count, "to mend"), (warning_count, "worth a look"))
    return ", ".join(f"{count} {words}" for count, words in counts if count)


def _escape_words(text: str) -> str:
    """Return somebody's words so that Markdown and HTML in them stay words."""
    return _MARKS.sub(r"\\\g<0>", " ".join(shorten_text(escape_unprintable(text)).split()))
