"""What of the ledger is no longer as it was when it came in, by whatever line of history.

What was never signed by the person in whose folder it lay (a stray file, half a record, a signature
alone) may go again. A decision may not: it must lie where it was written, or its maker must have
decided anew on all that it covered, with its loss in the history before them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from boardpack.adapters import ssh
from boardpack.adapters.git import history
from boardpack.adapters.git.history import FileChange
from boardpack.evidence.history import SignoffHistory
from boardpack.findings import Fault, Finding, Place
from boardpack.load.signoffs import (
    BROKEN_RECORD,
    SIGNATURE_SUFFIX,
    FiledRecord,
    is_record_name,
    read_record,
)
from boardpack.model.signoff import Action, Decision, Record, Subject
from boardpack.signoff.instructions import format_decision_command

KeptDecision = tuple[FiledRecord, Decision]
"""A record that lies in the ledger, and what the gate makes of it."""


@dataclass(frozen=True, slots=True)
class _LostRecord:
    """A decision that lies no longer where it lay.

    `arrivals` are the commits that brought it, the first one last; `loss` is the one that took it
    away. `is_replaced` tells whether something else lies in its place.
    """

    path: str
    record: Record
    arrivals: Sequence[str]
    loss: str
    is_replaced: bool


def find_alterations(
    signoff_history: SignoffHistory, folder: str, kept_decisions: Sequence[KeptDecision]
) -> Iterator[Finding]:
    """Yield what is not as it was when it came in; what was put back is as it was."""
    committed = signoff_history.list_ledger_objects(folder)
    changes = history.list_file_changes(signoff_history.root, signoff_history.head, folder)
    for lost_record in _iterate_lost_records(signoff_history, changes, committed):
        undecided_subjects = [
            subject
            for subject in lost_record.record.covers
            if not _is_decided_anew(signoff_history, lost_record, subject, kept_decisions)
        ]
        if undecided_subjects:
            yield _describe_loss(lost_record, undecided_subjects)
    yield from _find_lost_signatures(changes, committed)
    for path in signoff_history.unsaved_paths:
        if path in committed:
            yield BROKEN_RECORD.make_finding(Place(path), "it is not as it was committed")


def _iterate_lost_records(
    signoff_history: SignoffHistory, changes: Sequence[FileChange], committed: Mapping[str, str]
) -> Iterator[_LostRecord]:
    arrivals: dict[tuple[str, str], list[str]] = {}
    signatures: dict[str, set[str]] = {}
    for change in changes:
        if change.file_object and change.path.endswith(SIGNATURE_SUFFIX):
            signatures.setdefault(change.path, set()).add(change.file_object)
        elif change.file_object and is_record_name(change.path):
            arrivals.setdefault((change.path, change.file_object), []).append(change.commit.id)
    lost_files = [file for file in arrivals if committed.get(file[0]) != file[1]]
    contents = history.read_blobs(signoff_history.root, [lost for _, lost in lost_files])
    for path, lost_object in lost_files:
        commits = arrivals[path, lost_object]
        signature_objects = sorted(signatures.get(f"{path}{SIGNATURE_SUFFIX}", ()))
        record = read_own_record(path, contents[lost_object])
        if record is None or not _is_signed(
            signoff_history, record, contents[lost_object], signature_objects, commits
        ):
            continue
        loss = next(
            change.commit.id
            for change in changes
            if change.path == path and change.new_object != lost_object
        )
        yield _LostRecord(path, record, commits, loss, path in committed)


def read_own_record(path: str, data: bytes) -> Record | None:
    """Return the record in a file of its maker's folder, or None where there is no such."""
    try:
        record = read_record(data)
    except ValueError:
        return None
    return record if record.actor == path.split("/")[-2] else None


def _is_signed(
    signoff_history: SignoffHistory,
    record: Record,
    data: bytes,
    signature_objects: Sequence[str],
    commits: Sequence[str],
) -> bool:
    """Return whether a record ever lay beside a signature of its maker's, by a key known then."""
    registers = (
        signoff_history.read_registers(commit) for commit in (*commits, signoff_history.head)
    )
    known_signers = {allowed_signers for _, allowed_signers in registers}
    signatures = history.read_blobs(signoff_history.root, signature_objects).values()
    faults = (
        ssh.find_signature_fault(data, signature, record.actor, record.time, allowed_signers, b"")
        for allowed_signers in sorted(known_signers)
        for signature in signatures
    )
    return any(not fault or fault in ssh.FAULTS_OF_THEIR_OWN_KEY for fault in faults)


def _is_decided_anew(
    signoff_history: SignoffHistory,
    lost_record: _LostRecord,
    subject: Subject,
    kept_decisions: Sequence[KeptDecision],
) -> bool:
    """Return whether the maker of a lost record decided on one of its sections again.

    Either later, and then what they signed names a commit that has the lost record in its history;
    or at once, where two computers wrote the same decision under the same number.
    """
    for filed_record, decision in kept_decisions:
        record = decision.record
        kept_subject = record.find_subject(subject.service, subject.section)
        if record.actor != lost_record.record.actor or not decision.can_shut or not kept_subject:
            continue
        is_twin = (
            filed_record.path == lost_record.path
            and record.action is lost_record.record.action
            and kept_subject == subject
        )
        if is_twin or _is_later(signoff_history, record.commit, lost_record.arrivals):
            return True
    return False


def _is_later(signoff_history: SignoffHistory, commit: str, arrivals: Sequence[str]) -> bool:
    root = signoff_history.root
    return signoff_history.has_commit(commit) and any(
        history.has_ancestor(root, commit, arrival) for arrival in arrivals
    )


def _describe_loss(lost_record: _LostRecord, subjects: Sequence[Subject]) -> Finding:
    path, record = lost_record.path, lost_record.record
    names = [subject.name for subject in subjects]
    command = format_decision_command(
        Action.APPROVE, record.pack, record.period, names, record.actor
    )
    verb = "altered" if lost_record.is_replaced else "removed"
    decide = f"{record.actor} decides again on what it covered: {command} (or object, or withdraw)"
    put_back = f"git checkout {lost_record.arrivals[-1][:12]} -- {path} {path}{SIGNATURE_SUFFIX}"
    return BROKEN_RECORD.complete_fault(
        Fault(
            Place(path),
            f"it was {verb} in commit {lost_record.loss[:12]}",
            who=record.actor,
            advice=f"Put it back and commit it ({put_back}), or {decide}.",
        )
    )


def _find_lost_signatures(
    changes: Sequence[FileChange], committed: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield the signatures that are not those with which their records came in."""
    for path in filter(is_record_name, committed):
        signature_path = f"{path}{SIGNATURE_SUFFIX}"
        arrival = [
            change.commit.id
            for change in changes
            if change.path == path and change.new_object == committed[path]
        ][-1]
        signature_changes = [change for change in changes if change.path == signature_path]
        own_changes = [
            change
            for change in signature_changes
            if change.file_object and change.commit.id == arrival
        ] or [change for change in signature_changes if change.file_object]
        if not own_changes or committed.get(signature_path) == own_changes[-1].new_object:
            continue
        verb = "altered" if signature_path in committed else "removed"
        put_back = f"git checkout {own_changes[-1].commit.id[:12]} -- {signature_path}"
        yield BROKEN_RECORD.complete_fault(
            Fault(
                Place(signature_path),
                f"it was {verb} in commit {signature_changes[0].commit.id[:12]}",
                advice=f"Put it back and commit it: {put_back}.",
            )
        )
