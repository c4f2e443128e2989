"""What a build keeps of the last one."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.errors import CannotRun
from boardpack.operations.build_cache import BuildCache
from boardpack.render.output import Output


def outputs(*paths: str) -> list[Output]:
    return [Output(path, path, str) for path in paths]


def test_each_output_has_a_file_of_its_own(tmp_path: Path) -> None:
    cache = BuildCache(tmp_path, {})
    stale = cache.find_stale_outputs("pages", outputs("a.md", "b/a.md"))
    assert [one.path for one in stale] == ["a.md", "b/a.md"]


@pytest.mark.parametrize("paths", [("a.md", "a.md"), ("b/A.md", "b/a.md")])
def test_two_outputs_never_share_a_file(tmp_path: Path, paths: tuple[str, str]) -> None:
    with pytest.raises(CannotRun, match="two things would be written to pages/"):
        BuildCache(tmp_path, {}).find_stale_outputs("pages", outputs(*paths))
