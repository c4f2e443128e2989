"""Decisions, as the reviews of pull requests tell them.

A review counts for the sections that its pull request changes, as they were in the commit that lay
before the reviewer. Whether that is what would be published is for the verdict to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from boardpack.adapters.git import history
from boardpack.evidence.proposals import Proposal, Reach
from boardpack.evidence.review_evidence import ReviewEvidence
from boardpack.evidence.rules import find_former_roles
from boardpack.model.signoff import Action, Decision, Doubt, Evidence, Record, Register, Subject
from boardpack.signoff.authority import find_appointment, to_london_day
from boardpack.signoff.chain import doubt_revived_approvals
from boardpack.signoff.forge import Review
from boardpack.signoff.subject import find_signing_role, list_due_entries


def hold_objections(
    review_evidence: ReviewEvidence,
    proposals: Sequence[Proposal],
    review_decisions: Sequence[Decision],
    ledger_decisions: Sequence[Decision],
) -> tuple[Decision, ...]:
    """Return the reviews' decisions with objections no earlier than what a fast clock dates later.

    A record has its signer's clock, a review the forge's. So a record lifts the same person's
    objection to a proposal that came in only where it was signed with that before them; whatever
    else it says, the objection counts as the later one.
    """
    proposals_by_number = {proposal.pull.number: proposal for proposal in proposals}

    def hold(decision: Decision) -> Decision:
        record = decision.record
        proposal = proposals_by_number[record.evidence.pull]
        if record.action is not Action.OBJECT or not proposal.pull.merged:
            return decision
        unaware_times = [
            ledger_decision.time
            for ledger_decision in ledger_decisions
            if ledger_decision.record.actor == record.actor
            and ledger_decision.time > decision.time
            and not _has_seen(review_evidence, ledger_decision.record.commit, proposal)
        ]
        return replace(decision, taken=max(unaware_times)) if unaware_times else decision

    return tuple(map(hold, review_decisions))


def _has_seen(review_evidence: ReviewEvidence, commit: str, proposal: Proposal) -> bool:
    """Return whether a commit has a proposal in its history, as it was or as it came in."""
    signoff_history = review_evidence.signoff_history
    return signoff_history.has_commit(commit) and any(
        history.has_ancestor(signoff_history.root, commit, proposed)
        for proposed in (proposal.pull.head, *proposal.merged_commits)
        if signoff_history.has_commit(proposed)
    )


def list_review_decisions(
    review_evidence: ReviewEvidence, proposals: Sequence[Proposal]
) -> tuple[Decision, ...]:
    """Return what the reviews decide, in the order of time."""
    decisions = [
        decision
        for proposal in proposals
        for decision in _iterate_decisions(review_evidence, proposal)
    ]
    decisions.sort(key=lambda decision: (decision.record.time, decision.record.evidence.review))
    dismissed_reviews = {
        (review.pull, review.id)
        for proposal in proposals
        for review in proposal.reviews
        if review.is_dismissed
    }
    return tuple(doubt_revived_approvals(decisions, dismissed_reviews))


def _iterate_decisions(review_evidence: ReviewEvidence, proposal: Proposal) -> Iterator[Decision]:
    signoff_history = review_evidence.signoff_history
    register, _ = signoff_history.read_registers(
        proposal.base_commit or signoff_history.register_commit
    )
    for review in proposal.reviews:
        if review.action is not None or review.doubt is not None:
            yield from _iterate_capacity_decisions(review_evidence, proposal, review, register)


def _iterate_capacity_decisions(
    review_evidence: ReviewEvidence, proposal: Proposal, review: Review, register: Register
) -> Iterator[Decision]:
    """Yield a decision for each role in which the reviewer acts."""
    edition, actor = review_evidence.edition, _find_reviewer(register, review)
    covered_subjects = _find_covered_subjects(review_evidence, proposal, review)
    roles = {entry.section.id: find_signing_role(edition, entry)
             for entry in list_due_entries(edition)}  # fmt: skip
    former_roles = find_former_roles(review_evidence.signoff_history, edition)
    day = to_london_day(review.time)

    def determine_capacity(subject: Subject) -> tuple[str, str]:
        role = roles.get(subject.section, "")
        for candidate_role in (former_roles.get(subject.section, role), role):
            held_appointment = find_appointment(
                register, actor, candidate_role, subject.service, day
            )
            if held_appointment:
                return candidate_role, held_appointment.deputy_for
        return role, ""

    for (role, deputy_for), capacity_subjects in groupby(
        sorted(covered_subjects, key=determine_capacity), determine_capacity
    ):
        record = _compose_record(
            review_evidence, review, actor, role, deputy_for, tuple(capacity_subjects)
        )
        doubt, explanation = _find_doubt(proposal, review)
        yield Decision(record, register, doubt, explanation, review.account.login or "somebody")


def _find_reviewer(register: Register, review: Review) -> str:
    """Return the id of the person whose account gave a review; empty for nobody known."""
    people = (
        person.id
        for person in register.people.values()
        if person.forge_id and person.forge_id == review.account.id
    )
    return next(people, "")


def _find_covered_subjects(
    review_evidence: ReviewEvidence, proposal: Proposal, review: Review
) -> list[Subject]:
    # An objection, and a review in doubt, is about all that is proposed.
    is_sure = review.action is Action.APPROVE and review.doubt is None
    commit = review.commit if is_sure else proposal.pull.head
    review_evidence.fetch_commit(commit, proposal.pull)
    base_commit = proposal.base_commit
    match proposal.reach:
        case Reach.PROPOSED:
            sections = review_evidence.find_affected_sections(commit, base_commit)
        case Reach.EARLY:
            sections = review_evidence.find_affected_sections(commit, base_commit, is_opened=False)
        case Reach.CAME_IN:
            sections = review_evidence.find_sections_that_came_in(commit, base_commit)
    return list(sections.values())


def _compose_record(
    review_evidence: ReviewEvidence,
    review: Review,
    actor: str,
    role: str,
    deputy_for: str,
    covers: tuple[Subject, ...],
) -> Record:
    edition, forge = review_evidence.edition, review_evidence.forge
    return Record(
        action=review.action or review.dismissed_action or _presume_action(review),
        pack=edition.pack_id,
        period=edition.period.id,
        actor=actor,
        account=review.account.id,
        role=role,
        deputy_for=deputy_for,
        time=review.time,
        time_source=f"{forge.title}'s clock",
        commit=review.commit,
        covers=covers,
        words="",
        evidence=Evidence(
            forge.name,
            review_evidence.repository,
            review.pull,
            review.id,
            forge.digest_reviews(review.pull),
        ),
        previous="",
    )


def _presume_action(review: Review) -> Action:
    """Return what a review counts as where the forge does not tell what it had been."""
    return Action.OBJECT if review.is_dismissed else Action.APPROVE


def _find_doubt(proposal: Proposal, review: Review) -> tuple[Doubt | None, str]:
    if proposal.refusal:
        return Doubt.INVALID, f"reviewed it, but {proposal.refusal}"
    if review.doubt is not None:
        return review.doubt, f"reviewed pull request {review.pull}, but {review.why}"
    is_own = review.account.id == proposal.pull.opened_by
    if review.action is Action.APPROVE and is_own:
        return Doubt.INVALID, f"opened pull request {review.pull} and cannot approve it as well"
    return None, ""
