from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.adapters import files
from boardpack.adapters.git.plumbing import find_merge_base, read_files_at, read_tree_at
from boardpack.errors import CannotRun
from support.instances import CANNOCK, minimal
from support.running import commit, git, put, repository


def test_a_tree_is_read_as_it_was_without_touching_the_checkout(tmp_path: Path) -> None:
    here = repository(minimal(), tmp_path)
    first = git(here, "rev-parse", "HEAD")
    put({CANNOCK: b"changed"}, here)
    commit(here, "Change a file")
    tree, findings = read_tree_at(here, first)
    assert dict(tree) == minimal()
    assert findings == []
    assert (here / CANNOCK).read_bytes() == b"changed"


def test_an_instance_in_a_subfolder_of_a_repository_is_read(tmp_path: Path) -> None:
    files = {f"packs/{path}": data for path, data in minimal().items()}
    here = repository({**files, "content/other.md": b"not ours"}, tmp_path)
    tree, _ = read_tree_at(here / "packs", "HEAD")
    assert dict(tree) == minimal()


def test_empty_files_and_files_without_a_last_line_break_are_read_exactly(tmp_path: Path) -> None:
    files = {"data/a.csv": b"", "data/b.csv": b"x", "data/c.csv": b"\n\n", "data/d é.csv": b"\0"}
    here = repository(files, tmp_path)
    assert dict(read_tree_at(here, "HEAD")[0]) == files


def test_links_are_findings_and_hidden_files_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/x.md").symlink_to("/etc/passwd")
    here = repository({"content/.DS_Store": b"", "data/schemas/x.json": b""}, tmp_path)
    tree, findings = read_tree_at(here, "HEAD")
    assert dict(tree) == {}
    assert [(str(f.place), f.code) for f in findings] == [("content/x.md", "F104")]


def test_what_is_read_of_the_history_is_bounded_whatever_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = repository({"data/signoffs/a.json": b"a" * 9, "data/signoffs/b.json": b"b"}, tmp_path)
    monkeypatch.setattr(files, "MAX_TREE_BYTES", 10)
    assert len(read_files_at(here, "HEAD", "data/signoffs")) == 2
    monkeypatch.setattr(files, "MAX_TREE_BYTES", 9)
    with pytest.raises(CannotRun, match="holds more than 0 MiB; look at the object"):
        read_files_at(here, "HEAD", "data/signoffs")


@pytest.mark.parametrize(
    ("limit", "value", "read", "words"),
    [
        ("MAX_BYTES", 9, ["data/a.csv", "data/c.csv"], "0.0 MiB, and 0 MiB is the limit"),
        ("MAX_TREE_BYTES", 14, ["data/a.csv", "data/b.csv"], "hold more, and 0 MiB"),
        ("MAX_TREE_FILES", 2, ["data/a.csv", "data/b.csv"], "one of more than 2 files"),
    ],
)
def test_a_tree_of_git_is_held_to_the_limits_of_a_folder(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    limit: str,
    value: int,
    read: list[str],
    words: str,
) -> None:
    here = repository(
        {"data/a.csv": b"a", "data/b.csv": b"b" * 10, "data/c.csv": b"cccc"}, tmp_path
    )
    monkeypatch.setattr(files, limit, value)
    for tree, findings in (read_tree_at(here, "HEAD"), files.read_tree(here)):
        assert list(tree) == read
        [refused] = findings
        assert (refused.code, words in refused.what) == ("F107", True)


def test_the_merge_base_is_where_two_branches_parted(tmp_path: Path) -> None:
    here = repository(minimal(), tmp_path)
    parted = git(here, "rev-parse", "HEAD")
    git(here, "switch", "--quiet", "--create", "mine")
    put({CANNOCK: b"mine"}, here)
    commit(here, "Mine")
    git(here, "switch", "--quiet", "main")
    put({"data/x.csv": b"theirs"}, here)
    commit(here, "Theirs")
    git(here, "switch", "--quiet", "mine")
    assert find_merge_base(here, "main") == parted


def test_variables_of_a_hook_do_not_lead_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = repository(minimal(), tmp_path / "here")
    elsewhere = repository({"data/x.csv": b""}, tmp_path / "elsewhere")
    monkeypatch.setenv("GIT_DIR", str(elsewhere / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", "index")
    assert dict(read_tree_at(here, "HEAD")[0]) == minimal()


@pytest.mark.parametrize("revision", ["nowhere", "--help", "-n", "", "main:data", "HEAD~5"])
def test_an_unknown_revision_is_said_to_be_one(tmp_path: Path, revision: str) -> None:
    here = repository({"data/x.csv": b""}, tmp_path)
    with pytest.raises(CannotRun, match=f"Git knows no revision '{revision}'"):
        find_merge_base(here, revision)


def test_histories_that_never_met_are_said_to_be_so(tmp_path: Path) -> None:
    here = repository({"data/x.csv": b""}, tmp_path)
    git(here, "switch", "--quiet", "--orphan", "other")
    put({"data/y.csv": b""}, here)
    commit(here, "Another beginning")
    with pytest.raises(CannotRun, match="fetch the whole history"):
        find_merge_base(here, "main")


def test_a_folder_outside_any_repository_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="is not in a Git repository"):
        find_merge_base(tmp_path, "main")


def test_git_that_is_missing_is_said_to_be_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotRun, match="Git is not installed"):
        find_merge_base(tmp_path, "main")
