"""What was found in old editions when they were last read, so that they need not be read again.

Their texts wait until somebody asks for one. What is kept of an edition is known by the digest of
its files and of all that decides how they are read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from typing import Protocol

from boardpack.findings import Finding, Place, Severity
from boardpack.model.instance import EditionId
from boardpack.model.submission import Submission

SubmissionKey = tuple[str, str, str]
"""Pack, period and the service or paper."""
_SUBJECT = "old editions"


class Memory(Protocol):
    """Where it is kept; nobody can put anything into it but this boardpack on this computer."""

    def recall(self, *subject: str) -> Mapping[str, list[str]] | None:
        """Return what was noted of a subject by this version of boardpack, or None."""

    def note(self, value: Mapping[str, list[str]], *subject: str) -> None:
        """Keep what was found out of a subject."""


@dataclass(frozen=True, slots=True)
class ReadEdition:
    """What came of reading an edition's files; `reporting` have exception reports.

    `names` are those of the files that could be read, in the order of their paths.
    """

    names: tuple[str, ...]
    reporting: tuple[str, ...]
    findings: tuple[Finding, ...]


class KeptEditions:
    """The old editions as they were read last, by this boardpack on this computer."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._earlier = memory.recall(_SUBJECT) or {}
        self._current: dict[str, list[str]] = {}

    def read_edition(
        self, edition_id: EditionId, digest: str, read: Callable[[], ReadEdition]
    ) -> ReadEdition:
        """Return what came of an edition whose files and rules of reading have a digest."""
        name = "/".join(edition_id)
        noted_digest, *noted = self._earlier.get(name, [""])
        if noted_digest == digest:
            self._current[name] = [noted_digest, *noted]
            return _parse_edition(*noted)
        edition = read()
        self._current[name] = [digest, *_format_edition(edition)]
        return edition

    def save(self) -> None:
        """Keep what was read of the editions that there are, and of no others."""
        if self._current != self._earlier:
            self._memory.note(self._current, _SUBJECT)


@dataclass(frozen=True, slots=True)
class Submissions(Mapping[SubmissionKey, Submission]):
    """All submissions, of which those of old editions are read when somebody asks for one."""

    read_submission: Callable[[SubmissionKey], Submission]
    reporting: Mapping[SubmissionKey, bool]
    """In the order of their paths, whether each has exception reports."""

    def __getitem__(self, key: SubmissionKey) -> Submission:
        if key not in self.reporting:
            raise KeyError(key)
        return self.read_submission(key)

    def __contains__(self, key: object) -> bool:
        return key in self.reporting

    def __iter__(self) -> Iterator[SubmissionKey]:
        return iter(self.reporting)

    def __len__(self) -> int:
        return len(self.reporting)

    def iterate_reporting(self) -> Iterator[Submission]:
        """Yield those that have exception reports."""
        return (self[key] for key, has_reports in self.reporting.items() if has_reports)


def digest_files(files: Iterable[tuple[str, bytes]], *reading: str) -> str:
    """Return the digest of files and of what decides how they are read."""
    digest = hashlib.sha256("\n".join(reading).encode())
    for path, data in files:
        digest.update(f"\n{path} {hashlib.sha256(data).hexdigest()}".encode())
    return digest.hexdigest()


def _format_edition(edition: ReadEdition) -> list[str]:
    findings = [astuple(finding) for finding in edition.findings]
    return [json.dumps(edition.names), json.dumps(edition.reporting), json.dumps(findings)]


def _parse_edition(names: str, reporting: str, findings: str) -> ReadEdition:
    return ReadEdition(
        tuple(json.loads(names)),
        tuple(json.loads(reporting)),
        tuple(
            Finding(code, Severity(severity), Place(*place), *rest)
            for code, severity, place, *rest in json.loads(findings)
        ),
    )
