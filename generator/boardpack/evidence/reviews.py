"""Evidence from a forge: reviews of the pull requests by which an edition came together.

A review counts for the sections that its pull request changes, as they were in the commit that lay
before the reviewer. Whether that is what would be published is for the verdict to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from boardpack.adapters.git import history, plumbing
from boardpack.adapters.git.history import Commit
from boardpack.analysis.edition import Edition
from boardpack.evidence.ledger import SignoffHistory
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
from boardpack.signoff.authority import find_appointment, to_london_day
from boardpack.signoff.chain import doubt_revived_approvals
from boardpack.signoff.forge import Forge, Unreadable
from boardpack.signoff.reviews import (
    PullRequest,
    Review,
    explain_exclusion,
    read_pull,
    read_reviews,
)
from boardpack.signoff.subject import find_signing_role, list_due_entries

_CLOCK = "GitHub's clock"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pull request with its reviews; `base_commit` is the main line without it.

    `merged_commits` are the commits that it is on the main line, as far as they bring text or data.
    `refusal` says why nothing in it counts, or is empty.
    """

    pull: PullRequest
    reviews: tuple[Review, ...]
    base_commit: str
    merged_commits: tuple[str, ...] = ()
    refusal: str = ""


@dataclass(frozen=True)
class ReviewEvidence:
    """The reviews of one repository, as far as they concern one edition.

    `main` is the branch from which editions are published. Every method raises `Unreadable` where
    anything is in doubt.

    The forge is asked once for each commit of the main line since the edition was opened that
    brought text or data, three times for each pull request, and once for each commit with an
    address that the register does not know. A month of fifty services that came by 60 pull requests
    took 241 requests; the second time all were answered as unchanged, which GitHub does not
    count. It allows 1,000 an hour.
    """

    signoff_history: SignoffHistory
    edition: Edition
    forge: Forge
    repository: str
    main: str
    _subjects_by_tree: dict[str, Mapping[SectionId, Subject]] = field(default_factory=dict)
    _pulls_by_commit: dict[str, frozenset[int]] = field(default_factory=dict)
    _replayed_trees: dict[tuple[str, str], str] = field(default_factory=dict)

    def list_merged_proposals(self, tip: str = "") -> list[Proposal]:
        """Return the proposals that came into the main line since the edition was opened.

        `tip` is the end of the main line; else the commit that is judged.
        """
        end_commit = tip or self.signoff_history.head
        commits_by_pull: dict[int, list[Commit]] = {}
        for commit in self._list_arrived_commits(end_commit):
            for number in self._find_pulls(commit.id):
                commits_by_pull.setdefault(number, []).append(commit)
        main_line = (
            history.list_mainline(self.signoff_history.root, end_commit) if commits_by_pull else []
        )
        return [
            self._read_merged_proposal(number, commits, main_line)
            for number, commits in commits_by_pull.items()
        ]

    def read_proposal(
        self, number: int, base_commit: str, merged_commits: Sequence[str] = ()
    ) -> Proposal:
        """Return a pull request with its reviews, read before its timeline."""
        pull = read_pull(self.forge.fetch_pull(number))
        reviews = read_reviews(
            pull, self.forge.fetch_reviews(number), self.forge.fetch_timeline(number)
        )
        refusal = explain_exclusion(pull, self.main, self.repository)
        return Proposal(pull, reviews, base_commit, tuple(merged_commits), refusal)

    def list_decisions(self, proposals: Sequence[Proposal]) -> tuple[Decision, ...]:
        """Return what the reviews decide, in the order of time."""
        decisions = [
            decision for proposal in proposals for decision in self._iterate_decisions(proposal)
        ]
        decisions.sort(key=lambda decision: (decision.record.time, decision.record.evidence.review))
        dismissed_reviews = {
            (review.pull, review.id)
            for proposal in proposals
            for review in proposal.reviews
            if review.is_dismissed
        }
        return tuple(doubt_revived_approvals(decisions, dismissed_reviews))

    def find_squashed_digests(self, proposals: Sequence[Proposal]) -> dict[SectionId, set[str]]:
        """Return the digests that sections got when a pull request was merged into one commit.

        Only those that merging what was reviewed would not have given.
        """
        digests: dict[SectionId, set[str]] = {}
        for proposal in proposals:
            if not self._is_merge_available(proposal) or self.is_as_merged(proposal):
                continue
            replayed_subjects = self._read_subjects(self._replay_proposal(proposal))
            for section_id, subject in self._read_subjects(proposal.pull.merge_commit).items():
                if (
                    section_id not in replayed_subjects
                    or replayed_subjects[section_id].digest != subject.digest
                ):
                    digests.setdefault(section_id, set()).add(subject.digest)
        return digests

    def is_as_merged(self, proposal: Proposal) -> bool:
        """Return whether the merge brought in what was proposed, and nothing else."""
        return self._is_merge_available(proposal) and self._replay_proposal(
            proposal
        ) == history.resolve_tree(self.signoff_history.root, proposal.pull.merge_commit)

    def find_affected_sections(self, commit: str, main_commit: str) -> Mapping[SectionId, Subject]:
        """Return the sections that a proposal changes, as they are in a commit of it."""
        base_commit = (
            plumbing.find_merge_base(self.signoff_history.root, main_commit, commit)
            if main_commit
            else ""
        )
        base_subjects = self._read_subjects(base_commit) if base_commit else {}
        return {
            section_id: subject
            for section_id, subject in self._read_subjects(commit).items()
            if section_id not in base_subjects or base_subjects[section_id].digest != subject.digest
        }

    def fetch_commit(self, commit: str, pull: PullRequest) -> None:
        """Have a commit of a pull request in the clone."""
        if history.has_commit(self.signoff_history.root, commit):
            return
        plumbing.fetch_reference(self.signoff_history.root, f"refs/pull/{pull.number}/head")
        if not history.has_commit(self.signoff_history.root, commit):
            raise Unreadable(
                f"commit {commit[:12]} of pull request {pull.number} is not in this clone and "
                "cannot be fetched, so nobody can tell what was reviewed; approve again"
            )

    def _read_merged_proposal(
        self, number: int, commits: Sequence[Commit], main_line: Sequence[str]
    ) -> Proposal:
        """Return a merged proposal; its first commit may have brought neither text nor data."""
        first_commit = commits[-1]
        position = main_line.index(first_commit.id) + 1
        while (
            position < len(main_line)
            and len(first_commit.parents) == 1
            and number in self._find_pulls(main_line[position])
        ):
            position += 1
        return self.read_proposal(
            number, "".join(main_line[position : position + 1]), [commit.id for commit in commits]
        )

    def _find_pulls(self, commit: str) -> frozenset[int]:
        if commit not in self._pulls_by_commit:
            answers = self.forge.fetch_pulls_of_commit(commit)
            self._pulls_by_commit[commit] = frozenset(
                read_pull(answer).number for answer in answers
            )
        return self._pulls_by_commit[commit]

    def _list_arrived_commits(self, end_commit: str) -> list[Commit]:
        """Return the commits of the main line since the edition was opened, newest first."""
        edition_folder = f"content/{self.edition.pack_id}/{self.edition.period.id}/"
        arrivals = history.list_arrivals(self.signoff_history.root, end_commit, "content", "data")
        edition_positions = [
            position
            for position, change in enumerate(arrivals)
            if change.path.startswith(edition_folder)
        ]
        recent_changes = arrivals[: edition_positions[-1] + 1] if edition_positions else []
        return list({change.commit.id: change.commit for change in recent_changes}.values())

    def _iterate_decisions(self, proposal: Proposal) -> Iterator[Decision]:
        register, _ = self.signoff_history.read_registers(
            proposal.base_commit or self.signoff_history.register_commit
        )
        for review in proposal.reviews:
            if review.action is not None or review.doubt is not None:
                yield from self._iterate_capacity_decisions(proposal, review, register)

    def _iterate_capacity_decisions(
        self, proposal: Proposal, review: Review, register: Register
    ) -> Iterator[Decision]:
        """Yield a decision for each role in which the reviewer acts."""
        actor = next(
            (
                person.id
                for person in register.people.values()
                if _is_reviewer(person.forge_id, review)
            ),
            "",
        )
        covered_subjects = self._find_covered_subjects(proposal, review)
        roles = {(entry.service, entry.section.id): find_signing_role(self.edition, entry)
                 for entry in list_due_entries(self.edition)}  # fmt: skip
        day = to_london_day(review.time)

        def determine_capacity(subject: Subject) -> tuple[str, str]:
            role = roles.get((subject.service, subject.section), "")
            held_appointment = find_appointment(register, actor, role, subject.service, day)
            return role, held_appointment.deputy_for if held_appointment else ""

        for (role, deputy_for), capacity_subjects in groupby(
            sorted(covered_subjects, key=determine_capacity), determine_capacity
        ):
            record = self._compose_record(review, actor, role, deputy_for, tuple(capacity_subjects))
            doubt, explanation = _find_doubt(proposal, review)
            yield Decision(record, register, doubt, explanation, review.login or "somebody")

    def _find_covered_subjects(self, proposal: Proposal, review: Review) -> list[Subject]:
        # An objection, and a review in doubt, is about all that is proposed.
        is_sure = review.action is Action.APPROVE and review.doubt is None
        commit = review.commit if is_sure else proposal.pull.head
        self.fetch_commit(commit, proposal.pull)
        return list(self.find_affected_sections(commit, proposal.base_commit).values())

    def _compose_record(
        self,
        review: Review,
        actor: str,
        role: str,
        deputy_for: str,
        covers: tuple[Subject, ...],
    ) -> Record:
        response = self.forge.digest_review_answer(review.pull, review.id)
        return Record(
            action=review.action or review.dismissed_action or Action.APPROVE,
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

    def _is_merge_available(self, proposal: Proposal) -> bool:
        if proposal.refusal or not (proposal.pull.merged and proposal.base_commit):
            return False
        self.fetch_commit(proposal.pull.head, proposal.pull)
        return history.has_commit(self.signoff_history.root, proposal.pull.merge_commit)

    def _replay_proposal(self, proposal: Proposal) -> str:
        """Return the tree that Git alone makes of the main line and what was proposed."""
        key = proposal.base_commit, proposal.pull.head
        if key not in self._replayed_trees:
            self._replayed_trees[key], _ = history.replay_merge(self.signoff_history.root, *key)
        return self._replayed_trees[key]

    def _read_subjects(self, tree: str) -> Mapping[SectionId, Subject]:
        if tree not in self._subjects_by_tree:
            self._subjects_by_tree[tree] = self.signoff_history.compute_subjects(tree, self.edition)
        return self._subjects_by_tree[tree]


def _is_reviewer(forge_id: str, review: Review) -> bool:
    return bool(forge_id) and forge_id == review.account


def _find_doubt(proposal: Proposal, review: Review) -> tuple[Doubt | None, str]:
    if proposal.refusal:
        return Doubt.INVALID, f"reviewed it, but {proposal.refusal}"
    if review.doubt is not None:
        return review.doubt, _describe_review(review)
    is_own = review.account == proposal.pull.opened_by
    if review.action is Action.APPROVE and is_own:
        return Doubt.INVALID, f"opened pull request {review.pull} and cannot approve it as well"
    return None, ""


def _describe_review(review: Review) -> str:
    return f"reviewed pull request {review.pull}, but {review.why}"
