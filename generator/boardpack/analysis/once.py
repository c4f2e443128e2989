"""What is worked out once, at its first use, however many ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """Remembers what was worked out for whatever it is a part of."""

    def __init__(self) -> None:
        self._values: list[T] = []

    def get(self, work_out: Callable[[], T]) -> T:
        """Return the value, which is worked out only if nobody asked before."""
        if not self._values:
            self._values.append(work_out())
        return self._values[0]
