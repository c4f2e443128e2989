"""What is given to Git: no value from outside is an option, and no proposal fills the memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.instances import minimal
from support.running import boardpack, commit, put, repository


@pytest.mark.parametrize(
    "words",
    [
        ("check", "--changed-since=--output=taken"),
        ("signoff", "preview", "--since=--output=taken", "--output", "build/preview"),
        ("signoff", "diff", "--since=--output=taken"),
        pytest.param(
            ("publish", "monthly", "2018-11", "--main=--output=taken"),
            marks=pytest.mark.exhaustive,
        ),
        ("verify", "--branch=--force"),
        ("verify", "--", "--output=taken"),
    ],
    ids=" ".join,
)
def test_a_name_that_begins_with_a_hyphen_is_no_option_of_git(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    root = repository(minimal(), tmp_path)
    ran = boardpack("-C", root, *words)
    assert ran.status == 2
    assert "usage:" not in ran.err
    assert not list(tmp_path.rglob("taken"))


@pytest.mark.exhaustive
def test_a_record_of_gigabytes_in_kilobytes_is_never_read(tmp_path: Path) -> None:
    root = repository(minimal(), tmp_path)
    nothing = b"\0" * (1 << 20)
    put(
        {
            f"data/signoffs/monthly/2018-11/director-cannock/{n:04}.json": nothing * 60
            for n in range(5)
        },
        root,
    )
    commit(root, "A record")
    ran = boardpack("-C", root, "signoff", "status")
    assert ran.status == 2
    assert "what is to be read of the history holds more than 256 MiB" in ran.err
