"""Actions of exception reports, for the register of the meeting that follows them up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from boardpack.model.canonical import compute_digest
from boardpack.model.pack import Pack
from boardpack.model.period import parse_period
from boardpack.model.reported_action import ReportedAction
from boardpack.model.status import Status
from boardpack.model.submission import ExceptionReport, Submission

_DIGITS = 6
_NAMED_FIGURE = re.compile(r"\{\{[^{}]*\}\}")
_IN_THE_REPORT = "(figure in the report)"
"""A register goes on for years, and a figure is known in the edition that names it alone."""


def list_reported_actions(
    pack_id: str, packs: Mapping[str, Pack], submissions: Iterable[Submission]
) -> tuple[ReportedAction, ...]:
    """Return the actions of all editions of a pack, oldest first, one for each edition.

    An action that is carried on in the same words, or for the same issue, keeps its reference. What
    its writer has not finished is nobody's action yet.
    """
    of_pack = [submission for submission in submissions if submission.pack == pack_id]
    pack = packs.get(pack_id)
    titles = {section.id: section.title for section in pack.sections} if pack else {}
    last_refs: dict[tuple[str, str, str], str] = {}
    actions = []
    for submission in sorted(of_pack, key=lambda each: (each.period, each.service)):
        for index, report in enumerate(submission.exceptions):
            if submission.find_status(report.section) is Status.DRAFT:
                continue
            keys = list(_iterate_keys(submission, report))
            ref = next((last_refs[key] for key in keys if key in last_refs), "")
            ref = ref or _make_ref(submission, report)
            last_refs |= dict.fromkeys(keys, ref)
            actions.append(
                ReportedAction(
                    ref=ref,
                    day=parse_period(submission.period).end,
                    period=submission.period,
                    service=submission.service,
                    item=titles.get(report.section, report.section),
                    what=_NAMED_FIGURE.sub(_IN_THE_REPORT, report.action),
                    owners=(report.lead,) if report.lead else (),
                    due=report.review or report.due,
                    outcome=report.outcome,
                    place=submission.find_report_place(index),
                )
            )
    return tuple(actions)


def _iterate_keys(
    submission: Submission, report: ExceptionReport
) -> Iterator[tuple[str, str, str]]:
    for words in (report.action, report.issue):
        if folded := " ".join(words.casefold().split()):
            yield submission.service, report.section, folded


def _make_ref(submission: Submission, report: ExceptionReport) -> str:
    """Return a reference that no other report has, wherever it stands among those of its edition.

    Fourteen practices write at once, and none knows the next free number.
    """
    words = (submission.service, report.section, report.issue, report.action)
    return f"E{submission.period}-{compute_digest(words)[:_DIGITS]}"
