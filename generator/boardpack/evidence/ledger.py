"""Evidence from plain Git: the ledger's records, who wrote what, and what merges brought in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from boardpack.adapters import ssh
from boardpack.adapters.files import iterate_files_in
from boardpack.adapters.git import history, plumbing
from boardpack.adapters.git.history import Commit, FileChange
from boardpack.adapters.workspace import (
    load_workspace,
)
from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.findings import Finding, Place
from boardpack.load.directorate import load_appointments, load_people
from boardpack.load.signoffs import (
    ALLOWED_SIGNERS,
    BROKEN_RECORD,
    LEDGER_FOLDER,
    REVOKED_KEYS,
    FiledRecord,
    load_ledger,
)
from boardpack.load.submissions import read_section_texts
from boardpack.model.signoff import (
    Decision,
    Doubt,
    Record,
    Register,
    SectionId,
    Subject,
    Testimony,
)
from boardpack.signoff.authorship import TextChange, Texts, find_authorship, find_changed_sections
from boardpack.signoff.subject import build_subjects

PEOPLE = "data/people.csv"
APPOINTMENTS = "data/appointments.csv"
_REGISTERS = (PEOPLE, APPOINTMENTS, ALLOWED_SIGNERS)
_SLACK = timedelta(hours=1)
"""Clocks of laptops differ; a signature may look so much older than what it signs."""


Registers = tuple[Register, bytes]
"""Who is who and holds which role, and the allowed signers."""


@dataclass(frozen=True)
class SignoffHistory:
    """The history of an instance, as far as it tells who signed and who wrote.

    `base` is the branch by whose registers a proposal is judged; none when the work is on it.
    `proposed_commit` is the commit of a proposal that is not checked out.
    """

    root: Path
    base: str
    proposed_commit: str = ""

    @cached_property
    def head(self) -> str:
        """The commit that is judged: the proposed one, else the one that is checked out."""
        return self.proposed_commit or history.resolve_head(self.root)

    @cached_property
    def unsaved_paths(self) -> list[str]:
        """The ledger's files that are not as they were committed."""
        return [] if self.proposed_commit else history.list_unsaved_files(self.root, LEDGER_FOLDER)

    def read_ledger(self) -> dict[str, bytes]:
        """Return the ledger's files: as committed, whatever line ends the checkout has, or newer.

        What a proposal holds counts as it was committed.
        """
        files = plumbing.read_files_at(self.root, self.head, LEDGER_FOLDER)
        if not self.unsaved_paths:
            return files
        on_disk = {
            f"{LEDGER_FOLDER}/{name}": data
            for name, data in iterate_files_in(self.root / LEDGER_FOLDER)
        }
        clean_files = {path: data for path, data in files.items() if path not in self.unsaved_paths}
        return {
            **clean_files,
            **{path: on_disk[path] for path in self.unsaved_paths if path in on_disk},
        }

    @cached_property
    def register_commit(self) -> str:
        """The commit whose registers count for what has not come in yet."""
        return plumbing.find_merge_base(self.root, self.base, self.head) if self.base else self.head

    @cached_property
    def _registers_by_commit(self) -> dict[str, Registers]:
        return {}

    @cached_property
    def _registers_by_objects(self) -> dict[tuple[str, ...], Registers]:
        return {}

    def read_registers(self, commit: str) -> Registers:
        """Return the registers and the allowed signers as they stood at a commit."""
        self.cache_registers([commit])
        return self._registers_by_commit[commit]

    def cache_registers(self, commits: Iterable[str]) -> None:
        """Read the registers of some commits, whatever their number with two questions to Git."""
        unread_commits = [
            commit for commit in dict.fromkeys(commits) if commit not in self._registers_by_commit
        ]
        if not unread_commits:
            return
        objects_by_commit = plumbing.list_objects_by_commit(self.root, unread_commits, _REGISTERS)
        contents = history.read_blobs(
            self.root,
            [blob for object_ids in objects_by_commit.values() for blob in object_ids.values()],
        )
        for commit, objects in objects_by_commit.items():
            key = tuple(objects.get(path, "") for path in _REGISTERS)
            if key not in self._registers_by_objects:
                self._registers_by_objects[key] = _parse_registers(
                    {path: contents[objects[path]] for path in objects}
                )
            self._registers_by_commit[commit] = self._registers_by_objects[key]

    def compute_subjects(self, tree: str, edition: Edition) -> Mapping[SectionId, Subject]:
        """Return what an edition's subjects were at a commit or in a tree; none if unreadable."""
        workspace = load_workspace(self.root, *plumbing.read_tree_at(self.root, tree))
        edition_id = edition.pack_id, edition.period.id
        if workspace.instance is None or edition_id not in workspace.instance.edition_ids:
            return {}
        return build_subjects(analyse_edition(workspace.instance, *edition_id))


def _parse_registers(files: Mapping[str, bytes]) -> Registers:
    people, _ = load_people(files)
    appointments, _ = load_appointments(files)
    return Register(people, appointments), files.get(ALLOWED_SIGNERS, b"")


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
    arrivals = history.list_arrivals(signoff_history.root, signoff_history.head, folder)
    findings += _find_alterations(signoff_history, folder, arrivals)
    arrival_commits = {change.path: change.commit for change in arrivals if change.kind == "A"}
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
    contributions, merged_digests = find_contributions_and_merges(
        signoff_history, edition, signoff_history.head
    )
    people = signoff_history.read_registers(signoff_history.register_commit)[0].people.values()
    authors = find_authorship(contributions, people)
    return Testimony(decisions, authors, merged_digests), findings


def _find_alterations(
    signoff_history: SignoffHistory, folder: str, arrivals: Sequence[FileChange]
) -> Iterator[Finding]:
    """Yield what is not as it was when it first came in; what was put back is as it was.

    What any line of history ever held must still be there, lest a merge leave it behind.
    """
    committed = plumbing.list_objects_at(signoff_history.root, signoff_history.head, folder)
    last_commits = {change.path: change.commit for change in reversed(arrivals)}
    first_objects = {change.path: change.new_object for change in arrivals if change.kind == "A"}
    for path, first_object in first_objects.items():
        if committed.get(path, first_object) != first_object:
            yield BROKEN_RECORD.make_finding(
                Place(path), f"it was altered in commit {last_commits[path].id[:12]}"
            )
    removals: dict[str, Commit] = {}
    for change in history.list_file_changes(signoff_history.root, signoff_history.head, folder):
        if change.kind == "D" and change.path not in committed:
            removals.setdefault(change.path, change.commit)
    for path, commit in removals.items():
        yield BROKEN_RECORD.make_finding(Place(path), f"it was removed in commit {commit.id[:12]}")
    for path in signoff_history.unsaved_paths:
        if path in committed:
            yield BROKEN_RECORD.make_finding(Place(path), "it is not as it was committed")


def _read_revoked_keys(signoff_history: SignoffHistory, files: Mapping[str, bytes]) -> bytes:
    """Return the revoked keys; a proposal may add some, and take none away."""
    listed_keys = files.get(REVOKED_KEYS, b"")
    if not signoff_history.base:
        return listed_keys
    base_keys = plumbing.read_files_at(
        signoff_history.root, signoff_history.register_commit, REVOKED_KEYS
    ).get(REVOKED_KEYS, b"")
    return listed_keys if base_keys in listed_keys else listed_keys + b"\n" + base_keys


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
    if arrival is not None and not arrival.parents:
        fault = "came in with the very first commit, so that no earlier register vouches for it"
        return Decision(
            filed_record.record, Register({}, ()), Doubt.INVALID, fault, filed_record.record.actor
        )
    commit = arrival.parents[0] if arrival is not None else signoff_history.register_commit
    if signoff_history.base and not history.has_ancestor(
        signoff_history.root, signoff_history.register_commit, commit
    ):
        commit = signoff_history.register_commit
    register, allowed_signers = signoff_history.read_registers(commit)
    record = filed_record.record
    fault = _find_time_fault(
        record, arrival, commit_times.get(record.commit)
    ) or ssh.find_signature_fault(
        filed_record.data,
        filed_record.signature,
        record.actor,
        record.time,
        allowed_signers,
        revoked_keys,
    )
    doubt = Doubt.INVALID if fault else None
    return Decision(record, register, doubt, f"signed, but {fault}" if fault else "", record.actor)


def _find_time_fault(record: Record, arrival: Commit | None, commit_time: str | None) -> str:
    signed_time = datetime.fromisoformat(record.time)
    if arrival is not None and datetime.fromisoformat(arrival.when) < signed_time - _SLACK:
        return f"dated it later than it came in ({record.time})"
    if commit_time is not None and signed_time < datetime.fromisoformat(commit_time) - _SLACK:
        return f"dated it before what it signs was there ({record.time})"
    return ""


@dataclass(frozen=True, slots=True)
class _ReplayedMerge:
    """A merge as Git alone would have made it: its tree, and the objects of some files in it.

    `is_clean` tells whether Git could; only then is there anything to compare with.
    """

    merge: Commit
    tree: str
    is_clean: bool
    objects: Mapping[str, str]

    def is_as_made(self, changes: Sequence[FileChange]) -> bool:
        """Return whether somebody left the merge as Git made it."""
        return self.is_clean and all(
            self.objects.get(change.path) == change.file_object for change in changes
        )


def find_contributions_and_merges(
    signoff_history: SignoffHistory, edition: Edition, commits: str
) -> tuple[list[TextChange], dict[SectionId, frozenset[str]]]:
    """Return who wrote which section in some commits, and the digests that only merges made.

    `commits` is a commit with all before it, or a range such as `base..head`.
    """
    content_folder = f"content/{edition.pack_id}/{edition.period.id}"
    own_changes = [
        change
        for change in history.list_file_changes(
            signoff_history.root, commits, content_folder, "data"
        )
        if change.is_own
    ]
    changes_by_merge: dict[str, list[FileChange]] = {}
    for change in own_changes:
        if len(change.commit.parents) > 1:
            changes_by_merge.setdefault(change.commit.id, []).append(change)
    replays = {
        commit_id: _replay_merge(signoff_history, changes)
        for commit_id, changes in changes_by_merge.items()
    }
    submission_changes = [
        change for change in own_changes if change.path.startswith(content_folder + "/")
    ]
    return _find_contributions(
        signoff_history, edition, submission_changes, replays
    ), _find_merged_digests(signoff_history, edition, changes_by_merge, replays)


def _replay_merge(signoff_history: SignoffHistory, changes: Sequence[FileChange]) -> _ReplayedMerge:
    merge = changes[0].commit
    tree, is_clean = "", False
    if len(merge.parents) == 2:
        tree, is_clean = history.replay_merge(signoff_history.root, *merge.parents)
    paths = [change.path for change in changes]
    objects = plumbing.list_objects_at(signoff_history.root, tree, *paths) if is_clean else {}
    return _ReplayedMerge(merge, tree, is_clean, objects)


def _find_contributions(
    signoff_history: SignoffHistory,
    edition: Edition,
    changes: Sequence[FileChange],
    replays: Mapping[str, _ReplayedMerge],
) -> list[TextChange]:
    """Return the sections that commits wrote, whatever their number with one question to Git."""
    compared_changes = [
        (change, _find_earlier_objects(change, replays.get(change.commit.id))) for change in changes
    ]
    contents = history.read_blobs(
        signoff_history.root,
        [
            blob
            for change, earlier_objects in compared_changes
            for blob in (change.new_object, *earlier_objects)
        ],
    )
    return [
        TextChange((service, section), change.commit.emails, change.commit.id)
        for change, earlier_objects in compared_changes
        for service in (change.path.rpartition("/")[2].removesuffix(".md"),)
        if edition.instance.is_service(service)
        for section in find_changed_sections(
            _read_section_texts(edition, service, contents.get(change.new_object, b"")),
            [_read_section_texts(edition, service, contents[blob]) for blob in earlier_objects],
        )
    ]


def _find_earlier_objects(change: FileChange, replay: _ReplayedMerge | None) -> tuple[str, ...]:
    """Return the objects with which a file is compared to see what a commit wrote."""
    if replay is None or not replay.is_clean:
        return change.parent_objects
    return (replay.objects[change.path],) if change.path in replay.objects else ()


def _read_section_texts(edition: Edition, service: str, data: bytes) -> Texts:
    return read_section_texts(data, edition.pack, service)


def _find_merged_digests(
    signoff_history: SignoffHistory,
    edition: Edition,
    changes_by_merge: Mapping[str, Sequence[FileChange]],
    replays: Mapping[str, _ReplayedMerge],
) -> dict[SectionId, frozenset[str]]:
    """Return the digests that sections got by merges which Git alone would not have made so."""
    digests: dict[SectionId, set[str]] = {}
    for commit_id, replay in replays.items():
        if replay.is_as_made(changes_by_merge[commit_id]):
            continue
        revisions = [replay.tree] if replay.is_clean else list(replay.merge.parents)
        earlier_subjects = [
            signoff_history.compute_subjects(revision, edition) for revision in revisions
        ]
        for section_id, subject in signoff_history.compute_subjects(commit_id, edition).items():
            if subject.digest not in {
                subjects_of_side[section_id].digest
                for subjects_of_side in earlier_subjects
                if section_id in subjects_of_side
            }:
                digests.setdefault(section_id, set()).add(subject.digest)
    return {
        section_id: frozenset(section_digests) for section_id, section_digests in digests.items()
    }
