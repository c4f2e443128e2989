"""Who wrote what came by pull requests: Git's addresses, and the accounts that the forge knows.

A merge into one commit hides who wrote what; the pull request's own commits still tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from boardpack.analysis.edition import Edition
from boardpack.commands.evidence import Past, written_and_merged
from boardpack.commands.reviewed import Proposal, Reviewed
from boardpack.model.signoff import Authorship, Register, SectionId
from boardpack.signoff.authorship import Written, authorship
from boardpack.signoff.forge import Forge, number_of, object_of, value_of
from boardpack.world import history

Digests = Mapping[SectionId, frozenset[str]]


def attributed(
    reviewed: Reviewed, proposals: Sequence[Proposal]
) -> tuple[Mapping[SectionId, Authorship], Digests]:
    """Return who wrote each section, and the digests that came by merges alone.

    A proposal that counts for nothing says nothing here either. What the forge cannot say is
    `Unreadable`.
    """
    past, edition = reviewed.past, reviewed.edition
    asked = _Asked(past, reviewed.forge, past.register(past.judged_by)[0])
    written, merged = written_and_merged(past, edition, past.head)
    made: set[str] = set()
    found: list[Written] = []
    digests = {place: set(some) for place, some in merged.items()}
    for one in proposals:
        if one.refused:
            continue
        reviewed.fetch(one.pull.head, one.pull)
        texts, more = _of_proposal(past, edition, one)
        found += texts
        if reviewed.is_as_merged(one):
            made |= set(one.became) - history.between(past.root, one.before, one.pull.head)
        for place, some in more.items():
            digests.setdefault(place, set()).update(some)
    known = [asked.resolved(one) for one in (*_by_people(past, written, made), *found)]
    people = asked.register.people.values()
    return authorship(known, people), {place: frozenset(some) for place, some in digests.items()}


def _of_proposal(past: Past, edition: Edition, one: Proposal) -> tuple[list[Written], Digests]:
    commits = f"{one.before}..{one.pull.head}" if one.before else one.pull.head
    return written_and_merged(past, edition, commits)


def _by_people(past: Past, written: Sequence[Written], made: set[str]) -> Iterator[Written]:
    """Yield what was written; of what was made by merging alone, only with its co-authors.

    The forge names whoever opened or merged as author and committer. The proposal's own commits
    say who wrote.
    """
    for one in written:
        if one.commit not in made:
            yield one
            continue
        merely = history.signatures(past.root, one.commit)
        yield one._replace(emails=tuple(email for email in one.emails if email not in merely))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What tells whose an address is: the register, and else the forge."""

    past: Past
    forge: Forge
    register: Register

    def resolved(self, one: Written) -> Written:
        """Return the same with the account in place of an address that only the forge knows."""
        people = self.register.people.values()
        unknown = authorship([one], people)[one.place].unknown
        if not unknown:
            return one
        ids = {person.forge_id for person in people if person.forge_id}
        known = {mail: n for mail, n in self._accounts(one.commit) if mail in unknown and n in ids}
        return one._replace(emails=tuple(known.get(email, email) for email in one.emails))

    def _accounts(self, commit: str) -> Iterator[tuple[str, str]]:
        shown = self.forge.commit(commit)
        addresses = history.signatures(self.past.root, commit)
        for email, key in zip(addresses, ("author", "committer"), strict=True):
            # GitHub says {} for an author that it cannot tell.
            if value_of(shown, key, f"commit {commit}"):
                user = object_of(shown, key, f"commit {commit}")
                yield email, str(number_of(user, "id", f"commit {commit}"))
