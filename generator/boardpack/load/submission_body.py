"""The body of a submission: narratives, and the exception reports that stand among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from boardpack.findings import Fault, Finding, Rule
from boardpack.load.bare_body import (
    SECTION_LEVEL,
    BareBody,
    NarrativeBody,
    iterate_stretches,
    take_out_comments,
)
from boardpack.load.exception_reports import (
    ReportLines,
    WrittenReport,
    find_loose_labels,
    read_report,
)
from boardpack.load.lead_names import LeadNames
from boardpack.load.loose_statements import find_loose_excuses, find_loose_statuses
from boardpack.load.markdown import Heading
from boardpack.load.misspelt_headings import (
    find_hiding_line,
    list_lines_of_titles,
    list_misspelt_sections,
)
from boardpack.load.narratives import read_narratives
from boardpack.load.notes import find_spoilt_notes
from boardpack.load.section_status import iterate_statuses, report_unknown_status
from boardpack.model.pack import Need
from boardpack.model.report_labels import REPORT_TITLE, is_report_title
from boardpack.model.status import Status
from boardpack.model.submission import Narrative

LOOSE_REPORT = Rule(
    "S117",
    "Every exception report begins with its heading",
    f"Put a line `### {REPORT_TITLE}` above it, with a blank line before and after.",
)
_CODE_INDENT = "    "
_UNINDENT = (
    f"Take away the spaces before each of these lines, and before `### {REPORT_TITLE}` above them."
)


@dataclass(frozen=True, slots=True)
class SubmissionBody:
    """What a body says. `headings` stand in lines counted from 0, those of reports left out.

    `statuses` and `status_lines` are by id those of the sections that have one of their own.
    """

    narratives: tuple[Narrative, ...]
    statuses: Mapping[str, Status]
    status_lines: Mapping[str, int]
    reports: tuple[WrittenReport, ...]
    headings: tuple[Heading, ...]
    findings: tuple[Finding, ...]
    misspelt: frozenset[str] = frozenset()
    title_lines: Mapping[str, int] = field(default_factory=dict)
    """See `Submission`."""


def read_submission_body(
    body: NarrativeBody, names: LeadNames, has_reports: bool = True
) -> SubmissionBody:
    """Return what a body says, and everything that is wrong with it.

    A paper of a committee has no reports: what looks like one there are words like any others.
    """
    bare = take_out_comments(body)
    if not has_reports:
        narratives, headings, findings = read_narratives(bare)
        findings += find_loose_statuses(bare, is_paper=True)
        return SubmissionBody(
            narratives,
            {},
            {},
            (),
            headings,
            tuple(findings),
            list_misspelt_sections(bare, ()),
            list_lines_of_titles(bare),
        )
    statuses = list(iterate_statuses(bare))
    bare = bare.take_out([written.line for written in statuses])
    stretches = list(_iterate_reports(bare))
    lines = bare.lines
    reports = tuple(
        read_report(
            ReportLines(
                section,
                body.path,
                body.service,
                heading.line + body.first_line,
                lines[heading.end : end],
                heading.end + body.first_line,
            ),
            names,
        )
        for section, heading, end in stretches
    )
    # What they say is data, as the front matter is: no word of it is counted or shown twice.
    taken_lines = {line for _, heading, end in stretches for line in range(heading.line, end)}
    bare = bare.take_out(taken_lines)
    narratives, headings, findings = read_narratives(bare)
    reported = {report.section for report in reports if report.text}
    narratives = tuple(
        narrative
        for narrative in narratives
        # The heading is there for the report alone.
        if narrative.words
        or narrative.section not in reported
        or body.needs.get(narrative.section) is Need.REQUIRED
    )
    loose_reports = list(_find_loose_reports(bare))
    report_findings = (finding for report in reports for finding in report.findings)
    status_findings = (
        report_unknown_status(bare, written) for written in statuses if written.status is None
    )
    return SubmissionBody(
        narratives,
        {written.section: written.status for written in statuses if written.status},
        {written.section: written.line + body.first_line for written in statuses},
        reports,
        headings,
        (
            *findings,
            *status_findings,
            *report_findings,
            *find_loose_statuses(bare),
            *find_loose_excuses(bare),
            *loose_reports,
            *find_spoilt_notes(bare),
        ),
        list_misspelt_sections(bare, (finding.section for finding in loose_reports)),
        list_lines_of_titles(bare),
    )


def _iterate_reports(bare: BareBody) -> Iterator[tuple[str, Heading, int]]:
    """Yield each report's section, its heading, and the line at which it ends."""
    section = ""
    for heading, end in iterate_stretches(bare.outline.headings, len(bare.lines)):
        if heading.level <= SECTION_LEVEL:
            is_section = heading.level == SECTION_LEVEL
            section = bare.body.titles.get(heading.title, "") if is_section else ""
        elif section and is_report_title(heading.title):
            yield section, heading, end


def _find_loose_reports(bare: BareBody) -> Iterator[Finding]:
    lines = bare.spoken_lines
    hiding = find_hiding_line(bare)
    for section, start, end in bare.sections:
        # What stands behind that was hidden, and says so by itself.
        end = end if hiding is None else min(end, hiding)
        line = find_loose_labels((n, lines[n]) for n in range(start, end))
        if line is not None:
            place = bare.body.find_place(line)
            words = "this looks like an exception report, and no heading says so"
            fault = Fault(place, words, service=bare.body.service, section=section)
            if lines[line].startswith(_CODE_INDENT):
                words = "this exception report is indented, which makes it code and no report"
                fault = replace(fault, what=words, advice=_UNINDENT)
            yield LOOSE_REPORT.complete_fault(fault)
