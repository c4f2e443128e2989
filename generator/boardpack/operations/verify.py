"""Whether what the clone knows of the pages branch is what was published."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from boardpack.adapters.git import history, pages_branch
from boardpack.adapters.git.pages_branch import PagesBranch
from boardpack.adapters.pdf.attachments import attach_files
from boardpack.adapters.site.mike_versions import SCRIPT, VERSIONS, is_list_alone
from boardpack.errors import CannotRun, Failure, attempt
from boardpack.model.publication import NEWEST, Publication
from boardpack.operations.anchor_proof import check_anchors
from boardpack.operations.clone_memory import list_lost_records, list_replaced_versions
from boardpack.operations.pages_options import PagesOptions
from boardpack.operations.progress import ProgressReport, ignore_progress
from boardpack.operations.publication_source import PAGES_FILES
from boardpack.operations.publications import read_publications, read_version_entries
from boardpack.operations.recompute import (
    EvidenceCheck,
    SubjectsReader,
    recheck_evidence,
    recompute_publication,
)
from boardpack.publish.assurance import list_trusted_claims
from boardpack.publish.manifest import MANIFEST, Manifest, is_pdf
from boardpack.publish.proof import (
    list_chain_faults,
    list_entry_faults,
    list_file_faults,
    list_verdict_faults,
    read_manifest,
)
from boardpack.publish.times import list_time_faults
from boardpack.publish.verification import (
    Certainty,
    PagesVerification,
    Remark,
    VerificationReport,
    remark_on_faults,
)
from boardpack.publish.versions import looks_like_version
from boardpack.render.findings.report import format_count
from boardpack.signoff.subject import build_subjects

SiteRebuilder = Callable[[Path, Manifest], Remark]
"""What makes the pages of a publication again, from a repository, and says how they compare."""


@dataclass(frozen=True, slots=True)
class _KnownPages:
    """What a clone knows: the pages branch as of a commit, and the commits of the main line."""

    branch: PagesBranch
    commit: str
    publications: tuple[Publication, ...]
    main: str
    main_tip: str
    main_commits: frozenset[str]
    other_names: tuple[str, ...]
    subjects_reader: SubjectsReader
    evidence_check: EvidenceCheck
    site_rebuilder: SiteRebuilder | None


def verify_publications(
    root: Path,
    version: str | None,
    options: PagesOptions,
    subjects_reader: SubjectsReader = build_subjects,
    evidence_check: EvidenceCheck = recheck_evidence,
    site_rebuilder: SiteRebuilder | None = None,
    report_progress: ProgressReport = ignore_progress,
) -> PagesVerification:
    """Verify one version, or all, from the clone alone; CannotRun where there is none.

    Without a `site_rebuilder` the pages are not made again, which takes as long as a build.
    """
    branch = pages_branch.find_pages_branch(root, options.branch, options.remote)
    commit = pages_branch.find_known_commit(branch)
    if not commit:
        raise CannotRun(_explain_nothing_published(branch))
    publications = read_publications(branch, commit)
    other_names = _list_other_names(branch, commit, publications)
    known_pages = _KnownPages(
        branch,
        commit,
        publications,
        options.main,
        pages_branch.find_main_tip(branch, options.main),
        pages_branch.list_main_line(branch, options.main),
        tuple(name for name in other_names if not looks_like_version(name)),
        subjects_reader,
        evidence_check,
        site_rebuilder,
    )
    verification = _survey_pages(known_pages, options.main, other_names)
    chosen_publications = _choose_publications(verification, publications, version)
    reports = tuple(_iterate_reports(known_pages, chosen_publications, report_progress))
    return replace(verification, reports=reports)


def _iterate_reports(
    known_pages: _KnownPages,
    publications: Sequence[Publication],
    report_progress: ProgressReport,
) -> Iterator[VerificationReport]:
    report_progress(0, len(publications))
    for done_count, publication in enumerate(publications, 1):
        report = attempt(partial(_verify_publication, known_pages, publication))
        if isinstance(report, Failure):
            sentence = f"It cannot be verified: {report.reason}."
            report = VerificationReport(publication, (Remark(Certainty.OPEN, sentence),))
        yield report
        report_progress(done_count, len(publications))


def _survey_pages(
    known_pages: _KnownPages, main: str, other_names: Sequence[str]
) -> PagesVerification:
    """Return what lies on the pages beside what is listed, without a report on any publication."""
    branch, commit = known_pages.branch, known_pages.commit
    folders = frozenset(pages_branch.list_folders_with(branch, commit, MANIFEST))
    published_folders = pages_branch.list_ever_published(branch, commit, MANIFEST)
    listed_folders = {publication.version for publication in known_pages.publications}
    return PagesVerification(
        location=branch.location,
        commit=commit,
        reports=(),
        removed_folders=tuple(sorted(published_folders - folders)),
        unlisted_folders=tuple(sorted(folders - listed_folders)),
        made_up_names=tuple(
            name for name in other_names if looks_like_version(name) and name not in folders
        ),
        rewritings=(
            *list_replaced_versions(branch, commit),
            *list_lost_records(branch, main, pages_branch.find_main_tip(branch, main)),
            *_list_index_faults(branch, commit),
        ),
    )


def _list_index_faults(branch: PagesBranch, commit: str) -> Iterator[str]:
    """Yield where what leads readers to publications is not what boardpack makes of the list."""
    versions = pages_branch.read_file_at(branch, commit, VERSIONS) or b""
    script = pages_branch.read_file_at(branch, commit, SCRIPT)
    if script is not None and not is_list_alone(script):
        yield f"{SCRIPT} holds something else than a list, and every page runs it"
    # Read as they stand: mike keeps the last of two entries that have one name.
    names = [entry["version"] for entry in json.loads(versions or "[]")]
    yield from (
        f"{VERSIONS} lists {name} more than once"
        for name in sorted({name for name in names if names.count(name) > 1})
    )


def _list_other_names(
    branch: PagesBranch, commit: str, publications: Sequence[Publication]
) -> list[str]:
    """Return what lies at the top of the pages or is listed there, and is none of ours."""
    entries = read_version_entries(branch, commit)
    our_versions = {publication.version for publication in publications}
    our_aliases = {
        alias
        for entry in entries
        if entry["version"] in our_versions
        for alias in entry["aliases"]
        if alias.startswith(NEWEST)
    }
    names = {*pages_branch.list_names_at(branch, commit), *(entry["version"] for entry in entries)}
    return sorted(names - our_versions - our_aliases - set(PAGES_FILES))


def _choose_publications(
    verification: PagesVerification, publications: Sequence[Publication], version: str | None
) -> list[Publication]:
    """Return the publications that are meant; none where only what went wrong can be told."""
    chosen_publications = [
        publication for publication in publications if version in (None, publication.version)
    ]
    if chosen_publications or verification.is_meddled_with:
        return chosen_publications
    versions = ", ".join(publication.version for publication in publications) or "nothing"
    raise CannotRun(
        f"'{version}' is not published here; there is {versions}"
        if version
        else f"nothing is published on {verification.location}"
    )


def _explain_nothing_published(branch: PagesBranch) -> str:
    return (
        f"nothing is published on {branch.location}, as far as this clone knows"
        f"{_advise_fetching(branch)}"
    )


def _advise_fetching(branch: PagesBranch) -> str:
    """Return how a clone comes to know the pages, even one that was told of one branch alone."""
    if not branch.remote:
        return ""
    refspec = f"+refs/heads/{branch.branch}:refs/remotes/{branch.remote}/{branch.branch}"
    return f"; fetch it first: git fetch {branch.remote} {refspec}"


def _verify_publication(known_pages: _KnownPages, publication: Publication) -> VerificationReport:
    branch = known_pages.branch
    try:
        files = pages_branch.read_folder_at(branch, known_pages.commit, publication.version)
    except CannotRun as error:
        return VerificationReport(publication, (Remark(Certainty.WRONG, str(error)),))
    manifest, fault = read_manifest(files)
    if manifest is None:
        return VerificationReport(publication, (Remark(Certainty.WRONG, fault),))
    return VerificationReport(
        publication,
        tuple(_remark_on_publication(known_pages, publication, files, manifest)),
        list_trusted_claims(
            manifest,
            branch.location,
            branch.locate(known_pages.main),
            known_pages.other_names,
            is_rebuilt=known_pages.site_rebuilder is not None,
        ),
    )


def _remark_on_publication(
    known_pages: _KnownPages,
    publication: Publication,
    files: Mapping[str, bytes],
    manifest: Manifest,
) -> Iterator[Remark]:
    branch = known_pages.branch
    documents = format_count(sum(map(is_pdf, files)), "PDF")
    yield from remark_on_faults(
        list_file_faults(files, manifest, attach_files),
        f"Its {len(files)} files are the ones that were published, to the byte, none too many; "
        f"the manifest and the sums are attached to its {documents}.",
    )
    yield from remark_on_faults(
        (
            *list_entry_faults(publication, files, manifest),
            *list_chain_faults(publication, known_pages.publications),
        ),
        "versions.json says the same of it as its manifest.",
    )
    yield from _remark_on_history(known_pages, publication)
    sections = format_count(len(manifest.sections), "section")
    yield from remark_on_faults(
        list_verdict_faults(manifest.sections),
        f"Each of its {sections} has a record of an approval of exactly what was published.",
    )
    yield from _remark_on_times(known_pages, manifest)
    yield from _remark_on_main_line(known_pages, manifest.commit)
    yield from check_anchors(branch.folder, known_pages.main_tip, publication)
    yield from recompute_publication(
        branch.folder,
        files,
        manifest,
        known_pages.subjects_reader,
        known_pages.evidence_check,
        known_pages.main,
    )
    if known_pages.site_rebuilder is not None:
        yield known_pages.site_rebuilder(branch.folder, manifest)


def _remark_on_history(known_pages: _KnownPages, publication: Publication) -> tuple[Remark, ...]:
    *later_commits, publishing_commit = pages_branch.list_commits_changing(
        known_pages.branch, known_pages.commit, publication.version
    )
    return remark_on_faults(
        (
            f"it was altered after it was published, by commit {commit[:12]}"
            for commit in later_commits
        ),
        f"Nothing in it changed since commit {publishing_commit[:12]} published it.",
    )


def _remark_on_times(known_pages: _KnownPages, manifest: Manifest) -> tuple[Remark, ...]:
    commit_times = history.read_commit_times(known_pages.branch.folder, [manifest.commit])
    return remark_on_faults(
        list_time_faults(
            manifest.published, manifest.sections, commit_times.get(manifest.commit, "")
        ),
        f"Its time of publication, {manifest.published}, is after all that it rests on.",
    )


def _remark_on_main_line(known_pages: _KnownPages, source_commit: str) -> Iterator[Remark]:
    source = source_commit[:12]
    if not known_pages.main_commits:
        yield Remark(
            Certainty.OPEN, "This clone knows no main branch to compare with; name it with --main."
        )
    elif source_commit in known_pages.main_commits:
        yield Remark(
            Certainty.PROVED, f"Commit {source}, from which it was made, is on the main line."
        )
    elif history.is_whole(known_pages.branch.folder):
        yield Remark(
            Certainty.WRONG, f"commit {source}, from which it was made, never came into main"
        )
