"""The gate of sign-off: who signed what, whether it still holds, and what is missing."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass

from boardpack.analysis.edition import Edition
from boardpack.commands.evidence import git_testimony
from boardpack.commands.instance import Opened
from boardpack.findings import Finding, in_order
from boardpack.model.signoff import SectionId, Subject, Testimony, Verdict
from boardpack.signoff.findings import as_findings
from boardpack.signoff.subject import subjects
from boardpack.signoff.verdict import verdicts

PROVIDERS = ("git", "github")


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom to ask for evidence: plain Git, or a repository on GitHub too.

    `base` is the branch whose registers judge a proposal.
    """

    provider: str = "git"
    repository: str = ""
    base: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """What stands of an edition's sign-off, and what keeps the gate shut."""

    edition: Edition
    subjects: Mapping[SectionId, Subject]
    testimony: Testimony
    verdicts: tuple[Verdict, ...]
    findings: tuple[Finding, ...]


def add_provider(parser: argparse.ArgumentParser) -> None:
    """Add whom to ask for evidence."""
    parser.add_argument(
        "--provider",
        choices=PROVIDERS,
        default="git",
        help="where approvals are: signed records in this clone, or reviews on GitHub as well",
    )
    parser.add_argument("--repo", default="", metavar="OWNER/NAME", help="the repository on GitHub")
    parser.add_argument(
        "--base",
        default="",
        metavar="REV",
        help="judge by the registers of this branch, for work that is only proposed",
    )


def asked(args: argparse.Namespace) -> Asked:
    """Return whom the arguments say to ask."""
    return Asked(args.provider, args.repo, args.base)


def gate(at: Opened, edition: Edition, whom: Asked) -> Gate:
    """Return the verdicts on an edition; CannotRun where there is no history to judge by."""
    found = subjects(edition)
    testimony, faults = git_testimony(at, edition, whom.base)
    judged = verdicts(edition, found, testimony)
    findings = in_order((*faults, *as_findings(edition, judged)))
    return Gate(edition, found, testimony, judged, findings)
