"""Whom to ask for evidence of sign-off."""

from __future__ import annotations

from dataclasses import dataclass

PROVIDERS = ("git", "github")


@dataclass(frozen=True, slots=True)
class EvidenceSource:
    """Whom to ask for evidence: plain Git, or a repository on GitHub too.

    `base` is the branch whose registers judge a proposal, `main` the one that is published from.
    """

    provider: str = "git"
    repository: str = ""
    base: str = ""
    main: str = "main"
