"""What boardpack made itself and takes back without a second look: nothing of it may be sent in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from boardpack.adapters.build_folder import locate_build_folder
from boardpack.errors import CannotRun
from support.books import ROOT
from support.instances import minimal
from support.running import boardpack, commit, git, put, repository

COMPILED = "build/.jinja/__jinja2_0.cache"
PAGE = "build/.publishing/monthly-2018-11/site/index.html"
FONT = "build/.fonts/symbols/BoardpackSymbols.ttf"
SENT_IN = (COMPILED, PAGE, FONT, "build", "Build/monthly-2018-11/keys.json")
COMMANDS = (
    ("check",),
    ("build",),
    ("publish", "monthly", "2018-11"),
    ("verify", "--rebuild"),
    ("signoff", "status", "monthly", "2018-11"),
    ("chase",),
)


def proposed(folder: Path, *paths: str) -> Path:
    """Return a repository in which somebody committed what `.gitignore` leaves out."""
    root = repository({**minimal(), ".gitignore": b"build/\n"}, folder)
    put(dict.fromkeys(paths, b"mine"), root)
    git(root, "add", "--force", "--all")
    git(root, "commit", "--quiet", "--message", "My month")
    return root


@pytest.mark.parametrize("path", SENT_IN)
def test_whatever_a_commit_brings_there_stops_whoever_would_believe_it(
    tmp_path: Path, path: str
) -> None:
    root = proposed(tmp_path / "clone", path)
    with pytest.raises(CannotRun, match=f"^{path} came in with a commit, .* -f {path[:5]}$"):
        locate_build_folder(root)


def test_what_it_says_takes_it_out_of_the_repository_and_from_the_disk(tmp_path: Path) -> None:
    root = proposed(tmp_path / "clone", COMPILED, PAGE)
    with pytest.raises(CannotRun) as refused:
        locate_build_folder(root)
    git(root, *str(refused.value).partition(": git ")[2].split())
    commit(root, "As it was before")
    assert locate_build_folder(root) == root / "build"
    assert not (root / "build").exists()


@pytest.mark.parametrize("content", [b"gitdir: /nowhere/of/a/worktree\n", None])
def test_a_checkout_without_its_repository_is_as_one_outside(
    tmp_path: Path, content: bytes | None
) -> None:
    put(minimal(), tmp_path)
    if content is None:
        (tmp_path / ".git").mkdir()
    else:
        (tmp_path / ".git").write_bytes(content)
    assert locate_build_folder(tmp_path) == tmp_path / "build"


def test_a_link_in_its_place_stops_them_too(tmp_path: Path) -> None:
    root = repository(dict(minimal()), tmp_path / "clone")
    (root / "build").symlink_to(tmp_path)
    commit(root, "Elsewhere")
    with pytest.raises(CannotRun, match=r"^build came in with a commit"):
        locate_build_folder(root)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_no_command_goes_on(tmp_path: Path, words: tuple[str, ...]) -> None:
    root = proposed(tmp_path / "clone", COMPILED, PAGE)
    ran = boardpack("-C", root, *words)
    assert (ran.status, ran.out) == (2, "")
    assert f"{COMPILED} and 1 more came in with a commit" in ran.err
    assert (root / PAGE).read_bytes() == b"mine"


def test_what_was_made_here_is_taken(tmp_path: Path) -> None:
    root = repository({**minimal(), ".gitignore": b"build/\n"}, tmp_path / "clone")
    put({PAGE: b"ours", "builder/mine.txt": b"mine"}, root)
    commit(root, "Another folder, that is called much alike")
    assert locate_build_folder(root) == root / "build"


def test_outside_a_repository_whoever_filled_it_did_so_by_hand(tmp_path: Path) -> None:
    put({PAGE: b"ours"}, tmp_path)
    assert locate_build_folder(tmp_path) == tmp_path / "build"


def test_an_instance_in_a_folder_of_a_repository_has_a_build_folder_of_its_own(
    tmp_path: Path,
) -> None:
    top = repository({"build/tool.sh": b"another project's"}, tmp_path / "clone")
    root = put(minimal(), top / "reports")
    commit(top, "Reports")
    assert locate_build_folder(root) == root / "build"
    put({COMPILED: b"mine"}, root)
    commit(top, "And more")
    with pytest.raises(CannotRun, match="came in with a commit"):
        locate_build_folder(root)


def test_nobody_else_says_where_it_is() -> None:
    naming_modules = {
        path.name
        for path in (ROOT / "generator/boardpack").rglob("*.py")
        # `build` alone may be the command, or a key of some settings.
        if re.search(r"/ \"build\"|\"build/", path.read_text())
    }
    assert not naming_modules
