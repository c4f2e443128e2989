"""What is remembered is what was computed here, and forgetting it costs nothing but time."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from boardpack.adapters import memory
from boardpack.adapters.memory import FOLDER, Memory
from support.running import git

NOTE = {"north/access": ["0" * 64], "south/access": []}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "instance"
    folder.mkdir()
    git(folder, "init", "--quiet")
    return folder


def test_what_was_noted_is_recalled_by_its_whole_subject(root: Path) -> None:
    Memory(root).note(NOTE, "merge", "a", "b")
    assert Memory(root).recall("merge", "a", "b") == NOTE
    assert Memory(root).recall("merge", "ab", "") is None
    assert Memory(root).recall("merge", "a") is None


def test_another_version_of_boardpack_recalls_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Memory(root).note(NOTE, "merge", "a")
    monkeypatch.setattr(memory, "compute_engine_digest", lambda: "another")
    assert Memory(root).recall("merge", "a") is None


def test_what_was_deleted_is_forgotten(root: Path) -> None:
    Memory(root).note(NOTE, "merge", "a")
    shutil.rmtree(root / FOLDER)
    assert Memory(root).recall("merge", "a") is None


def test_a_note_that_came_with_the_files_is_not_believed(root: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    git(other, "init", "--quiet")
    Memory(other).note(NOTE, "merge", "a")
    shutil.copytree(other / FOLDER, root / FOLDER)
    assert Memory(root).recall("merge", "a") is None


@pytest.mark.parametrize("spoil", [lambda data: data[:-1], lambda data: data + b" ", lambda _: b""])
def test_a_note_that_was_altered_is_not_believed(root: Path, spoil: object) -> None:
    assert callable(spoil)
    Memory(root).note(NOTE, "merge", "a")
    (file,) = (root / FOLDER).iterdir()
    file.write_bytes(spoil(file.read_bytes()))
    assert Memory(root).recall("merge", "a") is None


def test_a_note_of_one_subject_is_not_taken_for_another_s(root: Path) -> None:
    Memory(root).note(NOTE, "merge", "a")
    (first,) = (root / FOLDER).iterdir()
    data = first.read_bytes()
    first.unlink()
    Memory(root).note({}, "merge", "b")
    (second,) = (root / FOLDER).iterdir()
    second.write_bytes(data)
    assert Memory(root).recall("merge", "b") is None


def test_where_nothing_can_be_kept_everything_is_computed_again(root: Path) -> None:
    (root / "build").write_text("in the way")
    Memory(root).note(NOTE, "merge", "a")
    assert Memory(root).recall("merge", "a") is None


def test_outside_a_repository_nothing_is_kept(tmp_path: Path) -> None:
    Memory(tmp_path).note(NOTE, "merge", "a")
    assert Memory(tmp_path).recall("merge", "a") is None
    assert list(tmp_path.iterdir()) == []
