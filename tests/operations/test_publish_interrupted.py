"""`publish` is ended at every step: what everybody sees is as before, or a whole publication.

Every step of a first publication after the build is tried, one by one: each file, and each Git
that writes, before it begins and when it has just begun. Of the steps of a revision every third is,
and of those within a real build a few spread over it. An eighth of them, spread over all, is tried
in `make test`; the other eighths are exhaustive.
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
PARTS = 8
IN_PARTS = pytest.mark.parametrize(
    "part", [0, *(pytest.param(n, marks=EXHAUSTIVE) for n in range(1, PARTS))]
)
MOMENT = {"SOURCE_DATE_EPOCH": "1544803200"}


def runs(template: Path, folder: Path, how: str, *words: object) -> list[dict[str, Any]]:
    folder.mkdir()
    done = subprocess.run(
        [
            sys.executable,
            str(TESTS / "support/killing.py"),
            template,
            folder,
            how,
            *map(str, words),
        ],
        env={**os.environ, "PYTHONPATH": f"{TESTS.parent / 'generator'}:{TESTS}", **MOMENT},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def all_or_nothing(found: list[dict[str, Any]], ended: int) -> None:
    """Assert what must be true whatever happened."""
    assert found
    for one in found:
        assert one["ended"] in (ended, 0), one
        assert (one["proof"], one["again"], one["proof_again"]) == (0, 0, 0), one
        assert one["leftover"] == [], one


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


def steps(first: int, every: int, part: int) -> tuple[int, int]:
    """Return the first step of a part of the steps, and how far its steps lie apart."""
    return first + part * every, PARTS * every


@IN_PARTS
def test_killed_at_any_step_of_the_first_publication(
    first: Path, tmp_path: Path, part: int
) -> None:
    found = runs(first, tmp_path / "runs", "kill", *steps(1, 1, part))
    all_or_nothing(found, -9)
    assert len(found) > 4
    assert {one["seen"] for one in found} == {"before", "after"}


@IN_PARTS
def test_killed_at_some_steps_of_a_revision(second: Path, tmp_path: Path, part: int) -> None:
    found = runs(second, tmp_path / "runs", "kill", *steps(1, 3, part))
    all_or_nothing(found, -9)
    assert len(found) > 2
    assert {one["seen"] for one in found} == {"before", "after"}


@EXHAUSTIVE
def test_killed_within_a_build(first: Path, tmp_path: Path) -> None:
    found = runs(first, tmp_path / "runs", "kill", 20, 450, "--real")
    all_or_nothing(found, -9)
    assert len(found) > 1
    assert found[0]["seen"] == "before"


@IN_PARTS
def test_a_disk_that_is_full_from_some_step_on(first: Path, tmp_path: Path, part: int) -> None:
    found = runs(first, tmp_path / "runs", "full", *steps(1, 7, part))
    all_or_nothing(found, 2)
    assert len(found) > 1


@IN_PARTS
def test_a_disk_that_is_full_for_git(first: Path, tmp_path: Path, part: int) -> None:
    found = runs(first, tmp_path / "runs", "size", *steps(30, 1500, part))
    all_or_nothing(found, 2)
    assert {one["seen"] for one in found} == {"before"}
