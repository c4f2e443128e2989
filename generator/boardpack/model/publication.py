"""Publication: a frozen edition, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from boardpack.model.signoff import Verdict


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
