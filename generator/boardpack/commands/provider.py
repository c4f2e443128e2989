"""Whom to ask for evidence of sign-off."""

from __future__ import annotations

import argparse
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


def add_provider_arguments(parser: argparse.ArgumentParser) -> None:
    """Add whom to ask for evidence."""
    parser.add_argument(
        "--provider",
        choices=PROVIDERS,
        default="git",
        help="where approvals are: signed records in this clone, or reviews on GitHub as well",
    )
    parser.add_argument("--repo", default="", metavar="OWNER/NAME", help="the repository on GitHub")
    parser.add_argument(
        "--main", default="main", metavar="BRANCH", help="the branch that is published from"
    )
    parser.add_argument(
        "--base",
        default="",
        metavar="REV",
        help="judge by the registers of this branch, for work that is only proposed",
    )


def parse_evidence_source(args: argparse.Namespace) -> EvidenceSource:
    """Return whom the arguments say to ask."""
    return EvidenceSource(args.provider, args.repo, args.base, args.main)
