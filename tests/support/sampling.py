"""Which of many cases `make test` tries; `make check` tries all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

import pytest


def sampled(cases: Iterable[Any], every: int) -> list[Any]:
    """Return cases for a test's parameters of which all but every n-th are exhaustive."""
    return [_marked(n % every == 0, case) for n, case in enumerate(cases)]


def sampled_pairs(first: Sequence[Any], second: Sequence[Any]) -> list[Any]:
    """Return all pairs; `make test` tries each case of the longer sequence once."""
    shorter = min(len(first), len(second))
    pairs = product(enumerate(first), enumerate(second))
    return [_marked((n - m) % shorter == 0, one, other) for (n, one), (m, other) in pairs]


def _marked(is_in_sample: bool, *case: Any) -> Any:
    return pytest.param(*case, marks=() if is_in_sample else pytest.mark.exhaustive)
