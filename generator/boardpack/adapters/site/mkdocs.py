"""Staged pages to a site with mkdocs: whole, or only the pages that changed.

The new tree is made beside the old one and takes its place by rename. For a partial build the
old tree is cloned with hard links; what mkdocs will write is left out of the clone, because
mkdocs writes in place and would otherwise write through a link into the old tree.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jinja2 import FileSystemBytecodeCache
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import get_files

from boardpack.adapters.files import to_staging_path

INDEX = "search/search_index.json"
INDEX_SCRIPT = "search/search_index.js"
"""The same index for a site that is opened from disk, where browsers refuse to read files."""
PDF_FOLDER = "pdf/"
"""What others put into a site; it is not carried over."""
_OWN_ADVICE = "A 'dirty' build"


def build_site(config: Path, site: Path, changed: Collection[str] | None) -> str:
    """Build the site beside the old one, as `beside(site)`; return mkdocs' complaint, or nothing.

    `changed` names staged files, relative to the pages' folder, that were added, altered or
    removed; None builds everything, as it must when the configuration, the navigation, the theme
    or a version changed.
    """
    new = to_staging_path(site).resolve()
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    settings = load_config(str(config), site_dir=str(new), strict=False)
    _keep_environment(settings.theme, config.parent.parent / ".jinja")
    is_partial = changed is not None and (site / INDEX).is_file()
    order = _clone_site(settings, site, new, changed or ()) if is_partial else []
    with _collect_complaints() as complaints:
        build(settings, dirty=is_partial)
    if is_partial and not complaints:
        _merge_indexes(site / INDEX, new / INDEX, order)
    if not complaints:
        index = (new / INDEX).read_text("utf-8")
        (new / INDEX_SCRIPT).write_text(f"var __index = {index}", "utf-8")
    return "; ".join(complaints)


def _clone_site(
    settings: MkDocsConfig, old: Path, new: Path, changed: Collection[str]
) -> list[str]:
    """Link what stays; return the addresses of all pages in mkdocs' order."""
    files = get_files(settings)
    staged = {file.dest_uri for file in files}
    excluded = {INDEX, INDEX_SCRIPT, "sitemap.xml.gz", *settings.theme.static_templates}
    excluded |= {_to_destination(name) for name in changed} - staged
    for file in files:
        target = old / file.dest_uri
        if (
            file.src_uri in changed
            or not target.exists()
            or target.stat().st_mtime < os.path.getmtime(file.abs_src_path or "")
        ):
            excluded.add(file.dest_uri)
    _link_tree(old, new, excluded)
    return [file.url for file in files if file.is_documentation_page()]


def _link_tree(old: Path, new: Path, excluded: Collection[str]) -> None:
    for folder, _, names in os.walk(old):
        relative = os.path.relpath(folder, old)
        os.makedirs(new / relative, exist_ok=True)
        for name in names:
            path = os.path.normpath(os.path.join(relative, name)).replace(os.sep, "/")
            if path not in excluded and not path.startswith(PDF_FOLDER):
                os.link(os.path.join(folder, name), new / path)


def _to_destination(source: str) -> str:
    return source.removesuffix(".md") + ".html" if source.endswith(".md") else source


def _merge_indexes(old_index: Path, new_index: Path, order: list[str]) -> None:
    """Give rebuilt pages their new entries and the others their old ones, in mkdocs' order."""
    old, new = (json.loads(path.read_text("utf-8")) for path in (old_index, new_index))
    rebuilt = {_to_page_address(entry) for entry in new["docs"]}
    by_page: dict[str, list[Any]] = {}
    for entry in old["docs"]:
        if _to_page_address(entry) not in rebuilt:
            by_page.setdefault(_to_page_address(entry), []).append(entry)
    for entry in new["docs"]:
        by_page.setdefault(_to_page_address(entry), []).append(entry)
    new["docs"] = [entry for address in order for entry in by_page.get(address, ())]
    new_index.write_text(json.dumps(new, separators=(",", ":")), "utf-8")


def _to_page_address(entry: dict[str, str]) -> str:
    return entry["location"].partition("#")[0]


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


_environments: dict[object, Any] = {}


def _keep_environment(theme: Any, bytecode_folder: Path) -> None:
    """Keep a theme's compiled templates on disk, and its file list while this process lives."""
    custom_folder = Path(theme.custom_dir) if theme.custom_dir else None
    files = sorted(custom_folder.rglob("*")) if custom_folder else []
    key = (tuple(theme.dirs), tuple((str(path), path.stat().st_mtime_ns) for path in files))
    if key not in _environments:
        _environments.clear()
        env = _environments[key] = theme.get_env()
        bytecode_folder.mkdir(parents=True, exist_ok=True)
        env.bytecode_cache = FileSystemBytecodeCache(str(bytecode_folder))
        names = [name for name in env.loader.list_templates() if not name.startswith(".")]
        env.loader.list_templates = lambda: names
    environment = _environments[key]
    theme.get_env = lambda: environment
