"""Pages of the guide that the site shows: `content/guide/*.md`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GuidePage:
    """One page; `name` is its path below the guide's folder, `title` its first heading."""

    name: str
    path: str
    title: str
    text: str
