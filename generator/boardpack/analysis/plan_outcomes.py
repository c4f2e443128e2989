"""Improvement plans whose day has come: of exception reports, of this edition and the last one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.last_edition import iterate_earlier_submissions
from boardpack.model.submission import ExceptionReport, PlanOutcome, Submission


@dataclass(frozen=True, slots=True)
class DuePlan:
    """A report whose plan is to be judged by an edition, and the submission that it stands in."""

    report: ExceptionReport
    submission: Submission


def find_unjudged_plans(edition: Edition, entry: Entry) -> Iterator[DuePlan]:
    """Yield the plans of a section whose day has passed, and of which nobody says what came.

    Those of the last edition as well: to write a later day into a report is no answer. One report
    of this edition that says what came of a plan answers for all of the last.
    """
    for report in entry.exceptions:
        if entry.submission and report.outcome is None and _is_past(report, edition):
            yield DuePlan(report, entry.submission)
    last = next(iterate_earlier_submissions(edition, edition.name_submission(entry)), None)
    if last is not None and not any(report.outcome for report in entry.exceptions):
        # A report that is carried on as it was is named once, where it stands now.
        known_days = {report.judged_on for report in entry.exceptions}
        for report in last.exceptions:
            is_due = _is_past(report, edition) and report.judged_on not in known_days
            # Of a plan that had failed, the step that followed is judged on its day.
            has_ended = report.outcome is PlanOutcome.WORKED
            if report.section == entry.section.id and is_due and not has_ended:
                yield DuePlan(report, last)


def _is_past(report: ExceptionReport, edition: Edition) -> bool:
    return report.judged_on is not None and report.judged_on < edition.due_day
