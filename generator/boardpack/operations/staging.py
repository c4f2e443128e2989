"""The pages, figures and theme of an edition, written where a site builder takes them from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from boardpack.adapters.figures_workbook import to_figures_workbook
from boardpack.adapters.files import write_bytes, write_text
from boardpack.adapters.site.builder import ASSETS, PAGES, THEME, SiteJob, SiteSettings
from boardpack.adapters.site.plotly import read_chart_library
from boardpack.analysis.edition import Edition
from boardpack.load.tree import Tree
from boardpack.model.canonical import compute_digest
from boardpack.operations.build_cache import BuildCache
from boardpack.operations.build_settings import BuildSettings
from boardpack.render.data_files import DataTable, list_data_tables, plan_data_files
from boardpack.render.data_workbook import list_sheets, locate_workbook
from boardpack.render.edition_view import EditionView
from boardpack.render.output import DataOutput, Output
from boardpack.render.site.compare import plan_compared_facts
from boardpack.render.site.decisions import plan_decisions_file
from boardpack.render.site.links import SERVICES
from boardpack.render.site.meetings import plan_action_files
from boardpack.render.site.navigation import build_navigation
from boardpack.render.site.plan import plan_pages
from boardpack.render.site.service_list import has_service_list
from boardpack.render.site.site_page import plan_text
from boardpack.render.web_form.page import FORM_FOLDER, plan_form

DATASETS = "data/datasets/"
THEME_TEMPLATES = "theme/"
FORM_SCRIPTS = ("write/form.js", "write/submission.js", "write/form.css")


def stage_site(
    edition_view: EditionView, build_cache: BuildCache, tree: Tree, settings: BuildSettings
) -> SiteJob:
    """Write what the site is built from; return the job, which says what changed."""
    _stage_pages(edition_view, build_cache, tree, settings)
    site_settings = _compose_site_settings(edition_view)
    build_date = settings.date_build(edition_view.edition)
    is_same_site = _stage_theme(build_cache, settings, (site_settings, build_date))
    changed_pages = frozenset(build_cache.list_changed_names(PAGES))
    return SiteJob(
        folder=build_cache.folder,
        settings=site_settings,
        base_settings=settings.base_settings,
        build_date=build_date,
        changed_pages=changed_pages if is_same_site else None,
    )


def _stage_theme(build_cache: BuildCache, settings: BuildSettings, site_facts: object) -> bool:
    """Write the theme; return whether it and all else that touches every page is as before."""
    base_text = settings.base_settings.read_text("utf-8")
    is_unchanged = build_cache.is_unchanged(
        "site", compute_digest((settings.digest, base_text, site_facts))
    )
    if not is_unchanged:
        for path, text in settings.templates.items():
            if path.startswith(THEME_TEMPLATES):
                name = path.removeprefix(THEME_TEMPLATES)
                write_text(build_cache.folder / THEME / name, text)
    return is_unchanged


def _compose_site_settings(edition_view: EditionView) -> SiteSettings:
    certificate = edition_view.certificate
    return SiteSettings(
        title=edition_view.edition.instance.directorate.title,
        description=edition_view.edition.title,
        navigation=build_navigation(edition_view),
        is_for_review=edition_view.is_for_review,
        version=certificate.version if certificate else "",
        listing_pages=(SERVICES,) if has_service_list(edition_view) else (),
    )


def _stage_pages(
    edition_view: EditionView, build_cache: BuildCache, tree: Tree, settings: BuildSettings
) -> None:
    """Write the pages and data files that changed; take away what the edition has no more."""
    folder = build_cache.folder / PAGES
    sources = _digest_datasets(tree)
    tables = list_data_tables(edition_view.edition, sources, edition_view.engine)
    form = tuple(plan_form(edition_view))
    outputs = [
        *plan_pages(edition_view),
        *plan_data_files(tables),
        *plan_compared_facts(edition_view, sources),
        *plan_action_files(edition_view),
        *plan_decisions_file(edition_view),
        *form,
        *(_plan_form_scripts(settings.templates) if form else ()),
        Output(f"{ASSETS}/plotly.min.js", edition_view.engine, read_chart_library),
    ]
    for output in build_cache.find_stale_outputs(PAGES, outputs):
        write_text(folder / output.path, output.make())
    data_outputs = [
        *_plan_workbook(edition_view.edition, tables),
        *(_plan_editor(settings.editor_files) if form else ()),
    ]
    for data_output in build_cache.find_stale_outputs(PAGES, data_outputs):
        write_bytes(folder / data_output.path, data_output.make())
    for name in build_cache.find_removed_files(PAGES):
        (folder / name).unlink(missing_ok=True)


def _plan_workbook(edition: Edition, tables: Sequence[DataTable]) -> Iterator[DataOutput]:
    """Yield the workbook of an edition that has figures."""

    def make_workbook() -> bytes:
        return to_figures_workbook(edition.title, list_sheets(edition, tables))

    if tables:
        key = compute_digest((edition.title, [table.key for table in tables]))
        yield DataOutput(locate_workbook(edition), key, make_workbook)


def _plan_form_scripts(templates: Mapping[str, str]) -> Iterator[Output]:
    """Yield what makes the page of the form read and write a submission."""
    for name in FORM_SCRIPTS:
        yield plan_text(f"{ASSETS}/{name}", templates[name])


def _plan_editor(files: Sequence[Path]) -> Iterator[DataOutput]:
    """Yield the files of the editor that the page of the form runs."""
    for path in files:
        key = hashlib.sha256(path.read_bytes()).hexdigest()
        yield DataOutput(f"{ASSETS}/{FORM_FOLDER}/{path.name}", key, path.read_bytes)


def _digest_datasets(tree: Tree) -> dict[str, str]:
    """Return the digest of each dataset's files."""
    files_by_dataset: dict[str, list[tuple[str, str]]] = {}
    for path, data in tree.items():
        if path.startswith(DATASETS):
            file_digest = hashlib.sha256(data).hexdigest()
            files_by_dataset.setdefault(path.split("/")[2], []).append((path, file_digest))
    return {name: compute_digest(sorted(files)) for name, files in files_by_dataset.items()}
