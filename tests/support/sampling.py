"""Which of many cases `make test` tries; `make check` tries all."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable, Sequence
from itertools import count, product
from pathlib import Path
from typing import Any

import pytest

_TURNS = 8


def take_sample(items: Sequence[pytest.Item], turn: int) -> tuple[list[pytest.Item], ...]:
    """Return which tests `make test` runs, and which not: of the rotating ones each n-th.

    Neighbours have their turns one after the other, so that each run tries some of each file; but
    a file whose tests need the same thing that takes long to make has its turn as a whole. What
    takes longest has more `turns` than others.
    """
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    turns = count()
    turns_of_files: dict[str, int] = {}
    for item in items:
        is_chosen = not item.get_closest_marker("exhaustive")
        rotating = item.get_closest_marker("rotating")
        if is_chosen and rotating:
            file = item.nodeid.partition("::")[0]
            is_whole = rotating.kwargs.get("whole_file", False)
            turns_in_all = rotating.kwargs.get("turns", _TURNS)
            if not is_whole:
                own_turn = next(turns)
            elif file in turns_of_files:
                own_turn = turns_of_files[file]
            else:
                own_turn = turns_of_files[file] = next(turns)
            is_chosen = own_turn % turns_in_all == turn % turns_in_all
        (kept if is_chosen else left_out).append(item)
    return kept, left_out


def read_turn() -> int:
    """Return a number that each commit has another of; the same commit is always tested alike."""
    asked = ["git", "-C", str(Path(__file__).parent), "rev-parse", "HEAD"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    return 0 if done.returncode else int(done.stdout, 16)


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
