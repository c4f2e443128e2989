"""What `publish` and `verify` have in common: the pages branch as both of them read it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from boardpack.analysis.edition import Edition
from boardpack.commands.instance import Opened
from boardpack.errors import CannotRun
from boardpack.findings import Finding
from boardpack.model.signoff import Verdict
from boardpack.publish.proof import entry_faults, file_faults, manifest_of
from boardpack.publish.versions import Publication, listed
from boardpack.world.attachments import attach
from boardpack.world.mike_versions import VERSIONS, entries
from boardpack.world.pages import BRANCH, REMOTE, Pages, file_at, files_at


@dataclass(frozen=True, slots=True)
class Approvals:
    """A verdict for each due section, what is wrong with the records, and what a forge answered."""

    verdicts: tuple[Verdict, ...]
    findings: tuple[Finding, ...] = ()
    responses: Mapping[str, bytes] = field(default_factory=dict)


ApprovalsOf = Callable[[Opened, Edition], Approvals]
"""What judges the approvals of an edition."""

_SHOWN = 5


def add_pages(parser: argparse.ArgumentParser) -> None:
    """Add where publications are kept."""
    parser.add_argument(
        "--remote",
        metavar="NAME",
        help=f"the Git remote with the published pages; {REMOTE} where there is one",
    )
    parser.add_argument(
        "--branch", default=BRANCH, metavar="NAME", help=f"the branch of the pages; else {BRANCH}"
    )


def publications_at(pages: Pages, commit: str) -> tuple[Publication, ...]:
    """Return what is published at a commit of the pages branch."""
    try:
        return listed(entries(file_at(pages, commit, VERSIONS)))
    except ValueError as error:
        raise CannotRun(f"{VERSIONS} on {pages.where} cannot be understood: {error}") from None


def faults_at(pages: Pages, commit: str, publication: Publication) -> tuple[str, ...]:
    """Return what is wrong with the files of a publication at a commit."""
    files = files_at(pages, commit, publication.version)
    manifest, why = manifest_of(files)
    if manifest is None:
        return (why,)
    return (*entry_faults(publication, files, manifest), *file_faults(files, manifest, attach))


def few(names: Sequence[str]) -> str:
    """Return the first of some names, and how many more there are."""
    rest = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {rest} more" if rest > 0 else "")
