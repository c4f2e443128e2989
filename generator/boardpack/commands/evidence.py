"""Evidence from plain Git: the ledger's records, who wrote what, and what merges brought in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from boardpack.analysis.edition import Edition, analyse
from boardpack.commands.instance import Opened, opened
from boardpack.findings import Finding, Place
from boardpack.load.directorate import load_appointments, load_people
from boardpack.load.signoffs import ALLOWED, BROKEN, FOLDER, REVOKED, Filed, load_ledger
from boardpack.load.submissions import section_texts
from boardpack.model.signoff import Decision, Doubt, Register, SectionId, Subject, Testimony
from boardpack.signoff.authorship import Texts, Written, authorship, changed_sections
from boardpack.signoff.subject import subjects
from boardpack.world import git, history, ssh
from boardpack.world.disk import files_in
from boardpack.world.history import Change, Commit

PEOPLE = "data/people.csv"
APPOINTMENTS = "data/appointments.csv"
_SLACK = timedelta(hours=1)
"""Clocks of laptops differ; a signature may look so much older than what it signs."""


@dataclass(frozen=True)
class Past:
    """The history of an instance, as far as it tells who signed and who wrote.

    `base` is the branch by whose registers a proposal is judged; none when the work is on it.
    `proposed` is the commit of a proposal that is not checked out.
    """

    root: Path
    base: str
    proposed: str = ""

    @cached_property
    def head(self) -> str:
        """The commit that is judged: the proposed one, else the one that is checked out."""
        return self.proposed or history.head(self.root)

    def ledger(self) -> dict[str, bytes]:
        """Return the ledger's files: those of a proposal, else those on disk."""
        if self.proposed:
            return git.files_at(self.root, self.proposed, FOLDER)
        return ledger_files(self.root)

    @cached_property
    def judged_by(self) -> str:
        """The commit whose registers count for what has not come in yet."""
        return git.merge_base(self.root, self.base, self.head) if self.base else self.head

    @cached_property
    def _registers(self) -> dict[str, tuple[Register, bytes]]:
        return {}

    def register(self, commit: str) -> tuple[Register, bytes]:
        """Return the registers and the allowed signers as they stood at a commit."""
        if commit not in self._registers:
            files = git.files_at(self.root, commit, PEOPLE, APPOINTMENTS, ALLOWED)
            people, _ = load_people(files)
            appointments, _ = load_appointments(files)
            self._registers[commit] = (Register(people, appointments), files.get(ALLOWED, b""))
        return self._registers[commit]

    def subjects(self, tree: str, edition: Edition) -> Mapping[SectionId, Subject]:
        """Return what an edition's subjects were at a commit or in a tree; none if unreadable."""
        at = opened(self.root, *git.tree_at(self.root, tree))
        edition_id = edition.pack_id, edition.period.id
        if at.instance is None or edition_id not in at.instance.edition_ids:
            return {}
        return subjects(analyse(at.instance, *edition_id))


def git_testimony(past: Past, edition: Edition) -> tuple[Testimony, list[Finding]]:
    """Return what Git testifies of an edition, and what is wrong with the ledger.

    CannotRun where there is no repository, or only a part of its history.
    """
    history.whole_history(past.root)
    folder = f"{FOLDER}/{edition.pack_id}/{edition.period.id}"
    files = past.ledger()
    filed, findings = load_ledger(files, edition.pack_id, edition.period.id)
    came = history.arrivals(past.root, past.head, folder)
    findings += _altered(files, came, git.files_at(past.root, past.head, folder))
    arrived = {one.path: one.commit for one in came if one.kind == "A"}
    revoked = files.get(REVOKED, b"")
    decisions = tuple(_decision(past, one, arrived.get(one.path), revoked) for one in filed)
    written, merged = _written_and_merged(past, edition)
    people = past.register(past.judged_by)[0].people.values()
    authors = authorship(written, people)
    return Testimony("git", decisions, authors, merged), findings


def ledger_files(root: Path) -> dict[str, bytes]:
    """Return the files under `data/signoffs` by path from the instance's root."""
    folder = root / FOLDER
    if not folder.is_dir():
        return {}
    return {f"{FOLDER}/{name}": data for name, data in files_in(folder)}


def _altered(
    files: Mapping[str, bytes], came: Sequence[Change], committed: Mapping[str, bytes]
) -> Iterator[Finding]:
    for one in came:
        if one.kind != "A":
            what = "removed" if one.kind == "D" else "altered"
            yield BROKEN.at(Place(one.path), f"it was {what} in commit {one.commit.id[:12]}")
    for path, data in committed.items():
        if files.get(path) != data:
            yield BROKEN.at(Place(path), "it is not as it was committed")


def _decision(past: Past, filed: Filed, came: Commit | None, revoked: bytes) -> Decision:
    """Return the decision of a record, judged by the registers from before it came in."""
    if came is not None and not came.parents:
        why = "came in with the very first commit, so that no earlier register vouches for it"
        return Decision(filed.record, Register({}, ()), Doubt.INVALID, why, filed.record.actor)
    commit = came.parents[0] if came is not None else past.judged_by
    if past.base and not history.contains(past.root, past.judged_by, commit):
        commit = past.judged_by
    register, allowed = past.register(commit)
    record = filed.record
    why = _time_fault(past, filed, came) or ssh.fault_of(
        filed.data, filed.signature, record.actor, record.time, allowed, revoked
    )
    doubt = Doubt.INVALID if why else None
    return Decision(record, register, doubt, f"signed, but {why}" if why else "", record.actor)


def _time_fault(past: Past, filed: Filed, came: Commit | None) -> str:
    record = filed.record
    signed = datetime.fromisoformat(record.time)
    if came is not None and datetime.fromisoformat(came.when) < signed - _SLACK:
        return f"dated it later than it came in ({record.time})"
    if history.has_commit(past.root, record.commit):
        seen = history.time_of(past.root, record.commit)
        if signed < datetime.fromisoformat(seen) - _SLACK:
            return f"dated it before what it signs was there ({record.time})"
    return ""


def _written_and_merged(
    past: Past, edition: Edition
) -> tuple[list[Written], dict[SectionId, frozenset[str]]]:
    content = f"content/{edition.pack_id}/{edition.period.id}"
    found = [one for one in history.changes(past.root, past.head, content, "data") if one.own]
    merges = {one.commit.id: one.commit for one in found if len(one.commit.parents) > 1}
    replays = {name: _replay(past, commit) for name, commit in merges.items()}
    mine = [one for one in found if one.path.startswith(content + "/")]
    written = [one for change in mine for one in _written(past, edition, change, replays)]
    return written, _merged(past, edition, merges, found, replays)


def _replay(past: Past, merge: Commit) -> tuple[str, bool]:
    if len(merge.parents) > 2:
        return "", False
    return history.replayed(past.root, *merge.parents)


def _written(
    past: Past, edition: Edition, change: Change, replays: Mapping[str, tuple[str, bool]]
) -> Iterator[Written]:
    service = change.path.rpartition("/")[2].removesuffix(".md")
    if not edition.instance.is_service(service):
        return
    tree, clean = replays.get(change.commit.id, ("", False))
    if clean:
        alone = git.files_at(past.root, tree, change.path)
        before = [_texts(edition, service, data) for data in alone.values()]
    else:
        held = history.blobs(past.root, change.before)
        before = [_texts(edition, service, held[one]) for one in change.before]
    after = history.blobs(past.root, [change.after])
    texts = _texts(edition, service, after.get(change.after, b""))
    for section in changed_sections(texts, before):
        yield Written((service, section), change.commit.emails)


def _texts(edition: Edition, service: str, data: bytes) -> Texts:
    return section_texts(data, edition.pack, service)


def _merged(
    past: Past,
    edition: Edition,
    merges: Mapping[str, Commit],
    found: Sequence[Change],
    replays: Mapping[str, tuple[str, bool]],
) -> dict[SectionId, frozenset[str]]:
    """Return the digests that sections got by merges which Git alone would not have made so."""
    digests: dict[SectionId, set[str]] = {}
    for name, commit in merges.items():
        tree, clean = replays[name]
        paths = [one.path for one in found if one.commit.id == name]
        if clean and git.files_at(past.root, tree, *paths) == git.files_at(past.root, name, *paths):
            continue
        sides = [tree] if clean else list(commit.parents)
        before = [past.subjects(side, edition) for side in sides]
        for place, subject in past.subjects(name, edition).items():
            if subject.digest not in {side[place].digest for side in before if place in side}:
                digests.setdefault(place, set()).add(subject.digest)
    return {place: frozenset(found) for place, found in digests.items()}
