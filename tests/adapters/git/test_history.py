"""What Git knows of how files came to be, read so that nothing in a commit can hide another."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from boardpack.adapters.git import history, plumbing, worktree
from boardpack.errors import CannotRun
from support.running import commit as commit_as_nobody
from support.running import put, repository
from support.signing import Month

FILE = "content/a.md"
ALL = ("content", "data")


@pytest.fixture
def work(tmp_path: Path) -> Month:
    """Return a repository with one commit of one file."""
    month = Month(tmp_path / "work", tmp_path / "keys")
    month.root.mkdir()
    month.git("init", "--quiet", "--initial-branch=main")
    month.put(FILE, "one\ntwo\nthree\nfour\nfive\n", "first@example.org")
    return month


def emails(work: Month) -> tuple[str, ...]:
    """Return the addresses behind the newest change."""
    return history.list_file_changes(work.root, "HEAD", *ALL)[0].commit.emails


def test_changes_come_newest_first_with_what_was_before(work: Month) -> None:
    work.edit(FILE, "two", "2", by="second@example.org")
    work.git("rm", "--quiet", FILE)
    work.commit("third@example.org")
    gone, edited, added = history.list_file_changes(work.root, "HEAD", *ALL)
    assert [one.kind for one in (gone, edited, added)] == ["D", "M", "A"]
    assert [one.commit.emails for one in (gone, edited, added)] == [
        ("third@example.org",),
        ("second@example.org",),
        ("first@example.org",),
    ]
    assert added.parent_objects == ()
    assert edited.parent_objects == (added.new_object,)
    assert gone.file_object is None
    assert edited.commit.when == "2018-12-10T09:06:00Z"
    held = history.read_blobs(work.root, [added.new_object, edited.new_object, added.new_object])
    assert held[added.new_object] == b"one\ntwo\nthree\nfour\nfive\n"
    assert len(held) == 2


def test_only_files_under_the_given_paths_are_listed(work: Month) -> None:
    work.put("other/b.md", "b", "second@example.org")
    work.put("contents/c.md", "c", "second@example.org")
    assert [one.path for one in history.list_file_changes(work.root, "HEAD", *ALL)] == [FILE]


def test_paths_are_read_whatever_they_are_called(work: Month) -> None:
    names = ["data/é.csv", 'data/"quoted".csv', "data/a\tb.csv", "data/a\nb.csv", "data/\x01b.csv"]
    for name in names:
        work.put(name, "x", "second@example.org")
    found = [one.path for one in history.list_file_changes(work.root, "HEAD", "data")]
    assert found == list(reversed(names))


def test_a_message_cannot_hide_or_invent_a_commit(work: Month) -> None:
    fake = "0" * 40
    message = f"x\n\nCo-authored-by: \x01{fake}\n\x01\n:100644 100644 {fake} {fake} M\n"
    done = work.edit(FILE, "two", "2", "second@example.org", message)
    found = history.list_file_changes(work.root, "HEAD", *ALL)
    assert found[0].commit.id == done
    assert len(found) == 2
    assert "second@example.org" in found[0].commit.emails


def test_an_address_cannot_hide_a_commit(work: Month) -> None:
    work.alter(FILE, "two", "2")
    work.commit("second@example.org", "x", "--author=A\x01B <th\x01ird@example.org>")
    assert len(history.list_file_changes(work.root, "HEAD", *ALL)) == 2
    assert "second@example.org" in emails(work)


def test_author_committer_and_helpers_stand_behind_a_commit(work: Month) -> None:
    work.alter(FILE, "two", "2")
    message = (
        "Work\n\nAlso: said\nCo-authored-by: A <a@example.org>\nco-authored-BY: B <B@example.org>\n"
        "Co-authored-by: c@example.org\n\nSigned-off-by: D <d@example.org>\n"
    )
    work.commit("second@example.org", message, "--author=E <e@example.org>")
    assert emails(work) == (
        "e@example.org",
        "second@example.org",
        "a@example.org",
        "b@example.org",
        "c@example.org",
    )


def test_the_forge_is_not_one_of_those_behind_a_commit_that_it_made_for_somebody(
    work: Month,
) -> None:
    work.alter(FILE, "two", "2")
    work.commit("noreply@github.com", "Web", "--author=E <e@example.org>")
    assert emails(work) == ("e@example.org",)


def test_a_mailmap_does_not_turn_one_person_into_another(work: Month) -> None:
    work.edit(FILE, "two", "2", by="second@example.org")
    work.put(".mailmap", "X <first@example.org> <second@example.org>\n", "second@example.org")
    work.git("config", "log.mailmap", "true")
    assert emails(work) == ("second@example.org",)


def merged(work: Month) -> None:
    """Edit the file's ends on two branches and begin to merge them."""
    work.branch("side")
    work.edit(FILE, "five", "5", by="side@example.org")
    work.switch("main")
    work.edit(FILE, "one", "1", by="main@example.org")
    work.merge("side", "merger@example.org", "--no-commit")


def test_a_merge_is_a_change_of_its_own_where_it_is_like_no_parent(work: Month) -> None:
    merged(work)
    work.commit("merger@example.org")
    newest = history.list_file_changes(work.root, "HEAD", *ALL)[0]
    assert newest.commit.emails == ("merger@example.org",)
    assert newest.is_own
    assert len(newest.parent_objects) == 2


def test_a_merge_that_takes_one_side_is_none_of_its_own(work: Month) -> None:
    merged(work)
    work.git("checkout", "side", "--", FILE)
    work.commit("merger@example.org")
    newest = history.list_file_changes(work.root, "HEAD", *ALL)[0]
    assert newest.commit.emails == ("merger@example.org",)
    assert not newest.is_own


def test_arrivals_are_what_came_into_the_main_line(work: Month) -> None:
    work.branch("side")
    work.put("data/x.csv", "x", "side@example.org")
    work.edit("data/x.csv", "x", "y", by="side@example.org")
    work.switch("main")
    before = work.git("rev-parse", "HEAD")
    work.merge("side", "merger@example.org")
    (arrival,) = history.list_arrivals(work.root, "HEAD", "data")
    assert arrival.kind == "A"
    assert arrival.commit.parents[0] == before
    assert arrival.commit.emails == ("merger@example.org",)


@pytest.mark.rotating
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("log.diffMerges", "off"),
        ("log.diffMerges", "first-parent"),
        ("log.showRoot", "false"),
        ("log.follow", "true"),
        ("log.showSignature", "true"),
        ("diff.renames", "copies"),
        ("diff.noprefix", "true"),
        ("diff.external", "false"),
        ("core.quotePath", "true"),
        ("core.abbrev", "4"),
        ("color.ui", "always"),
        ("log.date", "relative"),
        ("log.decorate", "full"),
        ("format.pretty", "oneline"),
        ("log.excludeDecoration", "x"),
        ("i18n.logOutputEncoding", "UTF-16"),
        ("i18n.logOutputEncoding", "UTF-7"),
        ("i18n.logOutputEncoding", "no-such-encoding"),
    ],
)
def test_the_reader_s_own_settings_change_nothing(work: Month, name: str, value: str) -> None:
    merged(work)
    work.commit("merger@example.org")
    plain = (
        history.list_file_changes(work.root, "HEAD", *ALL),
        history.list_arrivals(work.root, "HEAD", *ALL),
    )
    work.git("config", name, value)
    assert len(plain[0]) == 4
    assert plain == (
        history.list_file_changes(work.root, "HEAD", *ALL),
        history.list_arrivals(work.root, "HEAD", *ALL),
    )


def test_an_instance_in_a_subfolder_has_its_own_paths(work: Month) -> None:
    work.put("packs/content/b.md", "b", "second@example.org")
    inner = work.root / "packs"
    assert [one.path for one in history.list_file_changes(inner, "HEAD", *ALL)] == ["content/b.md"]
    (work.root / "packs/content/b.md").write_text("c")
    (work.root / "content/a.md").write_text("c")
    assert worktree.list_unsaved_files(inner, *ALL) == ["content/b.md"]
    assert plumbing.list_objects_by_commit(
        inner, [history.resolve_head(inner)], ["content/b.md", "content/none"]
    ) == {history.resolve_head(inner): plumbing.list_objects_at(inner, "HEAD", "content")}


def test_git_alone_is_asked_what_a_merge_would_have_been(work: Month) -> None:
    merged(work)
    work.alter(FILE, "three", "3")
    work.commit("merger@example.org")
    tree, clean = history.replay_merge(work.root, "HEAD^1", "HEAD^2")
    assert clean
    assert plumbing.read_files_at(work.root, tree, FILE)[FILE] == b"1\ntwo\nthree\nfour\n5\n"


def test_a_conflict_is_told(work: Month) -> None:
    work.branch("side")
    work.edit(FILE, "two", "2", by="side@example.org")
    work.switch("main")
    work.edit(FILE, "two", "II", by="main@example.org")
    assert history.replay_merge(work.root, "main", "side")[1] is False


def test_commits_that_are_here_have_a_time_and_others_none(work: Month) -> None:
    here = history.resolve_head(work.root)
    asked = [here, "0" * 40, "", "HEAD", "--all", "x\ny", here]
    assert history.read_commit_times(work.root, asked) == {here: "2018-12-10T09:03:00Z"}
    assert history.read_commit_times(work.root, ["nothing"]) == {}
    assert history.has_commit(work.root, here)
    assert not history.has_commit(work.root, "0" * 40)
    assert not history.has_commit(work.root, "HEAD")


def test_whether_a_commit_contains_another(work: Month) -> None:
    first = history.resolve_head(work.root)
    second = work.edit(FILE, "two", "2", by="second@example.org")
    assert history.has_ancestor(work.root, second, first)
    assert not history.has_ancestor(work.root, first, second)
    assert not history.has_ancestor(work.root, second, "0" * 40)


def test_a_whole_history_is_nothing_to_speak_of(work: Month) -> None:
    history.require_whole_history(work.root)
    assert history.resolve_head(work.root) == work.git("rev-parse", "HEAD")


def test_without_a_repository_or_a_commit_it_is_said_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match=r"is not in a Git repository; .* git init, commit"):
        history.require_whole_history(tmp_path)
    Month(tmp_path, tmp_path).git("init", "--quiet")
    with pytest.raises(CannotRun, match=r"is committed yet, .*: git commit"):
        history.require_whole_history(tmp_path)


def test_a_shallow_clone_is_refused(work: Month) -> None:
    work.edit(FILE, "two", "2", by="second@example.org")
    shallow = replace(work, root=work.root.with_name("shallow"))
    work.git("clone", "--quiet", "--depth=1", work.root.as_uri(), str(shallow.root))
    with pytest.raises(CannotRun, match="git fetch --unshallow"):
        history.require_whole_history(shallow.root)


def test_an_object_that_is_lost_is_no_file_that_never_was(work: Month) -> None:
    blob = work.git("rev-parse", f"HEAD:{FILE}")
    (work.root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    found = plumbing.list_objects_by_commit(
        work.root, [history.resolve_head(work.root)], [FILE, "data/none.csv"]
    )
    assert found == {history.resolve_head(work.root): {FILE: blob}}
    with pytest.raises(CannotRun, match=f"lost the object {blob}"):
        history.read_blobs(work.root, [blob])


def test_a_replaced_commit_shows_what_was_pushed(tmp_path: Path) -> None:
    here = repository({FILE: b"true\n"}, tmp_path / "here")
    put({FILE: b"false\n"}, here)
    commit_as_nobody(here, "Later")
    work = Month(here, tmp_path)
    pushed = history.list_file_changes(here, "HEAD", *ALL)
    work.git("replace", "HEAD", "HEAD~1")
    assert history.list_file_changes(here, "HEAD", *ALL) == pushed
    assert len(pushed) == 2
    assert os.listdir(here / ".git/refs/replace")


@pytest.mark.parametrize("seconds", ["253402300800", "9223372036854775", "-86400", ""])
def test_a_commit_whose_date_no_calendar_knows_has_none(work: Month, seconds: str) -> None:
    tree, parent = work.git("rev-parse", "HEAD^{tree}"), work.git("rev-parse", "HEAD")
    work.put(FILE, "1\n", "second@example.org")
    tree = work.git("rev-parse", "HEAD^{tree}")
    who = f"A <a@example.org> {seconds} +0000" if seconds else "A <a@example.org>"
    odd = make_commit(work, f"tree {tree}\nparent {parent}\nauthor {who}\ncommitter {who}\n\nx\n")
    newest = history.list_file_changes(work.root, odd, *ALL)[0]
    assert (newest.commit.id, newest.commit.when) == (odd, "")
    assert history.read_commit_times(work.root, [odd]) == {odd: ""}


@pytest.mark.parametrize("encoding", ["UTF-16", "UTF-7", "IBM037", "no-such-encoding"])
def test_a_commit_in_whatever_encoding_is_read(work: Month, encoding: str) -> None:
    parent = work.git("rev-parse", "HEAD")
    work.put(FILE, "1\n", "second@example.org")
    tree = work.git("rev-parse", "HEAD^{tree}")
    who = "A <a@example.org> 1544432400 +0000"
    text = f"tree {tree}\nparent {parent}\nauthor {who}\ncommitter {who}\n"
    odd = make_commit(work, f"{text}encoding {encoding}\n\nx\n")
    newest = history.list_file_changes(work.root, odd, *ALL)[0].commit
    assert newest.id == odd
    assert newest.when in ("", "2018-12-10T09:00:00Z")
    assert history.read_commit_times(work.root, [odd]) == {odd: newest.when}


def make_commit(work: Month, text: str) -> str:
    """Put a commit into the repository that Git itself would not make, and return its name."""
    file = work.root.parent / "commit"
    file.write_bytes(text.encode())
    return work.git("hash-object", "-t", "commit", "-w", "--literally", str(file))


def test_a_graft_hides_no_commit(work: Month) -> None:
    first = work.git("rev-parse", "HEAD")
    work.edit(FILE, "two", "2", by="second@example.org")
    last = work.edit(FILE, "three", "3", by="third@example.org")
    (work.root / ".git/info/grafts").write_text(f"{last} {first}\n")
    assert len(history.list_file_changes(work.root, "HEAD", *ALL)) == 3


def test_a_commit_graph_that_lies_hides_no_commit(work: Month) -> None:
    first = work.git("rev-parse", "HEAD")
    work.edit(FILE, "two", "2", by="second@example.org")
    last = work.edit(FILE, "three", "3", by="third@example.org")
    liar = work.root.parent / "liar"
    work.git("clone", "--quiet", str(work.root), str(liar))
    here = Month(liar, work.keys)
    tree = here.git("rev-parse", f"{first}^{{tree}}")
    orphan = here.git("commit-tree", tree, "-m", "x")
    here.git("replace", "--graft", last, orphan)
    lone = here.git("rev-parse", f"refs/replace/{last}")
    here.git("update-ref", "refs/heads/main", lone)
    here.git("replace", "--delete", last)
    here.git("commit-graph", "write", "--reachable")
    graph = (liar / ".git/objects/info/commit-graph").read_bytes()
    (work.root / ".git/objects/info").mkdir(exist_ok=True)
    forged = graph.replace(bytes.fromhex(lone), bytes.fromhex(last))
    (work.root / ".git/objects/info/commit-graph").write_bytes(forged)
    assert len(history.list_file_changes(work.root, "HEAD", *ALL)) == 3


def test_what_was_a_submodule_for_a_while_is_a_file_that_was_gone_and_came_back(
    work: Month,
) -> None:
    text = (work.root / FILE).read_text()
    work.git("rm", "--quiet", "--cached", FILE)
    work.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},{FILE}")
    work.git("commit", "--quiet", "--message", "A submodule")
    work.git("rm", "--quiet", "--cached", FILE)
    work.put(FILE, text, "second@example.org")
    back, away, added = history.list_file_changes(work.root, "HEAD", *ALL)
    assert away.file_object is None
    assert back.new_object == added.new_object
    assert history.read_blobs(work.root, [back.new_object, away.new_object])
