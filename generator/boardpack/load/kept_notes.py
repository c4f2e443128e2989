"""What came of reading something, kept by the digest of all that it was read from.

It need not be read again while that stays the same; to forget it changes nothing but time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Protocol


class Memory(Protocol):
    """Where it is kept; nobody can put anything into it but this boardpack on this computer."""

    def recall(self, *subject: str) -> Mapping[str, list[str]] | None:
        """Return what was noted of a subject by this version of boardpack, or None."""

    def note(self, value: Mapping[str, list[str]], *subject: str) -> None:
        """Keep what was found out of a subject."""


class KeptNotes:
    """The notes on the things of one subject, by name, as they were read last."""

    def __init__(self, memory: Memory, subject: str) -> None:
        self._memory, self._subject = memory, subject
        self._current: dict[str, list[str]] = {}

    @cached_property
    def _earlier(self) -> Mapping[str, list[str]]:
        # Looked up where something is asked for: it takes as long as to read a dozen texts.
        return self._memory.recall(self._subject) or {}

    def find(self, name: str, digest: str) -> list[str] | None:
        """Return what was kept of a thing that has the same digest still, or None."""
        noted_digest, *noted = self._earlier.get(name, [""])
        if noted_digest != digest:
            return None
        self.keep(name, digest, noted)
        return noted

    def keep(self, name: str, digest: str, noted: Sequence[str]) -> None:
        """Keep what came of a thing."""
        self._current[name] = [digest, *noted]

    def save(self) -> None:
        """Keep what was asked for this time, and nothing else."""
        if self._current and self._current != self._earlier:
            self._memory.note(self._current, self._subject)


def digest_files(files: Iterable[tuple[str, bytes]], *reading: str) -> str:
    """Return the digest of files and of what decides how they are read."""
    digest = hashlib.sha256("\n".join(reading).encode())
    for path, data in files:
        digest.update(f"\n{path} {hashlib.sha256(data).hexdigest()}".encode())
    return digest.hexdigest()
