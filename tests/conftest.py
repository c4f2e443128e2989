"""Sites and PDFs that take seconds to make, made once for all tests and all their processes."""

from __future__ import annotations

import fcntl
from collections.abc import Mapping
from pathlib import Path

import pytest

from books import ROOT, demo
from instances import minimal
from running import boardpack, put


@pytest.fixture(scope="session")
def built_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the living example with all its editions built; alter nothing in it."""
    return _built(tmp_path_factory, "demo", demo())


@pytest.fixture(scope="session")
def built_minimal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the smallest instance, built; alter nothing in it."""
    return _built(tmp_path_factory, "minimal", minimal())


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
