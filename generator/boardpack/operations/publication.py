"""What is asked of `publish`, and what can come of it."""

from __future__ import annotations

from dataclasses import dataclass

from boardpack.analysis.edition import Edition
from boardpack.findings import Finding
from boardpack.model.publication import Publication
from boardpack.model.signoff import Verdict
from boardpack.operations.evidence_source import EvidenceSource
from boardpack.operations.pages_options import PagesOptions


@dataclass(frozen=True, slots=True)
class PublicationRequest:
    """Which edition is to be published, where, and why anew; `reason` is empty the first time."""

    pack: str
    period: str
    reason: str
    pages: PagesOptions
    evidence_source: EvidenceSource


@dataclass(frozen=True, slots=True)
class Published:
    """A commit on the pages branch, which is at `location`; `is_only_here` without a remote.

    `oparl` is where other systems read of meetings: empty where the site has no address by which
    they could, None where the edition shows no committee.
    """

    publication: Publication
    location: str
    commit: str
    is_only_here: bool
    oparl: str | None = None


@dataclass(frozen=True, slots=True)
class AlreadyPublished:
    """Nothing differs from what was published last."""

    publication: Publication


@dataclass(frozen=True, slots=True)
class ReasonMissing:
    """What was published would be corrected, without a reason; `differences` are never empty.

    They are sections, or paths of the site where every section is the same.
    """

    publication: Publication
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContentNotReady:
    """The edition has errors."""

    error_count: int


@dataclass(frozen=True, slots=True)
class NotSignedOff:
    """Some verdict is not valid, the records themselves have faults, or no section is due."""

    edition: Edition
    verdicts: tuple[Verdict, ...]
    ledger_faults: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class LeaksFound:
    """What was built for publication points to a person, and nobody decided that it may."""

    findings: tuple[Finding, ...]


class MustNotLeak(Exception):  # noqa: N818  (it is what stops a publication, not what went wrong)
    """What is being published holds what it must not; it is said by its findings."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(findings)
        self.findings = findings


Refused = ReasonMissing | ContentNotReady | NotSignedOff | LeaksFound
PublicationOutcome = Published | AlreadyPublished | Refused
