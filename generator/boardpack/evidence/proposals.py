"""The pull requests by which an edition came together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from boardpack.adapters.git import history
from boardpack.adapters.git.history import Commit
from boardpack.evidence.review_evidence import ReviewEvidence
from boardpack.model.signoff import Action, Doubt, SectionId
from boardpack.signoff.forge import PullRequest, Review
from boardpack.signoff.reviews import explain_exclusion, weigh_reviews

_LOOK_BACK = 100
"""So many pull requests back somebody may have objected to what comes in now by other ways."""


class Reach(Enum):
    """Which sections the reviews of a proposal are about."""

    PROPOSED = "what it changes in the edition"
    EARLY = "what it changed in the figures before the edition was opened"
    CAME_IN = "what of it came in by other ways, for it never did itself"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pull request with its reviews; `base_commit` is the main line without it.

    `merged_commits` are the commits that it is on the main line, as far as they bring text or data.
    `refusal` says why nothing in it counts, or is empty. `reach` is what its reviews are about.
    """

    pull: PullRequest
    reviews: tuple[Review, ...]
    base_commit: str
    merged_commits: tuple[str, ...] = ()
    refusal: str = ""
    reach: Reach = Reach.PROPOSED


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


def list_contested_proposals(
    review_evidence: ReviewEvidence, merged_proposals: Sequence[Proposal], tip: str = ""
) -> list[Proposal]:
    """Return what else somebody objected to; the reviews of each are its objections alone.

    Figures that came in before the edition was opened, and what was proposed and never came in
    itself: the same bytes may have been proposed anew, or pushed. Looked at are those since the
    oldest one that came in, and the newest hundred.
    """
    end_commit = tip or review_evidence.signoff_history.head
    early_proposals = _list_early_proposals(review_evidence, end_commit)
    known = {proposal.pull.number for proposal in (*merged_proposals, *early_proposals)}
    numbers = review_evidence.list_pull_numbers()
    oldest = min((*known, *numbers[-_LOOK_BACK:][:1]), default=0)
    rejected_proposals = (
        _read_rejected_proposal(review_evidence, number, end_commit)
        for number in numbers
        if number >= oldest and number not in known
    )
    return [
        replace(proposal, reviews=objections)
        for proposal in (*early_proposals, *filter(None, rejected_proposals))
        if (objections := tuple(_iterate_objections(proposal.reviews)))
    ]


def _list_early_proposals(review_evidence: ReviewEvidence, end_commit: str) -> list[Proposal]:
    """Return the proposals with figures that came in after the edition before was opened."""
    numbers: dict[int, Commit] = {}
    for commit in _list_early_commits(review_evidence, end_commit):
        for number in review_evidence.find_pulls(commit.id):
            numbers[number] = commit
    return [
        replace(
            read_proposal(review_evidence, number, "".join(first_commit.parents[:1])),
            reach=Reach.EARLY,
        )
        for number, first_commit in numbers.items()
    ]


def _read_rejected_proposal(
    review_evidence: ReviewEvidence, number: int, end_commit: str
) -> Proposal | None:
    """Return a proposal that did not come in, from where it began; None where nobody objected."""
    forge = review_evidence.forge
    pull = forge.read_pull(number)
    is_ours = not explain_exclusion(
        replace(pull, is_open=True), review_evidence.main, review_evidence.repository
    )
    if pull.merged or not is_ours:
        return None
    reviews = weigh_reviews(forge.read_reviews(number), forge.title)
    if not any(_iterate_objections(reviews)):
        return None
    review_evidence.fetch_commit(pull.head, pull)
    fork = history.find_fork(review_evidence.signoff_history.root, pull.head, end_commit)
    return Proposal(pull, reviews, fork, reach=Reach.CAME_IN)


def _iterate_objections(reviews: Sequence[Review]) -> Iterator[Review]:
    """Yield the objections that whoever raised them did not lift in the same proposal."""
    for position, review in enumerate(reviews, 1):
        is_dismissed = review.is_dismissed and review.doubt is Doubt.WEAK
        is_lifted = any(
            later.account == review.account and later.action is Action.APPROVE
            for later in reviews[position:]
        )
        if (review.action is Action.OBJECT or is_dismissed) and not is_lifted:
            yield review


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
    merged_commit = proposal.pull.merge_commit
    return replayed_tree == review_evidence.signoff_history.ask_once(
        history.resolve_tree, merged_commit
    )


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


def _list_early_commits(review_evidence: ReviewEvidence, end_commit: str) -> list[Commit]:
    """Return the commits that brought data between this edition's opening and the one before's."""
    edition = review_evidence.edition
    folder = f"content/{edition.pack_id}/"
    commits: dict[str, Commit] = {}
    is_opened = False
    for change in review_evidence.signoff_history.list_arrivals(end_commit, folder, "data"):
        period = change.path.removeprefix(folder).partition("/")[0]
        if change.path.startswith("data/"):
            commits[change.commit.id] = change.commit
        elif period == edition.period.id:
            is_opened = True
            # What came since the opening, or with it, is looked at as a whole.
            commits = {}
        elif is_opened and period < edition.period.id:
            break
    return [commit for commit in commits.values() if is_opened and commit.parents]


def _is_merge_available(review_evidence: ReviewEvidence, proposal: Proposal) -> bool:
    pull = proposal.pull
    if proposal.refusal or not (pull.merged and proposal.base_commit):
        return False
    review_evidence.fetch_commit(pull.head, pull)
    return review_evidence.signoff_history.has_commit(pull.merge_commit)
