"""The main line, whichever way round somebody's `git pull` turned it."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.adapters.git import history, mainline
from support.signing import Month

pytestmark = pytest.mark.rotating

FILE, MINE = "data/a.csv", "data/mine.csv"
ME, YOU, THEY = "me@example.org", "you@example.org", "they@example.org"


@pytest.fixture
def work(tmp_path: Path) -> Month:
    """Return a clone of a repository in which something was committed since, and some own work."""
    remote = Month(tmp_path / "remote", tmp_path / "keys")
    remote.root.mkdir()
    remote.git("init", "--quiet", "--initial-branch=main")
    remote.put(FILE, "one\n", YOU)
    remote.git("clone", "--quiet", str(remote.root), str(tmp_path / "work"))
    work = Month(tmp_path / "work", tmp_path / "keys", remote.time)
    remote.put(FILE, "two\n", YOU)
    remote.put("data/b.csv", "b\n", THEY)
    work.put(MINE, "mine\n", ME)
    return work


def pull(work: Month, *more: str, by: str = ME) -> list[str]:
    """Pull as somebody, and return what had been pulled before that came into the main line."""
    work.git("pull", "--quiet", "--no-rebase", "--no-edit", *more, by=by)
    return describe(work)


def describe(work: Month) -> list[str]:
    """Return the paths that came into the main line, newest first, by whose commit."""
    arrivals = history.list_arrivals(work.root, "HEAD", "data")
    return [f"{change.path} {change.commit.emails[0]} {change.kind}" for change in arrivals]


TURNED = [
    f"{MINE} {ME} A",
    f"data/b.csv {THEY} A",
    f"{FILE} {YOU} M",
    f"{FILE} {YOU} A",
]
FIRST_PARENTS = [
    f"{FILE} {ME} M",
    f"data/b.csv {ME} A",
    f"{MINE} {ME} A",
    f"{FILE} {YOU} A",
]


def test_a_pull_brings_own_work_into_what_was_there(work: Month) -> None:
    assert pull(work) == TURNED
    head, theirs = work.git("rev-parse", "HEAD"), work.git("rev-parse", "origin/main")
    newest = history.list_arrivals(work.root, "HEAD", "data")[0]
    assert newest.commit.id == head
    assert newest.commit.parents == (theirs, work.git("rev-parse", "HEAD^1"))
    line = mainline.list_mainline(work.root, "HEAD")
    assert line == [head, *work.git("rev-list", "origin/main").split()]


def test_a_merge_of_the_fetched_branch_is_a_pull(work: Month) -> None:
    work.git("fetch", "--quiet")
    work.git("merge", "--quiet", "--no-edit", "origin/main", by=ME)
    assert describe(work) == TURNED


def test_a_branch_of_any_name_is_pulled_into_itself(work: Month) -> None:
    work.git("fetch", "--quiet")
    work.git("push", "--quiet", "origin", "origin/main:refs/heads/trunk")
    work.git("branch", "--move", "trunk")
    assert pull(work, "origin", "trunk") == TURNED


def test_of_several_pulls_each_is_turned_round(work: Month) -> None:
    assert pull(work) == TURNED
    other = Month(work.root.with_name("other"), work.keys, work.time)
    work.git("clone", "--quiet", str(work.root.with_name("remote")), str(other.root))
    other.put("data/c.csv", "c\n", THEY)
    other.git("push", "--quiet", "origin", "HEAD:main2")
    work.put("data/mine-too.csv", "x\n", ME)
    work.git("fetch", "--quiet", "origin", "main2")
    message = "Merge branch 'main' of somewhere"
    work.git("merge", "--quiet", "-m", message, "FETCH_HEAD", by=ME)
    assert describe(work) == [
        f"data/mine-too.csv {ME} A",
        f"{MINE} {ME} A",
        f"data/c.csv {THEY} A",
        *TURNED[1:],
    ]


def test_a_conflict_resolved_while_pulling_is_what_the_puller_brought(work: Month) -> None:
    work.edit(FILE, "one", "mine", by=ME)
    work.git("fetch", "--quiet")
    work.merge("origin/main", ME)
    work.git("checkout", "--quiet", "--ours", FILE)
    work.commit(ME, "Merge remote-tracking branch 'origin/main'")
    assert describe(work)[:2] == [f"{FILE} {ME} M", f"{MINE} {ME} A"]
    assert describe(work)[2:] == TURNED[1:]


@pytest.mark.parametrize(
    "message",
    [
        "Merge branch 'coup'",
        "Merge branch 'coup' of somewhere",
        "Merge branch 'main' of somewhere into coup",
        "Merge pull request #3 from them/main",
        "Merge branch 'main'",
        "Merge branch 'main' of ",
        "Merge remote-tracking branch 'them/coup'",
        "Merge tag 'main' of somewhere",
        "Revert Merge branch 'main' of somewhere",
    ],
)
def test_a_proposal_that_is_merged_stays_what_was_merged(work: Month, message: str) -> None:
    work.git("fetch", "--quiet")
    work.git("merge", "--quiet", "-m", message, "origin/main", by=ME)
    assert describe(work) == FIRST_PARENTS


def test_a_fork_s_main_that_is_pulled_into_others_work_stays_what_was_merged(work: Month) -> None:
    assert pull(work, by=THEY)[0] == f"{FILE} {THEY} M"


def test_a_fork_s_main_that_is_pulled_into_nothing_of_one_s_own_stays_what_was_merged(
    work: Month,
) -> None:
    work.git("reset", "--quiet", "--hard", "HEAD~1")
    assert pull(work, "--no-ff") == [f"{FILE} {ME} M", f"data/b.csv {ME} A", f"{FILE} {YOU} A"]
