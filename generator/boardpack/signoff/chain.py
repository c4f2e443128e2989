"""In which order decisions were taken, and what those of one person mean for each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from heapq import merge
from operator import attrgetter, itemgetter

from boardpack.load.signoffs import compute_record_digest, serialise_record
from boardpack.model.signoff import Action, Decision, Doubt, SectionId, Subject

_VOID_REASON = "approved it, but a later review of theirs was dismissed; approve again"


def estimate_time(signed: str, seen: str, arrived: str) -> str:
    """Return when a decision was taken (UTC), by the signer's clock as far as Git bears it out.

    `seen` is when the commit was made that lay before the signer, `arrived` when the record came
    in; each is empty where nobody knows.
    """
    return max(min(signed, arrived or signed), seen)


def bound_clocks(
    arrivals: Iterable[tuple[int, str, Decision]],
) -> list[tuple[int, Decision]]:
    """Return decisions with their places, none dated after what came in on top of it.

    Each comes with its place among all that came in and the time (UTC) of the commit that brought
    it, empty where it has none. A clock that ran fast would else keep what somebody signed the last
    word on a section until that day. A decision is then as old as the oldest that came in after it.
    """
    by_place: dict[int, list[tuple[str, Decision]]] = {}
    for place, arrived, decision in arrivals:
        by_place.setdefault(place, []).append((arrived, decision))
    bounded: dict[int, list[Decision]] = {}
    limits: list[str] = []
    times: list[str] = []
    for place in sorted(by_place, reverse=True):
        bounded[place] = [
            replace(decision, taken=times[0])
            if limits and min(decision.time, arrived or decision.time) > limits[0]
            else decision
            for arrived, decision in by_place[place]
        ]
        limits = sorted([*limits, *(arrived for arrived, _ in by_place[place] if arrived)])[:1]
        times = sorted([*times, *(decision.time for decision in bounded[place])])[:1]
    return [(place, decision) for place in sorted(bounded) for decision in bounded[place]]


def order_chains(arrivals: Iterable[tuple[int, Decision]]) -> tuple[Decision, ...]:
    """Return the decisions of several people by their times; a person's own order stays.

    Each comes with its place among all that came in, which decides where times are the same.
    """
    latest: dict[str, tuple[str, int]] = {}
    keyed_decisions = []
    for place, decision in arrivals:
        person = decision.record.actor
        time, last_place = latest.get(person, ("", 0))
        latest[person] = max(time, decision.time), max(last_place, place)
        keyed_decisions.append((latest[person], decision))
    return tuple(decision for _, decision in sorted(keyed_decisions, key=itemgetter(0)))


def merge_decisions(*sequences: Sequence[Decision]) -> tuple[Decision, ...]:
    """Return the decisions of sequences by their times; the order within each stays as it is.

    A clock that was put back in between moves nothing in front of what came before it.
    """
    return tuple(merge(*sequences, key=attrgetter("time")))


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
