"""What decisions of one person mean for each other."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from boardpack.load.signoffs import record_bytes, record_digest
from boardpack.model.signoff import Action, Decision, Doubt, SectionId, Subject

_VOID = "approved it, but a later review of theirs was dismissed; approve again"


def not_revived(decisions: Sequence[Decision], dismissed: Set[tuple[int, int]]) -> list[Decision]:
    """Return decisions with those approvals in doubt that a dismissed one would bring back.

    A review that was dismissed, in whatever pull request, is no return to an earlier approval of
    the same section. `decisions` are in the order of time; `dismissed` has the numbers of pull
    requests and reviews.
    """
    gone: dict[str, set[SectionId]] = {}
    found: list[Decision] = []
    for one in reversed(decisions):
        record, void = one.record, gone.setdefault(one.record.account, set())
        if (record.evidence.pull, record.evidence.review) in dismissed:
            void |= {_place(each) for each in record.covers}
        if one.doubt or record.action is not Action.APPROVE:
            found.append(one)
            continue
        kept = tuple(each for each in record.covers if _place(each) not in void)
        lost = tuple(each for each in record.covers if _place(each) in void)
        if lost:
            doubtful = replace(one, record=replace(record, covers=lost))
            found.append(replace(doubtful, doubt=Doubt.INVALID, why=_VOID))
        if kept:
            found.append(replace(one, record=replace(record, covers=kept)))
    return found[::-1]


def _place(subject: Subject) -> SectionId:
    return subject.service, subject.section


def chained(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Return decisions whose records name the one before them by the same account."""
    last: dict[str, str] = {}
    found = []
    for one in decisions:
        record = replace(one.record, previous=last.get(one.record.account, ""))
        last[record.account] = record_digest(record_bytes(record))
        found.append(replace(one, record=record))
    return tuple(found)
