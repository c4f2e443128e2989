"""One more commit on the pages branch: all of a publication, or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from boardpack.adapters.git import history, pages_branch
from boardpack.adapters.git.pages_branch import PagesBranch
from boardpack.adapters.site.mike_versions import VERSIONS
from boardpack.errors import CannotRun
from boardpack.model.publication import Publication
from boardpack.operations.departures import PublishedBefore, find_departures
from boardpack.operations.newest_commit import require_still_newest
from boardpack.operations.oparl import find_oparl_address
from boardpack.operations.publication import AlreadyPublished, Published, ReasonMissing
from boardpack.operations.publication_source import PublicationSource
from boardpack.operations.publications import find_publication_faults, read_publications
from boardpack.publish.manifest import Manifest
from boardpack.publish.proof import compare_subjects, list_differing_files
from boardpack.publish.times import format_moment, list_time_faults
from boardpack.publish.versions import find_newest_revision
from boardpack.render.oparl.interface import FOLDER as OPARL

_Outcome = Published | AlreadyPublished | ReasonMissing


def put_on_pages(source: PublicationSource, pages: PagesBranch, main: str) -> _Outcome:
    """Put an edition on the pages branch; begin once more when somebody else was faster.

    `main` is the branch whose newest commit the edition was made from.
    """
    for _ in range(2):
        outcome = _try_to_publish(source, pages, main)
        if outcome is not None:
            return outcome
    pages_branch.discard_working_branch(pages)
    raise CannotRun("others publish at this moment, so nothing was published; run it again")


def _try_to_publish(source: PublicationSource, pages: PagesBranch, main: str) -> _Outcome | None:
    """Publish after the newest commit; None when another one came in between."""
    start_commit = pages_branch.fetch_newest_commit(pages)
    require_still_newest(pages, main, source.commit)
    _refuse_strays(pages, start_commit)
    earlier_publications = read_publications(pages, start_commit)
    before = PublishedBefore(pages, start_commit, earlier_publications)
    _refuse_older_source(source, pages, earlier_publications)
    last_publication = find_newest_revision(
        earlier_publications, source.edition.pack_id, source.edition.period.id
    )
    if last_publication is not None:
        differences = _find_differences(source, before.read_manifest(last_publication))
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
    _refuse_early_clock(source, pages, last_publication)
    _refuse_departures(source, before)
    old_versions = pages_branch.read_file_at(pages, start_commit, VERSIONS)
    oparl_folder = pages_branch.read_folder_at(pages, start_commit, OPARL)
    earlier_oparl = {f"{OPARL}/{path}": data for path, data in oparl_folder.items()}
    publication, pages_update = source.prepare_update(
        earlier_publications, last_publication, old_versions, earlier_oparl
    )
    _refuse_taken_name(pages, start_commit, publication)
    commit = pages_branch.commit_pages(pages, start_commit, pages_update)
    _require_proof(pages, commit, publication)
    require_still_newest(pages, main, source.commit)
    return _put_forward(
        pages, start_commit, commit, publication, find_oparl_address(source.edition)
    )


def _refuse_strays(pages: PagesBranch, start_commit: str) -> None:
    if pages_branch.has_strays(pages, start_commit):
        raise CannotRun(
            f"this clone's own branch {pages.branch} holds publications that "
            f"{pages.location} lacks; push them first: git push {pages.remote} "
            f"{pages.branch}, or forget them: git branch -D {pages.branch}"
        )


def _refuse_older_source(
    source: PublicationSource, pages: PagesBranch, publications: Sequence[Publication]
) -> None:
    """Raise CannotRun where something was published from what the source does not contain."""
    contained_commits = history.list_commits_between(pages.folder, "", source.commit)
    for publication in publications:
        if publication.commit not in contained_commits:
            commit = publication.commit[:12]
            raise CannotRun(
                f"{publication.version} was published from commit {commit}, which commit "
                f"{source.commit[:12]} does not contain: somebody wrote the history of the main "
                "branch anew, and what was decided there may be gone; bring it back with a merge "
                f"(git merge {commit}), push, then publish"
            )


def _refuse_early_clock(
    source: PublicationSource, pages: PagesBranch, last_publication: Publication | None
) -> None:
    """Raise CannotRun where a certificate would be older than what it rests on, or corrects."""
    commit_times = history.read_commit_times(pages.folder, [source.commit])
    moment = format_moment(source.publication_time)
    faults = [
        *list_time_faults(moment, source.approvals.verdicts, commit_times.get(source.commit, "")),
        *(
            f"its time of publication, {moment}, is before {last.version} was published on "
            f"{last.published}"
            for last in filter(None, [last_publication])
            if moment < last.published
        ),
    ]
    if faults:
        raise CannotRun(
            f"nothing was published, because {faults[0]}; put the clock of this computer right "
            "(SOURCE_DATE_EPOCH where it is set), or wait until then where the other clock ran fast"
        )


def _refuse_departures(source: PublicationSource, before: PublishedBefore) -> None:
    """Raise CannotRun where the edition silently departs from what was published before."""
    departures = list(find_departures(source.workspace, source.edition, before))
    if departures:
        first, *others = departures
        more = f" (and {len(others)} more like it: boardpack check)" if others else ""
        raise CannotRun(f"nothing was published: {first.place}: {first.what}{more}. {first.advice}")


def _refuse_taken_name(pages: PagesBranch, start_commit: str, publication: Publication) -> None:
    """Raise CannotRun where something has the name of a publication that is only now made."""
    if start_commit and publication.version in pages_branch.list_names_at(pages, start_commit):
        raise CannotRun(
            f"nothing was published, because {pages.location} has {publication.version} already, "
            "and that is none of its publications; see: boardpack verify, then take it away"
        )


def _find_differences(source: PublicationSource, manifest: Manifest) -> list[str]:
    """Return what an edition now shows otherwise than its last publication did."""
    subjects = {
        (verdict.subject.service, verdict.subject.section): verdict.subject
        for verdict in source.approvals.verdicts
    }
    changed_sections = [" ".join(section_id) for section_id in compare_subjects(manifest, subjects)]
    if changed_sections:
        return changed_sections
    return list_differing_files(manifest, source.build_site(manifest.certificate))


def _require_proof(pages: PagesBranch, commit: str, publication: Publication) -> None:
    """Withdraw a commit that could not be verified, before anybody sees it."""
    if proof_faults := find_publication_faults(pages, commit, publication):
        pages_branch.discard_working_branch(pages)
        raise CannotRun(f"not published, because it cannot be proved: {'; '.join(proof_faults)}")


def _put_forward(
    pages: PagesBranch,
    start_commit: str,
    commit: str,
    publication: Publication,
    oparl: str | None,
) -> Published | None:
    refusal = pages_branch.put_forward(pages, start_commit, commit)
    newest_commit = pages_branch.fetch_newest_commit(pages)
    if newest_commit and history.has_ancestor(pages.folder, newest_commit, commit):
        pages_branch.record_published(pages, newest_commit)
        return Published(publication, pages.location, commit, not pages.remote, oparl)
    if newest_commit == start_commit:
        pages_branch.discard_working_branch(pages)
        raise CannotRun(f"{pages.location} refused it, so nothing was published: {refusal}")
    return None
