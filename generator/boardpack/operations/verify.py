"""Whether what the clone knows of the pages branch is what was published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from boardpack.adapters.git import history, pages_branch
from boardpack.adapters.git.pages_branch import PagesBranch
from boardpack.adapters.pdf.attachments import attach_files
from boardpack.errors import CannotRun
from boardpack.model.publication import Publication
from boardpack.operations.pages_options import PagesOptions
from boardpack.operations.progress import ProgressReport, ignore_progress
from boardpack.operations.publications import read_publications
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
from boardpack.publish.verification import (
    Certainty,
    PagesVerification,
    Remark,
    VerificationReport,
    remark_on_faults,
)
from boardpack.render.findings.report import format_count
from boardpack.signoff.subject import build_subjects


@dataclass(frozen=True, slots=True)
class _KnownPages:
    """What a clone knows: the pages branch as of a commit, and the commits of the main line."""

    branch: PagesBranch
    commit: str
    publications: tuple[Publication, ...]
    main_commits: frozenset[str]
    subjects_reader: SubjectsReader
    evidence_check: EvidenceCheck


def verify_publications(
    root: Path,
    version: str | None,
    options: PagesOptions,
    subjects_reader: SubjectsReader = build_subjects,
    evidence_check: EvidenceCheck = recheck_evidence,
    report_progress: ProgressReport = ignore_progress,
) -> PagesVerification:
    """Verify one version, or all, from the clone alone; CannotRun where there is none."""
    branch = pages_branch.find_pages_branch(root, options.branch, options.remote)
    commit = pages_branch.find_known_commit(branch)
    publications = read_publications(branch, commit)
    chosen_publications = _choose_publications(branch, publications, version)
    known_pages = _KnownPages(
        branch,
        commit,
        publications,
        pages_branch.list_main_line(branch, options.main),
        subjects_reader,
        evidence_check,
    )
    folders = _find_publication_folders(branch, commit)
    published_folders = pages_branch.list_ever_published(branch, commit, MANIFEST)
    listed_folders = {publication.version for publication in publications}
    return PagesVerification(
        location=branch.location,
        commit=commit,
        reports=tuple(_iterate_reports(known_pages, chosen_publications, report_progress)),
        removed_folders=tuple(sorted(published_folders - folders)),
        unlisted_folders=tuple(sorted(folders - listed_folders)),
    )


def _iterate_reports(
    known_pages: _KnownPages,
    publications: Sequence[Publication],
    report_progress: ProgressReport,
) -> Iterator[VerificationReport]:
    report_progress(0, len(publications))
    for done_count, publication in enumerate(publications, 1):
        yield _verify_publication(known_pages, publication)
        report_progress(done_count, len(publications))


def _choose_publications(
    branch: PagesBranch, publications: Sequence[Publication], version: str | None
) -> list[Publication]:
    chosen_publications = [
        publication for publication in publications if version in (None, publication.version)
    ]
    if chosen_publications:
        return chosen_publications
    if version:
        versions = ", ".join(publication.version for publication in publications) or "nothing"
        raise CannotRun(f"'{version}' is not published here; there is {versions}")
    raise CannotRun(
        f"nothing is published on {branch.location}, as far as this clone knows"
        f"{_advise_fetching(branch)}"
    )


def _advise_fetching(branch: PagesBranch) -> str:
    """Return how a clone comes to know the pages, even one that was told of one branch alone."""
    if not branch.remote:
        return ""
    refspec = f"+refs/heads/{branch.branch}:refs/remotes/{branch.remote}/{branch.branch}"
    return f"; fetch it first: git fetch {branch.remote} {refspec}"


def _find_publication_folders(branch: PagesBranch, commit: str) -> frozenset[str]:
    """Return the folders that hold a publication."""
    return frozenset(
        folder
        for folder in pages_branch.list_folders_at(branch, commit)
        if pages_branch.read_file_at(branch, commit, f"{folder}/{MANIFEST}")
    )


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
        list_trusted_claims(manifest, branch.location),
    )


def _remark_on_publication(
    known_pages: _KnownPages,
    publication: Publication,
    files: Mapping[str, bytes],
    manifest: Manifest,
) -> Iterator[Remark]:
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
    yield from _remark_on_main_line(known_pages, manifest.commit)
    yield from recompute_publication(
        known_pages.branch.folder,
        files,
        manifest,
        known_pages.subjects_reader,
        known_pages.evidence_check,
    )


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
