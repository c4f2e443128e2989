"""The pull requests by which an edition came together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boardpack.adapters.git import history
from boardpack.adapters.git.history import Commit
from boardpack.evidence.review_evidence import ReviewEvidence
from boardpack.model.signoff import SectionId
from boardpack.signoff.forge import PullRequest, Review
from boardpack.signoff.reviews import explain_exclusion, weigh_reviews


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


def list_merged_proposals(review_evidence: ReviewEvidence, tip: str = "") -> list[Proposal]:
    """Return the proposals that came into the main line since the edition was opened.

    `tip` is the end of the main line; else the commit that is judged.
    """
    signoff_history = review_evidence.signoff_history
    end_commit = tip or signoff_history.head
    commits_by_pull: dict[int, list[Commit]] = {}
    for commit in _list_arrived_commits(review_evidence, end_commit):
        for number in review_evidence.find_pulls(commit.id):
            commits_by_pull.setdefault(number, []).append(commit)
    main_line = signoff_history.list_mainline(end_commit) if commits_by_pull else []
    return [
        _read_merged_proposal(review_evidence, number, commits, main_line)
        for number, commits in commits_by_pull.items()
    ]


def read_proposal(
    review_evidence: ReviewEvidence,
    number: int,
    base_commit: str,
    merged_commits: Sequence[str] = (),
) -> Proposal:
    """Return a pull request with its reviews."""
    forge = review_evidence.forge
    pull = forge.read_pull(number)
    reviews = weigh_reviews(forge.read_reviews(number), forge.title)
    refusal = explain_exclusion(pull, review_evidence.main, review_evidence.repository)
    return Proposal(pull, reviews, base_commit, tuple(merged_commits), refusal)


def find_squashed_digests(
    review_evidence: ReviewEvidence, proposals: Sequence[Proposal]
) -> dict[SectionId, set[str]]:
    """Return the digests that sections got when a pull request was merged into one commit.

    Only those that merging what was reviewed would not have given.
    """
    digests: dict[SectionId, set[str]] = {}
    for proposal in proposals:
        if not _is_merge_available(review_evidence, proposal) or is_as_merged(
            review_evidence, proposal
        ):
            continue
        replayed_tree = review_evidence.replay_merge(proposal.base_commit, proposal.pull.head)
        replayed_subjects = review_evidence.read_subjects(replayed_tree)
        merged_subjects = review_evidence.read_subjects(proposal.pull.merge_commit)
        for section_id, subject in merged_subjects.items():
            if (
                section_id not in replayed_subjects
                or replayed_subjects[section_id].digest != subject.digest
            ):
                digests.setdefault(section_id, set()).add(subject.digest)
    return digests


def is_as_merged(review_evidence: ReviewEvidence, proposal: Proposal) -> bool:
    """Return whether the merge brought in what was proposed, and nothing else."""
    if not _is_merge_available(review_evidence, proposal):
        return False
    replayed_tree = review_evidence.replay_merge(proposal.base_commit, proposal.pull.head)
    root = review_evidence.signoff_history.root
    return replayed_tree == history.resolve_tree(root, proposal.pull.merge_commit)


def _read_merged_proposal(
    review_evidence: ReviewEvidence,
    number: int,
    commits: Sequence[Commit],
    main_line: Sequence[str],
) -> Proposal:
    """Return a merged proposal; its first commit may have brought neither text nor data."""
    first_commit = commits[-1]
    position = main_line.index(first_commit.id) + 1
    while (
        position < len(main_line)
        and len(first_commit.parents) == 1
        and number in review_evidence.find_pulls(main_line[position])
    ):
        position += 1
    base_commit = "".join(main_line[position : position + 1])
    return read_proposal(review_evidence, number, base_commit, [commit.id for commit in commits])


def _list_arrived_commits(review_evidence: ReviewEvidence, end_commit: str) -> list[Commit]:
    """Return the commits of the main line since the edition was opened, newest first."""
    edition = review_evidence.edition
    edition_folder = f"content/{edition.pack_id}/{edition.period.id}/"
    arrivals = review_evidence.signoff_history.list_arrivals(end_commit, "content", "data")
    edition_positions = [
        position
        for position, change in enumerate(arrivals)
        if change.path.startswith(edition_folder)
    ]
    recent_changes = arrivals[: edition_positions[-1] + 1] if edition_positions else []
    return list({change.commit.id: change.commit for change in recent_changes}.values())


def _is_merge_available(review_evidence: ReviewEvidence, proposal: Proposal) -> bool:
    pull = proposal.pull
    if proposal.refusal or not (pull.merged and proposal.base_commit):
        return False
    review_evidence.fetch_commit(pull.head, pull)
    return review_evidence.signoff_history.has_commit(pull.merge_commit)
