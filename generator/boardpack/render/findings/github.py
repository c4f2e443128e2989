"""Findings as GitHub workflow commands, which put them beside the lines of a pull request.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from boardpack.findings import Finding
from boardpack.load.tree import escape_unprintable
from boardpack.render.findings.report import Report, render_closing_words

_LONGEST_TITLE = 100


def render_github(report: Report, folder: str = "") -> str:
    """Return a command for each finding, then the closing words.

    `folder` is where the instance lies in the repository.
    """
    prefix = f"{folder}/" if folder else ""
    commands = [_render_command(finding, prefix) for finding in report.findings]
    return "\n".join(
        [*commands, *(escape_unprintable(line) for line in render_closing_words(report))]
    )


def _render_command(finding: Finding, prefix: str) -> str:
    title = _shorten_title(finding.what)
    # GitHub shows a finding without a line on the first line of its file.
    properties = {
        "file": prefix + finding.place.shown_path,
        "line": str(finding.place.line or 1),
        # What is wrong, not by which rule: it is what people see first, beside the line.
        "title": title,
    }
    words = [escape_unprintable(finding.what)] if title != finding.what else []
    words.append(f"do: {escape_unprintable(finding.advice)}")
    words += [escape_unprintable(line) for line in finding.paste.split("\n") if finding.paste]
    if finding.who:
        words.append(f"who: {escape_unprintable(finding.who)}")
    words.append(f"rule: {finding.code}")
    attributes = ",".join(f"{name}={_escape_property(value)}" for name, value in properties.items())
    return f"::{finding.severity.value} {attributes}::{_escape_data(chr(10).join(words))}"


def _shorten_title(what: str) -> str:
    """Return what is wrong in as many letters as stand above an annotation."""
    return what if len(what) <= _LONGEST_TITLE else f"{what[: _LONGEST_TITLE - 1].rstrip()}…"


def _escape_data(text: str) -> str:
    # The percent sign first, or it would escape the escapes.
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    # In properties a colon or comma would begin another one.
    return _escape_data(escape_unprintable(text)).replace(":", "%3A").replace(",", "%2C")
