"""The pages branch of real repositories."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from boardpack.adapters.git import history, pages_branch, worktree
from boardpack.adapters.git.commit_writer import PagesUpdate
from boardpack.adapters.git.pages_branch import PagesBranch
from boardpack.adapters.site.mike_versions import add_entries, parse_entries
from boardpack.errors import CannotRun
from support.instances import minimal
from support.publications import clone, introduce
from support.running import commit, git, put, repository

pytestmark = pytest.mark.rotating

AT = datetime(2018, 12, 14, 16, tzinfo=UTC)


def change(words: str = "One", **files: bytes) -> PagesUpdate:
    return PagesUpdate(words, AT, {f"v1/{name}.html": data for name, data in files.items()})


def publish(to: PagesBranch, what: PagesUpdate) -> str:
    begin = pages_branch.fetch_newest_commit(to)
    made = pages_branch.commit_pages(to, begin, what)
    assert pages_branch.put_forward(to, begin, made) == ""
    pages_branch.record_published(to, made)
    return made


@pytest.fixture
def remote(tmp_path: Path) -> PagesBranch:
    """Return the pages branch of a clone with a bare remote."""
    return pages_branch.find_pages_branch(clone(minimal(), tmp_path), "gh-pages", None)


@pytest.fixture
def local(tmp_path: Path) -> PagesBranch:
    """Return the pages branch of a repository without a remote."""
    root = repository(minimal(), tmp_path / "alone")
    introduce(root)
    return pages_branch.find_pages_branch(root, "gh-pages", None)


@pytest.mark.parametrize("kind", ["remote", "local"])
def test_what_is_put_forward_is_seen_by_all(kind: str, request: pytest.FixtureRequest) -> None:
    to: PagesBranch = request.getfixturevalue(kind)
    assert pages_branch.fetch_newest_commit(to) == ""
    made = publish(to, change(a=b"A"))
    assert pages_branch.fetch_newest_commit(to) == pages_branch.find_known_commit(to) == made
    assert pages_branch.read_folder_at(to, made, "v1") == {"a.html": b"A"}
    assert git(to.folder, "rev-parse", "gh-pages") == made
    assert git(to.folder, "for-each-ref", "refs/heads/boardpack") == ""
    assert git(to.folder, "status", "--porcelain") == ""


@pytest.mark.parametrize("kind", ["remote", "local"])
def test_until_it_is_put_forward_nobody_sees_anything(
    kind: str, request: pytest.FixtureRequest
) -> None:
    to: PagesBranch = request.getfixturevalue(kind)
    before = publish(to, change(a=b"A"))
    pages_branch.commit_pages(to, before, change(b=b"B"))
    assert pages_branch.fetch_newest_commit(to) == pages_branch.find_known_commit(to) == before


@pytest.mark.parametrize("kind", ["remote", "local"])
def test_whoever_is_second_is_refused_and_the_first_stays(
    kind: str, request: pytest.FixtureRequest
) -> None:
    to: PagesBranch = request.getfixturevalue(kind)
    begin = publish(to, change(a=b"A"))
    mine = pages_branch.commit_pages(to, begin, change("Mine", b=b"B"))
    theirs = publish(to, change("Theirs", c=b"C"))
    assert pages_branch.put_forward(to, begin, mine) != ""
    assert pages_branch.fetch_newest_commit(to) == theirs
    assert not history.has_ancestor(to.folder, theirs, mine)
    assert history.has_ancestor(to.folder, theirs, begin)


def test_a_commit_follows_the_newest_one_and_carries_our_time(remote: PagesBranch) -> None:
    first = publish(remote, change(a=b"A"))
    second = publish(remote, change(b=b"B"))
    assert git(remote.folder, "rev-parse", f"{second}^") == first
    assert git(remote.folder, "show", "-s", "--format=%ct %cn", second) == (
        f"{int(AT.timestamp())} A. Publisher"
    )
    assert pages_branch.list_commits_changing(remote, second, "v1") == [second, first]
    assert pages_branch.list_names_at(remote, second) == ["v1"]
    assert list(pages_branch.list_folders_with(remote, second, "b.html")) == ["v1"]
    assert pages_branch.list_folders_with(remote, second, "manifest.json") == {}
    assert pages_branch.list_tips_seen(remote, "gh-pages") == [first, second]


def test_the_newest_commit_is_fetched_from_the_remote(remote: PagesBranch, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "remote.git", "other")
    introduce(tmp_path / "other")
    theirs = publish(
        pages_branch.find_pages_branch(tmp_path / "other", "gh-pages", None), change(a=b"A")
    )
    assert pages_branch.find_known_commit(remote) == ""
    assert pages_branch.fetch_newest_commit(remote) == theirs
    assert pages_branch.find_known_commit(remote) == theirs


def test_an_own_branch_that_went_another_way_is_left_alone(remote: PagesBranch) -> None:
    publish(remote, change(a=b"A"))
    own = git(remote.folder, "rev-parse", "main")
    git(remote.folder, "branch", "--force", "gh-pages", own)
    made = publish(remote, change(b=b"B"))
    assert git(remote.folder, "rev-parse", "gh-pages") == own
    assert pages_branch.find_known_commit(remote) == made


def test_a_git_that_does_not_know_who_publishes_says_how_to_tell_it(
    local: PagesBranch, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(local.folder, "config", "--unset", "user.name")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    with pytest.raises(CannotRun, match=r"git config user\.name NAME"):
        pages_branch.commit_pages(local, "", change(a=b"A"))
    assert pages_branch.fetch_newest_commit(local) == ""


def test_the_repository_of_a_hook_is_not_taken_for_ours(
    local: PagesBranch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = repository({"a": b"a"}, tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    made = publish(local, change(a=b"A"))
    monkeypatch.delenv("GIT_DIR")
    assert git(local.folder, "rev-parse", "gh-pages") == made
    assert git(other, "branch", "--format=%(refname:short)") == "main"


def test_a_link_among_the_published_files_is_refused(local: PagesBranch) -> None:
    git(local.folder, "checkout", "--quiet", "--orphan", "gh-pages")
    put({"v1/a.html": b"A"}, local.folder)
    (local.folder / "v1/b.html").symlink_to("a.html")
    made = commit(local.folder, "With a link")
    with pytest.raises(CannotRun, match=r"v1/b\.html .* is no ordinary file"):
        pages_branch.read_folder_at(local, made, "v1")


def test_a_remote_that_is_not_there_is_said(remote: PagesBranch) -> None:
    with pytest.raises(CannotRun, match="no remote 'upstream' here; there is origin"):
        pages_branch.find_pages_branch(remote.folder, "gh-pages", "upstream")
    git(remote.folder, "remote", "set-url", "origin", "../gone.git")
    with pytest.raises(CannotRun, match="git ls-remote failed"):
        pages_branch.fetch_newest_commit(remote)


def test_the_pages_branch_must_not_be_the_one_that_is_checked_out(local: PagesBranch) -> None:
    with pytest.raises(CannotRun, match="'main' is checked out"):
        pages_branch.find_pages_branch(local.folder, "main", None)


@pytest.mark.parametrize("name", ["a..b", "", "a b"])
def test_what_cannot_name_a_branch_is_refused(local: PagesBranch, name: str) -> None:
    with pytest.raises(CannotRun, match="cannot be the name of a branch"):
        pages_branch.find_pages_branch(local.folder, name, None)


def test_a_folder_outside_git_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="not in a Git repository"):
        pages_branch.find_pages_branch(tmp_path, "gh-pages", None)


def test_only_one_at_a_time_publishes_from_a_clone(local: PagesBranch) -> None:
    import fcntl

    with pages_branch.lock_publishing(local.folder):
        lock = local.folder / ".git/boardpack-publishing.lock"
        with open(lock) as other, pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
    with open(lock) as other:
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_what_differs_from_the_last_commit_is_named(local: PagesBranch) -> None:
    put({"content/monthly/2018-11/seisdon.md": b"x", "data/new.csv": b"y"}, local.folder)
    assert worktree.list_unsaved_files(local.folder, "content", "data") == [
        "content/monthly/2018-11/seisdon.md",
        "data/new.csv",
    ]
    assert worktree.list_unsaved_files(local.folder, "mkdocs.yml") == []


def test_the_main_line_has_what_came_into_it_and_not_what_was_merged(remote: PagesBranch) -> None:
    first = pages_branch.require_head(remote.folder)
    git(remote.folder, "checkout", "--quiet", "-b", "side")
    put({"data/new.csv": b"y"}, remote.folder)
    side = commit(remote.folder, "On the side")
    git(remote.folder, "checkout", "--quiet", "main")
    git(remote.folder, "merge", "--quiet", "--no-ff", "--no-edit", "side")
    assert pages_branch.list_main_line(remote, "main") == {first}
    git(remote.folder, "push", "--quiet", "origin", "main")
    line = pages_branch.list_main_line(remote, "main")
    assert (len(line), side in line) == (2, False)


def test_without_a_remote_the_main_line_is_the_clones_own(local: PagesBranch) -> None:
    assert pages_branch.list_main_line(local, "main") == {pages_branch.require_head(local.folder)}
    assert pages_branch.list_main_line(local, "trunk") == frozenset()


def test_aliases_move_in_versions_json_and_are_sorted() -> None:
    first = add_entries(None, [("v1", "One", {"a": 1})], {"v1": ["latest-x", "latest"]})
    assert json.loads(first) == [
        {
            "version": "v1",
            "title": "One",
            "aliases": ["latest", "latest-x"],
            "properties": {"a": 1},
        }
    ]
    second = add_entries(first, [("v2", "Two", {})], {"v2": ["latest"]})
    assert {one["version"]: one["aliases"] for one in parse_entries(second)} == {
        "v1": ["latest-x"],
        "v2": ["latest"],
    }


def test_versions_of_all_packs_can_be_put_in_order() -> None:
    names = ["monthly-2018-11", "safety-2018-W50", "monthly-2018-11-r2", "dev", "monthly-2019-01"]
    found = add_entries(None, [(name, name, {"a": 1}) for name in names], {})
    order = [one["version"] for one in json.loads(found)]
    assert order.index("monthly-2018-11-r2") < order.index("monthly-2018-11")
    assert order.index("monthly-2019-01") < order.index("monthly-2018-11-r2")


def test_a_versions_json_that_cannot_be_read_stops_everything() -> None:
    with pytest.raises(CannotRun, match=r"versions\.json of the published pages cannot be read"):
        parse_entries(b"{")
