from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import IO, Any

import pytest

import boardpack as package
from boardpack.adapters import files
from boardpack.adapters.files import (
    find_root,
    find_shipped,
    read_texts,
    read_tree,
    write_atomically,
)
from boardpack.errors import CannotRun
from boardpack.findings import Finding
from boardpack.load.unread import READ_APART
from support.instances import CANNOCK, DIRECTORATE, minimal
from support.running import put


def said(findings: list[Finding]) -> list[str]:
    return [f"{one.place} {one.code} {one.what}" for one in findings]


def test_a_tree_has_every_file_under_content_and_data(tmp_path: Path) -> None:
    put({**minimal(), "README.md": b"not read", "build/x.html": b"not read"}, tmp_path)
    tree, findings = read_tree(tmp_path)
    assert dict(tree) == minimal()
    assert findings == []


@pytest.mark.parametrize(
    "path",
    [
        "content/.DS_Store",
        "content/monthly/2018-11/~$cannock-chase.md",
        "content/monthly/2018-11/cannock-chase.md~",
        "data/.git/config",
        "data/Thumbs.db",
        "data/schemas/pack.schema.json",
        "data/sent/monthly/2018-11.csv",
        "data/signoffs/monthly/2018-11/one.json",
    ],
)
def test_files_that_nobody_wrote_for_the_pack_are_left_out(tmp_path: Path, path: str) -> None:
    put({DIRECTORATE: b"", path: b"x"}, tmp_path)
    tree, findings = read_tree(tmp_path)
    assert list(tree) == [DIRECTORATE]
    assert findings == []


def test_f104_passes_a_file_with_the_content_of_another(tmp_path: Path) -> None:
    put({DIRECTORATE: b"same", "content/x.md": b"same"}, tmp_path)
    tree, findings = read_tree(tmp_path)
    assert sorted(tree) == ["content/x.md", DIRECTORATE]
    assert findings == []


def test_f104_finds_a_linked_file_and_does_not_follow_it(tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("secret")
    put({DIRECTORATE: b""}, tmp_path / "here")
    (tmp_path / "here/content").mkdir()
    (tmp_path / "here/content/x.md").symlink_to(secret)
    tree, findings = read_tree(tmp_path / "here")
    assert list(tree) == [DIRECTORATE]
    assert said(findings) == ["content/x.md F104 this is a link to another place"]


@pytest.mark.parametrize("folder", READ_APART)
def test_names_are_searched_where_others_read_and_behind_no_link(
    tmp_path: Path, folder: str
) -> None:
    name = "1950-02-01 born Mr John Smith.csv"
    put({name: b""}, tmp_path / "elsewhere")
    put({DIRECTORATE: b""}, tmp_path / "here")
    (tmp_path / "here" / folder).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "here" / folder).symlink_to(tmp_path / "elsewhere")
    assert "I114" not in " ".join(said(read_tree(tmp_path / "here")[1]))
    (tmp_path / "here" / folder).unlink()
    put({f"{folder}/{name}": b""}, tmp_path / "here")
    assert "I114" in " ".join(said(read_tree(tmp_path / "here")[1]))


def test_f104_finds_a_linked_folder_and_does_not_enter_it(tmp_path: Path) -> None:
    put({"x.md": b"secret"}, tmp_path / "elsewhere")
    put({DIRECTORATE: b""}, tmp_path / "here")
    (tmp_path / "here/content").symlink_to(tmp_path / "elsewhere")
    tree, findings = read_tree(tmp_path / "here")
    assert list(tree) == [DIRECTORATE]
    assert said(findings) == ["content F104 this is a link to another place"]


def test_f106_finds_a_file_that_may_not_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put({DIRECTORATE: b"", CANNOCK: b"x"}, tmp_path)

    def open_path(path: str, mode: str, buffering: int = -1) -> IO[Any]:
        if path.endswith("cannock-chase.md"):
            raise PermissionError(13, "Permission denied")
        return open(path, mode, buffering)

    monkeypatch.setattr(files, "open", open_path, raising=False)
    tree, findings = read_tree(tmp_path)
    assert list(tree) == [DIRECTORATE]
    assert said(findings) == [f"{CANNOCK} F106 it cannot be read: permission denied"]


def test_f106_finds_what_is_no_file_and_does_not_wait_for_it(tmp_path: Path) -> None:
    put({DIRECTORATE: b""}, tmp_path)
    os.mkfifo(tmp_path / "data/pipe.csv")
    with socket.socket(socket.AF_UNIX) as listener:
        here = Path.cwd()
        os.chdir(tmp_path)
        listener.bind("data/socket.csv")
        os.chdir(here)
        _, findings = read_tree(tmp_path)
    assert said(findings) == [
        "data/pipe.csv F106 this is not an ordinary file",
        "data/socket.csv F106 this is not an ordinary file",
    ]


def test_f106_passes_ordinary_files(tmp_path: Path) -> None:
    assert read_tree(put(minimal(), tmp_path))[1] == []


def test_f107_finds_a_file_over_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 1024**2)
    put({DIRECTORATE: b"", "data/big.csv": b"x" * (1024**2 + 100_000)}, tmp_path)
    tree, findings = read_tree(tmp_path)
    assert list(tree) == [DIRECTORATE]
    assert said(findings) == ["data/big.csv F107 1.1 MiB, and 1 MiB is the limit"]


def test_a_file_that_grows_past_the_limit_while_it_is_read_is_said_to_do_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put({DIRECTORATE: b"x" * 11}, tmp_path)
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    monkeypatch.setattr(files.ReadAllowance, "refuse", lambda *_: None)
    assert said(read_tree(tmp_path)[1]) == [
        f"{DIRECTORATE} F106 it cannot be read: it grew while it was read"
    ]


def test_a_file_that_goes_while_the_others_are_read_is_said_to_have_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put({DIRECTORATE: b"", CANNOCK: b"x"}, tmp_path)
    read_bounded = files._read_bounded

    def lose_the_file(path: str, size: int) -> bytes:
        if path.endswith("cannock-chase.md"):
            Path(path).unlink()
        return read_bounded(path, size)

    monkeypatch.setattr(files, "_read_bounded", lose_the_file)
    tree, findings = read_tree(tmp_path)
    assert list(tree) == [DIRECTORATE]
    assert said(findings) == [f"{CANNOCK} F106 it cannot be read: no such file or directory"]


def test_f107_finds_a_text_of_some_thousand_pages(tmp_path: Path) -> None:
    put(
        {DIRECTORATE: b"", CANNOCK: b"x" * (1024**2 + 100_000), "data/x.csv": b"x" * 2_000_000},
        tmp_path,
    )
    assert said(read_tree(tmp_path)[1]) == [f"{CANNOCK} F107 1.1 MiB, and 1 MiB is the limit"]


def test_f107_passes_a_file_at_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    assert read_tree(put({"data/x.csv": b"x" * 10}, tmp_path))[1] == []


def test_a_file_name_that_is_not_text_is_shown_by_its_codes(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    os.symlink("x", os.fsencode(tmp_path) + b"/data/\xff.csv")
    _, findings = read_tree(tmp_path)
    assert said(findings) == [r"data/\udcff.csv F104 this is a link to another place"]


def test_the_root_is_the_nearest_folder_upwards(tmp_path: Path) -> None:
    put({DIRECTORATE: b"", "content/monthly/x.md": b""}, tmp_path)
    assert find_root(tmp_path / "content/monthly") == tmp_path
    assert find_root(tmp_path.parent) is None


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    target = tmp_path / "new/folder/x.txt"
    write_atomically(target, b"one")
    write_atomically(target, b"two")
    assert target.read_bytes() == b"two"
    assert [one.name for one in target.parent.iterdir()] == ["x.txt"]


def test_a_file_that_cannot_be_written_keeps_its_old_content(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "x.txt"
    write_atomically(target, b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(target, b"new")
    assert target.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["x.txt"]


def test_what_is_shipped_is_found_in_a_checkout() -> None:
    root = Path(package.__file__).parents[2]
    assert find_shipped("demo/data") == root / "data"
    assert find_shipped("site_templates") == root / "site_templates"


def test_what_is_shipped_is_found_in_an_installed_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put({"boardpack/_shipped/demo/data/x.csv": b""}, tmp_path)
    monkeypatch.setattr(package, "__file__", str(tmp_path / "boardpack/__init__.py"))
    assert find_shipped("demo/data") == tmp_path / "boardpack/_shipped/demo/data"
    with pytest.raises(CannotRun, match=r"lacks 'mkdocs\.yml'; install it again"):
        find_shipped("mkdocs.yml")


def test_a_template_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"\x89PNG")
    with pytest.raises(CannotRun, match=r"logo\.png is no text in UTF-8"):
        read_texts(tmp_path)
