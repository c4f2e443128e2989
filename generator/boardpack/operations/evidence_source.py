"""Whom to ask for evidence of sign-off."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from boardpack.adapters.forges.driver import ForgeDriver
from boardpack.adapters.forges.table import FORGES
from boardpack.signoff.forge import Forge

PLAIN_GIT = "git"
PROVIDERS = (PLAIN_GIT, *FORGES)


@dataclass(frozen=True, slots=True)
class EvidenceSource:
    """Whom to ask for evidence: plain Git, or a repository on a forge too.

    `base` is the branch whose registers judge a proposal, `main` the one that is published from.
    """

    provider: str = PLAIN_GIT
    repository: str = ""
    base: str = ""
    main: str = "main"


def connect_to_forge(
    evidence_source: EvidenceSource, root: Path, forges: Mapping[str, ForgeDriver] = FORGES
) -> AbstractContextManager[Forge]:
    """Return what opens the forge of a source; answers that are unchanged are kept below `root`."""
    cache = root / "build" / f".{evidence_source.provider}"
    return forges[evidence_source.provider].connect(evidence_source.repository, cache)
