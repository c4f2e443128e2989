"""`versions.json` as mike keeps it, which the version selector of the site reads."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from html import escape, unescape
from typing import Any

from boardpack.errors import CannotRun

VERSIONS = "versions.json"
SCRIPT = "versions.js"
"""The same list for pages that are opened from a folder: they may read no JSON there."""


def parse_entries(data: bytes | None) -> list[dict[str, Any]]:
    """Return the entries of a `versions.json`; CannotRun when mike cannot read it."""
    # Where nothing is published yet, mike is not even loaded, which takes a while.
    if data is None:
        return []
    return [
        {**entry, "title": unescape(entry["title"]), "aliases": sorted(entry["aliases"])}
        for entry in _parse_versions(data).to_json()
    ]


def add_entries(
    data: bytes | None,
    additions: Sequence[tuple[str, str, Mapping[str, Any]]],
    aliases_by_version: Mapping[str, Sequence[str]],
) -> bytes:
    """Return a `versions.json` with entries (version, title, properties) added or replaced.

    `aliases_by_version` has the aliases that now lead to a version.
    """
    versions = _parse_versions(data)
    for version, title, properties in additions:
        aliases = list(aliases_by_version.get(version, ()))
        try:
            # Without update_aliases mike refuses an alias that another version has.
            info = versions.add(version, title, aliases, update_aliases=True)
        except ValueError as error:
            raise CannotRun(
                f"{VERSIONS} of the published pages has no room for {version}: {error}; somebody "
                "else's entry stands in its way, so take that away first"
            ) from None
        info.properties = dict(properties)
    # mike keeps aliases in a set, whose order differs from process to process.
    updated = [
        {**entry, "title": _to_html(entry["title"]), "aliases": sorted(entry["aliases"])}
        for entry in versions.to_json()
    ]
    return (json.dumps(updated, indent=2, ensure_ascii=False) + "\n").encode()


def _to_html(title: str) -> str:
    """Return a title, plain or escaped already, as the HTML that the version selector shows.

    It stands on every page of every publication, also of those that were made long before.
    """
    return escape(unescape(title), quote=False)


def format_script(data: bytes) -> bytes:
    """Return a `versions.json` as the script that a page opened from a folder can load."""
    return b"window.boardpackVersions = " + data.rstrip() + b";\n"


def is_list_alone(script: bytes) -> bool:
    """Return whether a script holds a list of versions, and nothing that a page would run."""
    start, end = b"window.boardpackVersions = ", b";\n"
    if not (script.startswith(start) and script.endswith(end)):
        return False
    try:
        return isinstance(json.loads(script[len(start) : -len(end)]), list)
    except (ValueError, RecursionError):
        return False


def _parse_versions(data: bytes | None) -> Any:
    from mike.versions import Versions

    if data is None:
        return Versions()
    try:
        return Versions.loads(data)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CannotRun(f"{VERSIONS} of the published pages cannot be read: {error}") from None
