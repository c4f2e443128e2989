"""What was built, searched for what points to a person before anybody gets it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from boardpack.adapters.site.builder import ASSETS
from boardpack.operations.build_cache import BuildCache
from boardpack.publish.leaks import Leak, LeakSearch
from boardpack.publish.passages import list_html_passages, list_passages
from boardpack.render.output import Output

_PDF_FOLDER = "pdf"


@dataclass(frozen=True, slots=True)
class _BuiltFile:
    """A file with a key that tells whether it changed, and how to read what it says."""

    path: str
    key: str
    list_passages: Callable[[], Iterable[str]]


def search_build(
    site: Path,
    documents: Sequence[Output],
    html_by_name: Mapping[str, str],
    build_cache: BuildCache,
    engine: str,
) -> list[Leak]:
    """Return what points to a person in a site and in the documents that will lie in it.

    Of a document its words are read as they go to the printer, which adds none; `html_by_name`
    has those that are printed anew. What was clean at the last build is not read again.
    """
    search = LeakSearch()
    leaks: list[Leak] = []
    for file in (
        *_list_site_files(site, engine),
        *(_describe_document(document, html_by_name) for document in documents),
    ):
        name = f"clean/{file.path}"
        if build_cache.has_same_key(name, file.key):
            continue
        found = list(search.find_leaks(file.path, file.list_passages()))
        if found:
            build_cache.forget_key(name)
        leaks += found
    return leaks


def _list_site_files(site: Path, engine: str) -> Iterator[_BuiltFile]:
    for path in _list_own_files(site):
        data = (site / path).read_bytes()
        key = f"{engine} {hashlib.sha256(data).hexdigest()}"
        yield _BuiltFile(path, key, partial(list_passages, path, data))


def _describe_document(document: Output, html_by_name: Mapping[str, str]) -> _BuiltFile:
    name = document.path.removesuffix(".html")

    def read_passages() -> Iterator[str]:
        return list_html_passages(html_by_name.get(name) or document.make())

    return _BuiltFile(f"{_PDF_FOLDER}/{name}.pdf", document.key, read_passages)


def _list_own_files(site: Path) -> Iterator[str]:
    """Yield the paths of what holds words: not what comes with the theme, nor what is printed."""
    for folder, _, names in os.walk(site):
        relative = Path(folder).relative_to(site)
        if relative.parts[:1] not in ((ASSETS,), (_PDF_FOLDER,)):
            yield from ((relative / name).as_posix() for name in names)
