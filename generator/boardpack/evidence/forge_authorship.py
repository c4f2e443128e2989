"""Who wrote what came by pull requests: Git's addresses, and the accounts that the forge knows.

A merge into one commit hides who wrote what; the pull request's own commits still tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from boardpack.adapters.forges.table import find_account_id
from boardpack.adapters.git import history
from boardpack.evidence.authorship import find_contributions_and_merges
from boardpack.evidence.history import SignoffHistory
from boardpack.evidence.merges import SectionDigests
from boardpack.evidence.proposals import Proposal, is_as_merged
from boardpack.evidence.review_evidence import ReviewEvidence
from boardpack.evidence.rules import find_recent_people
from boardpack.model.directorate import Person
from boardpack.model.signoff import Authorship, Register, SectionId
from boardpack.signoff.authorship import Contribution, find_authorship
from boardpack.signoff.forge import Forge


def attribute_sections(
    review_evidence: ReviewEvidence, proposals: Sequence[Proposal]
) -> tuple[Mapping[SectionId, Authorship], SectionDigests]:
    """Return who wrote each section, and the digests that came by merges alone.

    A proposal that counts for nothing says nothing here either. What the forge cannot say is
    `Unreadable`.
    """
    signoff_history, edition = review_evidence.signoff_history, review_evidence.edition
    valid_proposals = [proposal for proposal in proposals if not proposal.refusal]
    for proposal in valid_proposals:
        review_evidence.fetch_commit(proposal.pull.head, proposal.pull)
    heads = [proposal.pull.head for proposal in valid_proposals]
    contributions, merged_digests = find_contributions_and_merges(
        signoff_history, edition, (signoff_history.head, *heads)
    )
    address_book = _AddressBook(
        signoff_history,
        review_evidence.forge,
        signoff_history.read_registers(signoff_history.register_commit)[0],
        signoff_history.former_people,
        find_recent_people(signoff_history, edition),
    )
    forge_made_commits = _find_forge_made_commits(review_evidence, valid_proposals)
    resolved_contributions = [
        address_book.resolve_addresses(contribution)
        for contribution in _remove_merger_addresses(
            signoff_history, contributions, forge_made_commits
        )
    ]
    return address_book.find_authorship(resolved_contributions), merged_digests


def _find_forge_made_commits(
    review_evidence: ReviewEvidence, proposals: Sequence[Proposal]
) -> Set[str]:
    """Return the commits that are proposals merged as they were, and none of their own commits."""
    root = review_evidence.signoff_history.root
    return {
        commit
        for proposal in proposals
        if is_as_merged(review_evidence, proposal)
        for commit in set(proposal.merged_commits)
        - history.list_commits_between(root, proposal.base_commit, proposal.pull.head)
    }


def _remove_merger_addresses(
    signoff_history: SignoffHistory,
    contributions: Sequence[Contribution],
    forge_made_commits: Set[str],
) -> Iterator[Contribution]:
    """Yield what was done; of what was made by merging alone, only with its co-authors.

    The forge names whoever opened or merged as author and committer. The proposal's own commits
    say who wrote.
    """
    merger_addresses = {
        commit: history.read_author_and_committer(signoff_history.root, commit)
        for commit in {contribution.commit for contribution in contributions} & forge_made_commits
    }
    for contribution in contributions:
        mergers = merger_addresses.get(contribution.commit, ())
        emails = tuple(email for email in contribution.emails if email not in mergers)
        yield contribution._replace(emails=emails)


class _AddressBook:
    """What tells whose an address is: the register, and else the forge, asked once a commit."""

    def __init__(
        self,
        signoff_history: SignoffHistory,
        forge: Forge,
        register: Register,
        former_people: Sequence[Person],
        recent_people: Sequence[Person],
    ) -> None:
        self._signoff_history = signoff_history
        self._forge = forge
        self._people = tuple(register.people.values())
        self._former_people = former_people
        self._recent_people = recent_people
        self._forge_ids = {person.forge_id for person in self._people if person.forge_id}
        self._resolved_emails: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}

    def find_authorship(
        self, contributions: Sequence[Contribution]
    ) -> Mapping[SectionId, Authorship]:
        """Return who stands behind each section."""
        return find_authorship(
            contributions,
            self._people,
            find_account_id,
            self._former_people,
            self._recent_people,
        )

    def resolve_addresses(self, contribution: Contribution) -> Contribution:
        """Return the same with the account in place of an address that only the forge knows."""
        key = contribution.commit, contribution.emails
        if key not in self._resolved_emails:
            self._resolved_emails[key] = self._resolve_emails(contribution)
        return contribution._replace(emails=self._resolved_emails[key])

    def _resolve_emails(self, contribution: Contribution) -> tuple[str, ...]:
        unknown = self.find_authorship([contribution])[contribution.place].unknown
        if not unknown:
            return contribution.emails
        account_ids = {
            mail: account_id
            for mail, account_id in self._find_accounts(contribution.commit)
            if mail in unknown and account_id in self._forge_ids
        }
        return tuple(account_ids.get(email, email) for email in contribution.emails)

    def _find_accounts(self, commit: str) -> Iterator[tuple[str, str]]:
        accounts = self._forge.read_commit_accounts(commit)
        addresses = history.read_author_and_committer(self._signoff_history.root, commit)
        account_ids = accounts.author, accounts.committer
        return zip(addresses, account_ids, strict=True)
