"""Who wrote what came by pull requests: Git's addresses, and the accounts that the forge knows.

A merge into one commit hides who wrote what; the pull request's own commits still tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from boardpack.adapters.forges.table import find_account_id
from boardpack.adapters.git import history
from boardpack.analysis.edition import Edition
from boardpack.evidence.authorship import find_contributions_and_merges
from boardpack.evidence.history import SignoffHistory
from boardpack.evidence.merges import SectionDigests
from boardpack.evidence.proposals import Proposal, is_as_merged
from boardpack.evidence.review_evidence import ReviewEvidence
from boardpack.model.signoff import Authorship, Register, SectionId
from boardpack.signoff.authorship import TextChange, find_authorship
from boardpack.signoff.forge import Forge


def attribute_sections(
    review_evidence: ReviewEvidence, proposals: Sequence[Proposal]
) -> tuple[Mapping[SectionId, Authorship], SectionDigests]:
    """Return who wrote each section, and the digests that came by merges alone.

    A proposal that counts for nothing says nothing here either. What the forge cannot say is
    `Unreadable`.
    """
    signoff_history, edition = review_evidence.signoff_history, review_evidence.edition
    address_book = _AddressBook(
        signoff_history,
        review_evidence.forge,
        signoff_history.read_registers(signoff_history.register_commit)[0],
    )
    main_contributions, merged_digests = find_contributions_and_merges(
        signoff_history, edition, signoff_history.head
    )
    forge_made_commits: set[str] = set()
    proposed_contributions: list[TextChange] = []
    digests = {
        section_id: set(section_digests) for section_id, section_digests in merged_digests.items()
    }
    for proposal in proposals:
        if proposal.refusal:
            continue
        review_evidence.fetch_commit(proposal.pull.head, proposal.pull)
        contributions, proposal_digests = _read_proposal(signoff_history, edition, proposal)
        proposed_contributions += contributions
        if is_as_merged(review_evidence, proposal):
            forge_made_commits |= set(proposal.merged_commits) - history.list_commits_between(
                signoff_history.root, proposal.base_commit, proposal.pull.head
            )
        for section_id, section_digests in proposal_digests.items():
            digests.setdefault(section_id, set()).update(section_digests)
    resolved_contributions = [
        address_book.resolve_addresses(contribution)
        for contribution in (
            *_remove_merger_addresses(signoff_history, main_contributions, forge_made_commits),
            *proposed_contributions,
        )
    ]
    people = address_book.register.people.values()
    return find_authorship(resolved_contributions, people, find_account_id), {
        section_id: frozenset(section_digests) for section_id, section_digests in digests.items()
    }


def _read_proposal(
    signoff_history: SignoffHistory, edition: Edition, proposal: Proposal
) -> tuple[list[TextChange], SectionDigests]:
    commits = (
        f"{proposal.base_commit}..{proposal.pull.head}"
        if proposal.base_commit
        else proposal.pull.head
    )
    return find_contributions_and_merges(signoff_history, edition, commits)


def _remove_merger_addresses(
    signoff_history: SignoffHistory,
    contributions: Sequence[TextChange],
    forge_made_commits: set[str],
) -> Iterator[TextChange]:
    """Yield what was written; of what was made by merging alone, only with its co-authors.

    The forge names whoever opened or merged as author and committer. The proposal's own commits
    say who wrote.
    """
    for contribution in contributions:
        if contribution.commit not in forge_made_commits:
            yield contribution
            continue
        merger_addresses = history.read_author_and_committer(
            signoff_history.root, contribution.commit
        )
        yield contribution._replace(
            emails=tuple(email for email in contribution.emails if email not in merger_addresses)
        )


@dataclass(frozen=True, slots=True)
class _AddressBook:
    """What tells whose an address is: the register, and else the forge."""

    signoff_history: SignoffHistory
    forge: Forge
    register: Register

    def resolve_addresses(self, contribution: TextChange) -> TextChange:
        """Return the same with the account in place of an address that only the forge knows."""
        people = self.register.people.values()
        authors = find_authorship([contribution], people, find_account_id)
        unknown = authors[contribution.place].unknown
        if not unknown:
            return contribution
        forge_ids = {person.forge_id for person in people if person.forge_id}
        account_ids = {
            mail: account_id
            for mail, account_id in self._find_accounts(contribution.commit)
            if mail in unknown and account_id in forge_ids
        }
        return contribution._replace(
            emails=tuple(account_ids.get(email, email) for email in contribution.emails)
        )

    def _find_accounts(self, commit: str) -> Iterator[tuple[str, str]]:
        accounts = self.forge.read_commit_accounts(commit)
        addresses = history.read_author_and_committer(self.signoff_history.root, commit)
        account_ids = accounts.author, accounts.committer
        return zip(addresses, account_ids, strict=True)
