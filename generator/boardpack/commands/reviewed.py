"""Evidence from a forge: reviews of the pull requests by which an edition came together.

A review counts for the sections that its pull request changes, as they were in the commit that lay
before the reviewer. Whether that is what would be published is for the verdict to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from boardpack.analysis.edition import Edition
from boardpack.commands.evidence import Past
from boardpack.load.signoffs import record_bytes, record_digest
from boardpack.model.signoff import (
    Action,
    Decision,
    Doubt,
    Evidence,
    Record,
    Register,
    SectionId,
    Subject,
)
from boardpack.signoff.authority import appointment, day_of
from boardpack.signoff.forge import Forge, Unreadable
from boardpack.signoff.reviews import PullRequest, Review, counts, read_pull, read_reviews
from boardpack.signoff.subject import due_entries, signing_role
from boardpack.world import git, history
from boardpack.world.history import Commit

_CLOCK = "GitHub's clock"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pull request with its reviews; `before` is the main line without it.

    `refused` says why nothing in it counts, or is empty.
    """

    pull: PullRequest
    reviews: tuple[Review, ...]
    before: str
    refused: str = ""


@dataclass(frozen=True)
class Reviewed:
    """The reviews of one repository, as far as they concern one edition.

    `main` is the branch from which editions are published. Every method raises `Unreadable` where
    anything is in doubt.
    """

    past: Past
    edition: Edition
    forge: Forge
    repository: str
    main: str
    _seen: dict[str, Mapping[SectionId, Subject]] = field(default_factory=dict)

    def merged(self) -> list[Proposal]:
        """Return the proposals that came into the main line since the edition was opened."""
        found: dict[int, Proposal] = {}
        for commit in self._arrived():
            before = commit.parents[0] if commit.parents else ""
            for listed in self.forge.pulls_of(commit.id):
                number = read_pull(listed).number
                if number not in found:
                    found[number] = self.proposal(number, before)
        return list(found.values())

    def proposal(self, number: int, before: str) -> Proposal:
        """Return a pull request with its reviews, read before its timeline."""
        pull = read_pull(self.forge.pull(number))
        reviews = read_reviews(pull, self.forge.reviews(number), self.forge.timeline(number))
        return Proposal(pull, reviews, before, counts(pull, self.main, self.repository))

    def decisions(self, proposals: Sequence[Proposal]) -> tuple[Decision, ...]:
        """Return what the reviews decide, in the order of time; each person's form a chain."""
        found = [one for proposal in proposals for one in self._decisions(proposal)]
        return tuple(sorted(found, key=lambda one: (one.record.time, one.record.evidence.review)))

    def squashed(self, proposals: Sequence[Proposal]) -> dict[SectionId, set[str]]:
        """Return the digests that sections got when a pull request was merged into one commit.

        Only those that merging what was reviewed would not have given.
        """
        found: dict[SectionId, set[str]] = {}
        for one in proposals:
            if not (one.pull.merged and one.before and self._is_here(one.pull)):
                continue
            tree, _ = history.replayed(self.past.root, one.before, one.pull.head)
            alone = self._subjects(tree)
            for place, subject in self._subjects(one.pull.merge_commit).items():
                if place not in alone or alone[place].digest != subject.digest:
                    found.setdefault(place, set()).add(subject.digest)
        return found

    def affected(self, commit: str, before: str) -> Mapping[SectionId, Subject]:
        """Return the sections that a proposal changes, as they are in a commit of it."""
        base = git.merge_base(self.past.root, before, commit) if before else ""
        was = self._subjects(base) if base else {}
        return {
            place: subject
            for place, subject in self._subjects(commit).items()
            if place not in was or was[place].digest != subject.digest
        }

    def _arrived(self) -> list[Commit]:
        """Return the commits of the main line since the edition was opened, newest first."""
        opened = f"content/{self.edition.pack_id}/{self.edition.period.id}/"
        came = history.arrivals(self.past.root, self.past.head, "content", "data")
        mine = [n for n, one in enumerate(came) if one.path.startswith(opened)]
        since = came[: mine[-1] + 1] if mine else []
        return list({one.commit.id: one.commit for one in since}.values())

    def _decisions(self, proposal: Proposal) -> Iterator[Decision]:
        register, _ = self.past.register(proposal.before or self.past.judged_by)
        for review in proposal.reviews:
            if review.action is not None or review.doubt is not None:
                yield from self._by_capacity(proposal, review, register)

    def _by_capacity(
        self, proposal: Proposal, review: Review, register: Register
    ) -> Iterator[Decision]:
        """Yield a decision for each role in which the reviewer acts."""
        actor = next((p.id for p in register.people.values() if _is(p.forge_id, review)), "")
        covers = self._covers(proposal, review)
        roles = {(e.service, e.section.id): signing_role(self.edition, e)
                 for e in due_entries(self.edition)}  # fmt: skip
        day = day_of(review.time)

        def capacity(subject: Subject) -> tuple[str, str]:
            role = roles.get((subject.service, subject.section), "")
            held = appointment(register, actor, role, subject.service, day)
            return role, held.deputy_for if held else ""

        for (role, deputy_for), inside in groupby(sorted(covers, key=capacity), capacity):
            record = self._record(review, actor, role, deputy_for, tuple(inside))
            doubt, why = _doubt(proposal, review)
            yield Decision(record, register, doubt, why, review.login or "somebody")

    def _covers(self, proposal: Proposal, review: Review) -> list[Subject]:
        # An objection, and a review in doubt, is about all that is proposed.
        seen = review.commit if review.action is Action.APPROVE and review.commit else ""
        commit = seen or proposal.pull.head
        self._fetched(commit, proposal.pull)
        return list(self.affected(commit, proposal.before).values())

    def _record(
        self,
        review: Review,
        actor: str,
        role: str,
        deputy_for: str,
        covers: tuple[Subject, ...],
    ) -> Record:
        response = self.forge.response_with(review.pull, review.id)
        return Record(
            action=review.action or review.was or Action.APPROVE,
            pack=self.edition.pack_id,
            period=self.edition.period.id,
            actor=actor,
            account=review.account,
            role=role,
            deputy_for=deputy_for,
            time=review.time,
            time_source=_CLOCK,
            commit=review.commit,
            covers=covers,
            words="",
            evidence=Evidence("github", self.repository, review.pull, review.id, response),
            previous="",
        )

    def _fetched(self, commit: str, pull: PullRequest) -> None:
        if history.has_commit(self.past.root, commit):
            return
        git.fetch(self.past.root, f"refs/pull/{pull.number}/head")
        if not history.has_commit(self.past.root, commit):
            raise Unreadable(
                f"commit {commit[:12]} of pull request {pull.number} is not in this clone and "
                "cannot be fetched, so nobody can tell what was reviewed; approve again"
            )

    def _is_here(self, pull: PullRequest) -> bool:
        self._fetched(pull.head, pull)
        return history.has_commit(self.past.root, pull.merge_commit)

    def _subjects(self, tree: str) -> Mapping[SectionId, Subject]:
        if tree not in self._seen:
            self._seen[tree] = self.past.subjects(tree, self.edition)
        return self._seen[tree]


def _is(forge_id: str, review: Review) -> bool:
    return bool(forge_id) and forge_id == review.account


def _doubt(proposal: Proposal, review: Review) -> tuple[Doubt | None, str]:
    if proposal.refused:
        return Doubt.INVALID, f"approved, but {proposal.refused}"
    if review.doubt is not None:
        return review.doubt, _reviewed(review)
    is_own = review.account == proposal.pull.opened_by
    if review.action is Action.APPROVE and is_own:
        return Doubt.INVALID, f"opened pull request {review.pull} and cannot approve it as well"
    return None, ""


def _reviewed(review: Review) -> str:
    return f"reviewed pull request {review.pull}, but {review.why}"


def chained(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Return decisions whose records name the one before them by the same account."""
    last: dict[str, str] = {}
    found = []
    for one in decisions:
        record = replace(one.record, previous=last.get(one.record.account, ""))
        last[record.account] = record_digest(record_bytes(record))
        found.append(replace(one, record=record))
    return tuple(found)
