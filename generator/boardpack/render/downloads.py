"""What readers can take away: a link, its words, and the kind of file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Download:
    """A file, or the page that lists files of a kind."""

    path: str
    title: str
    kind: str
