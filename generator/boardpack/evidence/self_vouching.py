"""Whether whoever brought a record also brought what makes it count.

By rebase or fast-forward a proposal comes in as commits in a row, and nothing but who made them
tells that they are one proposal. So a change of the registers counts for no record that the same
person brings in the same edition: somebody else must bring one of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from boardpack.adapters import ssh
from boardpack.adapters.git import history
from boardpack.adapters.git.history import Commit
from boardpack.evidence.history import SignoffHistory
from boardpack.load.signoffs import FiledRecord
from boardpack.model.signoff import Action, Decision, Doubt, Record, Register
from boardpack.signoff.authority import find_appointment, to_london_day


@dataclass(frozen=True, slots=True)
class RegisterChanges:
    """The commits of an edition that changed a register by themselves, newest first."""

    signoff_history: SignoffHistory
    commits: tuple[Commit, ...]

    def doubt_self_vouched(
        self, decision: Decision, filed_record: FiledRecord, arrival: Commit | None
    ) -> Decision:
        """Return the decision, in doubt when its own bringer made it count."""
        if decision.doubt is not None or decision.record.action is not Action.APPROVE:
            return decision
        if not _is_appointed(decision.record, decision.register):
            return decision
        bringer = self._name_author(arrival) if arrival is not None else decision.record.actor
        for change in self._list_changes_by(bringer, arrival):
            # Who will bring it is not known yet: only a key of one's own is refused before.
            if self._made_good(filed_record, change, is_key_alone=arrival is None):
                reason = (
                    f"signed, but it counts only by commit {change.id[:12]}, which {bringer} made "
                    "as well as the record's; let somebody else make one of them: take the "
                    "change back, and let them make it"
                )
                return replace(decision, doubt=Doubt.INVALID, why=reason)
        return decision

    def _list_changes_by(self, bringer: str, arrival: Commit | None) -> list[Commit]:
        """Return somebody's changes before a commit; who merged has made nothing.

        A record that is in no commit yet is taken to be brought by its signer.
        """
        if arrival is not None and len(arrival.parents) != 1:
            return []
        own = [commit for commit in self.commits if self._name_author(commit) == bringer]
        if arrival is None or not own:
            return own
        before = history.list_commits_between(self.signoff_history.root, "", arrival.id)
        return [commit for commit in own if commit.id in before]

    def _name_author(self, commit: Commit) -> str:
        """Return the person who made a commit, or the address of nobody known."""
        register, _ = self.signoff_history.read_registers(self.signoff_history.register_commit)
        address = commit.emails[0]
        people = (person.id for person in register.people.values() if address in person.emails)
        return next(people, address)

    def _made_good(self, filed_record: FiledRecord, change: Commit, *, is_key_alone: bool) -> bool:
        """Return whether a change brought the key, the appointment or the rule of a record."""
        before, after = (
            self._list_grounds(filed_record, commit) for commit in (change.parents[0], change.id)
        )
        brought = [is_now and not was for was, is_now in zip(before, after, strict=True)]
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
    """Return the commits that changed a register after an edition was opened, merges left out."""
    folder = f"content/{pack}/{period}"
    arrivals = signoff_history.list_arrivals(
        signoff_history.head, folder, *signoff_history.register_paths
    )
    openings = [n for n, change in enumerate(arrivals) if change.path.startswith(f"{folder}/")]
    later_changes = arrivals[: openings[-1]] if openings else []
    commits = {
        change.commit.id: change.commit
        for change in later_changes
        if not change.path.startswith(f"{folder}/") and len(change.commit.parents) == 1
    }
    return RegisterChanges(signoff_history, tuple(commits.values()))


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
        register.find_signing_role(record.pack, subject.section) == record.role
        for subject in record.covers
    )
