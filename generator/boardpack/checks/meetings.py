"""Rules on committees: their terms of reference, and the registers that were taken over.

All are warnings: a report does not wait for minutes (decision 27).
"""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.edition import Edition
from boardpack.analysis.meetings.attendance import list_marks
from boardpack.analysis.meetings.participants import list_known_names
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_edition_opener
from boardpack.findings import Fault, Severity, suggest_word
from boardpack.load.directorate import APPOINTMENTS_FILE
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.meeting import Committee, Mark, TermsResponsibility


@rule("A105", "Terms of reference are approved, and looked at again in time", Severity.WARNING)
def find_unreviewed_terms(edition: Edition) -> Iterator[Fault]:
    """Write `approved_by`, `approved_on` and a later `review_on`; have terms reviewed in time."""
    for committee in list_committees(edition):
        terms = committee.terms
        if terms.approved_on is None or not terms.approved_by:
            yield _build_fault(edition, committee, "approved_on", "nobody is said to approve them")
        elif terms.review_on is None:
            yield _build_fault(edition, committee, "approved_on", "no day of review is set")
        elif terms.review_on <= terms.approved_on:
            words = f"the review on {terms.review_on} is not after {terms.approved_on}, when "
            yield _build_fault(edition, committee, "review_on", f"{words}they were approved")
        elif terms.review_on < edition.due_day:
            words = f"they were to be reviewed by {terms.review_on}"
            yield _build_fault(edition, committee, "review_on", words)


@rule("A106", "Every member names a deputy where the terms ask for one", Severity.WARNING)
def find_members_without_deputy(edition: Edition) -> Iterator[Fault]:
    """Write who stands in as `deputy`: a role, a person, or the seat in words."""
    for committee in list_committees(edition):
        for index, member in enumerate(committee.terms.members):
            if committee.terms.deputies_named and not member.deputy:
                words = f"'{member.id}' has named no deputy"
                yield _build_fault(edition, committee, f"members.{index}", words)


@rule("A107", "Somebody holds every role that has a seat", Severity.WARNING, [APPOINTMENTS_FILE])
def find_empty_seats(edition: Edition) -> Iterator[Fault]:
    """Add the appointment of whoever does it now, give the seat a title, or take the seat out."""
    instance = edition.instance
    roles = {role.id for role in instance.directorate.roles}
    for committee in list_committees(edition):
        for index, member in enumerate(committee.terms.members):
            services = (*instance.service_ids, WHOLE_DIRECTORATE)
            if member.id in roles and not any(
                instance.list_holders(member.id, service, edition.due_day) for service in services
            ):
                words = f"nobody is '{member.id}' on {edition.due_day}"
                yield _build_fault(edition, committee, f"members.{index}.id", words)
            elif member.id not in roles and not member.title:
                words = f"'{member.id}' is no role of data/directorate.yml, and has no title"
                yield _build_fault(edition, committee, f"members.{index}.id", words)


@rule("A108", "Every responsibility stands under a heading of the form", Severity.WARNING)
def find_uncovered_responsibilities(edition: Edition) -> Iterator[Fault]:
    """Name under `areas` the headings of the form under which it is discussed, or add one."""
    for committee in list_committees(edition):
        for index, duty in enumerate(committee.terms.responsibilities):
            if committee.terms.form and not duty.areas:
                words = f"no heading of the form covers '{duty.title}' ({duty.id})"
                yield _build_fault(edition, committee, f"responsibilities.{index}", words)


@rule("A150", "Every responsibility has an improvement plan where the terms ask", Severity.WARNING)
def find_responsibilities_without_plan(edition: Edition) -> Iterator[Fault]:
    """Write its `plan`: `aim`, `measured_by`, `lead`, `due` and `systems`."""
    for committee, index, duty in _iterate_duties(edition):
        key = f"responsibilities.{index}"
        if committee.terms.plans_asked and duty.plan is None:
            words = f"'{duty.title}' ({duty.id}) has no improvement plan"
            yield _build_fault(edition, committee, key, words)
        elif duty.plan is not None and not duty.plan.systems:
            words = f"the plan for '{duty.title}' ({duty.id}) updates no systems and processes"
            yield _build_fault(edition, committee, f"{key}.plan", words)


@rule("A151", "No improvement plan of a meeting is overdue", Severity.WARNING)
def find_overdue_plans(edition: Edition) -> Iterator[Fault]:
    """Write `done_on` where it was reached; else agree a later day, and what is done about it."""
    for committee, index, duty in _iterate_duties(edition):
        plan = duty.plan
        if plan is not None and plan.done_on is None and plan.due < edition.due_day:
            words = f"the plan for '{duty.title}' ({duty.id}) was due on {plan.due}"
            yield _build_fault(edition, committee, f"responsibilities.{index}.plan.due", words)


@rule("A152", "Whoever leads an improvement plan is known", Severity.WARNING)
def find_unknown_plan_leads(edition: Edition) -> Iterator[Fault]:
    """Write `lead` as a seat, an attendee, a role or a person, by id."""
    for committee, index, duty in _iterate_duties(edition):
        known = list_known_names(edition.instance, committee)
        if duty.plan is not None and duty.plan.lead not in known:
            hint = suggest_word(duty.plan.lead, known)
            words = f"'{duty.plan.lead}', who leads the plan for '{duty.title}', is unknown{hint}"
            yield _build_fault(edition, committee, f"responsibilities.{index}.plan.lead", words)


@rule("A109", "Marks and minutes are of days on which the series meets", Severity.WARNING)
def find_unscheduled_days(edition: Edition) -> Iterator[Fault]:
    """Correct the day, or add it to `meetings` in the file of the series."""
    keeper = find_edition_opener(edition)
    for committee in list_committees(edition):
        scheduled = {meeting.day for meeting in committee.terms.meetings}
        if not scheduled:
            continue
        # The first mark of a day stands for all of them.
        first_marks = {mark.day: mark for mark in reversed(committee.marks)}
        for day, mark in sorted(first_marks.items()):
            if day not in scheduled:
                yield Fault(mark.place, f"marks for {day}, which is no meeting", keeper)
        for meeting in committee.judged_meetings:
            if meeting.day not in scheduled:
                words = f"minutes of {meeting.day}, which is no meeting"
                yield Fault(meeting.find_place(), words, keeper, meeting.service)


@rule("A110", "Marks that were taken over agree with the minutes", Severity.WARNING)
def find_contradicted_marks(edition: Edition) -> Iterator[Fault]:
    """Correct whichever is wrong; the pages go by the minutes."""
    for committee in list_committees(edition):
        minuted = {
            (who, meeting.day): mark
            for meeting in committee.judged_meetings
            for who, mark in list_marks(meeting).items()
        }
        for row in committee.marks:
            mark = minuted.get((row.who, row.day))
            if mark is not None and not _agree(row.mark, mark):
                words = f"'{row.who}' is marked {row.mark} for {row.day}, and {mark} in the minutes"
                yield Fault(row.place, words, find_edition_opener(edition))


def list_committees(edition: Edition) -> tuple[Committee, ...]:
    """Return the committees that discuss the editions of a pack, in the order of their ids."""
    return tuple(
        committee
        for _, committee in sorted(edition.instance.committees.items())
        if committee.terms.pack == edition.pack_id
    )


def _iterate_duties(edition: Edition) -> Iterator[tuple[Committee, int, TermsResponsibility]]:
    for committee in list_committees(edition):
        for index, duty in enumerate(committee.terms.responsibilities):
            yield committee, index, duty


def _agree(registered: Mark, minuted: Mark) -> bool:
    # Whoever was away may have sent apologies or not.
    if Mark.AWAY in (registered, minuted):
        return registered.counts is minuted.counts
    return registered is minuted


def _build_fault(edition: Edition, committee: Committee, key: str, words: str) -> Fault:
    return Fault(committee.find_place(key), words, find_edition_opener(edition))
