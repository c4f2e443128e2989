"""What was found in old editions when they were last read, so that they need not be read again.

Their texts wait until somebody asks for one. What is kept of an edition is known by the digest of
its files and of all that decides how they are read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import astuple, dataclass

from boardpack.findings import Finding, Place, Severity
from boardpack.load.kept_notes import KeptNotes
from boardpack.model.instance import EditionId
from boardpack.model.submission import Submission

SubmissionKey = tuple[str, str, str]
"""Pack, period and the service or paper."""
OLD_EDITIONS = "old editions"


@dataclass(frozen=True, slots=True)
class ReadEdition:
    """What came of reading an edition's files; `reporting` have exception reports.

    `names` are those of the files that could be read, in the order of their paths.
    """

    names: tuple[str, ...]
    reporting: tuple[str, ...]
    findings: tuple[Finding, ...]


def read_kept_edition(
    notes: KeptNotes, edition_id: EditionId, digest: str, read: Callable[[], ReadEdition]
) -> ReadEdition:
    """Return what came of an edition whose files and rules of reading have a digest."""
    name = "/".join(edition_id)
    noted = notes.find(name, digest)
    if noted is not None:
        return _parse_edition(*noted)
    edition = read()
    notes.keep(name, digest, _format_edition(edition))
    return edition


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
