"""Is it signed off, and by whom? One verdict for each due section; only `valid` opens the gate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from boardpack.analysis.edition import Edition
from boardpack.findings import printable, shortened
from boardpack.model.period import day_words
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
from boardpack.signoff.authority import appointment, day_of, weighed
from boardpack.signoff.subject import due_entries, signing_role

_NOBODY = Authorship()
NOT_YET = "nobody who may sign it has done so yet"
OWN_WORDS = "nobody signs off their own words: a deputy can, with a row in data/appointments.csv"
"""How the reason ends where everybody who may sign a section wrote some of it."""
_TAKEN_BACK = {Action.APPROVE: "sign-off", Action.OBJECT: "objection"}


@dataclass(slots=True)
class _Stand:
    """What one person says of a section, as far as it counts."""

    approved: list[Decision] = field(default_factory=list)
    objection: Decision | None = None
    taken_back: Decision | None = None
    was: str = ""
    """What was taken back: the sign-off or the objection."""


def verdicts(
    edition: Edition, subjects: Mapping[SectionId, Subject], testimony: Testimony
) -> tuple[Verdict, ...]:
    """Return the verdict on each due section, in the edition's order."""
    return tuple(
        _verdict(edition, subjects[entry.service, entry.section.id], role, testimony)
        for entry in due_entries(edition)
        for role in (signing_role(edition, entry),)
    )


def _verdict(edition: Edition, subject: Subject, role: str, testimony: Testimony) -> Verdict:
    if testimony.error:
        return Verdict(subject, role, Standing.ERROR, testimony.error)
    place = subject.service, subject.section
    authors = testimony.authors.get(place, _NOBODY)
    heard = [
        weighed(_of_this(one, edition), role, subject.service, authors)
        for one in testimony.decisions
        if one.record.on(*place)
    ]
    ignored = tuple(dict.fromkeys(_words(one) for one in heard if one.doubt))
    found = _outcome(subject, role, heard, authors, testimony.merged.get(place, frozenset()))
    standing, reason, record, changed = found or _missing(edition, subject, role, heard, authors)
    return Verdict(subject, role, standing, reason, record, changed, ignored)


_Outcome = tuple[Standing, str, Record | None, tuple[Component, ...]]


def _outcome(
    subject: Subject,
    role: str,
    heard: Sequence[Decision],
    authors: Authorship,
    merged: frozenset[str],
) -> _Outcome | None:
    """Return what comes of the decisions, or None where there is none to judge by."""
    stands = list(_stands(heard).values())
    approvals = [one for stand in stands for one in stand.approved]
    objections = [
        one.objection
        for one in stands
        if one.objection and not _is_succeeded(one.objection, approvals, role, subject.service)
    ]
    if objections:
        return Standing.OBJECTED, _objected(objections[0]), objections[0].record, ()
    if authors.unknown:
        return Standing.UNVERIFIABLE, _unknown(authors), None, ()
    sound = [one for one in approvals if _signed(one, subject).digest == subject.digest]
    if sound:
        best = min(sound, key=lambda one: bool(one.record.deputy_for))
        return Standing.VALID, _valid(best), best.record, ()
    if approvals:
        return _changed(subject, max(approvals, key=lambda one: one.record.time), merged)
    for doubt, standing in (
        (Doubt.UNVERIFIABLE, Standing.UNVERIFIABLE),
        (Doubt.INVALID, Standing.INVALID),
    ):
        for one in reversed(heard):
            if one.doubt is doubt:
                return standing, _words(one), one.record, ()
    return None


def _missing(
    edition: Edition,
    subject: Subject,
    role: str,
    heard: Sequence[Decision],
    authors: Authorship,
) -> _Outcome:
    """Return that nobody signed, with what was taken back and whether anybody could sign."""
    taken = [one for one in _stands(heard).values() if one.taken_back]
    holders = edition.instance.holders(role, subject.service, edition.due_day)
    reasons = [_taken_back(max(taken, key=_when_taken))] if taken else []
    if holders and authors.people.issuperset(holders):
        people = edition.instance.people
        names = (people[one].name if one in people else one for one in dict.fromkeys(holders))
        reasons.append(f"{' and '.join(names)} wrote part of it, and {OWN_WORDS}")
    return Standing.MISSING, "; ".join(reasons) or NOT_YET, None, ()


def _when_taken(stand: _Stand) -> str:
    return stand.taken_back.record.time if stand.taken_back else ""


def _taken_back(stand: _Stand) -> str:
    one = stand.taken_back
    assert one is not None
    day = day_words(day_of(one.record.time))
    return f"{_name(one)} took the {stand.was} back on {day}{_said(one)}"


def _stands(heard: Sequence[Decision]) -> dict[str, _Stand]:
    """Return by person what counts in the end; a person's decisions are in their order."""
    found: dict[str, _Stand] = {}
    for one in heard:
        who = one.record.actor or one.record.account or one.name
        stand = found.setdefault(who, _Stand())
        if one.doubt is Doubt.UNVERIFIABLE and one.record.action is Action.OBJECT:
            stand.objection = one
        if one.doubt is not None:
            continue
        if one.record.action is Action.APPROVE:
            stand.approved.append(one)
            stand.objection = None
        else:
            stand.approved.clear()
            stand.objection = one if one.record.action is Action.OBJECT else None
        _remember(stand, one)
    return found


def _remember(stand: _Stand, last: Decision) -> None:
    """Keep what was taken back, and forget it with the next decision."""
    if last.record.action is Action.WITHDRAW:
        stand.taken_back = last if stand.was else None
    else:
        stand.taken_back, stand.was = None, _TAKEN_BACK[last.record.action]


def _is_succeeded(
    objection: Decision, approvals: Sequence[Decision], role: str, service: str
) -> bool:
    """Return whether the objector had lost the role when another holder of it approved later.

    Nobody else could ever lift the objection. A deputy cannot.
    """
    record = objection.record
    return objection.doubt is None and any(
        one.record.time > record.time
        and not one.record.deputy_for
        and not appointment(one.register, record.actor, role, service, day_of(one.record.time))
        for one in approvals
    )


def _changed(subject: Subject, last: Decision, merged: frozenset[str]) -> _Outcome:
    parts = _signed(last, subject).differs_in(subject)
    named = " and ".join(part.value for part in parts)
    if subject.digest in merged:
        reason = f"a merge brought in {named} that neither side had and nobody reviewed"
        return Standing.RESIDUAL, reason, last.record, parts
    since = f"{_name(last)} signed it on {day_words(day_of(last.record.time))}"
    has = "have" if len(parts) > 1 or named in _PLURAL else "has"
    return Standing.STALE, f"{since}; since then the {named} {has} changed", last.record, parts


_PLURAL = ("definitions", "figures", "data")


def _signed(decision: Decision, subject: Subject) -> Subject:
    found = decision.record.on(subject.service, subject.section)
    assert found is not None
    return found


def _of_this(decision: Decision, edition: Edition) -> Decision:
    """Return the decision, in doubt when it was taken on another edition."""
    record = decision.record
    if (record.pack, record.period) == (edition.pack_id, edition.period.id) or decision.doubt:
        return decision
    why = f"signed {record.pack} {record.period}, which is another edition"
    return Decision(record, decision.register, Doubt.INVALID, why, decision.name)


def _valid(decision: Decision) -> str:
    record = decision.record
    deputy = f" as deputy for {_person(decision, record.deputy_for)}" if record.deputy_for else ""
    return f"{_name(decision)} signed it off on {day_words(day_of(record.time))}{deputy}"


def _objected(decision: Decision) -> str:
    if decision.doubt is not None:
        return f"somebody objected, and nobody can say who: {decision.why}"
    day = day_words(day_of(decision.record.time))
    return f"{_name(decision)} objected on {day}{_said(decision)}"


def _said(decision: Decision) -> str:
    words = shortened(printable(decision.record.words))
    return f": {words}" if words else ""


def _unknown(authors: Authorship) -> str:
    who = ", ".join(sorted(authors.unknown))
    return (
        f"part of it was written by {who}, who is nobody in data/people.csv; "
        "put that address into `emails` of their row in data/people.csv"
    )


def _words(decision: Decision) -> str:
    return f"{_name(decision)} {decision.why}"


def _name(decision: Decision) -> str:
    return _person(decision, decision.record.actor) or decision.name or "somebody"


def _person(decision: Decision, person: str) -> str:
    known = decision.register.people.get(person)
    return known.name if known else person
