"""Staged pages to a site with mkdocs: whole, or only the pages that changed.

mkdocs itself is imported when there is something to build, because that takes a while.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from boardpack.adapters.files import write_text
from boardpack.adapters.site.builder import PAGES, SITE, THEME, SiteJob, SiteSettings

SETTINGS = "mkdocs.yml"
_BYTECODE = ".jinja"
# Before the theme's own script, in which it finds what it stands in for.
_SEARCH_SCRIPTS = ["assets/search-as-typed.js"]
_OWN_ADVICE = "A 'dirty' build"


@dataclass(frozen=True, slots=True)
class MkdocsBuilder:
    """Builds with mkdocs; a partial build equals a whole one in every byte."""

    def build_site(self, job: SiteJob) -> tuple[str, ...]:
        """Make `job.new_site` anew; return mkdocs' complaints."""
        write_text(job.folder / SETTINGS, compose_settings(job))
        _forget_empty_date()
        new_site = job.new_site.resolve()
        shutil.rmtree(new_site, ignore_errors=True)
        new_site.mkdir(parents=True)
        with _collect_complaints() as complaints:
            page_order = _run_mkdocs(job, new_site)
        if not complaints:
            _complete_index(job, new_site, page_order)
        return tuple(complaints)


def compose_settings(job: SiteJob) -> str:
    """Return a job's `mkdocs.yml`: JSON is YAML, and has no surprises."""
    settings = {
        "INHERIT": os.path.relpath(job.base_settings, job.folder),
        # The theme prints what it is called, and its navigation, as HTML.
        "site_name": escape(job.settings.title),
        "site_description": escape(job.settings.description),
        "docs_dir": PAGES,
        "site_dir": SITE,
        "theme": {"custom_dir": THEME},
        "extra": {"polyfills": _SEARCH_SCRIPTS, **_describe_finality(job.settings)},
        "nav": _escape_titles(job.settings.navigation),
    }
    return json.dumps(settings, indent=2) + "\n"


def _escape_titles(navigation: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        {escape(title): place if isinstance(place, str) else _escape_titles(place)}
        for part in navigation
        for title, place in part.items()
    ]


def _describe_finality(settings: SiteSettings) -> dict[str, object]:
    """Return what the theme says on every page: that it is for review, or which version it is."""
    if not settings.version:
        return {"boardpack": {"for_review": settings.is_for_review}}
    return {
        "boardpack": {"for_review": False, "version": settings.version},
        "version": {"provider": "mike"},
    }


def _forget_empty_date() -> None:
    """An empty variable is none to everybody but mkdocs, which would take it for a number."""
    if os.environ.get("SOURCE_DATE_EPOCH") == "":
        del os.environ["SOURCE_DATE_EPOCH"]


def _run_mkdocs(job: SiteJob, new_site: Path) -> list[str]:
    """Build the site; return the addresses of all pages in order when only some were built."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    from boardpack.adapters.site.mkdocs_plugin import BuildPlugin
    from boardpack.adapters.site.partial_site import clone_site
    from boardpack.adapters.site.search_parts import INDEX

    config = load_config(str(job.folder / SETTINGS), site_dir=str(new_site), strict=False)
    # Not named in mkdocs.yml, because mkdocs finds only plugins that are installed as such.
    config.plugins["boardpack"] = BuildPlugin(
        job.build_date, job.folder.parent / _BYTECODE, job.settings.listing_pages
    )
    if job.changed_pages is None or not (job.last_site / INDEX).is_file():
        build(config)
        return []
    page_order = clone_site(config, job.last_site, new_site, job.changed_pages)
    build(config, dirty=True)
    return page_order


def _complete_index(job: SiteJob, new_site: Path, page_order: list[str]) -> None:
    """Complete the search index of a partial build, and write it in parts."""
    from boardpack.adapters.site.partial_site import merge_entries
    from boardpack.adapters.site.search_parts import read_index, read_parts, split_index

    docs = read_index(new_site)
    if page_order:
        docs = merge_entries(read_parts(job.last_site), docs, page_order)
    split_index(new_site, docs)


@contextmanager
def _collect_complaints() -> Iterator[list[str]]:
    """Gather warnings; mkdocs' own strict mode would count its advice on partial builds."""
    messages: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if not record.getMessage().startswith(_OWN_ADVICE):
                messages.append(record.getMessage())

    handler = Handler(logging.WARNING)
    logger = logging.getLogger("mkdocs")
    was_propagating = logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield messages
    finally:
        logger.removeHandler(handler)
        logger.propagate = was_propagating
