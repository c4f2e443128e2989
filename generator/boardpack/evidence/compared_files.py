"""Files as commits changed them, and whose it is what a commit only moved."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Generic, TypeVar

from boardpack.adapters.git.history import FileChange
from boardpack.evidence.merges import ReplayedMerge

Unit = TypeVar("Unit", bound=Hashable)
ReadUnits = Callable[[bytes], frozenset[Unit]]
"""Takes a file apart into what can be known again: the phrases of a text, the rows of a table."""


@dataclass(frozen=True, slots=True)
class ComparedFile:
    """A change to a file, and the objects with which it is compared to see what it brought."""

    change: FileChange
    earlier_objects: tuple[str, ...]

    @property
    def objects(self) -> tuple[str, ...]:
        """The file's object now, and those before."""
        return (self.change.new_object, *self.earlier_objects)


@dataclass(frozen=True, slots=True)
class AlteredUnits(Generic[Unit]):
    """What of a file a commit brought, what it took away, and what it only moved there."""

    change: FileChange
    added: Set[Unit]
    removed: Set[Unit]
    moved: Set[Unit]


def compare_file(change: FileChange, replay: ReplayedMerge | None) -> ComparedFile:
    """Return a change with what was there before, in a merge with what Git alone would make."""
    if replay is None or not replay.is_clean:
        return ComparedFile(change, change.parent_objects)
    replayed = (replay.objects[change.path],) if change.path in replay.objects else ()
    return ComparedFile(change, replayed)


def find_altered_units(
    files: Sequence[ComparedFile], contents: Mapping[str, bytes], read_units: ReadUnits[Unit]
) -> list[AlteredUnits[Unit]]:
    """Return what each commit altered of each file, every object taken apart once.

    What a commit adds to a file and had in any file before is moved.
    """
    objects = {blob: read_units(contents[blob]) for file in files for blob in file.objects
               if blob in contents}  # fmt: skip
    nothing: frozenset[Unit] = frozenset()
    earlier_by_commit: dict[str, set[Unit]] = {}
    for file in files:
        earlier = earlier_by_commit.setdefault(file.change.commit.id, set())
        earlier.update(*(objects.get(blob, nothing) for blob in file.earlier_objects))
    altered = []
    for file in files:
        new_units = objects.get(file.change.new_object, nothing)
        versions = [objects.get(blob, nothing) for blob in file.earlier_objects] or [nothing]
        added = new_units.difference(*versions)
        removed = frozenset.intersection(*versions) - new_units
        moved = added & earlier_by_commit[file.change.commit.id]
        altered.append(AlteredUnits(file.change, added, removed, moved))
    return altered


def find_origins(
    altered: Iterable[AlteredUnits[Unit]], wanted: Set[Unit]
) -> Mapping[Unit, Sequence[FileChange]]:
    """Return the changes that brought each of some units into any file, and did not move them."""
    origins: dict[Unit, list[FileChange]] = {}
    for file in altered if wanted else ():
        for unit in (file.added - file.moved) & wanted:
            origins.setdefault(unit, []).append(file.change)
    return origins
