"""What a build would write: a path, a key that tells whether it changed, and how to make it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Output:
    """One file. `make` is only called when no file with the same key exists already."""

    path: str
    key: str
    make: Callable[[], str]


@dataclass(frozen=True, slots=True)
class DataOutput:
    """One file that is no text."""

    path: str
    key: str
    make: Callable[[], bytes]
