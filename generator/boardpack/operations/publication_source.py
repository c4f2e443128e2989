"""What one more publication is made from, and what its commit on the pages branch holds."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from boardpack import __version__
from boardpack.adapters.files import compute_engine_digest, iterate_files_in
from boardpack.adapters.git.commit_writer import PagesUpdate
from boardpack.adapters.pdf.attachments import attach_files
from boardpack.adapters.site.mike_versions import (
    SCRIPT,
    VERSIONS,
    add_entries,
    format_script,
    parse_entries,
)
from boardpack.adapters.workspace import Workspace
from boardpack.analysis.dialects import RULES_DATES
from boardpack.analysis.edition import Edition
from boardpack.checks.identifiers import PRIVATE_KINDS
from boardpack.errors import CannotRun
from boardpack.findings import Finding
from boardpack.model.publication import Certificate, Publication
from boardpack.operations.build import EditionBuilder
from boardpack.operations.oparl import compose_oparl
from boardpack.operations.publication import MustNotLeak
from boardpack.operations.publications import Approvals
from boardpack.operations.rules import ALL_RULES
from boardpack.publish.assurance import describe_assurance
from boardpack.publish.built import list_site_faults
from boardpack.publish.evidence import EVIDENCE, format_evidence_file
from boardpack.publish.leaks import LeakSearch, judge_leaks
from boardpack.publish.manifest import (
    MANIFEST,
    Generator,
    Manifest,
    SpcMethod,
    assemble_version,
    compute_sha256,
    digest_files,
)
from boardpack.publish.passages import list_passages
from boardpack.publish.times import format_moment
from boardpack.publish.versions import (
    add_publication,
    format_version_id,
    format_version_title,
    list_aliases,
    to_properties,
    to_publication,
)
from boardpack.render.oparl.interface import FOLDER as OPARL
from boardpack.render.site.archive import render_archive
from boardpack.render.site.publications_feed import render_feed
from boardpack.render.site.redirects import render_redirects

ARCHIVE, FEED, NO_JEKYLL = "index.html", "publications.atom", ".nojekyll"
PAGES_FILES = (VERSIONS, SCRIPT, ARCHIVE, FEED, NO_JEKYLL, OPARL)
"""What lies on the pages branch beside the folders of publications and aliases."""


@dataclass(frozen=True, slots=True)
class PublicationSource:
    """An edition that may be published, from which commit, why, when, and what makes its site."""

    workspace: Workspace
    edition: Edition
    findings: Sequence[Finding]
    approvals: Approvals
    commit: str
    reason: str
    publication_time: datetime
    builder: EditionBuilder

    def build_site(self, certificate: Certificate) -> dict[str, bytes]:
        """Return the files of the site, made afresh: nothing of an earlier build is trusted."""
        return build_publication_site(
            self.builder, self.workspace, self.edition, self.findings, certificate
        )

    def prepare_update(
        self,
        earlier_publications: Sequence[Publication],
        last_publication: Publication | None,
        old_versions: bytes | None,
        earlier_oparl: Mapping[str, bytes],
    ) -> tuple[Publication, PagesUpdate]:
        """Return the publication that comes after the last one, and all that it adds.

        `old_versions` is the `versions.json` that lists the earlier publications, `earlier_oparl`
        what other systems read of meetings until now, by path.
        """
        certificate = self._compose_certificate(last_publication)
        site = {
            **self.build_site(certificate),
            **format_evidence_file(self.approvals.responses),
        }
        manifest = self._compose_manifest(certificate, site)
        files = assemble_version(site, manifest, attach_files)
        publication = to_publication(
            certificate,
            manifest.pack,
            manifest.period,
            self.edition.title,
            compute_sha256(files[MANIFEST]),
        )
        oparl_files = compose_oparl(
            self.edition, publication, files, earlier_publications, earlier_oparl
        )
        self._refuse_leaks(
            {path: data for path, data in files.items() if path in (MANIFEST, EVIDENCE)}
            | {path: data for path, data in oparl_files.items() if earlier_oparl.get(path) != data}
        )
        alias_names = list_aliases(
            earlier_publications, publication, is_latest=_owns_latest(self.edition)
        )
        publications = add_publication(earlier_publications, publication)
        versions = _format_versions(old_versions, publications, publication, alias_names)
        return publication, PagesUpdate(
            message=f"Publish {publication.title}",
            committed_at=self.publication_time,
            removed_folders=(publication.version, *alias_names),
            files={
                **{f"{publication.version}/{path}": data for path, data in files.items()},
                **render_redirects(
                    site, alias_names, publication.version, self.builder.settings.templates
                ),
                VERSIONS: versions,
                SCRIPT: format_script(versions),
                ARCHIVE: self._render_archive(publications, versions),
                FEED: render_feed(
                    publications,
                    self.edition.instance.directorate.title,
                    self.builder.settings.templates,
                ).encode(),
                NO_JEKYLL: b"",
                **oparl_files,
            },
        )

    def _refuse_leaks(self, files: Mapping[str, bytes]) -> None:
        """Raise MustNotLeak for what is published beside the site, which was searched."""
        search = LeakSearch()
        leaks = [
            leak
            for path, data in files.items()
            for leak in search.find_leaks(path, list_passages(path, data))
            # By their addresses the forge itself knows who signed.
            if path != EVIDENCE or leak.identifier.kind in PRIVATE_KINDS
        ]
        if findings := judge_leaks(self.edition, leaks):
            raise MustNotLeak(findings)

    def _compose_certificate(self, last_publication: Publication | None) -> Certificate:
        revision = last_publication.revision + 1 if last_publication else 1
        return Certificate(
            version=format_version_id(self.edition.id, revision),
            revision=revision,
            reason=self.reason,
            supersedes=last_publication.version if last_publication else "",
            published=format_moment(self.publication_time),
            commit=self.commit,
            assurance=describe_assurance(self.approvals.verdicts),
            verdicts=self.approvals.verdicts,
        )

    def _compose_manifest(self, certificate: Certificate, site: Mapping[str, bytes]) -> Manifest:
        directorate = self.edition.instance.directorate
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
            spc=SpcMethod(directorate.spc.value, RULES_DATES[directorate.spc], directorate.spc_run),
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


def build_publication_site(
    builder: EditionBuilder,
    workspace: Workspace,
    edition: Edition,
    findings: Sequence[Finding],
    certificate: Certificate,
) -> dict[str, bytes]:
    """Return the files of the site of a publication, made afresh in the folder of a builder.

    MustNotLeak where it shows whom it must not, CannotRun where it cannot be made or published.
    """
    shutil.rmtree(builder.settings.folder, ignore_errors=True)
    rules = tuple(ALL_RULES.values())
    report = builder.build_edition(
        workspace, edition, findings, rules, draft=False, certificate=certificate
    )
    if report.leaks:
        raise MustNotLeak(report.leaks)
    if report.refusals:
        raise CannotRun(f"nothing was published: {'; '.join(report.refusals)}")
    site = dict(iterate_files_in(builder.locate_folder(edition) / "site"))
    if site_faults := list_site_faults(site):
        raise CannotRun(f"the built site cannot be published: {'; '.join(site_faults)}")
    return site


def _owns_latest(edition: Edition) -> bool:
    """Return whether the alias `latest` leads to an edition's pack: it says so, or is the only."""
    return edition.pack.latest or len(edition.instance.packs) == 1


def _format_versions(
    old_versions: bytes | None,
    publications: Sequence[Publication],
    new_publication: Publication,
    alias_names: Sequence[str],
) -> bytes:
    version_entries = [
        (publication.version, publication.title, to_properties(publication))
        for publication in publications
    ]
    return add_entries(old_versions, version_entries, {new_publication.version: alias_names})
