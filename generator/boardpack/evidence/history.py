"""The history of an instance, as far as it tells who signed, who wrote and what there was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, TypeVarTuple

from boardpack.adapters.files import is_litter, iterate_files_in
from boardpack.adapters.git import history, mainline, plumbing, worktree
from boardpack.adapters.workspace import load_workspace
from boardpack.analysis.edition import Edition, analyse_edition
from boardpack.load.agendas import load_agendas
from boardpack.load.directorate import load_appointments, load_people
from boardpack.load.packs import load_packs
from boardpack.load.signoffs import ALLOWED_SIGNERS, LEDGER_FOLDER
from boardpack.model.directorate import Person
from boardpack.model.papers import define_papers
from boardpack.model.period import parse_edition_period
from boardpack.model.signoff import Register, SectionId, Subject
from boardpack.signoff.subject import build_subjects

PEOPLE_FILE = "data/people.csv"
_REGISTERS = (PEOPLE_FILE, "data/appointments.csv", ALLOWED_SIGNERS)
_PACKS = "data/packs"

Answer = TypeVar("Answer")
Question = TypeVarTuple("Question")

Registers = tuple[Register, bytes]
"""Who is who, holds which role and signs what, and the allowed signers."""


class SignoffHistory:
    """The history of the instance in a folder, which remembers what it asked Git.

    `base` is the branch by whose registers a proposal is judged; none when the work is on it.
    `proposed_commit` is the commit of a proposal that is not checked out.
    """

    def __init__(self, root: Path, base: str, proposed_commit: str = "") -> None:
        self.root = root
        self.base = base
        self.proposed_commit = proposed_commit
        self._registers_by_commit: dict[str, Registers] = {}
        self._registers_by_objects: dict[tuple[str, ...], Registers] = {}
        self._answers: dict[tuple[object, ...], Any] = {}
        self._present_commits: set[str] = set()

    @cached_property
    def head(self) -> str:
        """The commit that is judged: the proposed one, else the one that is checked out."""
        return self.proposed_commit or history.resolve_head(self.root)

    @cached_property
    def unsaved_paths(self) -> list[str]:
        """The ledger's files that are not as they were committed."""
        return [] if self.proposed_commit else worktree.list_unsaved_files(self.root, LEDGER_FOLDER)

    def read_ledger(self) -> dict[str, bytes]:
        """Return the ledger's files: as committed, whatever line ends the checkout has, or newer.

        What a proposal holds counts as it was committed. Hidden files and what programs leave
        behind are no part of it.
        """
        objects = {
            path: object_id
            for path, object_id in self._ledger_objects.items()
            if not any(map(is_litter, path.split("/")))
        }
        contents = plumbing.iterate_contents(self.root, list(objects.values()))
        files = dict(zip(objects, contents, strict=True))
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
    def _ledger_objects(self) -> Mapping[str, str]:
        return plumbing.list_objects_at(self.root, self.head, LEDGER_FOLDER)

    def list_ledger_objects(self, folder: str) -> dict[str, str]:
        """Return the objects that hold the committed files in a folder of the ledger, by path."""
        return {
            path: object_id
            for path, object_id in self._ledger_objects.items()
            if path.startswith(f"{folder}/")
        }

    def list_arrivals(self, end_commit: str, *paths: str) -> list[history.FileChange]:
        """Return what came into the main line that ends at a commit, newest first."""
        return self.ask_once(self._list_arrivals, end_commit, *paths)

    def _list_arrivals(self, root: Path, end_commit: str, *paths: str) -> list[history.FileChange]:
        return history.list_arrivals(root, end_commit, *paths, pulls=self._find_pulls(end_commit))

    def list_mainline(self, end_commit: str) -> list[str]:
        """Return the commits of the main line that ends at a commit, newest first."""
        return mainline.list_mainline(self.root, end_commit, self._find_pulls(end_commit))

    def _find_pulls(self, end_commit: str) -> list[mainline.Pull]:
        return self.ask_once(mainline.list_pulls, end_commit)

    def ask_once(self, ask: Callable[[Path, *Question], Answer], *question: *Question) -> Answer:
        """Return what Git says of commits that are in this clone: it never changes."""
        key = ask, *question
        if key not in self._answers:
            self._answers[key] = ask(self.root, *question)
        answer: Answer = self._answers[key]
        return answer

    def has_commit(self, commit: str) -> bool:
        """Return whether a commit is in this clone; what is there stays there."""
        if commit not in self._present_commits and history.has_commit(self.root, commit):
            self._present_commits.add(commit)
        return commit in self._present_commits

    @cached_property
    def register_paths(self) -> tuple[str, ...]:
        """The files that say who is who, who holds which role, and which role signs what."""
        packs = plumbing.list_objects_at(self.root, self.head, _PACKS)
        return *_REGISTERS, *(path for path in packs if path.endswith(".yml"))

    @cached_property
    def register_commit(self) -> str:
        """The commit whose registers count for what has not come in yet."""
        return plumbing.find_merge_base(self.root, self.base, self.head) if self.base else self.head

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
        objects_by_commit = plumbing.list_objects_by_commit(
            self.root, unread_commits, self.register_paths
        )
        contents = history.read_blobs(
            self.root,
            [blob for object_ids in objects_by_commit.values() for blob in object_ids.values()],
        )
        for commit, objects in objects_by_commit.items():
            key = tuple(objects.get(path, "") for path in self.register_paths)
            if key not in self._registers_by_objects:
                self._registers_by_objects[key] = _parse_registers(
                    {path: contents[objects[path]] for path in objects}
                )
            self._registers_by_commit[commit] = self._registers_by_objects[key]

    @cached_property
    def former_people(self) -> tuple[Person, ...]:
        """All that the register of people ever said, oldest first."""
        changes = history.list_file_changes(self.root, self.register_commit, PEOPLE_FILE)
        blobs = [change.new_object for change in reversed(changes)]
        registers = history.read_blobs(self.root, blobs).values()
        return tuple(
            person for data in registers for person in load_people({PEOPLE_FILE: data})[0].values()
        )

    def compute_subjects(
        self, tree: str, edition: Edition, is_opened: bool = True
    ) -> Mapping[SectionId, Subject]:
        """Return what an edition's subjects were at a commit or in a tree; none if unreadable.

        None, too, before it was opened, unless that is not asked for: figures land before words.
        """
        workspace = load_workspace(self.root, *plumbing.read_tree_at(self.root, tree))
        edition_id = edition.pack_id, edition.period.id
        if workspace.instance is None or edition.pack_id not in workspace.instance.packs:
            return {}
        if is_opened and edition_id not in workspace.instance.edition_ids:
            return {}
        return build_subjects(analyse_edition(workspace.instance, *edition_id))


def _parse_registers(files: Mapping[str, bytes]) -> Registers:
    people, _ = load_people(files)
    appointments, _ = load_appointments(files)
    packs, _ = load_packs(files)
    signing_roles = {
        pack_id: {section.id: pack.find_signing_role(section) for section in pack.sections}
        for pack_id, pack in packs.items()
    }
    agendas, _ = load_agendas(files, packs)
    for (pack_id, day), filed in agendas.items():
        papers = define_papers(packs[pack_id], filed.agenda, parse_edition_period(day))
        signing_roles[f"{pack_id}/{day}"] = {
            paper.id: papers.find_signing_role(paper) for paper in papers.sections
        }
    return Register(people, appointments, signing_roles), files.get(ALLOWED_SIGNERS, b"")
