"""From an instance to the sites and PDFs of the editions that are meant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from boardpack.adapters.build_folder import locate_build_folder
from boardpack.adapters.pdf.workers import DocumentPrinter
from boardpack.adapters.workspace import Workspace, open_workspace
from boardpack.checks.identifiers import PRIVATE_CODES
from boardpack.errors import CannotRun, Failure, attempt
from boardpack.findings import has_errors
from boardpack.load.agendas import PRIVATE_AGENDA
from boardpack.load.meetings import PRIVATE_MINUTES
from boardpack.model.instance import EditionId
from boardpack.operations.build import EditionBuilder
from boardpack.operations.build_outcome import (
    BuildOutcome,
    Built,
    FormLeftOut,
    GateShut,
    NotBuilt,
    PackUnreadable,
)
from boardpack.operations.build_settings import read_build_settings
from boardpack.operations.check import check_editions
from boardpack.operations.oparl import find_oparl_address
from boardpack.operations.private_part import open_private_workspace
from boardpack.operations.progress import ProgressReport, ignore_progress
from boardpack.operations.rules import ALL_RULES
from boardpack.operations.select import UNREADABLE, Selection, select_editions

_NEVER_SHOWN = PRIVATE_CODES | {PRIVATE_AGENDA.code, PRIVATE_MINUTES.code}
"""What breaks these rules is on no page, not even on a draft."""


def build_editions(
    root: Path,
    pack: str | None,
    period: str | None,
    printer: DocumentPrinter,
    *,
    may_be_draft: bool = False,
    private: Path | None = None,
    source_date: datetime | None = None,
    report_progress: ProgressReport = ignore_progress,
) -> Iterator[BuildOutcome]:
    """Build the editions that are meant below `root`, and yield what came of each when it is done.

    Of a meeting's private part the agenda and papers are read from the folder `private`, and all
    that is made is written there. `source_date` dates the sites, else each is dated by its
    edition. CannotRun where no edition can be read.
    """
    workspace = open_private_workspace(root, private) if private else open_workspace(root)
    selection = select_editions(workspace, pack, period)
    yield from map(PackUnreadable, selection.unreadable_packs)
    if not selection.editions:
        raise CannotRun(UNREADABLE)
    builder = EditionBuilder(
        read_build_settings(root, locate_build_folder(private or root), source_date),
        printer,
        report_progress=report_progress,
    )
    failures = []
    for edition_id in selection.editions:
        build = partial(
            _build_edition, workspace, builder, edition_id, may_be_draft, private is not None
        )
        outcome = attempt(build)
        if isinstance(outcome, Failure):
            failures.append(outcome)
        else:
            yield outcome
    directorate = workspace.instance.directorate if workspace.instance else None
    if directorate and directorate.form and not (private or builder.settings.editor_files):
        yield FormLeftOut()
    # Last, so that whatever one edition holds, the others are built.
    if failures:
        raise failures[0].error


def _build_edition(
    workspace: Workspace,
    builder: EditionBuilder,
    edition_id: EditionId,
    may_be_draft: bool,
    is_private: bool,
) -> BuildOutcome:
    check_report = check_editions(workspace, Selection((edition_id,)))
    is_shut = has_errors(check_report.findings)
    if is_shut and not may_be_draft:
        error_count = sum(finding.is_error for finding in check_report.findings)
        return GateShut(edition_id, error_count)
    private = [finding for finding in check_report.findings if finding.code in _NEVER_SHOWN]
    if private:
        # A draft is a file that is handed on, and lies about long after the text was mended.
        return NotBuilt(edition_id, tuple(f"{one.place}: {one.what}" for one in private))
    [edition] = check_report.editions
    report = builder.build_edition(
        workspace, edition, check_report.findings, tuple(ALL_RULES.values()), draft=is_shut
    )
    if report.refusals:
        return NotBuilt(edition_id, report.refusals)
    home_page = builder.locate_folder(edition) / "site/index.html"
    is_without_oparl = not is_private and find_oparl_address(edition) == ""
    return Built(edition_id, home_page, is_shut, report.leaks, is_without_oparl)
