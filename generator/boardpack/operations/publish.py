"""From an edition that may be published to one more commit on the pages branch."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TextIO

from boardpack import __version__
from boardpack.adapters.files import compute_engine_digest, iterate_files_in
from boardpack.adapters.git import history, pages_branch
from boardpack.adapters.git.pages_branch import PagesBranch, PagesUpdate
from boardpack.adapters.pdf.attachments import attach_files
from boardpack.adapters.site.mike_versions import (
    SCRIPT,
    VERSIONS,
    add_entries,
    format_script,
    parse_entries,
)
from boardpack.adapters.workspace import (
    Workspace,
)
from boardpack.analysis.edition import Edition
from boardpack.errors import CannotRun, Exit
from boardpack.findings import Finding
from boardpack.model.publication import Certificate, Publication
from boardpack.operations.build import EditionBuilder
from boardpack.operations.publications import (
    Approvals,
    abbreviate_names,
    find_publication_faults,
    read_publications,
)
from boardpack.operations.rules import ALL_RULES
from boardpack.publish.assurance import describe_assurance
from boardpack.publish.built import list_site_faults
from boardpack.publish.evidence import EVIDENCE, format_evidence_file
from boardpack.publish.manifest import (
    MANIFEST,
    Generator,
    Manifest,
    assemble_version,
    compute_sha256,
    digest_files,
)
from boardpack.publish.proof import compare_subjects, read_manifest
from boardpack.publish.versions import (
    add_publication,
    find_newest_revision,
    format_version_id,
    format_version_title,
    list_aliases,
    to_properties,
    to_publication,
)
from boardpack.render.site.archive import render_archive
from boardpack.render.site.redirects import render_redirects


@dataclass(frozen=True)
class EditionPublisher:
    """An edition that may be published: what it consists of, and where it goes."""

    workspace: Workspace
    edition: Edition
    findings: Sequence[Finding]
    approvals: Approvals
    commit: str
    is_latest: bool
    reason: str
    publication_time: datetime
    builder: EditionBuilder
    pages: PagesBranch
    out: TextIO

    def publish_edition(self) -> int:
        """Put the edition on the pages branch; begin once more when somebody else was faster."""
        for _ in range(2):
            start_commit = pages_branch.fetch_newest_commit(self.pages)
            if pages_branch.has_strays(self.pages, start_commit):
                raise CannotRun(
                    f"this clone's own branch {self.pages.branch} holds publications that "
                    f"{self.pages.location} lacks; push them first: git push {self.pages.remote} "
                    f"{self.pages.branch}, or forget them: git branch -D {self.pages.branch}"
                )
            earlier_publications = read_publications(self.pages, start_commit)
            last_publication = find_newest_revision(
                earlier_publications, self.edition.pack_id, self.edition.period.id
            )
            if last_publication is not None:
                differences = self._find_differences(start_commit, last_publication)
                if not differences:
                    return self._report_unchanged(start_commit, last_publication)
                if not self.reason:
                    return self._refuse_without_reason(last_publication, differences)
            elif self.reason:
                raise CannotRun(
                    f"{self.edition.title} has not been published, so there is nothing to correct; "
                    "leave --reason out"
                )
            publication, pages_update = self._prepare_pages_update(
                start_commit, earlier_publications, last_publication
            )
            commit = pages_branch.commit_pages(self.pages, start_commit, pages_update)
            if proof_faults := find_publication_faults(self.pages, commit, publication):
                pages_branch.discard_working_branch(self.pages)
                raise CannotRun(
                    f"not published, because it cannot be proved: {'; '.join(proof_faults)}"
                )
            refusal = pages_branch.put_forward(self.pages, start_commit, commit)
            newest_commit = pages_branch.fetch_newest_commit(self.pages)
            if newest_commit and history.has_ancestor(self.pages.folder, newest_commit, commit):
                return self._report_publication(newest_commit, publication, commit)
            if newest_commit == start_commit:
                pages_branch.discard_working_branch(self.pages)
                raise CannotRun(
                    f"{self.pages.location} refused it, so nothing was published: {refusal}"
                )
        pages_branch.discard_working_branch(self.pages)
        raise CannotRun("others publish at this moment, so nothing was published; run it again")

    def _prepare_pages_update(
        self,
        start_commit: str,
        earlier_publications: Sequence[Publication],
        last_publication: Publication | None,
    ) -> tuple[Publication, PagesUpdate]:
        manifest, site = self._build_manifest_and_site(last_publication)
        files = assemble_version(site, manifest, attach_files)
        publication = to_publication(
            manifest.certificate,
            manifest.pack,
            manifest.period,
            self.edition.title,
            compute_sha256(files[MANIFEST]),
        )
        alias_names = list_aliases(earlier_publications, publication, is_latest=self.is_latest)
        publications = add_publication(earlier_publications, publication)
        old_versions = pages_branch.read_file_at(self.pages, start_commit, VERSIONS)
        version_entries = [
            (
                listed_publication.version,
                listed_publication.title,
                to_properties(listed_publication),
            )
            for listed_publication in publications
        ]
        versions = add_entries(old_versions, version_entries, {publication.version: alias_names})
        return publication, PagesUpdate(
            message=f"Publish {publication.title}",
            committed_at=self.publication_time,
            removed_folders=(publication.version, *alias_names),
            files={
                **{f"{publication.version}/{path}": data for path, data in files.items()},
                **render_redirects(
                    site,
                    alias_names,
                    publication.version,
                    self.builder.settings.templates,
                ),
                VERSIONS: versions,
                SCRIPT: format_script(versions),
                "index.html": self._render_archive(publications, versions),
                ".nojekyll": b"",
            },
        )

    def _render_archive(self, publications: Sequence[Publication], versions: bytes) -> bytes:
        aliases_by_version = {
            entry["version"]: entry["aliases"]
            for entry in parse_entries(versions)
            if entry["aliases"]
        }
        title = self.edition.instance.directorate.title
        return render_archive(
            publications, aliases_by_version, title, self.builder.settings.templates
        ).encode()

    def _build_manifest_and_site(
        self, last_publication: Publication | None
    ) -> tuple[Manifest, Mapping[str, bytes]]:
        revision = last_publication.revision + 1 if last_publication else 1
        certificate = Certificate(
            version=format_version_id(self.edition.id, revision),
            revision=revision,
            reason=self.reason,
            supersedes=last_publication.version if last_publication else "",
            published=f"{self.publication_time:%Y-%m-%dT%H:%M:%SZ}",
            commit=self.commit,
            assurance=describe_assurance(self.approvals.verdicts),
            verdicts=self.approvals.verdicts,
        )
        site = {
            **self._build_site_files(certificate),
            **format_evidence_file(self.approvals.responses),
        }
        return self._compose_manifest(certificate, site), site

    def _compose_manifest(self, certificate: Certificate, site: Mapping[str, bytes]) -> Manifest:
        return Manifest(
            version=certificate.version,
            title=format_version_title(self.edition.title, certificate.revision),
            pack=self.edition.pack_id,
            period=self.edition.period.id,
            revision=certificate.revision,
            reason=certificate.reason,
            supersedes=certificate.supersedes,
            published=certificate.published,
            commit=certificate.commit,
            generator=Generator("boardpack", __version__, compute_engine_digest()),
            assurance=certificate.assurance,
            sections=certificate.verdicts,
            files=digest_files(site),
        )

    def _build_site_files(self, certificate: Certificate) -> dict[str, bytes]:
        """Return the files of the site, made afresh: nothing of an earlier build is trusted."""
        shutil.rmtree(self.builder.settings.folder, ignore_errors=True)
        rules = tuple(ALL_RULES.values())
        refusals = self.builder.build_edition(
            self.workspace,
            self.edition,
            self.findings,
            rules,
            draft=False,
            certificate=certificate,
        )
        if refusals:
            raise CannotRun(f"nothing was published: {'; '.join(refusals)}")
        site = dict(iterate_files_in(self.builder.locate_folder(self.edition) / "site"))
        if site_faults := list_site_faults(site):
            raise CannotRun(f"the built site cannot be published: {'; '.join(site_faults)}")
        return site

    def _find_differences(self, start_commit: str, last_publication: Publication) -> list[str]:
        """Return what an edition now shows otherwise than its last publication did."""
        files = {
            MANIFEST: pages_branch.read_file_at(
                self.pages, start_commit, f"{last_publication.version}/{MANIFEST}"
            )
            or b""
        }
        manifest, fault = read_manifest(files)
        if manifest is None:
            raise CannotRun(
                f"{last_publication.version} was published, but {fault}; see: boardpack verify"
            )
        subjects = {
            (verdict.subject.service, verdict.subject.section): verdict.subject
            for verdict in self.approvals.verdicts
        }
        changed_sections = [
            " ".join(section_id) for section_id in compare_subjects(manifest, subjects)
        ]
        if changed_sections:
            return changed_sections
        rebuilt_digests = digest_files(self._build_site_files(manifest.certificate))
        paths = sorted((rebuilt_digests.keys() | manifest.files.keys()) - {EVIDENCE})
        return [path for path in paths if rebuilt_digests.get(path) != manifest.files.get(path)]

    def _report_unchanged(self, start_commit: str, publication: Publication) -> int:
        pages_branch.record_published(self.pages, start_commit)
        print(
            f"{publication.title} is already published as {publication.version}; nothing differs.",
            file=self.out,
        )
        return Exit.CLEAR

    def _refuse_without_reason(self, publication: Publication, differences: Sequence[str]) -> int:
        print(
            f"{publication.title} is already published as {publication.version}, "
            "and that never changes.\n"
            f"What would be published now differs in: {abbreviate_names(differences)}.\n"
            "A correction needs --reason TEXT; it becomes the next revision.",
            file=self.out,
        )
        return Exit.GATE_SHUT

    def _report_publication(self, newest_commit: str, publication: Publication, commit: str) -> int:
        pages_branch.record_published(self.pages, newest_commit)
        print(
            f"{publication.title}: published as {publication.version} "
            f"on {self.pages.location}, commit {commit[:12]}.\n"
            f"{'' if self.pages.remote else _ONLY_HERE}"
            f"Prove it at any time with: boardpack verify {publication.version}",
            file=self.out,
        )
        return Exit.CLEAR


_ONLY_HERE = "There is no remote, so it is only in this clone, and nobody else can see it.\n"
