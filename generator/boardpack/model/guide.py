"""Pages of the guide that the site shows: `content/guide/*.md`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GuidePart:
    """A stretch of a page under one heading, which is empty for what stands before the first."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class GuidePage:
    """One page; `name` is its path below the guide's folder, `text` the whole file."""

    name: str
    path: str
    title: str
    text: str
    parts: tuple[GuidePart, ...]
