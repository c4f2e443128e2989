"""Sites and PDFs that take seconds to make, made once for all tests and all their processes."""

from __future__ import annotations

import fcntl
from collections.abc import Mapping
from pathlib import Path

import pytest

from support.books import ROOT, demo
from support.instances import minimal
from support.running import boardpack, put
from support.signing import Month, copy_month, make_month


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the living example with all its editions built; alter nothing in it."""
    return _built(tmp_path_factory, "demo", demo())


@pytest.fixture(scope="session")
def built_minimal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the smallest instance, built; alter nothing in it."""
    return _built(tmp_path_factory, "minimal", minimal())


@pytest.fixture(scope="session")
def unsigned_month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    """Return a repository that is ready to be signed off; alter nothing in it."""
    return make_month(tmp_path_factory.mktemp("signing"))


@pytest.fixture
def month(unsigned_month: Month, tmp_path: Path) -> Month:
    """Return a repository that is ready to be signed off, for one test to alter."""
    return copy_month(unsigned_month, tmp_path)


def _built(factory: pytest.TempPathFactory, name: str, tree: Mapping[str, bytes]) -> Path:
    shared = factory.getbasetemp().parent if "gw" in factory.getbasetemp().name else None
    folder = (shared or factory.getbasetemp()) / f"built-{name}"
    with open(folder.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            settings = {"mkdocs.yml": (ROOT / "mkdocs.yml").read_bytes()}
            ran = boardpack("-C", put({**tree, **settings}, folder), "build")
            assert ran.status == 0, ran
            (folder / "done").touch()
    return folder
