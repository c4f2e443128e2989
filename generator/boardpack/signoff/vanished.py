"""Sections that were signed, and are no longer in the edition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boardpack.analysis.edition import Edition
from boardpack.findings import Finding, Place, Rule
from boardpack.model.signoff import Action, Decision, Record, SectionId, Subject, Testimony, Verdict
from boardpack.signoff.authority import find_appointment, to_london_day
from boardpack.signoff.subject import list_due_entries

VANISHED = Rule(
    "V108",
    "No section that was signed vanishes from its edition",
    "Put it back, and waive it there if it cannot be delivered; else let whoever signed it look at "
    "the others of that service again and sign them, for they say which sections there are.",
)
RULES = (VANISHED,)


def find_vanished_sections(
    edition: Edition, testimony: Testimony, verdicts: Sequence[Verdict]
) -> Iterator[Finding]:
    """Yield a finding for each section that somebody stands behind and that is not due any more.

    Every section says which others its service has, so that its absence is signed with them: by a
    valid sign-off in the same role and for the same service.
    """
    due = {(entry.service, entry.section.id) for entry in list_due_entries(edition)}
    still_signed = {
        (verdict.subject.service, verdict.record.role)
        for verdict in verdicts
        if verdict.is_valid and verdict.record is not None
    }
    for (service, section), decision in _find_standing_decisions(testimony.decisions).items():
        record = decision.record
        if (service, section) in due or (record.pack, record.period) != (
            edition.pack_id,
            edition.period.id,
        ):
            continue
        if record.action is Action.APPROVE and (service, record.role) in still_signed:
            continue
        yield _describe_vanished_section(edition, service, section, decision)


def _find_standing_decisions(decisions: Sequence[Decision]) -> dict[SectionId, Decision]:
    """Return by section the last decision on it that stands; an objection before an approval."""
    stances: dict[tuple[SectionId, str], Decision] = {}
    for decision in decisions:
        if not decision.can_shut:
            continue
        record: Record = decision.record
        for subject in record.covers:
            if not _was_theirs_to_sign(decision, subject):
                continue
            key = (subject.service, subject.section), record.actor or record.account
            stances.pop(key, None)
            if record.action is not Action.WITHDRAW:
                stances[key] = decision
    objected_last = sorted(
        stances.items(), key=lambda stance: stance[1].record.action is Action.OBJECT
    )
    return {section_id: decision for (section_id, _), decision in objected_last}


def _was_theirs_to_sign(decision: Decision, subject: Subject) -> bool:
    """Return whether there was such a section, and it was for whoever decided to sign it."""
    record, register = decision.record, decision.register
    day = to_london_day(decision.time)
    role = register.find_signing_role(record.pack, record.period, subject.section)
    return role == record.role and bool(
        find_appointment(register, record.actor, record.role, subject.service, day)
    )


def _describe_vanished_section(
    edition: Edition, service: str, section: str, decision: Decision
) -> Finding:
    person = decision.register.people.get(decision.record.actor)
    name = person.name if person else decision.name or "somebody"
    verb = "objected to" if decision.record.action is Action.OBJECT else "signed"
    return VANISHED.make_finding(
        Place(f"data/packs/{edition.pack_id}.yml"),
        f"{service}/{section}, which {name} {verb}, is no longer in {edition.title}",
        service=service,
        section=section,
    )
