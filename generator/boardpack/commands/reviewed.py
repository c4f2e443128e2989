"""Evidence from a forge: reviews of the pull requests by which an edition came together.

A review counts for the sections that its pull request changes, as they were in the commit that lay
before the reviewer. Whether that is what would be published is for the verdict to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from boardpack.analysis.edition import Edition
from boardpack.commands.evidence import Past
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
from boardpack.signoff.sequence import not_revived
from boardpack.signoff.subject import due_entries, signing_role
from boardpack.world import git, history
from boardpack.world.history import Commit

_CLOCK = "GitHub's clock"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pull request with its reviews; `before` is the main line without it.

    `became` are the commits that it is on the main line, as far as they bring text or data.
    `refused` says why nothing in it counts, or is empty.
    """

    pull: PullRequest
    reviews: tuple[Review, ...]
    before: str
    became: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True)
class Reviewed:
    """The reviews of one repository, as far as they concern one edition.

    `main` is the branch from which editions are published. Every method raises `Unreadable` where
    anything is in doubt.

    The forge is asked once for each commit of the main line since the edition was opened that
    brought text or data, three times for each pull request, and once for each commit with an
    address that the register does not know. A month of fifty services that came by 60 pull requests
    took 241 requests; the second time all were answered as unchanged, which GitHub does not
    count. It allows 1,000 an hour.
    """

    past: Past
    edition: Edition
    forge: Forge
    repository: str
    main: str
    _seen: dict[str, Mapping[SectionId, Subject]] = field(default_factory=dict)
    _listed: dict[str, frozenset[int]] = field(default_factory=dict)
    _replays: dict[tuple[str, str], str] = field(default_factory=dict)

    def merged(self, tip: str = "") -> list[Proposal]:
        """Return the proposals that came into the main line since the edition was opened.

        `tip` is the end of the main line; else the commit that is judged.
        """
        end = tip or self.past.head
        came: dict[int, list[Commit]] = {}
        for commit in self._arrived(end):
            for number in self._pulls_of(commit.id):
                came.setdefault(number, []).append(commit)
        line = history.mainline(self.past.root, end) if came else []
        return [self._came(number, commits, line) for number, commits in came.items()]

    def proposal(self, number: int, before: str, became: Sequence[str] = ()) -> Proposal:
        """Return a pull request with its reviews, read before its timeline."""
        pull = read_pull(self.forge.pull(number))
        reviews = read_reviews(pull, self.forge.reviews(number), self.forge.timeline(number))
        refused = counts(pull, self.main, self.repository)
        return Proposal(pull, reviews, before, tuple(became), refused)

    def decisions(self, proposals: Sequence[Proposal]) -> tuple[Decision, ...]:
        """Return what the reviews decide, in the order of time."""
        found = [one for proposal in proposals for one in self._decisions(proposal)]
        found.sort(key=lambda one: (one.record.time, one.record.evidence.review))
        dismissed = {(r.pull, r.id) for p in proposals for r in p.reviews if r.is_dismissed}
        return tuple(not_revived(found, dismissed))

    def squashed(self, proposals: Sequence[Proposal]) -> dict[SectionId, set[str]]:
        """Return the digests that sections got when a pull request was merged into one commit.

        Only those that merging what was reviewed would not have given.
        """
        found: dict[SectionId, set[str]] = {}
        for one in proposals:
            if not self._is_here(one) or self.is_as_merged(one):
                continue
            alone = self._subjects(self._replayed(one))
            for place, subject in self._subjects(one.pull.merge_commit).items():
                if place not in alone or alone[place].digest != subject.digest:
                    found.setdefault(place, set()).add(subject.digest)
        return found

    def is_as_merged(self, one: Proposal) -> bool:
        """Return whether the merge brought in what was proposed, and nothing else."""
        return self._is_here(one) and self._replayed(one) == history.tree_of(
            self.past.root, one.pull.merge_commit
        )

    def affected(self, commit: str, before: str) -> Mapping[SectionId, Subject]:
        """Return the sections that a proposal changes, as they are in a commit of it."""
        base = git.merge_base(self.past.root, before, commit) if before else ""
        was = self._subjects(base) if base else {}
        return {
            place: subject
            for place, subject in self._subjects(commit).items()
            if place not in was or was[place].digest != subject.digest
        }

    def fetch(self, commit: str, pull: PullRequest) -> None:
        """Have a commit of a pull request in the clone."""
        if history.has_commit(self.past.root, commit):
            return
        git.fetch(self.past.root, f"refs/pull/{pull.number}/head")
        if not history.has_commit(self.past.root, commit):
            raise Unreadable(
                f"commit {commit[:12]} of pull request {pull.number} is not in this clone and "
                "cannot be fetched, so nobody can tell what was reviewed; approve again"
            )

    def _came(self, number: int, commits: Sequence[Commit], line: Sequence[str]) -> Proposal:
        """Return a merged proposal; its first commit may have brought neither text nor data."""
        first = commits[-1]
        at = line.index(first.id) + 1
        while at < len(line) and len(first.parents) == 1 and number in self._pulls_of(line[at]):
            at += 1
        return self.proposal(number, "".join(line[at : at + 1]), [one.id for one in commits])

    def _pulls_of(self, commit: str) -> frozenset[int]:
        if commit not in self._listed:
            shown = self.forge.pulls_of(commit)
            self._listed[commit] = frozenset(read_pull(one).number for one in shown)
        return self._listed[commit]

    def _arrived(self, end: str) -> list[Commit]:
        """Return the commits of the main line since the edition was opened, newest first."""
        opened = f"content/{self.edition.pack_id}/{self.edition.period.id}/"
        came = history.arrivals(self.past.root, end, "content", "data")
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
        is_sure = review.action is Action.APPROVE and review.doubt is None
        commit = review.commit if is_sure else proposal.pull.head
        self.fetch(commit, proposal.pull)
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

    def _is_here(self, one: Proposal) -> bool:
        if one.refused or not (one.pull.merged and one.before):
            return False
        self.fetch(one.pull.head, one.pull)
        return history.has_commit(self.past.root, one.pull.merge_commit)

    def _replayed(self, one: Proposal) -> str:
        """Return the tree that Git alone makes of the main line and what was proposed."""
        key = one.before, one.pull.head
        if key not in self._replays:
            self._replays[key], _ = history.replayed(self.past.root, *key)
        return self._replays[key]

    def _subjects(self, tree: str) -> Mapping[SectionId, Subject]:
        if tree not in self._seen:
            self._seen[tree] = self.past.subjects(tree, self.edition)
        return self._seen[tree]


def _is(forge_id: str, review: Review) -> bool:
    return bool(forge_id) and forge_id == review.account


def _doubt(proposal: Proposal, review: Review) -> tuple[Doubt | None, str]:
    if proposal.refused:
        return Doubt.INVALID, f"reviewed it, but {proposal.refused}"
    if review.doubt is not None:
        return review.doubt, _reviewed(review)
    is_own = review.account == proposal.pull.opened_by
    if review.action is Action.APPROVE and is_own:
        return Doubt.INVALID, f"opened pull request {review.pull} and cannot approve it as well"
    return None, ""


def _reviewed(review: Review) -> str:
    return f"reviewed pull request {review.pull}, but {review.why}"
