"""Rules on exception reports: what is off track is explained, led, dated and measurable."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.escalation import Escalation
from boardpack.analysis.off_track import describe_reason, group_by_section, list_reasons
from boardpack.analysis.plan_outcomes import DuePlan, find_unjudged_plans
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_contributor, find_writer
from boardpack.findings import Fault, Place, Severity, suggest_word
from boardpack.model.dataset import Kind
from boardpack.model.pack import EscalationLevel
from boardpack.model.period import parse_period
from boardpack.model.report_labels import sketch_report
from boardpack.model.rows import Risk
from boardpack.model.submission import ExceptionReport, PlanOutcome, Submission
from boardpack.model.words import says_why

_MEASURABLE = re.compile(
    r"\d|\b(?:all|both|each|every|half|no|none|nobody|nothing|zero|one|two|three|four|five|six|"
    r"seven|eight|nine|ten|eleven|twelve|twice)\b",
    re.IGNORECASE,
)
_NEEDED_FIELDS = {
    "issue": "what is wrong",
    "cause": "why",
    "action": "what is done",
    "lead": "who leads it",
    "due": "by when",
}
_ONE_IS_ENOUGH = "; of the last three one is enough"
_NAMED_IN_A_WORD = ("issue", "lead")
"""One word may name what is wrong, or who leads; none says why, or what is done."""


@rule("E101", "What is amber, red or escalated has an exception report")
def find_missing_exception_reports(edition: Edition) -> Iterator[Fault]:
    """Write `### Exception report` under the section, with a line for each of its labels."""
    escalated = group_by_section(edition)
    for entry in edition.entries:
        is_said_elsewhere = _has_no_file(entry) or entry.is_misspelt or entry.may_be_excused
        # Where the whole section has lost its heading, its report may be there as well.
        is_said_elsewhere |= entry.needs_narrative and entry.title_line is not None
        if entry.is_owed and not (entry.exceptions or is_said_elsewhere):
            escalations = escalated.get((entry.service, entry.section.id), [])
            reasons = list_reasons(entry, escalations)
            if reasons:
                is_escalated = bool(_select_upwards(edition, escalations))
                suffix = f", and {len(reasons) - 1} more" if len(reasons) > 1 else ""
                words = f"'{entry.section.title}' has no exception report: {reasons[0]}{suffix}"
                yield Fault(
                    _find_place_for_reports(edition, entry),
                    words,
                    *_find_responsible(edition, entry),
                    advice=f"Write these lines at the end of '{entry.section.title}', and complete "
                    f"them{_ONE_IS_ENOUGH if is_escalated else ''}:",
                    paste=sketch_report(reasons, is_escalated),
                )


@rule("E102", "No action of an exception report is overdue", Severity.WARNING)
def find_overdue_actions(edition: Edition) -> Iterator[Fault]:
    """Say what became of it: `Outcome:`, or in the narrative; agree a new day if need be."""
    day = edition.due_day
    for entry, submission, index, report in _iterate_exception_reports(edition):
        # A warning: to shut the gate would teach people to change the day (decision 10).
        if report.due and report.due < day and report.outcome is None:
            words = f"the action was due on {report.due}, the edition is due on {day}"
            place = submission.find_report_place(index, "due")
            yield Fault(place, words, *_find_responsible(edition, entry))


@rule("E103", "Exception reports say what is wrong, why, and what is done by whom and when")
def find_incomplete_exceptions(edition: Edition) -> Iterator[Fault]:
    """Fill in `Issue:`, `Cause:` and `Action:`, each with a sentence, `Lead:` and `Due:`."""
    for entry, submission, index, report in _iterate_exception_reports(edition):
        lines = submission.exception_lines[index]
        missing_parts = [
            words
            for name, words in _NEEDED_FIELDS.items()
            # What is there and cannot be read is said to be so by another rule.
            if name not in submission.exceptions_unread[index]
            if not (name in lines if name == "due" else _is_filled_in(report, name))
        ]
        if missing_parts:
            words = f"the exception report does not say {' nor '.join(missing_parts)}"
            yield Fault(
                submission.find_report_place(index), words, *_find_responsible(edition, entry)
            )


@rule("E104", "Exception reports say how success will be measured")
def find_unmeasurable_exceptions(edition: Edition) -> Iterator[Fault]:
    """Write behind `Measured by:` a figure that will show, by the day it is due, that it worked."""
    for entry, submission, index, report in _iterate_exception_reports(edition):
        if "measurable" in submission.exceptions_unread[index]:
            continue
        if not _MEASURABLE.search(report.measurable):
            measurable = report.measurable.strip()
            words = (
                f"'{measurable}' gives no figure"
                if measurable
                else "nothing says how it is measured"
            )
            place = submission.find_report_place(index, "measurable")
            yield Fault(place, words, *_find_responsible(edition, entry))


@rule("E105", "Plans name how systems and processes are updated", Severity.WARNING)
def find_plans_without_processes(edition: Edition) -> Iterator[Fault]:
    """Write behind `Systems and processes:` which is updated, and how, so that it lasts."""
    for entry, submission, index, report in _iterate_exception_reports(edition):
        is_unread = "systems" in submission.exceptions_unread[index]
        if not report.systems.strip() and not is_unread:
            words = "the exception report does not say which system or process is updated"
            yield Fault(
                submission.find_report_place(index), words, *_find_responsible(edition, entry)
            )


@rule("E108", "Escalation leads to something, and it is recorded", Severity.WARNING)
def find_escalations_without_outcome(edition: Edition) -> Iterator[Fault]:
    """Write into the report what came of it: `Remedial plan:`, `Risk register:` (its reference) or
    `Investment priority:`.
    """
    escalated = group_by_section(edition)
    for entry in edition.entries:
        upwards = _select_upwards(edition, escalated.get((entry.service, entry.section.id), []))
        # Where there is no report at all, another rule asks for one.
        if upwards and entry.exceptions and not any(one.outcomes for one in entry.exceptions):
            reason = describe_reason(upwards[0])
            title = entry.section.title
            words = f"'{title}' is escalated, and nothing is said to come of it: {reason}"
            place = _find_place_for_reports(edition, entry)
            yield Fault(place, words, *_find_responsible(edition, entry))


@rule("E110", "What is still off track after its plan's day says whether the plan worked")
def find_unjudged_outcomes(edition: Edition) -> Iterator[Fault]:
    """Write `Outcome: worked` or `Outcome: did not work` into the report.

    Where it did not work, write also `Next step:` and, as `Review:`, on which day that is judged.
    """
    escalated = group_by_section(edition)
    for entry in edition.entries:
        reasons = list_reasons(entry, escalated.get((entry.service, entry.section.id), []))
        if entry.is_owed and reasons:
            for plan in find_unjudged_plans(edition, entry):
                of = "" if plan.submission is entry.submission else _name_period(plan.submission)
                yield Fault(
                    _find_place_of_plan(edition, entry, plan),
                    f"nothing says whether the plan{of} worked that was to be judged on "
                    f"{plan.report.judged_on}, and {reasons[0]}",
                    *_find_responsible(edition, entry),
                )


@rule("E111", "A plan that did not work leads to a named next step, and a day to judge it")
def find_failures_without_next_step(edition: Edition) -> Iterator[Fault]:
    """Write `Next step:` (targeted support, director intervention, benchmarking, capability or
    new management) and, as `Review:`, a day that is still to come.
    """
    for entry, submission, index, report in _iterate_exception_reports(edition):
        key, words = _describe_step_fault(report, edition.due_day)
        if words:
            place = submission.find_report_place(index, key)
            yield Fault(place, words, *_find_responsible(edition, entry))


@rule("E107", "A risk that an exception report names stands in the register")
def find_unknown_risks(edition: Edition) -> Iterator[Fault]:
    """Correct the reference, or ask for the risk to be put into the register."""
    refs = _list_risk_refs(edition)
    for entry, submission, index, report in _iterate_exception_reports(edition):
        ref = report.risk.strip()
        if ref and ref not in refs:
            words = f"no risk '{ref}' stands in the register{suggest_word(ref, refs)}"
            place = submission.find_report_place(index, "risk")
            yield Fault(place, words, *_find_responsible(edition, entry))


def _select_upwards(edition: Edition, escalations: Sequence[Escalation]) -> list[Escalation]:
    """Return the escalations that reach somebody beyond their section."""
    policy = edition.pack.escalation
    return [
        escalation
        for escalation in escalations
        if policy.find_level(escalation.rule) is not EscalationLevel.SECTION
    ]


def _list_risk_refs(edition: Edition) -> list[str]:
    """Return the references of the registers as they stood at the edition."""
    refs = []
    for dataset in edition.instance.datasets.values():
        if dataset.contract.kind is not Kind.RISKS:
            continue
        files = [file for file in dataset.files if file.period <= edition.period.id]
        refs += [row.ref for row in files[-1].rows if isinstance(row, Risk)] if files else []
    return refs


def _iterate_exception_reports(
    edition: Edition,
) -> Iterator[tuple[Entry, Submission, int, ExceptionReport]]:
    for entry in edition.entries:
        if entry.submission is not None:
            for index, report in enumerate(entry.submission.exceptions):
                if report.section == entry.section.id:
                    yield entry, entry.submission, index, report


def _has_no_file(entry: Entry) -> bool:
    """Return whether the whole submission is missing, which another rule says once."""
    return entry.submission is None and entry.needs_narrative


def _is_filled_in(report: ExceptionReport, name: str) -> bool:
    words: str = getattr(report, name)
    return bool(words.strip()) if name in _NAMED_IN_A_WORD else says_why(words)


def _describe_step_fault(report: ExceptionReport, day: date) -> tuple[str, str]:
    """Return the key that is at fault and what is wrong about what follows a plan."""
    if report.outcome is not PlanOutcome.DID_NOT_WORK:
        is_loose = report.next_step is not None
        words = "there is a next step, but no `Outcome: did not work` before it"
        return "next_step", words if is_loose else ""
    if report.next_step is None:
        return "outcome", "the plan did not work, and no next step is named"
    if report.review is None:
        return "next_step", "nothing says on which day the next step is judged"
    if report.review < day:
        words = f"the next step was to be judged on {report.review}, the edition is due on {day}"
        return "review", words
    return "", ""


def _name_period(submission: Submission) -> str:
    return f" of {parse_period(submission.period).title}"


def _find_place_of_plan(edition: Edition, entry: Entry, plan: DuePlan) -> Place:
    """Return the line of a plan's day, or where the reports stand that leave an older one out."""
    if plan.submission is not entry.submission:
        return _find_place_for_reports(edition, entry)
    index = plan.submission.exceptions.index(plan.report)
    return plan.submission.find_report_place(index, "review" if plan.report.review else "due")


def _find_responsible(edition: Edition, entry: Entry) -> tuple[str, str, str]:
    """Return who can mend it, the service and the section."""
    responsible = find_writer(edition, entry) or find_contributor(edition, entry.service)
    return responsible, entry.service, entry.section.id


def _find_place_for_reports(edition: Edition, entry: Entry) -> Place:
    """Return the line of the section's first report, else of its heading, else the file."""
    submission = entry.submission
    if submission is None:
        return Place(edition.locate_submission(edition.name_submission(entry)))
    for index, report in enumerate(submission.exceptions):
        if report.section == entry.section.id:
            return submission.find_report_place(index)
    return submission.find_place(entry.narrative.line if entry.narrative else None)
