"""Tells what grows with the length of its input from what grows with the square of it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

_SECONDS = 30
"""No machine is so slow for what is linear; with so long an input, a square takes minutes."""


@contextmanager
def growing_by_length_alone() -> Iterator[None]:
    """Fail where a long input is read again from each of its places."""
    start = time.process_time()
    yield
    assert time.process_time() - start < _SECONDS
