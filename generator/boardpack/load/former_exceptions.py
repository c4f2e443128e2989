"""Exception reports in the front matter, as they were written before they had headings.

Files of former editions hold them: what was signed is worked out from those again. In a file of
today they are a finding, and `boardpack upgrade` writes them where they belong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from boardpack.findings import Finding, Place, Rule
from boardpack.load.exception_reports import WrittenReport
from boardpack.model.submission import ExceptionReport, FrontMatter

FORMER_KEY = "exceptions"
FORMER_EXCEPTIONS = Rule(
    "S115",
    "Exception reports stand under the headings of their sections",
    "Run `boardpack upgrade`: it writes each as `### Exception report` under its section, and "
    "changes nothing else.",
)


@dataclass(frozen=True, slots=True)
class FormerFrontMatter(FrontMatter):
    """The front matter with what once stood in it."""

    exceptions: tuple[ExceptionReport, ...] = ()
    """One entry for each thing that is off track."""


def drop_former(front: FormerFrontMatter) -> FrontMatter:
    """Return the front matter of today."""
    return FrontMatter(**{field.name: getattr(front, field.name) for field in fields(FrontMatter)})


def report_former(path: str, line: int, service: str) -> Finding:
    """Return the finding on reports that still stand in a front matter."""
    words = "exception reports stand in the front matter, as they did in former times"
    return FORMER_EXCEPTIONS.make_finding(Place(path, line), words, service=service)


def list_former_reports(
    front: FormerFrontMatter, lines: Mapping[str, int]
) -> Iterator[WrittenReport]:
    """Yield the reports that stand in a front matter; `lines` are those of its keys."""
    for index, report in enumerate(front.exceptions):
        start = f"{FORMER_KEY}.{index}"
        field_lines = {
            name.removeprefix(f"{start}."): line
            for name, line in lines.items()
            if name.startswith(f"{start}.")
        }
        yield WrittenReport(
            report.section, repr(report), report, {"": lines[start], **field_lines}, ()
        )
