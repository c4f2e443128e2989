"""Rules on the business cycle of committees, and on what agendas make of it."""

from __future__ import annotations

from collections.abc import Iterator

from boardpack.analysis.edition import Edition
from boardpack.analysis.meetings.business import (
    iterate_homeless_subjects,
    list_missing_subjects,
)
from boardpack.analysis.meetings.participants import list_known_names
from boardpack.checks.meetings import list_committees
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_edition_opener
from boardpack.findings import Fault, Severity, suggest_word
from boardpack.model.meeting import Committee
from boardpack.model.period import MONTHS


@rule("A140", "An agenda has what the business cycle has for that meeting", Severity.WARNING)
def find_missing_business(edition: Edition) -> Iterator[Fault]:
    """Add an item that names it under `covers`, or put it off in the committee's cycle."""
    committee = edition.instance.committees.get(edition.pack.committee)
    filed = edition.instance.find_agenda(edition.pack_id, edition.period.id)
    if committee is None or filed is None:
        return
    day = edition.period.start
    for subject in list_missing_subjects(committee.terms, filed.agenda, day):
        words = f"'{subject.subject}' ({subject.id}) is due on {day}, and no item covers it"
        yield Fault(filed.find_place("items"), words, find_edition_opener(edition))


@rule("A141", "What an item of an agenda covers is in the business cycle")
def find_unknown_business(edition: Edition) -> Iterator[Fault]:
    """Correct the short name, or add the subject to `business_cycle` in the committee's file."""
    committee = edition.instance.committees.get(edition.pack.committee)
    filed = edition.instance.find_agenda(edition.pack_id, edition.period.id)
    if committee is None or filed is None:
        return
    known = {subject.id for subject in committee.terms.business_cycle}
    for index, item in enumerate(filed.agenda.items):
        for name in item.covers:
            if name not in known:
                words = f"the cycle has no '{name[:40]}'{suggest_word(name, known)}"
                place = filed.find_item_place(index, "covers")
                yield Fault(place, words, find_edition_opener(edition))


@rule("A142", "A subject of the cycle is due when there is a meeting", Severity.WARNING)
def find_homeless_business(edition: Edition) -> Iterator[Fault]:
    """Set another month, or name the meeting by its day under `meetings`."""
    for committee in list_committees(edition):
        for index, first_day in iterate_homeless_subjects(committee.terms):
            subject = committee.terms.business_cycle[index]
            month = f"{MONTHS[first_day.month - 1]} {first_day.year}"
            words = f"'{subject.subject}' is due in {month}, which has no meeting with business"
            yield _build_fault(edition, committee, index, "months", words)


@rule("A143", "Whoever brings a subject of the cycle is known", Severity.WARNING)
def find_unknown_leads(edition: Edition) -> Iterator[Fault]:
    """Name a role, or a seat or attendee of the committee."""
    for committee in list_committees(edition):
        known = list_known_names(edition.instance, committee)
        for index, subject in enumerate(committee.terms.business_cycle):
            if subject.lead and subject.lead not in known:
                words = f"there is nobody '{subject.lead}'{suggest_word(subject.lead, known)}"
                yield _build_fault(edition, committee, index, "lead", words)


def _build_fault(edition: Edition, committee: Committee, index: int, key: str, words: str) -> Fault:
    place = committee.find_place(f"business_cycle.{index}.{key}")
    if place.line is None:
        place = committee.find_place(f"business_cycle.{index}")
    return Fault(place, words, find_edition_opener(edition))
