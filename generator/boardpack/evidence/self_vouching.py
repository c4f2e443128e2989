"""Whether whoever brought a record also brought what makes it count.

By rebase or fast-forward a proposal comes in as commits in a row, and nothing but who made them
tells that they are one proposal. So a change of the registers counts for no record that the same
person brings in the same edition: somebody else must make one of them, or merge it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from boardpack.adapters import ssh
from boardpack.adapters.git import history
from boardpack.adapters.git.history import Commit
from boardpack.evidence.history import SignoffHistory
from boardpack.load.signoffs import FiledRecord
from boardpack.model.signoff import Action, Decision, Doubt, Record, Register
from boardpack.signoff.authority import find_appointment, to_london_day


@dataclass(frozen=True, slots=True)
class RegisterChange:
    """A commit that changed a register by itself, and that with which it came into the main line.

    The two are one unless it was merged.
    """

    commit: Commit
    arrival: Commit


@dataclass(frozen=True, slots=True)
class RegisterChanges:
    """What changed the registers in an edition, newest first."""

    signoff_history: SignoffHistory
    changes: tuple[RegisterChange, ...]

    def doubt_self_vouched(
        self, decision: Decision, filed_record: FiledRecord, arrival: Commit | None
    ) -> Decision:
        """Return the decision, in doubt when its own bringer made it count."""
        if decision.doubt is not None or decision.record.action is not Action.APPROVE:
            return decision
        if not _is_appointed(decision.record, decision.register) or not self.changes:
            return decision
        # A record that is in no commit yet is taken to be brought by its signer.
        bringers = (
            {decision.record.actor}
            if arrival is None
            else self._list_bringers(arrival, filed_record.path)
        )
        for change in self._list_changes_before(arrival):
            author = self._name_author(change.commit)
            if author not in bringers or author != self._name_author(change.arrival):
                continue
            # Who will bring it is not known yet: only a key of one's own is refused before.
            if self._made_good(filed_record, change.commit, is_key_alone=arrival is None):
                reason = (
                    f"signed, but it counts only by commit {change.commit.id[:12]}, which {author} "
                    "made as well as the record's; let somebody else make one of them: take the "
                    "change back, and let them make it"
                )
                return replace(decision, doubt=Doubt.INVALID, why=reason)
        return decision

    def _list_bringers(self, arrival: Commit, path: str) -> set[str]:
        """Return who brought a record, unless somebody else merged it."""
        root = self.signoff_history.root
        authors = {self._name_author(commit) for commit in _list_own_commits(root, arrival, [path])}
        return authors & {self._name_author(arrival)}

    def _list_changes_before(self, arrival: Commit | None) -> list[RegisterChange]:
        """Return the changes that were there before a commit; all for what is in none yet."""
        if arrival is None:
            return list(self.changes)
        earlier_commits = history.list_commits_between(self.signoff_history.root, "", arrival.id)
        return [change for change in self.changes if change.arrival.id in earlier_commits]

    def _name_author(self, commit: Commit) -> str:
        """Return the person who made a commit, or the address of nobody known."""
        register, _ = self.signoff_history.read_registers(self.signoff_history.register_commit)
        address = commit.emails[0]
        people = (person.id for person in register.people.values() if address in person.emails)
        return next(people, address)

    def _made_good(self, filed_record: FiledRecord, change: Commit, *, is_key_alone: bool) -> bool:
        """Return whether a change brought the key, the appointment or the rule of a record."""
        before = [self._list_grounds(filed_record, parent) for parent in change.parents]
        after = self._list_grounds(filed_record, change.id)
        brought = [is_now and not any(was) for is_now, *was in zip(after, *before, strict=True)]
        return brought[0] if is_key_alone else any(brought)

    def _list_grounds(self, filed_record: FiledRecord, commit: str) -> tuple[bool, bool, bool]:
        """Return whether key, appointment and rule were there at a commit, each by itself."""
        register, allowed_signers = self.signoff_history.read_registers(commit)
        record = filed_record.record
        key_fault = ssh.find_signature_fault(
            filed_record.data,
            filed_record.signature,
            record.actor,
            record.time,
            allowed_signers,
            b"",
        )
        return not key_fault, _is_appointed(record, register), _is_asked(record, register)


def read_register_changes(
    signoff_history: SignoffHistory, pack: str, period: str
) -> RegisterChanges:
    """Return what changed a register after an edition was opened."""
    folder, paths = f"content/{pack}/{period}", signoff_history.register_paths
    arrivals = signoff_history.list_arrivals(signoff_history.head, folder, *paths)
    openings = [n for n, change in enumerate(arrivals) if change.path.startswith(f"{folder}/")]
    later_arrivals = {
        change.commit.id: change.commit
        for change in (arrivals[: openings[-1]] if openings else [])
        if not change.path.startswith(f"{folder}/") and change.commit.parents
    }
    changes = (
        RegisterChange(commit, arrival)
        for arrival in later_arrivals.values()
        for commit in _list_own_commits(signoff_history.root, arrival, paths)
    )
    return RegisterChanges(signoff_history, tuple(changes))


def _list_own_commits(root: Path, arrival: Commit, paths: Sequence[str]) -> list[Commit]:
    """Return the commits that changed some files among what one of the main line brought."""
    if len(arrival.parents) < 2:
        return [arrival]
    brought = (arrival.id, f"^{arrival.parents[0]}")
    changes = history.list_file_changes(root, brought, *paths)
    return list({change.commit.id: change.commit for change in changes if change.is_own}.values())


def _is_appointed(record: Record, register: Register) -> bool:
    """Return whether somebody held the role in which they signed, for every section."""
    day = to_london_day(record.time)
    return record.actor in register.people and all(
        find_appointment(register, record.actor, record.role, subject.service, day)
        for subject in record.covers
    )


def _is_asked(record: Record, register: Register) -> bool:
    """Return whether the role in which somebody signed was that of every section."""
    return all(
        register.find_signing_role(record.pack, record.period, subject.section) == record.role
        for subject in record.covers
    )
