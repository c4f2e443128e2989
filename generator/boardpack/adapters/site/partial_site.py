"""A site of which only some pages are built anew: what stays is linked, the indexes are merged.

mkdocs writes in place, so what it will write is left out of the clone; otherwise it would write
through a hard link into the old site.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import get_files

from boardpack.adapters.site.search_parts import is_search_file

PDF_FOLDER = "pdf/"
"""What others put into a site; it is not carried over."""


def clone_site(
    settings: MkDocsConfig, old: Path, new: Path, changed_pages: Collection[str]
) -> list[str]:
    """Link what stays; return the addresses of all pages in mkdocs' order."""
    files = get_files(settings)
    staged = {file.dest_uri for file in files}
    # mkdocs writes these in every build, a dirty one included.
    excluded = {"sitemap.xml.gz", *settings.theme.static_templates}
    excluded |= {_to_destination(name) for name in changed_pages} - staged
    for file in files:
        target = old / file.dest_uri
        if (
            file.src_uri in changed_pages
            or not target.exists()
            # By these times mkdocs' dirty mode chooses what to build, whatever the keys say.
            or target.stat().st_mtime < os.path.getmtime(file.abs_src_path or "")
        ):
            excluded.add(file.dest_uri)
    _link_tree(old, new, excluded)
    return [file.url for file in files if file.is_documentation_page()]


def merge_entries(old: Iterable[Any], new: Iterable[Any], order: Iterable[str]) -> list[Any]:
    """Give rebuilt pages their new entries and the others their old ones, in mkdocs' order."""
    new_by_page, old_by_page = _group_entries(new), _group_entries(old)
    entries_by_page = {**old_by_page, **new_by_page}
    return [entry for address in order for entry in entries_by_page.get(address, ())]


def _group_entries(entries: Iterable[Any]) -> dict[str, list[Any]]:
    entries_by_page: dict[str, list[Any]] = {}
    for entry in entries:
        entries_by_page.setdefault(_to_page_address(entry), []).append(entry)
    return entries_by_page


def _link_tree(old: Path, new: Path, excluded: Collection[str]) -> None:
    for folder, _, names in os.walk(old):
        relative = os.path.relpath(folder, old)
        for name in names:
            path = os.path.normpath(os.path.join(relative, name)).replace(os.sep, "/")
            if (
                path not in excluded
                and not path.startswith(PDF_FOLDER)
                and not is_search_file(path)
            ):
                # Only now: a folder of which nothing stays is no part of the new site.
                os.makedirs(new / relative, exist_ok=True)
                os.link(os.path.join(folder, name), new / path)


def _to_destination(source: str) -> str:
    return source.removesuffix(".md") + ".html" if source.endswith(".md") else source


def _to_page_address(entry: dict[str, str]) -> str:
    return entry["location"].partition("#")[0]
