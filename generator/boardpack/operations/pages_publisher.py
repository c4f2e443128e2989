"""One more commit on the pages branch: all of a publication, or nothing."""

from __future__ import annotations

from boardpack.adapters.git import history, pages_branch
from boardpack.adapters.git.pages_branch import PagesBranch
from boardpack.adapters.site.mike_versions import VERSIONS
from boardpack.errors import CannotRun
from boardpack.model.publication import Publication
from boardpack.operations.publication import AlreadyPublished, Published, ReasonMissing
from boardpack.operations.publication_source import PublicationSource
from boardpack.operations.publications import find_publication_faults, read_publications
from boardpack.publish.evidence import EVIDENCE
from boardpack.publish.manifest import MANIFEST, digest_files
from boardpack.publish.proof import compare_subjects, read_manifest
from boardpack.publish.versions import find_newest_revision

_Outcome = Published | AlreadyPublished | ReasonMissing


def put_on_pages(source: PublicationSource, pages: PagesBranch) -> _Outcome:
    """Put an edition on the pages branch; begin once more when somebody else was faster."""
    for _ in range(2):
        outcome = _try_to_publish(source, pages)
        if outcome is not None:
            return outcome
    pages_branch.discard_working_branch(pages)
    raise CannotRun("others publish at this moment, so nothing was published; run it again")


def _try_to_publish(source: PublicationSource, pages: PagesBranch) -> _Outcome | None:
    """Publish after the newest commit; None when another one came in between."""
    start_commit = pages_branch.fetch_newest_commit(pages)
    _refuse_strays(pages, start_commit)
    earlier_publications = read_publications(pages, start_commit)
    last_publication = find_newest_revision(
        earlier_publications, source.edition.pack_id, source.edition.period.id
    )
    if last_publication is not None:
        differences = _find_differences(source, pages, start_commit, last_publication)
        if not differences:
            pages_branch.record_published(pages, start_commit)
            return AlreadyPublished(last_publication)
        if not source.reason:
            return ReasonMissing(last_publication, tuple(differences))
    elif source.reason:
        raise CannotRun(
            f"{source.edition.title} has not been published, so there is nothing to correct; "
            "leave --reason out"
        )
    old_versions = pages_branch.read_file_at(pages, start_commit, VERSIONS)
    publication, pages_update = source.prepare_update(
        earlier_publications, last_publication, old_versions
    )
    commit = pages_branch.commit_pages(pages, start_commit, pages_update)
    _require_proof(pages, commit, publication)
    return _put_forward(pages, start_commit, commit, publication)


def _refuse_strays(pages: PagesBranch, start_commit: str) -> None:
    if pages_branch.has_strays(pages, start_commit):
        raise CannotRun(
            f"this clone's own branch {pages.branch} holds publications that "
            f"{pages.location} lacks; push them first: git push {pages.remote} "
            f"{pages.branch}, or forget them: git branch -D {pages.branch}"
        )


def _find_differences(
    source: PublicationSource, pages: PagesBranch, start_commit: str, publication: Publication
) -> list[str]:
    """Return what an edition now shows otherwise than its last publication did."""
    manifest_path = f"{publication.version}/{MANIFEST}"
    manifest, fault = read_manifest(
        {MANIFEST: pages_branch.read_file_at(pages, start_commit, manifest_path) or b""}
    )
    if manifest is None:
        raise CannotRun(f"{publication.version} was published, but {fault}; see: boardpack verify")
    subjects = {
        (verdict.subject.service, verdict.subject.section): verdict.subject
        for verdict in source.approvals.verdicts
    }
    changed_sections = [" ".join(section_id) for section_id in compare_subjects(manifest, subjects)]
    if changed_sections:
        return changed_sections
    rebuilt_digests = digest_files(source.build_site(manifest.certificate))
    paths = sorted((rebuilt_digests.keys() | manifest.files.keys()) - {EVIDENCE})
    return [path for path in paths if rebuilt_digests.get(path) != manifest.files.get(path)]


def _require_proof(pages: PagesBranch, commit: str, publication: Publication) -> None:
    """Withdraw a commit that could not be verified, before anybody sees it."""
    if proof_faults := find_publication_faults(pages, commit, publication):
        pages_branch.discard_working_branch(pages)
        raise CannotRun(f"not published, because it cannot be proved: {'; '.join(proof_faults)}")


def _put_forward(
    pages: PagesBranch, start_commit: str, commit: str, publication: Publication
) -> Published | None:
    refusal = pages_branch.put_forward(pages, start_commit, commit)
    newest_commit = pages_branch.fetch_newest_commit(pages)
    if newest_commit and history.has_ancestor(pages.folder, newest_commit, commit):
        pages_branch.record_published(pages, newest_commit)
        return Published(publication, pages.location, commit, is_only_here=not pages.remote)
    if newest_commit == start_commit:
        pages_branch.discard_working_branch(pages)
        raise CannotRun(f"{pages.location} refused it, so nothing was published: {refusal}")
    return None
