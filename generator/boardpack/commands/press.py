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

from boardpack.analysis.edition import Edition
from boardpack.commands.instance import Opened
from boardpack.commands.staging import Staging, yaml_text
from boardpack.commands.templates import templates_of
from boardpack.findings import Finding, Rule
from boardpack.model.canonical import digest
from boardpack.model.publication import Certificate
from boardpack.render.book import Book
from boardpack.render.data_files import data_files
from boardpack.render.documents import documents
from boardpack.render.environment import environment
from boardpack.render.output import Output
from boardpack.render.site import navigation, pages
from boardpack.signoff.states import with_standing
from boardpack.world.disk import (
    beside,
    engine_digest,
    link_or_copy,
    shipped,
    take_place,
    write,
    write_atomically,
)
from boardpack.world.plotly import bundle
from boardpack.world.progress import progress
from boardpack.world.workers import printed

GUIDE = "content/guide/"
CSS = "pdf/print.css"
THEME = "theme/"


@dataclass(frozen=True)
class Press:
    """Templates, processes and folders with which editions are made.

    `templates` are the shipped ones, overridden one by one by the instance's own; `digest` is
    that of the templates and of boardpack itself.
    """

    root: Path
    templates: Mapping[str, str]
    digest: str
    base: Path
    jobs: int
    pool: Executor
    out: TextIO

    def folder(self, edition: Edition) -> Path:
        """Return where an edition is made."""
        return self.root / "build" / edition.id

    def make(
        self,
        at: Opened,
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
            edition = with_standing(edition, certificate.verdicts)
        env = environment(self.templates, edition, self._bytecode)
        engine = self._engine(edition)
        book = Book(edition, findings, rules, env, engine, draft, certificate)
        staging = Staging.opened(self.folder(edition))
        with _dated(str(timegm(edition.due_day.timetuple()))):
            refused = self._print_and_build(book, staging, at)
        if not refused:
            staging.close()
        return refused

    def _engine(self, edition: Edition) -> str:
        """Return the digest of all that any page may show: names, terms, the pack itself."""
        of = edition.instance
        return digest((self.digest, of.directorate, of.people, of.glossary, edition.pack))

    @cached_property
    def _bytecode(self) -> BytecodeCache:
        folder = self.root / "build" / ".jinja"
        folder.mkdir(parents=True, exist_ok=True)
        return FileSystemBytecodeCache(str(folder))

    def _print_and_build(self, book: Book, staging: Staging, at: Opened) -> list[str]:
        wanted = documents(book)
        stale = staging.stale("pdf", wanted, suffix=".pdf")
        htmls = {output.path.removesuffix(".html"): output.make() for output in stale}
        css = self.templates[CSS]
        begun = printed(self.pool, htmls, css) if self.jobs > 1 else None
        guide = _guide(at)
        _stage(book, staging, at, guide)
        is_same_site = self._stage_settings(book, staging, guide)
        site = staging.folder / "site"
        if is_same_site and not staging.changed and (site / "index.html").is_file():
            return []
        complaint = _build_site(staging, is_same_site)
        refused = [f"the site was not built: {complaint}"] if complaint else []
        done = begun if begun is not None else printed(self.pool, htmls, css)
        for name, result in progress(done, len(htmls), "PDFs", self.out):
            if result.refused:
                refused.append(f"{name}.pdf was not printed: {result.refused}")
            else:
                write_atomically(staging.folder / "pdf" / f"{name}.pdf", result.pdf)
        if not refused:
            _add_documents(staging.folder, wanted)
            take_place(site)
        return refused

    def _stage_settings(self, book: Book, staging: Staging, guide: Mapping[str, str]) -> bool:
        """Write the site's settings and theme; return whether they are as they were."""
        config = yaml_text(self._config(book, guide))
        theme = {n.removeprefix(THEME): t for n, t in self.templates.items() if n.startswith(THEME)}
        base = self.base.read_text("utf-8")
        key = digest((self.digest, config, base, os.environ["SOURCE_DATE_EPOCH"]))
        same = staging.is_same("mkdocs.yml", key)
        if not same:
            write(staging.folder / "mkdocs.yml", config)
            for name, text in theme.items():
                write(staging.folder / "theme" / name, text)
        return same

    def _config(self, book: Book, guide: Mapping[str, str]) -> dict[str, object]:
        folder = self.folder(book.edition)
        return {
            "INHERIT": os.path.relpath(self.base, folder),
            "site_name": book.edition.instance.directorate.title,
            "site_description": book.edition.title,
            "docs_dir": "pages",
            "site_dir": "site",
            "theme": {"custom_dir": "theme"},
            "extra": _finality(book),
            "nav": navigation(book, guide),
        }


def press(root: Path, jobs: int, pool: Executor, out: TextIO) -> Press:
    """Return the press of an instance."""
    templates = templates_of(root)
    config = root / "mkdocs.yml"
    return Press(
        root=root,
        templates=templates,
        digest=digest((engine_digest(), templates)),
        base=config if config.is_file() else shipped("mkdocs.yml"),
        jobs=jobs,
        pool=pool,
        out=out,
    )


@contextmanager
def _dated(epoch: str) -> Iterator[None]:
    """Let mkdocs date what it writes by the edition, unless somebody set another date."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = given or epoch
    try:
        yield
    finally:
        if given is None:
            del os.environ["SOURCE_DATE_EPOCH"]


def _finality(book: Book) -> dict[str, object]:
    """Return what the theme says on every page: that it is for review, or which version it is."""
    if book.certificate is None:
        return {"boardpack": {"for_review": book.is_for_review}}
    return {
        "boardpack": {"for_review": False, "version": book.certificate.version},
        "version": {"provider": "mike"},
    }


def _guide(at: Opened) -> dict[str, str]:
    return {
        path.removeprefix(GUIDE): data.decode("utf-8", "replace")
        for path, data in at.tree.items()
        if path.startswith(GUIDE) and path.endswith(".md")
    }


def _build_site(staging: Staging, is_same_site: bool) -> str:
    from boardpack.world.mkdocs import build_site

    changed = staging.changed_in("pages") if is_same_site else None
    return build_site(staging.folder / "mkdocs.yml", staging.folder / "site", changed)


def _stage(book: Book, staging: Staging, at: Opened, guide: Mapping[str, str]) -> None:
    folder = staging.folder / "pages"
    outputs = [*pages(book, guide), *data_files(book.edition, _sources(at), book.engine)]
    for output in staging.stale("pages", outputs):
        write(folder / output.path, output.make())
    for name in staging.gone("pages"):
        (folder / name).unlink(missing_ok=True)
    for name in staging.gone("pdf"):
        (staging.folder / "pdf" / name).with_suffix(".pdf").unlink(missing_ok=True)
    link_or_copy(bundle(), folder / "assets" / "plotly.min.js")


def _sources(at: Opened) -> dict[str, str]:
    """Return the digest of each dataset's files."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path, data in at.tree.items():
        if path.startswith("data/datasets/"):
            seen = hashlib.sha256(data).hexdigest()
            found.setdefault(path.split("/")[2], []).append((path, seen))
    return {name: digest(sorted(files)) for name, files in found.items()}


def _add_documents(folder: Path, wanted: Sequence[Output]) -> None:
    for output in wanted:
        name = output.path.removesuffix(".html") + ".pdf"
        link_or_copy(folder / "pdf" / name, beside(folder / "site") / "pdf" / name)
