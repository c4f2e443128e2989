"""From an edition to its folder under `build/`: only what changed is made, all of it or nothing."""

from __future__ import annotations

import hashlib
import os
from calendar import timegm
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TextIO

from jinja2 import BytecodeCache, FileSystemBytecodeCache

from boardpack.adapters.files import (
    compute_engine_digest,
    find_shipped,
    link_or_copy,
    replace_folder,
    to_staging_path,
    write_atomically,
    write_text,
)
from boardpack.adapters.pdf.workers import print_documents
from boardpack.adapters.progress_bar import show_progress
from boardpack.adapters.site.plotly import find_plotly_script
from boardpack.adapters.workspace import (
    Workspace,
)
from boardpack.analysis.edition import Edition
from boardpack.findings import Finding, Rule
from boardpack.model.canonical import compute_digest
from boardpack.model.publication import Certificate
from boardpack.operations.build_cache import BuildCache, format_yaml
from boardpack.operations.templates import load_templates
from boardpack.render.data_files import plan_data_files
from boardpack.render.documents import plan_documents
from boardpack.render.edition_view import EditionView
from boardpack.render.environment import build_environment
from boardpack.render.output import Output
from boardpack.render.site import build_navigation, plan_pages
from boardpack.signoff.states import apply_verdicts

GUIDE = "content/guide/"
CSS = "pdf/print.css"
THEME = "theme/"


@dataclass(frozen=True)
class EditionBuilder:
    """Templates, processes and folders with which editions are made.

    `templates` are the shipped ones, overridden one by one by the instance's own; `digest` is
    that of the templates and of boardpack itself.
    """

    root: Path
    templates: Mapping[str, str]
    digest: str
    base_settings: Path
    jobs: int
    pool: Executor
    out: TextIO

    def locate_folder(self, edition: Edition) -> Path:
        """Return where an edition is made."""
        return self.root / "build" / edition.id

    def build_edition(
        self,
        workspace: Workspace,
        edition: Edition,
        findings: Sequence[Finding],
        rules: Sequence[Rule],
        draft: bool,
        certificate: Certificate | None = None,
    ) -> list[str]:
        """Make site and PDFs; return what was refused, and then the last build stays.

        With a certificate they are a publication; without one, a draft or for review.
        """
        if certificate is not None:
            edition = apply_verdicts(edition, certificate.verdicts)
        jinja_environment = build_environment(self.templates, edition, self._bytecode_cache)
        engine = self._digest_engine(edition)
        edition_view = EditionView(
            edition, findings, rules, jinja_environment, engine, draft, certificate
        )
        build_cache = BuildCache.from_folder(self.locate_folder(edition))
        with _set_default_date(str(timegm(edition.due_day.timetuple()))):
            refusals = self._print_and_build(edition_view, build_cache, workspace)
        if not refusals:
            build_cache.save_keys()
        return refusals

    def _digest_engine(self, edition: Edition) -> str:
        """Return the digest of all that any page may show: names, terms, the pack itself."""
        instance = edition.instance
        return compute_digest(
            (self.digest, instance.directorate, instance.people, instance.glossary, edition.pack)
        )

    @cached_property
    def _bytecode_cache(self) -> BytecodeCache:
        folder = self.root / "build" / ".jinja"
        folder.mkdir(parents=True, exist_ok=True)
        return FileSystemBytecodeCache(str(folder))

    def _print_and_build(
        self, edition_view: EditionView, build_cache: BuildCache, workspace: Workspace
    ) -> list[str]:
        document_outputs = plan_documents(edition_view)
        stale_outputs = build_cache.find_stale_outputs("pdf", document_outputs, suffix=".pdf")
        html_by_name = {
            output.path.removesuffix(".html"): output.make() for output in stale_outputs
        }
        css = self.templates[CSS]
        early_results = print_documents(self.pool, html_by_name, css) if self.jobs > 1 else None
        guide_pages = _read_guide(workspace)
        _stage_pages(edition_view, build_cache, workspace, guide_pages)
        is_same_site = self._stage_settings(edition_view, build_cache, guide_pages)
        site_folder = build_cache.folder / "site"
        if (
            is_same_site
            and not build_cache.changed_names
            and (site_folder / "index.html").is_file()
        ):
            return []
        complaint = _build_site(build_cache, is_same_site)
        refusals = [f"the site was not built: {complaint}"] if complaint else []
        results = (
            early_results
            if early_results is not None
            else print_documents(self.pool, html_by_name, css)
        )
        for name, result in show_progress(results, len(html_by_name), "PDFs", self.out):
            if result.refusal:
                refusals.append(f"{name}.pdf was not printed: {result.refusal}")
            else:
                write_atomically(build_cache.folder / "pdf" / f"{name}.pdf", result.pdf)
        if not refusals:
            _add_documents(build_cache.folder, document_outputs)
            replace_folder(site_folder)
        return refusals

    def _stage_settings(
        self, edition_view: EditionView, build_cache: BuildCache, guide_pages: Mapping[str, str]
    ) -> bool:
        """Write the site's settings and theme; return whether they are as they were."""
        settings = format_yaml(self._compose_settings(edition_view, guide_pages))
        theme_files = {
            path.removeprefix(THEME): text
            for path, text in self.templates.items()
            if path.startswith(THEME)
        }
        base_text = self.base_settings.read_text("utf-8")
        key = compute_digest((self.digest, settings, base_text, os.environ["SOURCE_DATE_EPOCH"]))
        is_unchanged = build_cache.is_unchanged("mkdocs.yml", key)
        if not is_unchanged:
            write_text(build_cache.folder / "mkdocs.yml", settings)
            for name, text in theme_files.items():
                write_text(build_cache.folder / "theme" / name, text)
        return is_unchanged

    def _compose_settings(
        self, edition_view: EditionView, guide_pages: Mapping[str, str]
    ) -> dict[str, object]:
        folder = self.locate_folder(edition_view.edition)
        return {
            "INHERIT": os.path.relpath(self.base_settings, folder),
            "site_name": edition_view.edition.instance.directorate.title,
            "site_description": edition_view.edition.title,
            "docs_dir": "pages",
            "site_dir": "site",
            "theme": {"custom_dir": "theme"},
            "extra": _describe_finality(edition_view),
            "nav": build_navigation(edition_view, guide_pages),
        }


def create_edition_builder(root: Path, jobs: int, pool: Executor, out: TextIO) -> EditionBuilder:
    """Return the press of an instance."""
    templates = load_templates(root)
    own_settings = root / "mkdocs.yml"
    return EditionBuilder(
        root=root,
        templates=templates,
        digest=compute_digest((compute_engine_digest(), templates)),
        base_settings=own_settings if own_settings.is_file() else find_shipped("mkdocs.yml"),
        jobs=jobs,
        pool=pool,
        out=out,
    )


@contextmanager
def _set_default_date(epoch: str) -> Iterator[None]:
    """Let mkdocs date what it writes by the edition, unless somebody set another date."""
    previous_epoch = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = previous_epoch or epoch
    try:
        yield
    finally:
        if previous_epoch is None:
            del os.environ["SOURCE_DATE_EPOCH"]


def _describe_finality(edition_view: EditionView) -> dict[str, object]:
    """Return what the theme says on every page: that it is for review, or which version it is."""
    if edition_view.certificate is None:
        return {"boardpack": {"for_review": edition_view.is_for_review}}
    return {
        "boardpack": {"for_review": False, "version": edition_view.certificate.version},
        "version": {"provider": "mike"},
    }


def _read_guide(workspace: Workspace) -> dict[str, str]:
    return {
        path.removeprefix(GUIDE): data.decode("utf-8", "replace")
        for path, data in workspace.tree.items()
        if path.startswith(GUIDE) and path.endswith(".md")
    }


def _build_site(build_cache: BuildCache, is_same_site: bool) -> str:
    from boardpack.adapters.site.mkdocs import build_site

    changed_pages = build_cache.list_changed_names("pages") if is_same_site else None
    return build_site(build_cache.folder / "mkdocs.yml", build_cache.folder / "site", changed_pages)


def _stage_pages(
    edition_view: EditionView,
    build_cache: BuildCache,
    workspace: Workspace,
    guide_pages: Mapping[str, str],
) -> None:
    folder = build_cache.folder / "pages"
    outputs = [
        *plan_pages(edition_view, guide_pages),
        *plan_data_files(edition_view.edition, _digest_datasets(workspace), edition_view.engine),
    ]
    for output in build_cache.find_stale_outputs("pages", outputs):
        write_text(folder / output.path, output.make())
    for name in build_cache.find_removed_files("pages"):
        (folder / name).unlink(missing_ok=True)
    for name in build_cache.find_removed_files("pdf"):
        (build_cache.folder / "pdf" / name).with_suffix(".pdf").unlink(missing_ok=True)
    link_or_copy(find_plotly_script(), folder / "assets" / "plotly.min.js")


def _digest_datasets(workspace: Workspace) -> dict[str, str]:
    """Return the digest of each dataset's files."""
    files_by_dataset: dict[str, list[tuple[str, str]]] = {}
    for path, data in workspace.tree.items():
        if path.startswith("data/datasets/"):
            file_digest = hashlib.sha256(data).hexdigest()
            files_by_dataset.setdefault(path.split("/")[2], []).append((path, file_digest))
    return {name: compute_digest(sorted(files)) for name, files in files_by_dataset.items()}


def _add_documents(folder: Path, document_outputs: Sequence[Output]) -> None:
    for output in document_outputs:
        name = output.path.removesuffix(".html") + ".pdf"
        link_or_copy(folder / "pdf" / name, to_staging_path(folder / "site") / "pdf" / name)
