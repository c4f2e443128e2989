"""What `publish` and `verify` have in common: the pages branch as both of them read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from boardpack.adapters.git.pages_branch import (
    PagesBranch,
    read_file_at,
    read_folder_at,
)
from boardpack.adapters.site.mike_versions import VERSIONS, parse_entries
from boardpack.adapters.workspace import (
    Workspace,
)
from boardpack.analysis.edition import Edition
from boardpack.errors import CannotRun
from boardpack.findings import Finding
from boardpack.model.publication import Publication
from boardpack.model.signoff import Verdict
from boardpack.operations.evidence_source import EvidenceSource
from boardpack.publish.proof import list_entry_faults, list_file_faults, read_manifest
from boardpack.publish.versions import parse_publications


@dataclass(frozen=True, slots=True)
class Approvals:
    """A verdict for each due section, what is wrong with the records, and what a forge answered."""

    verdicts: tuple[Verdict, ...]
    findings: tuple[Finding, ...] = ()
    responses: Mapping[str, bytes] = field(default_factory=dict)


ApprovalJudge = Callable[[Workspace, Edition, EvidenceSource], Approvals]
"""What judges the approvals of an edition, by evidence from some source."""

_NAMES_SHOWN = 5


def read_publications(pages_branch: PagesBranch, commit: str) -> tuple[Publication, ...]:
    """Return what is published at a commit of the pages branch."""
    try:
        return parse_publications(read_version_entries(pages_branch, commit))
    except ValueError as error:
        raise CannotRun(
            f"{VERSIONS} on {pages_branch.location} cannot be understood: {error}"
        ) from None


def read_version_entries(pages_branch: PagesBranch, commit: str) -> list[dict[str, Any]]:
    """Return what `versions.json` lists at a commit of the pages branch, ours or not."""
    return parse_entries(read_file_at(pages_branch, commit, VERSIONS))


def find_publication_faults(
    pages_branch: PagesBranch, commit: str, publication: Publication
) -> tuple[str, ...]:
    """Return what is wrong with the files of a publication at a commit."""
    # Imported here, because it takes a while, and most who list publications look into none.
    from boardpack.adapters.pdf.attachments import attach_files

    files = read_folder_at(pages_branch, commit, publication.version)
    manifest, fault = read_manifest(files)
    if manifest is None:
        return (fault,)
    return (
        *list_entry_faults(publication, files, manifest),
        *list_file_faults(files, manifest, attach_files),
    )


def abbreviate_names(names: Sequence[str]) -> str:
    """Return the first of some names, and how many more there are."""
    remaining_count = len(names) - _NAMES_SHOWN
    return ", ".join(names[:_NAMES_SHOWN]) + (
        f" and {remaining_count} more" if remaining_count > 0 else ""
    )
