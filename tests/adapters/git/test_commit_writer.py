"""Commits of files that lie nowhere on disk."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from boardpack.adapters.git.commit_writer import (
    Committer,
    PagesUpdate,
    format_commit,
    import_commit,
)
from boardpack.errors import CannotRun
from support.running import git

MOMENT = datetime(2018, 12, 14, 16, tzinfo=UTC)
REF = "refs/heads/work"


def commands(update: PagesUpdate, name: str = "A. Publisher", base: str = "") -> bytes:
    return b"".join(format_commit(REF, base, Committer(name, "p@example.org"), update))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    return tmp_path


def test_a_commit_says_who_when_after_what_and_which_files() -> None:
    update = PagesUpdate("Publish é", MOMENT, {"v1/b": b"B\n", "v1/a": b""}, ("v1",))
    assert commands(update, base="1" * 40).decode().splitlines() == [
        "commit refs/heads/work",
        "committer A. Publisher <p@example.org> 1544803200 +0000",
        "data 10",
        "Publish é",
        f"from {'1' * 40}",
        "D v1",
        "M 100644 inline v1/a",
        "data 0",
        "",
        "M 100644 inline v1/b",
        "data 2",
        "B",
        "",
        "done",
    ]


@pytest.mark.parametrize(("name", "line"), [("", "committer <p"), ("A <b>\n", "committer A b <p")])
def test_a_name_cannot_say_more_than_a_name(name: str, line: str) -> None:
    assert line in commands(PagesUpdate("M", MOMENT, {}), name).decode()


def test_any_name_of_a_file_comes_back_as_it_was(folder: Path) -> None:
    files = {'q"uo\\te': b"\0\1", "ü x/line\nbreak": b"data 3\n", "a/b": b"A\n\n"}
    import_commit(folder, [commands(PagesUpdate("M", MOMENT, files))], {"PATH": "/usr/bin:/bin"})
    names = git(folder, "ls-tree", "-r", "-z", "--name-only", REF).split("\0")
    assert set(names) - {""} == set(files)
    assert git(folder, "show", f"{REF}:a/b") == "A"


def test_what_git_refuses_is_told_and_leaves_no_commit(folder: Path) -> None:
    unknown = commands(PagesUpdate("M", MOMENT, {}), base="2" * 40)
    with pytest.raises(CannotRun, match="could not be written, so nothing was published: fatal"):
        import_commit(folder, [unknown], {"PATH": "/usr/bin:/bin"})
    assert git(folder, "for-each-ref") == ""
