"""No output takes the place of another, whatever made them."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.errors import CannotRun
from boardpack.operations.build_cache import BuildCache
from boardpack.render.output import Output


def plan(*paths: str) -> list[Output]:
    return [Output(path, "key", str) for path in paths]


@pytest.mark.parametrize("second", ["measures/a--b.md", "measures/A--B.md"])
def test_a_second_output_at_one_path_stops_the_build(tmp_path: Path, second: str) -> None:
    cache = BuildCache.from_folder(tmp_path / "monthly-2018-11")
    with pytest.raises(CannotRun, match=f"two things would be written to pages/{second}"):
        cache.find_stale_outputs("pages", plan("measures/a--b.md", second))


def test_outputs_of_different_kinds_or_paths_stand_beside_each_other(tmp_path: Path) -> None:
    cache = BuildCache.from_folder(tmp_path)
    assert len(cache.find_stale_outputs("pages", plan("a.md", "b.md"))) == 2
    assert len(cache.find_stale_outputs("pdf", plan("a.md"), suffix=".pdf")) == 1
