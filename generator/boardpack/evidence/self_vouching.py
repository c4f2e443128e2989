"""Whether whoever brought a record also brought what makes it count.

By rebase or fast-forward a proposal comes in as commits in a row, and nothing but who made them
tells that they are one proposal. So a change of the registers counts for no record that the same
person brings in the same edition: somebody else must bring one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from boardpack.adapters import ssh
from boardpack.adapters.git import history
from boardpack.adapters.git.history import Commit
from boardpack.analysis.edition import Edition
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
        is_approval = decision.record.action is Action.APPROVE
        if decision.doubt is not None or not is_approval or arrival is None:
            return decision
        for change in self._list_own_changes(arrival):
            if self._made_good(filed_record, change):
                reason = (
                    f"signed, but commit {change.id[:12]}, by which it counts, is by the same "
                    f"person as commit {arrival.id[:12]}, which brought it; let somebody else "
                    "bring one of them"
                )
                return replace(decision, doubt=Doubt.INVALID, why=reason)
        return decision

    def _list_own_changes(self, arrival: Commit) -> list[Commit]:
        """Return the changes by whoever made a commit; who merged has made nothing."""
        if len(arrival.parents) != 1:
            return []
        own = [
            commit
            for commit in self.commits
            if self._name_author(commit) == self._name_author(arrival)
        ]
        before = history.list_commits_between(self.signoff_history.root, "", arrival.id)
        return [commit for commit in own if commit.id in before] if own else []

    def _name_author(self, commit: Commit) -> str:
        """Return the person who made a commit, or the address of nobody known."""
        register, _ = self.signoff_history.read_registers(self.signoff_history.register_commit)
        address = commit.emails[0]
        people = (person.id for person in register.people.values() if address in person.emails)
        return next(people, address)

    def _made_good(self, filed_record: FiledRecord, change: Commit) -> bool:
        good_before, good_after = (
            self._is_good(filed_record, commit) for commit in (change.parents[0], change.id)
        )
        return good_after and not good_before

    def _is_good(self, filed_record: FiledRecord, commit: str) -> bool:
        register, allowed_signers = self.signoff_history.read_registers(commit)
        record = filed_record.record
        return _may_sign(record, register) and not ssh.find_signature_fault(
            filed_record.data,
            filed_record.signature,
            record.actor,
            record.time,
            allowed_signers,
            b"",
        )


def read_register_changes(signoff_history: SignoffHistory, edition: Edition) -> RegisterChanges:
    """Return the commits that changed a register after an edition was opened, merges left out."""
    folder = f"content/{edition.pack_id}/{edition.period.id}"
    arrivals = history.list_arrivals(
        signoff_history.root, signoff_history.head, folder, *signoff_history.register_paths
    )
    openings = [n for n, change in enumerate(arrivals) if change.path.startswith(f"{folder}/")]
    later_changes = arrivals[: openings[-1]] if openings else []
    commits = {
        change.commit.id: change.commit
        for change in later_changes
        if not change.path.startswith(f"{folder}/") and len(change.commit.parents) == 1
    }
    return RegisterChanges(signoff_history, tuple(commits.values()))


def _may_sign(record: Record, register: Register) -> bool:
    """Return whether somebody held the role in which they signed, and it was that of each section.

    A section that is signed by its former role as well is asked about by that role alone.
    """
    day = to_london_day(record.time)
    subjects: Sequence[tuple[str, str]] = [(one.service, one.section) for one in record.covers]
    return record.actor in register.people and all(
        find_appointment(register, record.actor, record.role, service, day)
        and register.find_signing_role(record.pack, section) == record.role
        for service, section in subjects
    )
