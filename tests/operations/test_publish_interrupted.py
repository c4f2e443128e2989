"""`publish` is ended at every step: what everybody sees is as before, or a whole publication.

Every step of a first publication after the build is tried, one by one: each file, and each Git
that writes, before it begins and when it has just begun. Of the steps of a revision every third is,
and of those within a real build a few spread over it. One in 48, spread over all, is tried
in `make test`; the others are exhaustive.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from boardpack.operations.build import EditionBuilder
from support.instances import CANNOCK, edited, minimal
from support.publications import clone, published, quick_make
from support.running import commit, git, put

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs a subreaper")
TESTS = Path(__file__).parents[1]
EXHAUSTIVE = pytest.mark.exhaustive
PARTS = 48
IN_PARTS = pytest.mark.parametrize(
    "part",
    [
        pytest.param(0, marks=pytest.mark.rotating),
        *(pytest.param(n, marks=EXHAUSTIVE) for n in range(1, PARTS)),
    ],
)
MOMENT = {"SOURCE_DATE_EPOCH": "1544803200"}


def runs(template: Path, folder: Path, *words: str) -> list[dict[str, Any]]:
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, str(TESTS / "support/killing.py"), template, folder, *words],
        env={**os.environ, "PYTHONPATH": f"{TESTS.parent / 'generator'}:{TESTS}", **MOMENT},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def all_or_nothing(found: list[dict[str, Any]], how: str, ended: int) -> set[str]:
    """Assert what must be true however it was ended; return what everybody sees."""
    runs_so_ended = [run for run in found if run["how"] == how]
    assert runs_so_ended
    for run in runs_so_ended:
        assert run["ended"] in (ended, 0), run
        assert (run["proof"], run["again"], run["proof_again"]) == (0, 0, 0), run
        assert run["leftover"] == [], run
    return {run["seen"] for run in runs_so_ended}


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """Return a clone in which nothing has been published."""
    top = tmp_path / "template"
    clone(minimal(), top)
    for repository in (top / "remote.git", top / "clone/.git"):
        git(repository, "gc", "--quiet")
        shutil.rmtree(repository / "hooks")
    return top


@pytest.fixture
def second(first: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a clone in which the month was published, and then corrected."""
    monkeypatch.setattr(EditionBuilder, "build_edition", quick_make)
    # No later than the correction, which a clock that went back would not be let make.
    for name, value in MOMENT.items():
        monkeypatch.setenv(name, value)
    assert published(first / "clone").status == 0
    put(edited(minimal(), CANNOCK, "second line", "third line"), first / "clone")
    commit(first / "clone", "It was the third")
    git(first / "clone", "push", "--quiet", "origin", "main")
    (first / "revision").touch()
    return first


def choose(how: str, first: int, every: int, part: int) -> str:
    """Return the words for a part of the steps."""
    return f"{how}:{first + part * every}:{PARTS * every}"


@IN_PARTS
def test_the_first_publication_is_killed_or_finds_the_disk_full_at_any_step(
    first: Path, tmp_path: Path, part: int
) -> None:
    found = runs(
        first,
        tmp_path / "runs",
        choose("kill", 1, 1, part),
        choose("full", 1, 7, part),
        choose("size", 30, 1500, part),
    )
    assert all_or_nothing(found, "kill", -9) == {"before", "after"}
    assert "before" in all_or_nothing(found, "full", 2)
    assert all_or_nothing(found, "size", 2) == {"before"}


@IN_PARTS
def test_a_revision_is_killed_at_some_steps(second: Path, tmp_path: Path, part: int) -> None:
    found = runs(second, tmp_path / "runs", choose("kill", 1, 3, part))
    assert "before" in all_or_nothing(found, "kill", -9)


@EXHAUSTIVE
def test_the_first_publication_is_killed_within_a_real_build(first: Path, tmp_path: Path) -> None:
    found = runs(first, tmp_path / "runs", "kill:20:450", "--real")
    all_or_nothing(found, "kill", -9)
    assert found[0]["seen"] == "before"
