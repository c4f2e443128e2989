"""A progress bar where somebody watches; silence where not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

T = TypeVar("T")


def show_progress(items: Iterable[T], total: int, label: str, out: TextIO) -> Iterator[T]:
    """Yield items, showing how many are done when `out` is a terminal."""
    if not out.isatty():
        yield from items
        return
    from tqdm import tqdm

    yield from tqdm(items, total=total, desc=label, file=out, leave=False)
