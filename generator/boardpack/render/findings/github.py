"""Findings as GitHub workflow commands, which put them beside the lines of a pull request.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from boardpack.findings import Finding
from boardpack.load.tree import printable
from boardpack.render.findings.report import Report, closing_words


def render(report: Report, folder: str = "") -> str:
    """Return a command for each finding, then the closing words.

    `folder` is where the instance lies in the repository.
    """
    prefix = f"{folder}/" if folder else ""
    commands = [_command(finding, prefix) for finding in report.findings]
    return "\n".join([*commands, *(printable(line) for line in closing_words(report))])


def _command(finding: Finding, prefix: str) -> str:
    # GitHub shows a finding without a line on the first line of its file.
    properties = {
        "file": prefix + finding.place.path,
        "line": str(finding.place.line or 1),
        "title": finding.code,
    }
    words = [printable(finding.what), f"do: {printable(finding.advice)}"]
    if finding.who:
        words.append(f"who: {printable(finding.who)}")
    shown = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{finding.severity.value} {shown}::{_data(chr(10).join(words))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(printable(text)).replace(":", "%3A").replace(",", "%2C")
