"""Merges, held against what Git alone would have made of their sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from boardpack.adapters.git import history, plumbing
from boardpack.adapters.git.history import Commit, FileChange
from boardpack.adapters.memory import Memory
from boardpack.analysis.edition import Edition
from boardpack.evidence.history import SignoffHistory
from boardpack.model.signoff import SectionId

SectionDigests = Mapping[SectionId, frozenset[str]]
"""Digests of subjects, by section."""


@dataclass(frozen=True, slots=True)
class ReplayedMerge:
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


def replay_merge(signoff_history: SignoffHistory, changes: Sequence[FileChange]) -> ReplayedMerge:
    """Return a merge as Git alone would have made it, with the objects of files it changed."""
    merge = changes[0].commit
    tree, is_clean = "", False
    if len(merge.parents) == 2:
        tree, is_clean = history.replay_merge(signoff_history.root, *merge.parents)
    paths = [change.path for change in changes]
    objects = plumbing.list_objects_at(signoff_history.root, tree, *paths) if is_clean else {}
    return ReplayedMerge(merge, tree, is_clean, objects)


def find_merged_digests(
    signoff_history: SignoffHistory,
    edition: Edition,
    changes_by_merge: Mapping[str, Sequence[FileChange]],
    replays: Mapping[str, ReplayedMerge],
) -> dict[SectionId, frozenset[str]]:
    """Return the digests that sections got by merges which Git alone would not have made so.

    What such a merge brought never changes: it is computed once in a clone.
    """
    memory = Memory(signoff_history.root)
    digests: dict[SectionId, set[str]] = {}
    for commit_id, replay in replays.items():
        if replay.is_as_made(changes_by_merge[commit_id]):
            continue
        subject = "merge", commit_id, replay.tree, edition.pack_id, edition.period.id
        brought = memory.recall(*subject)
        if brought is None:
            brought = _compute_brought_digests(signoff_history, edition, replay)
            memory.note(brought, *subject)
        for name, section_digests in brought.items():
            service, _, section = name.partition("/")
            digests.setdefault((service, section), set()).update(section_digests)
    return {
        section_id: frozenset(section_digests) for section_id, section_digests in digests.items()
    }


def _compute_brought_digests(
    signoff_history: SignoffHistory, edition: Edition, replay: ReplayedMerge
) -> dict[str, list[str]]:
    """Return by `service/section` the digests that a merge has and that none of its sides had."""
    revisions = [replay.tree] if replay.is_clean else list(replay.merge.parents)
    earlier_digests = {
        (section_id, subject.digest)
        for revision in revisions
        for section_id, subject in signoff_history.compute_subjects(revision, edition).items()
    }
    subjects = signoff_history.compute_subjects(replay.merge.id, edition)
    return {
        subject.name: [subject.digest]
        for section_id, subject in subjects.items()
        if (section_id, subject.digest) not in earlier_digests
    }
