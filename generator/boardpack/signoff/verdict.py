"""Is it signed off, and by whom? One verdict for each due section; only `valid` opens the gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from boardpack.analysis.edition import Edition
from boardpack.findings import escape_unprintable, shorten_text
from boardpack.model.period import format_day
from boardpack.model.signoff import (
    Action,
    Authorship,
    Component,
    Decision,
    Doubt,
    Record,
    SectionId,
    Standing,
    Subject,
    Testimony,
    Verdict,
)
from boardpack.signoff.authority import find_appointment, to_london_day, weigh_decision
from boardpack.signoff.subject import find_signing_role, list_due_entries

_NO_AUTHORS = Authorship()
NOT_YET = "nobody who may sign it has done so yet"
OWN_WORK = "nobody signs off their own work: a deputy can, with a row in data/appointments.csv"
"""How the reason ends where everybody who may sign a section wrote some of it."""
_DECISION_WORDS = {Action.APPROVE: "sign-off", Action.OBJECT: "objection"}


@dataclass(slots=True)
class _Stance:
    """What one person says of a section in the end, as far as it counts."""

    approval: Decision | None = None
    objection: Decision | None = None
    withdrawal: Decision | None = None
    decision_word: str = ""
    """What was taken back: the sign-off or the objection."""


def reach_verdicts(
    edition: Edition, subjects: Mapping[SectionId, Subject], testimony: Testimony
) -> tuple[Verdict, ...]:
    """Return the verdict on each due section, in the edition's order."""
    return tuple(
        _reach_verdict_of_roles(
            edition,
            subjects[entry.service, entry.section.id],
            find_signing_role(edition, entry),
            testimony,
        )
        for entry in list_due_entries(edition)
    )


def _reach_verdict_of_roles(
    edition: Edition, subject: Subject, role: str, testimony: Testimony
) -> Verdict:
    """Return the verdict for the role that signs a section off, or for the one that lost it.

    Who may sign is a rule of the gate: whoever lowers it needs the approval of those who had it.
    """
    former_role = testimony.former_roles.get(subject.section, role)
    verdict = _reach_verdict(edition, subject, former_role, testimony)
    if former_role == role:
        return verdict
    if verdict.is_valid:
        return _reach_verdict(edition, subject, role, testimony)
    find_title = edition.instance.directorate.find_role_title
    change = (
        f"the pack was changed to let a {find_title(role)} sign it off, which a "
        f"{find_title(former_role)} must approve as well"
    )
    return replace(verdict, reason=f"{verdict.reason}; {change}")


def _reach_verdict(edition: Edition, subject: Subject, role: str, testimony: Testimony) -> Verdict:
    if testimony.error:
        return Verdict(subject, role, Standing.ERROR, testimony.error)
    section_id = subject.service, subject.section
    authors = testimony.authors.get(section_id, _NO_AUTHORS)
    decisions = [
        weigh_decision(
            _doubt_own_rule(_doubt_other_edition(decision, edition), subject, role, testimony),
            role,
            subject.service,
            authors,
        )
        for decision in testimony.decisions
        if decision.record.find_subject(*section_id)
    ]
    ignored = tuple(
        dict.fromkeys(_describe_doubt(decision) for decision in decisions if _is_ignored(decision))
    )
    outcome = _find_outcome(
        subject, role, decisions, authors, testimony.merged.get(section_id, frozenset())
    )
    standing, reason, record, changed_parts = outcome or _report_missing(
        edition, subject, role, decisions, authors
    )
    unknown_writers = tuple(sorted(authors.unknown))
    return Verdict(subject, role, standing, reason, record, changed_parts, ignored, unknown_writers)


def _is_ignored(decision: Decision) -> bool:
    """Return whether a decision does not do what it says; a weak objection does."""
    does_object = decision.can_shut and decision.record.action is Action.OBJECT
    return decision.doubt is not None and not does_object


_Outcome = tuple[Standing, str, Record | None, tuple[Component, ...]]


def _find_outcome(
    subject: Subject,
    role: str,
    decisions: Sequence[Decision],
    authors: Authorship,
    merged: frozenset[str],
) -> _Outcome | None:
    """Return what comes of the decisions, or None where there is none to judge by."""
    stances = list(_collect_stances(decisions).values())
    approvals = [stance.approval for stance in stances if stance.approval]
    objections = [
        stance.objection
        for stance in stances
        if stance.objection
        and not _is_succeeded(stance.objection, approvals, role, subject.service)
    ]
    if objections:
        return Standing.OBJECTED, _describe_objection(objections[0]), objections[0].record, ()
    if authors.unknown:
        return Standing.UNVERIFIABLE, _describe_unknown_authors(authors), None, ()
    matching_approvals = [
        approval
        for approval in approvals
        if _find_signed_subject(approval, subject).digest == subject.digest
    ]
    other_decision, newer_decisions = _split_at_last_other(subject, decisions)
    valid_approvals = [approval for approval in matching_approvals if approval in newer_decisions]
    if valid_approvals:
        best_approval = min(valid_approvals, key=lambda approval: bool(approval.record.deputy_for))
        return Standing.VALID, _describe_approval(best_approval), best_approval.record, ()
    if matching_approvals and other_decision:
        return _report_return(subject, matching_approvals[-1], other_decision)
    if approvals:
        return _report_change(
            subject, max(approvals, key=lambda approval: approval.record.time), merged
        )
    for doubt, standing in (
        (Doubt.UNVERIFIABLE, Standing.UNVERIFIABLE),
        (Doubt.INVALID, Standing.INVALID),
    ):
        for decision in reversed(decisions):
            if decision.doubt is doubt:
                return standing, _describe_doubt(decision), decision.record, ()
    return None


def _report_missing(
    edition: Edition,
    subject: Subject,
    role: str,
    decisions: Sequence[Decision],
    authors: Authorship,
) -> _Outcome:
    """Return that nobody signed, with what was taken back and whether anybody could sign."""
    withdrawn_stances = [
        stance for stance in _collect_stances(decisions).values() if stance.withdrawal
    ]
    holders = edition.instance.list_holders(role, subject.service, edition.due_day)
    reasons = (
        [_describe_withdrawal(max(withdrawn_stances, key=_find_withdrawal_time))]
        if withdrawn_stances
        else []
    )
    if holders and authors.people.issuperset(holders):
        people = edition.instance.people
        names = (
            people[actor].name if actor in people else actor for actor in dict.fromkeys(holders)
        )
        reasons.append(f"{' and '.join(names)} had a hand in it, and {OWN_WORK}")
    return Standing.MISSING, "; ".join(reasons) or NOT_YET, None, ()


def _find_withdrawal_time(stance: _Stance) -> str:
    return stance.withdrawal.record.time if stance.withdrawal else ""


def _describe_withdrawal(stance: _Stance) -> str:
    withdrawal = stance.withdrawal
    assert withdrawal is not None
    day = format_day(to_london_day(withdrawal.record.time))
    signer, quoted_words = _name_signer(withdrawal), _quote_words(withdrawal)
    return f"{signer} took the {stance.decision_word} back on {day}{quoted_words}"


def _collect_stances(decisions: Sequence[Decision]) -> dict[str, _Stance]:
    """Return by person what counts in the end; a person's decisions are in their order."""
    stances: dict[str, _Stance] = {}
    for decision in decisions:
        person = decision.record.actor or decision.record.account or decision.name
        stance = stances.setdefault(person, _Stance())
        action = decision.record.action
        if decision.doubt is Doubt.UNVERIFIABLE and action is Action.OBJECT:
            stance.objection = decision
        if not decision.can_shut:
            continue
        if action is Action.APPROVE:
            stance.approval, stance.objection = decision, None
        else:
            stance.approval = None
            if action is Action.OBJECT:
                stance.objection = decision
            elif decision.doubt is None:
                stance.objection = None
        _remember_withdrawal(stance, decision)
    return stances


def _remember_withdrawal(stance: _Stance, decision: Decision) -> None:
    """Keep what was taken back, and forget it with the next decision."""
    if decision.record.action is Action.WITHDRAW:
        stance.withdrawal = decision if stance.decision_word else None
    else:
        stance.withdrawal, stance.decision_word = None, _DECISION_WORDS[decision.record.action]


def _is_succeeded(
    objection: Decision, approvals: Sequence[Decision], role: str, service: str
) -> bool:
    """Return whether the objector had lost the role when another holder of it approved later.

    Nobody else could ever lift the objection. A deputy cannot.
    """
    record = objection.record
    return objection.can_shut and any(
        approval.time > objection.time
        and not approval.record.deputy_for
        and not find_appointment(
            approval.register, record.actor, role, service, to_london_day(approval.record.time)
        )
        for approval in approvals
    )


def _split_at_last_other(
    subject: Subject, decisions: Sequence[Decision]
) -> tuple[Decision | None, Sequence[Decision]]:
    """Return the last decision that counts and is about other words or figures, and those after it.

    Whatever was approved before it was left behind by it, even where it has come back since.
    """
    for position in reversed(range(len(decisions))):
        decision = decisions[position]
        if decision.can_shut and _find_signed_subject(decision, subject).digest != subject.digest:
            return decision, decisions[position + 1 :]
    return None, decisions


def _report_return(subject: Subject, approval: Decision, other_decision: Decision) -> _Outcome:
    """Return that what was signed once has come back after a later decision on something else."""
    parts = _find_signed_subject(other_decision, subject).list_differing_components(subject)
    part_names = " and ".join(part.value for part in parts)
    signer, decider = _name_signer(approval), _name_signer(other_decision)
    signed_day, decided_day = (
        format_day(to_london_day(decision.record.time)) for decision in (approval, other_decision)
    )
    reason = (
        f"{signer} signed it on {signed_day}, but {decider} "
        f"{_RETURN_WORDS[other_decision.record.action]} other {part_names} on {decided_day}; what "
        "was left behind then counts again only when it is signed again"
    )
    return Standing.STALE, reason, approval.record, parts


_RETURN_WORDS = {
    Action.APPROVE: "approved",
    Action.OBJECT: "objected to",
    Action.WITHDRAW: "took back a decision on",
}


def _report_change(subject: Subject, approval: Decision, merged: frozenset[str]) -> _Outcome:
    parts = _find_signed_subject(approval, subject).list_differing_components(subject)
    part_names = " and ".join(part.value for part in parts)
    if subject.digest in merged:
        reason = f"a merge brought in {part_names} that neither side had and nobody reviewed"
        return Standing.RESIDUAL, reason, approval.record, parts
    signed_words = (
        f"{_name_signer(approval)} signed it on {format_day(to_london_day(approval.record.time))}"
    )
    verb = "have" if len(parts) > 1 or part_names in _PLURAL else "has"
    return (
        Standing.STALE,
        f"{signed_words}; since then the {part_names} {verb} changed",
        approval.record,
        parts,
    )


_PLURAL = ("definitions", "figures", "data")


def _find_signed_subject(decision: Decision, subject: Subject) -> Subject:
    signed_subject = decision.record.find_subject(subject.service, subject.section)
    assert signed_subject is not None
    return signed_subject


def _doubt_other_edition(decision: Decision, edition: Edition) -> Decision:
    """Return the decision, in doubt when it was taken on another edition."""
    record = decision.record
    if (record.pack, record.period) == (edition.pack_id, edition.period.id) or decision.doubt:
        return decision
    reason = f"signed {record.pack} {record.period}, which is another edition"
    return Decision(record, decision.register, Doubt.INVALID, reason, decision.name)


def _doubt_own_rule(
    decision: Decision, subject: Subject, role: str, testimony: Testimony
) -> Decision:
    """Return the decision, in doubt when the rule that lets its role sign came in with it."""
    known_role = decision.register.find_signing_role(
        decision.record.pack, decision.record.period, subject.section
    )
    former_role = testimony.former_roles.get(subject.section, "")
    if decision.doubt or decision.record.action is not Action.APPROVE:
        return decision
    if role in (known_role, former_role):
        return decision
    rule = f"a {known_role} signed it off" if known_role else "the pack had no such section"
    reason = f"signed as {decision.record.role}, but until this came in {rule}"
    return replace(decision, doubt=Doubt.INVALID, why=reason)


def _describe_approval(decision: Decision) -> str:
    record = decision.record
    deputy = (
        f" as deputy for {_name_person(decision, record.deputy_for)}" if record.deputy_for else ""
    )
    day = format_day(to_london_day(record.time))
    return f"{_name_signer(decision)} signed it off on {day}{deputy}"


def _describe_objection(decision: Decision) -> str:
    if not decision.can_shut:
        return f"somebody objected, and nobody can say who: {decision.why}"
    day = format_day(to_london_day(decision.time))
    weakness = f" ({decision.why}; an objection stands all the same)" if decision.why else ""
    return f"{_name_signer(decision)} objected on {day}{_quote_words(decision)}{weakness}"


def _quote_words(decision: Decision) -> str:
    words = shorten_text(escape_unprintable(decision.record.words))
    return f": {words}" if words else ""


def _describe_unknown_authors(authors: Authorship) -> str:
    addresses = ", ".join(sorted(authors.unknown))
    return (
        f"part of it was written or changed by {addresses}, who is nobody in data/people.csv; "
        "put that address into `emails` of their row in data/people.csv"
    )


def _describe_doubt(decision: Decision) -> str:
    return f"{_name_signer(decision)} {decision.why}"


def _name_signer(decision: Decision) -> str:
    return _name_person(decision, decision.record.actor) or decision.name or "somebody"


def _name_person(decision: Decision, person: str) -> str:
    known_person = decision.register.people.get(person)
    return known_person.name if known_person else person
