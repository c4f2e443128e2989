"""Publication: a frozen edition, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from boardpack.model.period import parse_edition_period
from boardpack.model.signoff import Verdict

NEWEST = "latest"
"""The alias of the pack that readers want when they name none."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """Who stands behind an edition, since when, on what evidence.

    `version` is `monthly-2018-11`, for revisions `monthly-2018-11-r2` and so on; `revision` counts
    from 1. `published` is UTC (`2018-12-14T16:00:00Z`), `commit` what it was made from. `assurance`
    says in sentences who attests what. `verdicts` has one for each section that is due.
    """

    version: str
    revision: int
    reason: str
    supersedes: str
    published: str
    commit: str
    assurance: tuple[str, ...]
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Publication:
    """One version as `versions.json` lists it; `manifest` is the SHA-256 of its manifest.json.

    `superseded_by` is the version that corrects it, `superseded_because` that one's reason.
    """

    version: str
    title: str
    pack: str
    period: str
    revision: int
    reason: str
    published: str
    commit: str
    manifest: str
    supersedes: str = ""
    superseded_by: str = ""
    superseded_because: str = ""

    @property
    def start(self) -> date:
        """The first day of its period."""
        return parse_edition_period(self.period).start
