"""Objections that this clone saw, and that its branches no longer have.

A rebase that drops a record, a hard reset and a forced push leave no trace on main. Git remembers
for some months, in each clone, what its branches were; a clone that knew better does not forget an
objection. What else was dropped can let nothing in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from boardpack.adapters import ssh
from boardpack.adapters.git import history, plumbing
from boardpack.evidence.alterations import read_own_record
from boardpack.evidence.history import SignoffHistory
from boardpack.findings import Fault, Finding, Place
from boardpack.load.signoffs import (
    BROKEN_RECORD,
    SIGNATURE_SUFFIX,
    FiledRecord,
    is_record_name,
)
from boardpack.model.signoff import Action, Decision, Record
from boardpack.signoff.instructions import format_decision_command


def find_dropped_objections(
    signoff_history: SignoffHistory, folder: str, kept: Sequence[tuple[FiledRecord, Decision]]
) -> Iterator[Finding]:
    """Yield the objections that were dropped, until whoever raised each decided again."""
    kept_data = {filed_record.data for filed_record, _ in kept}
    dropped: dict[bytes, tuple[str, str, Record]] = {}
    for commit in history.list_dropped_commits(signoff_history.root, folder):
        files = plumbing.read_files_at(signoff_history.root, commit, folder)
        for path in filter(is_record_name, files):
            record = _read_objection(signoff_history, files, path)
            if record is not None and files[path] not in kept_data:
                dropped[files[path]] = path, commit, record
    for path, commit, record in dropped.values():
        names = [
            subject.name
            for subject in record.covers
            if not any(
                _is_decided_again(record, decision, subject.service, subject.section)
                for _, decision in kept
            )
        ]
        if names:
            yield _describe_dropped(path, commit, record, names)


def _read_objection(
    signoff_history: SignoffHistory, files: Mapping[str, bytes], path: str
) -> Record | None:
    """Return the objection in a file, if its maker signed it; a branch may hold anybody's."""
    record = read_own_record(path, files[path])
    if record is None or record.action is not Action.OBJECT:
        return None
    _, allowed_signers = signoff_history.read_registers(signoff_history.register_commit)
    signature = files.get(f"{path}{SIGNATURE_SUFFIX}", b"")
    fault = ssh.find_signature_fault(
        files[path], signature, record.actor, record.time, allowed_signers, b""
    )
    return record if not fault or fault in ssh.FAULTS_OF_THEIR_OWN_KEY else None


def _is_decided_again(record: Record, decision: Decision, service: str, section: str) -> bool:
    later = decision.record
    return (
        later.actor == record.actor
        and later.time > record.time
        and later.find_subject(service, section) is not None
        and (decision.doubt is None or decision.can_shut)
    )


def _describe_dropped(path: str, commit: str, record: Record, names: Sequence[str]) -> Finding:
    command = format_decision_command(
        record.action, record.pack, record.period, names, record.actor
    )
    return BROKEN_RECORD.complete_fault(
        Fault(
            Place(path),
            f"this clone saw this objection in commit {commit[:12]}, and no branch has it any more",
            who=record.actor,
            advice=f"{record.actor} decides again: {command} --why TEXT (or approve).",
        )
    )
