"""What decisions of one person mean for each other."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from boardpack.load.signoffs import compute_record_digest, serialise_record
from boardpack.model.signoff import Action, Decision, Doubt, SectionId, Subject

_VOID_REASON = "approved it, but a later review of theirs was dismissed; approve again"


def doubt_revived_approvals(
    decisions: Sequence[Decision], dismissed: Set[tuple[int, int]]
) -> list[Decision]:
    """Return decisions with those approvals in doubt that a dismissed one would bring back.

    A review that was dismissed, in whatever pull request, is no return to an earlier approval of
    the same section. `decisions` are in the order of time; `dismissed` has the numbers of pull
    requests and reviews.
    """
    void_by_account: dict[str, set[SectionId]] = {}
    checked_decisions: list[Decision] = []
    for decision in reversed(decisions):
        record, void_sections = (
            decision.record,
            void_by_account.setdefault(decision.record.account, set()),
        )
        if (record.evidence.pull, record.evidence.review) in dismissed:
            void_sections |= {_to_section_id(subject) for subject in record.covers}
        if decision.doubt or record.action is not Action.APPROVE:
            checked_decisions.append(decision)
            continue
        valid_subjects = tuple(
            subject for subject in record.covers if _to_section_id(subject) not in void_sections
        )
        void_subjects = tuple(
            subject for subject in record.covers if _to_section_id(subject) in void_sections
        )
        if void_subjects:
            doubtful = replace(decision, record=replace(record, covers=void_subjects))
            checked_decisions.append(replace(doubtful, doubt=Doubt.INVALID, why=_VOID_REASON))
        if valid_subjects:
            checked_decisions.append(
                replace(decision, record=replace(record, covers=valid_subjects))
            )
    return checked_decisions[::-1]


def _to_section_id(subject: Subject) -> SectionId:
    return subject.service, subject.section


def chain_decisions(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Return decisions whose records name the one before them by the same account."""
    last_digests: dict[str, str] = {}
    chain = []
    for decision in decisions:
        record = replace(decision.record, previous=last_digests.get(decision.record.account, ""))
        last_digests[record.account] = compute_record_digest(serialise_record(record))
        chain.append(replace(decision, record=record))
    return tuple(chain)
