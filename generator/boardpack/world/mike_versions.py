"""`versions.json` as mike keeps it, which the version selector of the site reads."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from boardpack.errors import CannotRun

VERSIONS = "versions.json"
SCRIPT = "versions.js"
"""The same list for pages that are opened from a folder: they may read no JSON there."""


def entries(data: bytes | None) -> list[dict[str, Any]]:
    """Return the entries of a `versions.json`; CannotRun when mike cannot read it."""
    return [{**one, "aliases": sorted(one["aliases"])} for one in _versions(data).to_json()]


def with_entries(
    data: bytes | None,
    given: Sequence[tuple[str, str, Mapping[str, Any]]],
    moved: Mapping[str, Sequence[str]],
) -> bytes:
    """Return a `versions.json` with entries (version, title, properties) added or replaced.

    `moved` has the aliases that now lead to a version.
    """
    versions = _versions(data)
    for version, title, properties in given:
        names = list(moved.get(version, ()))
        info = versions.add(version, title, names, update_aliases=True)
        info.properties = dict(properties)
    found = [{**one, "aliases": sorted(one["aliases"])} for one in versions.to_json()]
    return (json.dumps(found, indent=2, ensure_ascii=False) + "\n").encode()


def script(data: bytes) -> bytes:
    """Return a `versions.json` as the script that a page opened from a folder can load."""
    return b"window.boardpackVersions = " + data.rstrip() + b";\n"


def _versions(data: bytes | None) -> Any:
    from mike.versions import Versions

    if data is None:
        return Versions()
    try:
        return Versions.loads(data)
    except (ValueError, KeyError, TypeError) as error:
        raise CannotRun(f"{VERSIONS} of the published pages cannot be read: {error}") from None
