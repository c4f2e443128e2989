"""A progress bar where somebody watches; silence where not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

T = TypeVar("T")


def progress(items: Iterable[T], total: int, words: str, out: TextIO) -> Iterator[T]:
    """Yield items, showing how many are done when `out` is a terminal."""
    if not out.isatty():
        yield from items
        return
    from tqdm import tqdm

    yield from tqdm(items, total=total, desc=words, file=out, leave=False)
