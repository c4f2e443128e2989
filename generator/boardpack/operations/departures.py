"""What departs from the last publication of a pack: what is gone, and what was altered in place.

`check` says it before anybody signs, from the publications that the clone knows; `publish` refuses
it, from those that everybody has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from boardpack.adapters.git import history, plumbing
from boardpack.adapters.git.pages_branch import (
    BRANCH,
    PagesBranch,
    find_known_commit,
    find_pages_branch,
    read_file_at,
)
from boardpack.adapters.workspace import Workspace
from boardpack.analysis.edition import Edition
from boardpack.errors import CannotRun
from boardpack.findings import Finding
from boardpack.model.publication import Publication
from boardpack.operations.publications import read_publications
from boardpack.publish.altered_rows import (
    find_altered_rows,
    get_dataset,
    get_file_period,
    is_closed,
)
from boardpack.publish.manifest import MANIFEST, Manifest
from boardpack.publish.proof import read_manifest
from boardpack.publish.removals import find_removals
from boardpack.publish.versions import find_newest_revision


@dataclass(frozen=True, slots=True)
class PublishedBefore:
    """What is published at a commit of the pages branch."""

    pages: PagesBranch
    commit: str
    publications: Sequence[Publication]

    def find_last(self, pack: str, period: str) -> Publication | None:
        """Return the newest publication of a pack up to a period."""
        earlier = [
            publication
            for publication in self.publications
            if publication.pack == pack and publication.period <= period
        ]
        return max(earlier, key=lambda each: (each.period, each.revision), default=None)

    def read_manifest(self, publication: Publication) -> Manifest:
        """Return the manifest of a publication; CannotRun where it has none to rely on."""
        path = f"{publication.version}/{MANIFEST}"
        files = {MANIFEST: read_file_at(self.pages, self.commit, path) or b""}
        manifest, fault = read_manifest(files)
        if manifest is None:
            raise CannotRun(
                f"{publication.version} was published, but {fault}; see: boardpack verify"
            )
        return manifest


def find_known_departures(workspace: Workspace, editions: Iterable[Edition]) -> list[Finding]:
    """Return the departures of editions from what this clone knows, without asking anybody.

    In no clone, and where nothing was published, there are none.
    """
    if not plumbing.is_repository(workspace.root):
        return []
    pages = find_pages_branch(workspace.root, BRANCH, None)
    commit = find_known_commit(pages)
    before = PublishedBefore(pages, commit, read_publications(pages, commit))
    return [
        finding for edition in editions for finding in find_departures(workspace, edition, before)
    ]


def find_departures(
    workspace: Workspace, edition: Edition, before: PublishedBefore
) -> Iterator[Finding]:
    """Yield what an edition has no more, or otherwise, than its pack's last publication had it."""
    last = before.find_last(edition.pack_id, edition.period.id)
    if last is None:
        return
    yield from find_removals(before.read_manifest(last), edition)
    # A clone without its history cannot tell; `publish` refuses such a one.
    if history.has_commit(workspace.root, last.commit):
        yield from _find_alterations(workspace, edition, before, last)


def _find_alterations(
    workspace: Workspace, edition: Edition, before: PublishedBefore, last: Publication
) -> Iterator[Finding]:
    folders = [f"data/datasets/{name}" for name in edition.series]
    objects = plumbing.list_objects_at(workspace.root, last.commit, *folders) if folders else {}
    closed = [path for path in objects if is_closed(edition, path, last.period)]
    published_files = plumbing.read_files_at(workspace.root, last.commit, *closed) if closed else {}
    for finding in find_altered_rows(edition, workspace.tree, published_files, last.version):
        path = finding.place.path
        # An old edition that was corrected itself was signed anew, and says why.
        if not any(
            _is_as_published(workspace, edition, revision, path)
            for revision in _list_revisions(edition, before, path)
        ):
            yield finding


def _list_revisions(edition: Edition, before: PublishedBefore, path: str) -> Iterator[Publication]:
    """Yield the newest publication of a file's own period, of each pack that shows its rows.

    Another pack's will do: a committee's papers show rows that a monthly pack corrects.
    """
    period, dataset = get_file_period(path), get_dataset(path)
    for pack_id, pack in edition.instance.packs.items():
        revision = find_newest_revision(before.publications, pack_id, period)
        if revision and any(dataset in section.shown_datasets for section in pack.sections):
            yield revision


def _is_as_published(
    workspace: Workspace, edition: Edition, publication: Publication, path: str
) -> bool:
    """Return whether a file's rows are those with which an edition was published."""
    if not history.has_commit(workspace.root, publication.commit):
        return False
    files = plumbing.read_files_at(workspace.root, publication.commit, path)
    return path in files and not list(
        find_altered_rows(edition, workspace.tree, files, publication.version)
    )
