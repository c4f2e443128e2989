"""From an edition to its folder under `build/`: only what changed is made, all of it or nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from boardpack.adapters.files import (
    link_or_copy,
    replace_folder,
    write_atomically,
)
from boardpack.adapters.lock import hold_lock
from boardpack.adapters.pdf.print_job import PackedTexts, PrintedPdf
from boardpack.adapters.pdf.workers import DocumentPrinter
from boardpack.adapters.site.builder import SiteBuilder, SiteJob
from boardpack.adapters.site.mkdocs import MkdocsBuilder
from boardpack.adapters.workspace import Workspace
from boardpack.analysis.edition import Edition
from boardpack.findings import Finding, Rule
from boardpack.model.canonical import compute_digest
from boardpack.model.publication import Certificate
from boardpack.operations.build_cache import BuildCache
from boardpack.operations.build_settings import BuildSettings
from boardpack.operations.document_pages import PagesUnknown, compose_item_pages
from boardpack.operations.progress import ProgressReport, ignore_progress
from boardpack.operations.second_net import search_build
from boardpack.operations.staging import stage_site
from boardpack.publish.leaks import LEAKED_PATIENT, judge_leaks
from boardpack.render.edition_view import EditionView
from boardpack.render.environment import build_environment
from boardpack.render.output import Output
from boardpack.render.pdf.documents import plan_documents
from boardpack.signoff.states import apply_verdicts

CSS = "pdf/print.css"
PDF = "pdf"


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What was refused, and then the last build stays; `leaks` is what may not be published."""

    refusals: tuple[str, ...] = ()
    leaks: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionBuilder:
    """Makes editions with a printer and a site builder."""

    settings: BuildSettings
    printer: DocumentPrinter
    site_builder: SiteBuilder = field(default_factory=MkdocsBuilder)
    report_progress: ProgressReport = ignore_progress

    def locate_folder(self, edition: Edition) -> Path:
        """Return where an edition is made."""
        return self.settings.folder / edition.id

    def build_edition(
        self,
        workspace: Workspace,
        edition: Edition,
        findings: Sequence[Finding],
        rules: Sequence[Rule],
        draft: bool,
        certificate: Certificate | None = None,
    ) -> BuildReport:
        """Make site and PDFs; return what was refused, and what nobody may publish.

        With a certificate they are a publication; without one, a draft or for review.
        """
        if certificate is not None:
            edition = apply_verdicts(edition, certificate.verdicts)
        jinja_environment = build_environment(
            self.settings.templates, edition, self.settings.open_bytecode_cache()
        )
        engine = self._digest_engine(edition)
        edition_view = EditionView(
            edition,
            findings,
            rules,
            jinja_environment,
            engine,
            draft,
            certificate,
            self.settings.last_runs,
            bool(self.settings.editor_files),
        )
        folder = self.locate_folder(edition)
        # Whoever builds beside us would take away what we make, and both would say "built".
        with hold_lock(folder.with_name(f".{folder.name}.lock"), str(folder)):
            build_cache = BuildCache.from_folder(folder)
            report = self._print_and_build(edition_view, build_cache, workspace)
            if not report.refusals:
                build_cache.save_keys()
        return report

    def _digest_engine(self, edition: Edition) -> str:
        """Return the digest of all that any page may show: names, terms, the pack itself."""
        instance = edition.instance
        return compute_digest(
            (
                self.settings.digest,
                instance.directorate,
                instance.people,
                instance.glossary,
                edition.pack,
            )
        )

    def _print_and_build(
        self, edition_view: EditionView, build_cache: BuildCache, workspace: Workspace
    ) -> BuildReport:
        documents = plan_documents(edition_view)
        stale_documents = build_cache.find_stale_outputs(PDF, documents, suffix=".pdf")
        html_by_name = PackedTexts(
            (output.path.removesuffix(".html"), output.make()) for output in stale_documents
        )
        # Asked for now, so that other processes print while this one makes the site.
        results = self.printer.print_documents(html_by_name, self.settings.templates[CSS])
        job = stage_site(edition_view, build_cache, workspace.tree, self.settings)
        _remove_old_documents(build_cache)
        if (
            job.changed_pages is not None
            and not build_cache.changed_names
            and (job.last_site / "index.html").is_file()
        ):
            return self._search(edition_view, job.last_site, documents, html_by_name, build_cache)
        try:
            return self._replace_site(
                edition_view, build_cache, job, documents, html_by_name, results
            )
        finally:
            # Refused, interrupted or out of room: half a site is of use to nobody.
            shutil.rmtree(job.new_site, ignore_errors=True)

    def _replace_site(
        self,
        edition_view: EditionView,
        build_cache: BuildCache,
        job: SiteJob,
        documents: Sequence[Output],
        html_by_name: Mapping[str, str],
        results: Iterator[tuple[str, PrintedPdf]],
    ) -> BuildReport:
        complaints = self.site_builder.build_site(job)
        refusals = [f"the site was not built: {'; '.join(complaints)}"] if complaints else []
        refusals += self._write_documents(
            edition_view, build_cache.folder, results, len(html_by_name)
        )
        if refusals:
            return BuildReport(tuple(refusals))
        report = self._search(edition_view, job.new_site, documents, html_by_name, build_cache)
        if not report.refusals:
            _add_documents(job, documents)
            replace_folder(job.last_site)
        return report

    def _search(
        self,
        edition_view: EditionView,
        site: Path,
        documents: Sequence[Output],
        html_by_name: Mapping[str, str],
        build_cache: BuildCache,
    ) -> BuildReport:
        """Return what may not be published; a build that names a patient is not even kept."""
        leaks = search_build(site, documents, html_by_name, build_cache, self.settings.digest)
        findings = judge_leaks(edition_view.edition, leaks)
        refusals = tuple(
            f"{finding.place}: {finding.what}. {finding.advice}"
            for finding in findings
            if finding.code == LEAKED_PATIENT.code
        )
        return BuildReport(refusals, findings)

    def _write_documents(
        self,
        edition_view: EditionView,
        folder: Path,
        results: Iterator[tuple[str, PrintedPdf]],
        total: int,
    ) -> list[str]:
        """Write each PDF as it is done, and its list of pages; return why some were not printed."""
        refusals = []
        self.report_progress(0, total)
        for done_count, (name, result) in enumerate(results, 1):
            refusal = result.refusal or _write_document(edition_view, folder / PDF, name, result)
            if refusal:
                refusals.append(f"{name}.pdf was not printed: {refusal}")
            self.report_progress(done_count, total)
        return refusals


def _write_document(edition_view: EditionView, folder: Path, name: str, printed: PrintedPdf) -> str:
    """Write a PDF and what lies beside it; return why not, or nothing when it is done."""
    try:
        item_pages = compose_item_pages(edition_view, name, printed.pdf)
    except PagesUnknown as unknown:
        return str(unknown)
    list_path = folder / f"{name}.json"
    if item_pages is None:
        list_path.unlink(missing_ok=True)
    else:
        write_atomically(list_path, item_pages)
    write_atomically(folder / f"{name}.pdf", printed.pdf)
    return ""


def _remove_old_documents(build_cache: BuildCache) -> None:
    for name in build_cache.find_removed_files(PDF):
        for suffix in (".pdf", ".json"):
            (build_cache.folder / PDF / name).with_suffix(suffix).unlink(missing_ok=True)


def _add_documents(job: SiteJob, documents: Sequence[Output]) -> None:
    for output in documents:
        name = output.path.removesuffix(".html")
        link_or_copy(job.folder / PDF / f"{name}.pdf", job.new_site / PDF / f"{name}.pdf")
        if (job.folder / PDF / f"{name}.json").exists():
            link_or_copy(job.folder / PDF / f"{name}.json", job.new_site / PDF / f"{name}.json")
