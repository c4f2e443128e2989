"""The ledger's signed records, each with the register to judge it by."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from boardpack.adapters import ssh
from boardpack.adapters.forges.table import find_account_id
from boardpack.adapters.git import history
from boardpack.adapters.git.history import Commit, FileChange
from boardpack.analysis.edition import Edition
from boardpack.evidence.alterations import find_alterations
from boardpack.evidence.authorship import find_contributions_and_merges
from boardpack.evidence.dropped import find_dropped_objections
from boardpack.evidence.history import SignoffHistory
from boardpack.evidence.rules import find_former_roles, find_recent_people
from boardpack.evidence.self_vouching import read_register_changes
from boardpack.findings import Finding
from boardpack.load.allowed_signers import find_shared_keys, list_owners
from boardpack.load.signoffs import LEDGER_FOLDER, REVOKED_KEYS, FiledRecord, load_ledger
from boardpack.model.signoff import Action, Decision, Doubt, Record, Register, Testimony
from boardpack.signoff.authority import find_appointment, to_london_day
from boardpack.signoff.authorship import find_authorship
from boardpack.signoff.chain import bound_clocks, estimate_time, order_chains

SLACK = timedelta(hours=1)
"""Clocks of laptops differ; a signature may look so much older than what it signs."""

_KEY_LINE = re.compile(rb"(ssh|ecdsa|sk-ssh|sk-ecdsa)-[a-z0-9@.-]+ AAAA[A-Za-z0-9+/]+=*( |$)")


def read_git_testimony(
    signoff_history: SignoffHistory, edition: Edition
) -> tuple[Testimony, list[Finding]]:
    """Return what Git testifies of an edition, and what is wrong with the ledger.

    CannotRun where there is no repository, or only a part of its history.
    """
    history.require_whole_history(signoff_history.root)
    folder = f"{LEDGER_FOLDER}/{edition.pack_id}/{edition.period.id}"
    files = signoff_history.read_ledger()
    filed_records, findings = load_ledger(files, edition.pack_id, edition.period.id)
    arrivals = signoff_history.list_arrivals(signoff_history.head, folder)
    arrival_commits = _find_arrival_commits(signoff_history, folder, arrivals)
    revoked_keys = _read_revoked_keys(signoff_history, files)
    signoff_history.cache_registers(
        commit.parents[0] for commit in arrival_commits.values() if commit.parents
    )
    commit_times = history.read_commit_times(
        signoff_history.root, [filed_record.record.commit for filed_record in filed_records]
    )
    decisions = tuple(
        _judge_record(
            signoff_history,
            filed_record,
            arrival_commits.get(filed_record.path),
            revoked_keys,
            commit_times,
        )
        for filed_record in filed_records
    )
    register_changes = read_register_changes(signoff_history, edition.pack_id, edition.period.id)
    decisions = tuple(
        register_changes.doubt_self_vouched(
            decision, filed_record, arrival_commits.get(filed_record.path)
        )
        for filed_record, decision in zip(filed_records, decisions, strict=True)
    )
    register, allowed_signers = signoff_history.read_registers(signoff_history.register_commit)
    findings += find_shared_keys(allowed_signers, register.people)
    kept_decisions = list(zip(filed_records, decisions, strict=True))
    findings += find_alterations(signoff_history, folder, kept_decisions)
    if not signoff_history.proposed_commit:
        findings += find_dropped_objections(signoff_history, folder, kept_decisions)
    contributions, merged_digests = find_contributions_and_merges(
        signoff_history, edition, [signoff_history.head]
    )
    former_people = signoff_history.former_people
    authors = find_authorship(
        contributions,
        register.people.values(),
        find_account_id,
        former_people,
        find_recent_people(signoff_history, edition),
    )
    places = _number_arrivals(arrivals, arrival_commits)
    ordered_decisions = order_chains(
        bound_clocks(
            (
                places.get(filed_record.path, len(places)),
                _find_arrival_time(arrival_commits.get(filed_record.path)),
                decision,
            )
            for filed_record, decision in zip(filed_records, decisions, strict=True)
        )
    )
    former_roles = find_former_roles(signoff_history, edition)
    return Testimony(
        ordered_decisions, authors, merged_digests, former_roles=former_roles
    ), findings


def _find_arrival_commits(
    signoff_history: SignoffHistory, folder: str, arrivals: Sequence[FileChange]
) -> dict[str, Commit]:
    """Return by path the commit with which a file first came in as it is now."""
    committed = signoff_history.list_ledger_objects(folder)
    return {
        change.path: change.commit
        for change in arrivals
        if committed.get(change.path) == change.new_object
    }


def _find_arrival_time(arrival: Commit | None) -> str:
    return arrival.when if arrival is not None else ""


def _number_arrivals(
    arrivals: Sequence[FileChange], arrival_commits: Mapping[str, Commit]
) -> dict[str, int]:
    """Return by path the place among all commits of that with which a file came in."""
    commits = list(dict.fromkeys(change.commit.id for change in reversed(arrivals)))
    places = {commit: place for place, commit in enumerate(commits)}
    return {path: places[commit.id] for path, commit in arrival_commits.items()}


def _read_revoked_keys(signoff_history: SignoffHistory, files: Mapping[str, bytes]) -> bytes:
    """Return the revoked keys: those that are listed, and all that main ever listed.

    A key that was compromised once is no secret again because somebody takes its line out.
    """
    listed_keys = files.get(REVOKED_KEYS, b"")
    arrivals = signoff_history.list_arrivals(signoff_history.register_commit, REVOKED_KEYS)
    former_lists = history.read_blobs(
        signoff_history.root,
        [blob for change in arrivals for blob in (change.new_object, *change.parent_objects)],
    )
    former_keys = dict.fromkeys(
        line
        for data in former_lists.values()
        for line in data.splitlines()
        # What nobody can read counts only while it is there, and then it shuts.
        if _KEY_LINE.match(line) and line not in listed_keys
    )
    return b"\n".join((listed_keys.rstrip(b"\n"), *former_keys)) if former_keys else listed_keys


def judge_new_record(signoff_history: SignoffHistory, filed_record: FiledRecord) -> Decision:
    """Return the decision of a record that is in no commit yet, as the gate would judge it."""
    times = history.read_commit_times(signoff_history.root, [filed_record.record.commit])
    revoked_keys = _read_revoked_keys(signoff_history, signoff_history.read_ledger())
    decision = _judge_record(signoff_history, filed_record, None, revoked_keys, times)
    record = filed_record.record
    register_changes = read_register_changes(signoff_history, record.pack, record.period)
    return register_changes.doubt_self_vouched(decision, filed_record, None)


def _judge_record(
    signoff_history: SignoffHistory,
    filed_record: FiledRecord,
    arrival: Commit | None,
    revoked_keys: bytes,
    commit_times: Mapping[str, str],
) -> Decision:
    """Return the decision of a record, judged by the registers from before it came in.

    `commit_times` are the times of commits that signers had before them.
    """
    record = filed_record.record
    if arrival is not None and not arrival.parents:
        fault = "came in with the very first commit, so that no earlier register vouches for it"
        return Decision(record, Register({}, ()), Doubt.INVALID, fault, record.actor)
    commit = _find_register_commit(signoff_history, arrival)
    register, allowed_signers = signoff_history.read_registers(commit)
    if record.action is Action.OBJECT:
        register = _choose_objector_register(signoff_history, record, register)
    commit_time = commit_times.get(record.commit)
    time_fault = _find_time_fault(record, arrival, commit_time)
    key_fault = _find_key_fault(filed_record, allowed_signers, revoked_keys)
    taken = estimate_time(record.time, commit_time or "", arrival.when if arrival else "")
    decision = Decision(record, register, name=record.actor, taken=taken)
    sharing_fault = (
        "" if key_fault else _find_sharing_fault(filed_record, register, allowed_signers)
    )
    if not time_fault and not key_fault and not sharing_fault:
        return decision
    is_theirs = not key_fault or key_fault in ssh.FAULTS_OF_THEIR_OWN_KEY
    if not is_theirs and record.action is Action.OBJECT:
        commits = (signoff_history.head, *(arrival.parents[1:] if arrival else ()))
        return _judge_unvouched_objection(
            signoff_history, filed_record, decision, key_fault, commits
        )
    # An objection is heard whatever its key. A withdrawal by a key whose days are over says
    # nothing: whoever found the key may have made it. A wrong clock, or a later revocation,
    # proves no such thing.
    is_heard = {
        Action.OBJECT: is_theirs,
        Action.WITHDRAW: is_theirs and key_fault not in ssh.FAULTS_OF_ITS_DAYS,
        Action.APPROVE: False,
    }
    can_shut = is_heard[record.action]
    doubt = Doubt.WEAK if can_shut else Doubt.INVALID
    return replace(
        decision, doubt=doubt, why=f"signed, but {time_fault or key_fault or sharing_fault}"
    )


def _choose_objector_register(
    signoff_history: SignoffHistory, record: Record, register: Register
) -> Register:
    """Return the register by which an objector had the role: before it came in, or when signed.

    Roles may change hands while an objection is on its way, and it counts all the same.
    """
    if _has_capacity(record, register) or not signoff_history.has_commit(record.commit):
        return register
    if not history.has_ancestor(signoff_history.root, signoff_history.head, record.commit):
        return register
    signed_register, _ = signoff_history.read_registers(record.commit)
    return signed_register if _has_capacity(record, signed_register) else register


def _has_capacity(record: Record, register: Register) -> bool:
    """Return whether somebody held the role as they say, for every section that they decided on."""
    day = to_london_day(record.time)
    appointments = (
        find_appointment(register, record.actor, record.role, subject.service, day)
        for subject in record.covers
    )
    return all(
        appointment is not None and appointment.deputy_for == record.deputy_for
        for appointment in appointments
    )


def _judge_unvouched_objection(
    signoff_history: SignoffHistory,
    filed_record: FiledRecord,
    decision: Decision,
    key_fault: str,
    commits: Sequence[str],
) -> Decision:
    """Return an objection that no earlier register vouches for: what came with it may.

    Whoever brings a key can let nothing in with it, but may be heard. `commits` are the newest one
    and those that were merged with the objection.
    """
    for register, allowed_signers in map(signoff_history.read_registers, commits):
        fault = _find_key_fault(filed_record, allowed_signers, b"")
        if not fault or fault in ssh.FAULTS_OF_THEIR_OWN_KEY:
            return replace(
                decision, register=register, doubt=Doubt.WEAK, why=f"signed, but {key_fault}"
            )
    return replace(decision, doubt=Doubt.INVALID, why=f"signed, but {key_fault}")


def _find_register_commit(signoff_history: SignoffHistory, arrival: Commit | None) -> str:
    """Return the commit whose registers count for a record that came in by a commit."""
    commit = arrival.parents[0] if arrival is not None else signoff_history.register_commit
    if signoff_history.base and not history.has_ancestor(
        signoff_history.root, signoff_history.register_commit, commit
    ):
        return signoff_history.register_commit
    return commit


def _find_key_fault(filed_record: FiledRecord, allowed_signers: bytes, revoked_keys: bytes) -> str:
    record = filed_record.record
    return ssh.find_signature_fault(
        filed_record.data,
        filed_record.signature,
        record.actor,
        record.time,
        allowed_signers,
        revoked_keys,
    )


def _find_sharing_fault(
    filed_record: FiledRecord, register: Register, allowed_signers: bytes
) -> str:
    """Return who else has the key of a good signature: then two pairs of eyes may be one."""
    key = ssh.extract_public_key(filed_record.signature)
    owners = list_owners(allowed_signers, key, register.people)
    others = " and ".join(owner for owner in owners if owner != filed_record.record.actor)
    return f"allowed_signers gives the same key to {others}" if others else ""


def _find_time_fault(record: Record, arrival: Commit | None, commit_time: str | None) -> str:
    """Return what Git's times say against a record's; a commit without a time bears nothing out."""
    signed_time = datetime.fromisoformat(record.time)
    if arrival is not None:
        if not arrival.when:
            return f"came in with commit {arrival.id[:12]}, whose date no calendar knows"
        if signed_time - datetime.fromisoformat(arrival.when) > SLACK:
            return f"dated it later than it came in ({record.time})"
    if commit_time is not None:
        if not commit_time:
            return f"signed at commit {record.commit[:12]}, whose date no calendar knows"
        if datetime.fromisoformat(commit_time) - signed_time > SLACK:
            return f"dated it before what it signs was there ({record.time})"
    return ""
