"""Evidence from plain Git: the ledger's records, who wrote what, and what merges brought in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path

from boardpack.analysis.edition import Edition, analyse
from boardpack.commands.instance import opened
from boardpack.findings import Finding, Place
from boardpack.load.directorate import load_appointments, load_people
from boardpack.load.signoffs import ALLOWED, BROKEN, FOLDER, REVOKED, Filed, load_ledger
from boardpack.load.submissions import section_texts
from boardpack.model.signoff import (
    Decision,
    Doubt,
    Record,
    Register,
    SectionId,
    Subject,
    Testimony,
)
from boardpack.signoff.authorship import Texts, Written, authorship, changed_sections
from boardpack.signoff.subject import subjects
from boardpack.world import git, history, ssh
from boardpack.world.disk import files_in
from boardpack.world.history import Change, Commit

PEOPLE = "data/people.csv"
APPOINTMENTS = "data/appointments.csv"
_REGISTERS = (PEOPLE, APPOINTMENTS, ALLOWED)
_SLACK = timedelta(hours=1)
"""Clocks of laptops differ; a signature may look so much older than what it signs."""


Registers = tuple[Register, bytes]
"""Who is who and holds which role, and the allowed signers."""


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

    @cached_property
    def unsaved(self) -> list[str]:
        """The ledger's files that are not as they were committed."""
        return [] if self.proposed else history.unsaved(self.root, FOLDER)

    def ledger(self) -> dict[str, bytes]:
        """Return the ledger's files: as committed, whatever line ends the checkout has, or newer.

        What a proposal holds counts as it was committed.
        """
        files = git.files_at(self.root, self.head, FOLDER)
        if not self.unsaved:
            return files
        on_disk = {f"{FOLDER}/{name}": data for name, data in files_in(self.root / FOLDER)}
        kept = {path: data for path, data in files.items() if path not in self.unsaved}
        return {**kept, **{path: on_disk[path] for path in self.unsaved if path in on_disk}}

    @cached_property
    def judged_by(self) -> str:
        """The commit whose registers count for what has not come in yet."""
        return git.merge_base(self.root, self.base, self.head) if self.base else self.head

    @cached_property
    def _registers(self) -> dict[str, Registers]:
        return {}

    @cached_property
    def _parsed(self) -> dict[tuple[str, ...], Registers]:
        return {}

    def register(self, commit: str) -> Registers:
        """Return the registers and the allowed signers as they stood at a commit."""
        self.learn([commit])
        return self._registers[commit]

    def learn(self, commits: Iterable[str]) -> None:
        """Read the registers of some commits, whatever their number with two questions to Git."""
        new = [one for one in dict.fromkeys(commits) if one not in self._registers]
        if not new:
            return
        found = git.objects_in(self.root, new, _REGISTERS)
        held = history.blobs(self.root, [blob for one in found.values() for blob in one.values()])
        for commit, objects in found.items():
            key = tuple(objects.get(path, "") for path in _REGISTERS)
            if key not in self._parsed:
                self._parsed[key] = _registers({path: held[objects[path]] for path in objects})
            self._registers[commit] = self._parsed[key]

    def subjects(self, tree: str, edition: Edition) -> Mapping[SectionId, Subject]:
        """Return what an edition's subjects were at a commit or in a tree; none if unreadable."""
        at = opened(self.root, *git.tree_at(self.root, tree))
        edition_id = edition.pack_id, edition.period.id
        if at.instance is None or edition_id not in at.instance.edition_ids:
            return {}
        return subjects(analyse(at.instance, *edition_id))


def _registers(files: Mapping[str, bytes]) -> Registers:
    people, _ = load_people(files)
    appointments, _ = load_appointments(files)
    return Register(people, appointments), files.get(ALLOWED, b"")


def git_testimony(past: Past, edition: Edition) -> tuple[Testimony, list[Finding]]:
    """Return what Git testifies of an edition, and what is wrong with the ledger.

    CannotRun where there is no repository, or only a part of its history.
    """
    history.whole_history(past.root)
    folder = f"{FOLDER}/{edition.pack_id}/{edition.period.id}"
    files = past.ledger()
    filed, findings = load_ledger(files, edition.pack_id, edition.period.id)
    came = history.arrivals(past.root, past.head, folder)
    findings += _altered(past, folder, came)
    arrived = {one.path: one.commit for one in came if one.kind == "A"}
    revoked = _revoked(past, files)
    past.learn(one.parents[0] for one in arrived.values() if one.parents)
    seen = history.times_of(past.root, [one.record.commit for one in filed])
    decisions = tuple(_decision(past, one, arrived.get(one.path), revoked, seen) for one in filed)
    written, merged = written_and_merged(past, edition, past.head)
    people = past.register(past.judged_by)[0].people.values()
    authors = authorship(written, people)
    return Testimony(decisions, authors, merged), findings


def _altered(past: Past, folder: str, came: Sequence[Change]) -> Iterator[Finding]:
    """Yield what is not as it was when it first came in; what was put back is as it was.

    What any line of history ever held must still be there, lest a merge leave it behind.
    """
    committed = git.objects_at(past.root, past.head, folder)
    last = {one.path: one.commit for one in reversed(came)}
    first = {one.path: one.after for one in came if one.kind == "A"}
    for path, written in first.items():
        if committed.get(path, written) != written:
            yield BROKEN.at(Place(path), f"it was altered in commit {last[path].id[:12]}")
    gone: dict[str, Commit] = {}
    for one in history.changes(past.root, past.head, folder):
        if one.kind == "D" and one.path not in committed:
            gone.setdefault(one.path, one.commit)
    for path, commit in gone.items():
        yield BROKEN.at(Place(path), f"it was removed in commit {commit.id[:12]}")
    for path in past.unsaved:
        if path in committed:
            yield BROKEN.at(Place(path), "it is not as it was committed")


def _revoked(past: Past, files: Mapping[str, bytes]) -> bytes:
    """Return the revoked keys; a proposal may add some, and take none away."""
    listed = files.get(REVOKED, b"")
    if not past.base:
        return listed
    before = git.files_at(past.root, past.judged_by, REVOKED).get(REVOKED, b"")
    return listed if before in listed else listed + b"\n" + before


def _decision(
    past: Past, filed: Filed, came: Commit | None, revoked: bytes, seen: Mapping[str, str]
) -> Decision:
    """Return the decision of a record, judged by the registers from before it came in.

    `seen` are the times of commits that signers had before them.
    """
    if came is not None and not came.parents:
        why = "came in with the very first commit, so that no earlier register vouches for it"
        return Decision(filed.record, Register({}, ()), Doubt.INVALID, why, filed.record.actor)
    commit = came.parents[0] if came is not None else past.judged_by
    if past.base and not history.contains(past.root, past.judged_by, commit):
        commit = past.judged_by
    register, allowed = past.register(commit)
    record = filed.record
    why = _time_fault(record, came, seen.get(record.commit)) or ssh.fault_of(
        filed.data, filed.signature, record.actor, record.time, allowed, revoked
    )
    doubt = Doubt.INVALID if why else None
    return Decision(record, register, doubt, f"signed, but {why}" if why else "", record.actor)


def _time_fault(record: Record, came: Commit | None, seen: str | None) -> str:
    signed = datetime.fromisoformat(record.time)
    if came is not None and datetime.fromisoformat(came.when) < signed - _SLACK:
        return f"dated it later than it came in ({record.time})"
    if seen is not None and signed < datetime.fromisoformat(seen) - _SLACK:
        return f"dated it before what it signs was there ({record.time})"
    return ""


@dataclass(frozen=True, slots=True)
class _Replay:
    """A merge as Git alone would have made it: its tree, and the objects of some files in it.

    `clean` tells whether Git could; only then is there anything to compare with.
    """

    merge: Commit
    tree: str
    clean: bool
    objects: Mapping[str, str]

    def is_as_made(self, changed: Sequence[Change]) -> bool:
        """Return whether somebody left the merge as Git made it."""
        return self.clean and all(self.objects.get(one.path) == one.held for one in changed)


def written_and_merged(
    past: Past, edition: Edition, commits: str
) -> tuple[list[Written], dict[SectionId, frozenset[str]]]:
    """Return who wrote which section in some commits, and the digests that only merges made.

    `commits` is a commit with all before it, or a range such as `base..head`.
    """
    content = f"content/{edition.pack_id}/{edition.period.id}"
    found = [one for one in history.changes(past.root, commits, content, "data") if one.own]
    by_merge: dict[str, list[Change]] = {}
    for one in found:
        if len(one.commit.parents) > 1:
            by_merge.setdefault(one.commit.id, []).append(one)
    replays = {name: _replay(past, changed) for name, changed in by_merge.items()}
    mine = [one for one in found if one.path.startswith(content + "/")]
    return _written(past, edition, mine, replays), _merged(past, edition, by_merge, replays)


def _replay(past: Past, changed: Sequence[Change]) -> _Replay:
    merge = changed[0].commit
    tree, clean = "", False
    if len(merge.parents) == 2:
        tree, clean = history.replayed(past.root, *merge.parents)
    paths = [one.path for one in changed]
    objects = git.objects_at(past.root, tree, *paths) if clean else {}
    return _Replay(merge, tree, clean, objects)


def _written(
    past: Past, edition: Edition, mine: Sequence[Change], replays: Mapping[str, _Replay]
) -> list[Written]:
    """Return the sections that commits wrote, whatever their number with one question to Git."""
    sides = [(one, _before(one, replays.get(one.commit.id))) for one in mine]
    held = history.blobs(
        past.root, [blob for one, before in sides for blob in (one.after, *before)]
    )
    return [
        Written((service, section), one.commit.emails, one.commit.id)
        for one, before in sides
        for service in (one.path.rpartition("/")[2].removesuffix(".md"),)
        if edition.instance.is_service(service)
        for section in changed_sections(
            _texts(edition, service, held.get(one.after, b"")),
            [_texts(edition, service, held[blob]) for blob in before],
        )
    ]


def _before(change: Change, replay: _Replay | None) -> tuple[str, ...]:
    """Return the objects with which a file is compared to see what a commit wrote."""
    if replay is None or not replay.clean:
        return change.before
    return (replay.objects[change.path],) if change.path in replay.objects else ()


def _texts(edition: Edition, service: str, data: bytes) -> Texts:
    return section_texts(data, edition.pack, service)


def _merged(
    past: Past,
    edition: Edition,
    by_merge: Mapping[str, Sequence[Change]],
    replays: Mapping[str, _Replay],
) -> dict[SectionId, frozenset[str]]:
    """Return the digests that sections got by merges which Git alone would not have made so."""
    digests: dict[SectionId, set[str]] = {}
    for name, replay in replays.items():
        if replay.is_as_made(by_merge[name]):
            continue
        sides = [replay.tree] if replay.clean else list(replay.merge.parents)
        before = [past.subjects(side, edition) for side in sides]
        for place, subject in past.subjects(name, edition).items():
            if subject.digest not in {side[place].digest for side in before if place in side}:
                digests.setdefault(place, set()).add(subject.digest)
    return {place: frozenset(found) for place, found in digests.items()}
