"""What happens while an edition is served."""

from __future__ import annotations

from dataclasses import dataclass

from boardpack.operations.build_outcome import BuildOutcome


@dataclass(frozen=True, slots=True)
class ServingBegun:
    """The site is shown at an address."""

    url: str


@dataclass(frozen=True, slots=True)
class SiteRebuilt:
    """A build after a change has ended; unless `is_built` the site before stays."""

    is_built: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class RebuildFailed:
    """A build after a change could not go on, and the site before stays."""

    error: Exception


ServeEvent = BuildOutcome | ServingBegun | SiteRebuilt | RebuildFailed
