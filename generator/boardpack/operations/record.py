"""A decision as a signed record in the ledger, unless the gate would not count it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from boardpack.adapters import ssh
from boardpack.adapters.files import write_atomically
from boardpack.adapters.git.worktree import list_ignored_paths
from boardpack.adapters.ssh import SigningKey
from boardpack.errors import CannotRun
from boardpack.evidence.history import SignoffHistory
from boardpack.evidence.ledger import SLACK, judge_new_record
from boardpack.findings import escape_unprintable
from boardpack.load.allowed_signers import list_signer_lines
from boardpack.load.signoffs import (
    ALLOWED_SIGNERS,
    LEDGER_FOLDER,
    FiledRecord,
    format_record_name,
    load_ledger,
    plan_next_record,
    serialise_record,
)
from boardpack.model.signoff import Action, Authorship, Decision, Record
from boardpack.signoff.authority import weigh_decision


def locate_next_record(
    signoff_history: SignoffHistory, pack: str, period: str, person: str
) -> tuple[str, str]:
    """Return the file name of a person's next record in an edition, and the digest before it."""
    filed_records, faults = load_ledger(signoff_history.read_ledger(), pack, period)
    if faults:
        raise CannotRun(f"{faults[0].place}: {faults[0].what}; {faults[0].advice}")
    number, previous = plan_next_record(
        [filed_record for filed_record in filed_records if filed_record.record.actor == person]
    )
    return format_record_name(number), previous


def refuse_unknown_key(signoff_history: SignoffHistory, key: SigningKey, person: str) -> None:
    """Raise CannotRun where it shows before anything is signed that it would not count."""
    allowed_signers = signoff_history.read_registers(signoff_history.register_commit)[1]
    public = ssh.read_public_half(key)
    # An authority vouches for keys that no line names.
    may_count = any(
        line.is_of(person) and (line.is_authority or public in ("", line.key))
        for line in list_signer_lines(allowed_signers)
    )
    if not may_count:
        advice = _advise_on_key(allowed_signers, public or "ssh-ed25519 AAAA...", person)
        fault = "it is not a key that allowed_signers gives this person"
        raise CannotRun(f"nothing was signed, for it would not count: {key}: {fault}; {advice}")


def write_record(
    signoff_history: SignoffHistory, key: SigningKey, file_name: str, record: Record
) -> tuple[Path, str]:
    """Sign a record, write it with its signature, and return its path and what weakens it.

    CannotRun, and nothing is written, where the gate would not count it. An objection is written
    if it can shut the gate, even where it could lift nothing.
    """
    folder = f"{LEDGER_FOLDER}/{record.pack}/{record.period}/{record.actor}"
    paths = (f"{folder}/{file_name}", f"{folder}/{file_name}.sig")
    if ignored_paths := list_ignored_paths(signoff_history.root, *paths):
        raise CannotRun(
            f"nothing was signed, for Git is told to ignore {ignored_paths[0]}, so that nobody "
            "else would get it; take that out of .gitignore or .git/info/exclude"
        )
    data = serialise_record(record)
    filed_record = FiledRecord(f"{folder}/{file_name}", data, ssh.sign_message(key, data), record)
    decision = judge_new_record(signoff_history, filed_record)
    fault = _explain_fault(signoff_history, key, filed_record, decision)
    if fault and not (decision.can_shut and record.action is Action.OBJECT):
        raise CannotRun(f"nothing was signed, for it would not count: {fault}")
    path = signoff_history.root / filed_record.path
    write_atomically(path.with_name(f"{file_name}.sig"), filed_record.signature)
    write_atomically(path, data)
    return path, fault


def _explain_fault(
    signoff_history: SignoffHistory, key: SigningKey, filed_record: FiledRecord, decision: Decision
) -> str:
    """Return why the gate would not count a record whole, and what to do; empty when it would."""
    record = filed_record.record
    if datetime.fromisoformat(decision.time) - datetime.fromisoformat(record.time) > SLACK:
        return (
            f"your clock says {record.time}, but what you sign was committed at "
            f"{decision.time}; set your computer's clock and decide again, or if it is right, "
            f"the clock of whoever made commit {record.commit[:12]} is fast: let them commit "
            f"again, or decide after {decision.time}"
        )
    if decision.doubt is not None:
        allowed_signers = signoff_history.read_registers(signoff_history.register_commit)[1]
        advice = _advise_on_key(
            allowed_signers, ssh.extract_public_key(filed_record.signature), record.actor
        )
        return f"{key}: {decision.why}; {advice}"
    weighed_decisions = (
        weigh_decision(decision, record.role, subject.service, Authorship())
        for subject in record.covers
    )
    return next((weighed.why for weighed in weighed_decisions if weighed.doubt is not None), "")


def _advise_on_key(allowed_signers: bytes, key: str, person: str) -> str:
    """Return what to do about a key that allowed_signers does not give to a person."""
    for line in list_signer_lines(allowed_signers):
        if line.key != key:
            continue
        line_name = f"line {line.number} of {ALLOWED_SIGNERS}"
        if not line.names:
            return f"{line_name} names no person; write: {_format_signer(person, key)}"
        if line.is_of(person):
            return f"see {line_name}, or take another key"
        return f"this key belongs to {escape_unprintable(line.names)} ({line_name})"
    signer_line = _format_signer(person, key)
    return f"commit your public key to {ALLOWED_SIGNERS} first, as one line: {signer_line}"


def _format_signer(person: str, key: str) -> str:
    """Return the line of allowed_signers that gives a key to a person."""
    return f'{person} namespaces="{ssh.NAMESPACE}" {key}'
