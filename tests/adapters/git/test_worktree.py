"""The files in a folder, held against the last commit byte for byte, whatever Git says of them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from boardpack.adapters.git import worktree
from support.running import put
from support.signing import Month

FILE = "content/a.md"
PATHS = ("content", "data", "site_templates", "mkdocs.yml")


@pytest.fixture
def work(tmp_path: Path) -> Month:
    """Return a repository with some files."""
    month = Month(tmp_path / "work", tmp_path / "keys")
    month.root.mkdir()
    month.git("init", "--quiet", "--initial-branch=main")
    put({"mkdocs.yml": b"a: 1\n", "site_templates/x.jinja": b"x\n"}, month.root)
    month.put(FILE, "one\ntwo\n", "first@example.org")
    return month


def seen(work: Month) -> list[str]:
    return worktree.list_unsaved_files(work.root, *PATHS)


def test_what_is_not_as_it_was_committed_is_listed(work: Month) -> None:
    assert seen(work) == []
    work.put("data/gone.csv", "x", "second@example.org")
    (work.root / "data/gone.csv").unlink()
    put({"data/new é.csv": b"x", "other/x": b"x", "mkdocs.yml": b"a: 2\n"}, work.root)
    work.alter(FILE, "two", "2")
    expected = [FILE, "data/gone.csv", "data/new é.csv", "mkdocs.yml"]
    assert seen(work) == expected
    assert sorted(worktree.list_changes_seen_by_git(work.root, *PATHS)) == expected


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
@pytest.mark.parametrize("path", [FILE, "mkdocs.yml", "site_templates/x.jinja"])
def test_what_git_was_told_to_overlook_is_listed(work: Month, flag: str, path: str) -> None:
    work.git("update-index", flag, path)
    (work.root / path).write_bytes(b"other\n")
    assert worktree.list_changes_seen_by_git(work.root, *PATHS) == []
    assert seen(work) == [path]
    (work.root / path).unlink()
    assert seen(work) == [path]


@pytest.mark.parametrize("place", [".gitignore", ".git/info/exclude", "data/.gitignore"])
def test_what_git_ignores_is_listed(work: Month, place: str) -> None:
    put({place: b"*.csv\n.gitignore\n"}, work.root)
    put({"data/rows.csv": b"x"}, work.root)
    assert worktree.list_changes_seen_by_git(work.root, *PATHS) == []
    assert seen(work) == ["data/rows.csv"]


def test_what_a_filter_shows_is_listed(work: Month) -> None:
    work.put(".gitattributes", "content/** filter=sly\n", "second@example.org")
    work.git("config", "filter.sly.smudge", "sed s/two/2/")
    work.git("config", "filter.sly.clean", "sed s/2/two/")
    (work.root / FILE).unlink()
    work.git("checkout", "--", FILE)
    assert (work.root / FILE).read_bytes() == b"one\n2\n"
    assert worktree.list_changes_seen_by_git(work.root, *PATHS) == []
    assert seen(work) == [FILE]


def test_a_monitor_that_says_nothing_changed_is_not_asked(work: Month) -> None:
    monitor = work.root.parent / "monitor"
    monitor.write_text("#!/bin/sh\nprintf 'token\\0'\n")
    monitor.chmod(0o755)
    work.git("config", "core.fsmonitor", str(monitor))
    work.git("update-index", "--fsmonitor")
    work.git("status")
    work.alter(FILE, "two", "2")
    assert seen(work) == [FILE]


def test_the_files_of_a_submodule_are_in_no_commit(work: Month) -> None:
    other = Month(work.root.parent / "other", work.keys)
    other.root.mkdir()
    other.git("init", "--quiet", "--initial-branch=main")
    other.put("b.md", "b", "second@example.org")
    allowed = ("-c", "protocol.file.allow=always")
    work.git(*allowed, "submodule", "--quiet", "add", str(other.root), "content/sub")
    work.commit("second@example.org")
    assert worktree.list_submodules(work.root, *PATHS) == ["content/sub"]
    assert seen(work) == ["content/sub/b.md"]


def test_a_link_is_not_the_file_to_which_it_leads(work: Month) -> None:
    (work.root / "elsewhere.jinja").write_bytes(b"y\n")
    (work.root / "site_templates/y.jinja").symlink_to("../elsewhere.jinja")
    work.commit("second@example.org")
    assert seen(work) == ["site_templates/y.jinja"]


def test_line_ends_of_the_checkout_are_no_change(work: Month) -> None:
    (work.root / FILE).write_bytes(b"one\r\ntwo\r\n")
    assert seen(work) == []
    (work.root / FILE).write_bytes(b"one\r\ntwo\n\r\n")
    assert seen(work) == [FILE]


def test_what_no_program_of_ours_reads_is_not_listed(work: Month) -> None:
    put({"content/.DS_Store": b"x", "content/a.md~": b"x", "data/schemas/x.json": b"x"}, work.root)
    put({"data/sent/monthly/2018-11.csv": b"x"}, work.root)
    assert seen(work) == []


def test_a_repository_of_longer_names_is_compared_in_them(tmp_path: Path) -> None:
    made = subprocess.run(
        ["git", "init", "--quiet", "--object-format=sha256", str(tmp_path)], check=False
    )
    if made.returncode:
        pytest.skip("this Git knows no SHA-256")
    work = Month(tmp_path, tmp_path / "keys")
    work.put(FILE, "one\n", "first@example.org")
    assert seen(work) == []
    work.alter(FILE, "one", "1")
    assert seen(work) == [FILE]
