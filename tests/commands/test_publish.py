"""What may be published, what comes of it, and that it never changes."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from boardpack.adapters.git import pages_branch
from boardpack.adapters.pdf.attachments import read_attachments
from boardpack.adapters.pdf.fonts import write_fonts
from boardpack.adapters.pdf.workers import DocumentPrinter, start_printers
from boardpack.adapters.workspace import (
    Workspace,
)
from boardpack.analysis.edition import Edition
from boardpack.model.signoff import Standing
from boardpack.operations.build import BuildReport, EditionBuilder
from boardpack.operations.evidence_source import EvidenceSource
from boardpack.operations.publications import Approvals
from boardpack.operations.publish import judge_approvals
from support.instances import CANNOCK, SEISDON, Files, edited, minimal, without_file
from support.printing import EITHER_WAY, PLAIN, PlainPrinter
from support.publications import (
    VERSION,
    approved,
    clone,
    introduce,
    published,
    quick_make,
    verified,
)
from support.running import boardpack, commit, git, put, repository

pytestmark = pytest.mark.rotating

REASON = ("--reason", "The line was the third")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let small sites be made at once."""
    monkeypatch.setattr(EditionBuilder, "build_edition", quick_make)


@pytest.fixture
def root(tmp_path: Path, quick: None) -> Path:
    """Return a clone with a bare remote."""
    return clone(minimal(), tmp_path)


@pytest.fixture(params=EITHER_WAY)
def printer(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[DocumentPrinter]:
    if request.param == PLAIN:
        yield PlainPrinter()
        return
    with start_printers(1, write_fonts(tmp_path_factory.mktemp("fonts"))) as found:
        yield found


def corrected(root: Path, tree: Files | None = None) -> None:
    """Commit a corrected narrative and share it."""
    put(tree or edited(minimal(), CANNOCK, "second line", "third line"), root)
    commit(root, "It was the third")
    git(root, "push", "--quiet", "origin", "main")


def seen(root: Path) -> str:
    return git(root, "ls-remote", "origin", "refs/heads/gh-pages").partition("\t")[0]


def shown(root: Path, path: str) -> str:
    return git(root, "show", f"origin/gh-pages:{path}")


def names(root: Path) -> list[str]:
    return git(root, "ls-tree", "--name-only", "origin/gh-pages").splitlines()


def entry(root: Path, version: str = VERSION) -> dict[str, object]:
    found = json.loads(shown(root, "versions.json"))
    return dict(next(one for one in found if one["version"] == version))


@pytest.mark.parametrize("words", [("monthly",), ()])
def test_whoever_names_no_edition_is_shown_which_there_are(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    ran = boardpack("-C", put(minimal(), tmp_path), "publish", *words)
    assert (ran.status, ran.out) == (2, "")
    assert "say which edition, pack and period; there is monthly 2018-11" in ran.err


def test_a_real_edition_is_published_proved_and_published_only_once(
    tmp_path: Path, printer: DocumentPrinter
) -> None:
    root = clone(minimal(), tmp_path)
    ran = published(root, printer=printer)
    assert ran.status == 0, ran
    assert "Monthly pack, November 2018: published as monthly-2018-11 on origin/gh-pages" in ran.out
    assert "boardpack verify monthly-2018-11" in ran.out
    assert verified(root).status == 0
    before = seen(root)
    again = published(root, printer=printer)
    assert (again.status, seen(root)) == (0, before)
    assert "already published as monthly-2018-11; nothing differs" in again.out
    git(tmp_path, "clone", "--quiet", "--branch=gh-pages", "remote.git", "checkout")
    folder = tmp_path / "checkout" / VERSION
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, check=True)
    own = {name: (folder / name).read_bytes() for name in ("manifest.json", "SHA256SUMS")}
    for document in (folder / "pdf").iterdir():
        assert read_attachments(document.read_bytes()) == own
    manifest = json.loads(own["manifest.json"])
    held = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert manifest["files"].keys() == held - own.keys()
    assert len(manifest["sections"]) == 11
    assert manifest["spc"] == {"rules": "plotthedots", "as_of": "2025-09", "run": 7}
    assert VERSION in (folder / "certificate.html").read_text("utf-8")
    assert not (root / "build/.publishing").exists()


def test_a_publication_is_one_commit_with_all_that_leads_to_it(root: Path) -> None:
    assert published(root).status == 0
    assert names(root) == [
        ".nojekyll", "index.html", "latest-monthly", "latest", VERSION, "publications.atom",
        "versions.js", "versions.json",
    ]  # fmt: skip
    assert git(root, "rev-list", "--count", "origin/gh-pages") == "1"
    found = entry(root)
    assert (found["title"], found["aliases"]) == (
        "Monthly pack, November 2018",
        ["latest", "latest-monthly"],
    )
    listed = shown(root, "versions.js").removeprefix("window.boardpackVersions = ")
    assert json.loads(listed.rstrip(";\n")) == json.loads(shown(root, "versions.json"))
    assert f"../{VERSION}/index.html" in shown(root, "latest/index.html")
    assert f'<a href="{VERSION}/index.html">' in shown(root, "index.html")
    assert git(root, "rev-parse", "gh-pages") == seen(root)
    assert git(root, "status", "--porcelain") == ""


def test_the_time_of_publication_can_be_given(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1544803200")
    assert published(root).status == 0
    assert os.environ["SOURCE_DATE_EPOCH"] == "1544803200"
    assert json.loads(shown(root, f"{VERSION}/manifest.json"))["published"] == (
        "2018-12-14T16:00:00Z"
    )
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert "whole number of seconds" in published(root, *REASON).err


def test_content_with_errors_is_not_published(root: Path) -> None:
    corrected(root, {**minimal(), SEISDON: b"---\nstatus: draft\n---\n"})
    ran = published(root)
    assert ran.status == 1
    assert "the gate is shut" in ran.out
    assert "boardpack check monthly 2018-11" in ran.out
    assert seen(root) == ""


def test_one_section_that_is_not_signed_off_stops_all_and_is_named(root: Path) -> None:
    def one_stale(at: Workspace, edition: Edition) -> Approvals:
        first, *others = approved(at, edition).verdicts
        stale = replace(first, standing=Standing.STALE, reason="the data changed")
        return Approvals((stale, *others))

    ran = published(root, approvals_of=one_stale)
    assert ran.status == 1
    assert "Cannock Chase, Summary: stale: the data changed (Service director)" in ran.out
    assert ran.out.count("stale") == 1
    assert seen(root) == ""
    assert not (root / "build").exists()


def test_an_edition_of_which_nothing_was_judged_is_not_published(root: Path) -> None:
    ran = published(root, approvals_of=lambda at, edition: Approvals(()))
    assert (ran.status, seen(root)) == (1, "")
    assert "no section is due" in ran.out


def test_what_is_not_committed_is_not_published(root: Path) -> None:
    put(edited(minimal(), CANNOCK, "second line", "third line"), root)
    ran = published(root)
    assert ran.status == 2
    assert f"{CANNOCK} differs from the last commit; commit it, or put it back" in ran.err
    assert seen(root) == ""


def test_a_file_that_git_ignores_is_not_published_either(root: Path) -> None:
    (root / ".git/info/exclude").write_text(f"{CANNOCK}\n")
    git(root, "rm", "--quiet", "--cached", CANNOCK)
    git(root, "commit", "--quiet", "--message", "Without it")
    assert f"{CANNOCK} differs" in published(root).err


def test_a_commit_that_nobody_else_has_is_not_published(root: Path) -> None:
    put(edited(minimal(), CANNOCK, "second line", "third line"), root)
    commit(root, "Only here")
    ran = published(root)
    assert (ran.status, seen(root)) == (2, "")
    assert "has not come into origin/main" in ran.err


def test_a_branch_beside_main_is_not_published_though_it_was_pushed(root: Path) -> None:
    git(root, "checkout", "--quiet", "-b", "side")
    put(edited(minimal(), CANNOCK, "second line", "third line"), root)
    commit(root, "Appoint myself, sign, publish")
    git(root, "push", "--quiet", "origin", "side")
    ran = published(root)
    assert (ran.status, seen(root)) == (2, "")
    assert "has not come into origin/main, and only what has is published" in ran.err


def test_a_clone_that_lacks_what_came_into_main_since_publishes_nothing(
    root: Path, tmp_path: Path
) -> None:
    git(tmp_path, "clone", "--quiet", "remote.git", "colleague")
    corrected(tmp_path / "colleague")
    git(tmp_path / "colleague", "commit", "--quiet", "--allow-empty", "--message", "Object")
    git(tmp_path / "colleague", "push", "--quiet", "origin", "HEAD:main")
    ran = published(root)
    assert (ran.status, seen(root)) == (2, "")
    assert "origin/main is 2 commits ahead of what is checked out" in ran.err
    assert "pull first: git pull --ff-only origin main" in ran.err
    git(root, "pull", "--quiet", "--ff-only", "origin", "main")
    assert published(root).status == 0


def test_an_earlier_commit_that_is_checked_out_is_not_published_either(root: Path) -> None:
    corrected(root)
    git(root, "checkout", "--quiet", "HEAD~1")
    ran = published(root)
    assert (ran.status, seen(root)) == (2, "")
    assert "origin/main is 1 commit ahead of what is checked out" in ran.err


def test_without_a_remote_the_newest_commit_of_the_branch_is_published_and_no_other(
    tmp_path: Path, quick: None
) -> None:
    root = repository({**minimal(), ".gitignore": b"/build/\n"}, tmp_path / "alone")
    introduce(root)
    put(edited(minimal(), CANNOCK, "second line", "third line"), root)
    commit(root, "It was the third")
    git(root, "checkout", "--quiet", "HEAD~1")
    assert "the branch main is 1 commit ahead" in published(root).err


def test_what_comes_into_main_while_a_publication_is_made_stops_it(
    root: Path, tmp_path: Path
) -> None:
    def object_meanwhile(at: Workspace, edition: Edition) -> Approvals:
        git(tmp_path, "clone", "--quiet", "remote.git", "hers")
        git(tmp_path / "hers", "commit", "--quiet", "--allow-empty", "--message", "Object")
        git(tmp_path / "hers", "push", "--quiet", "origin", "HEAD:main")
        return approved(at, edition)

    ran = published(root, approvals_of=object_meanwhile)
    assert (ran.status, seen(root)) == (2, "")
    assert "origin/main moved on while the publication was made" in ran.err


def test_a_main_branch_that_lost_what_was_published_publishes_nothing(
    root: Path, tmp_path: Path
) -> None:
    before = git(root, "rev-parse", "HEAD")
    corrected(root)
    assert published(root).status == 0
    git(root, "push", "--quiet", "--force", "origin", f"{before}:main")
    git(tmp_path, "clone", "--quiet", "remote.git", "fresh")
    introduce(tmp_path / "fresh")
    ran = published(tmp_path / "fresh", *REASON)
    assert ran.status == 2
    assert f"{VERSION} was published from commit" in ran.err
    assert "somebody wrote the history of the main branch anew" in ran.err


@pytest.mark.parametrize(
    ("clock", "fault"),
    [
        ("1483228800", "before cannock-chase, summary was signed on 2018-12-12T09:30:00Z"),
        ("1544616000", "before its commit was made on 2018-12-13T09:00:00Z"),
    ],
)
def test_nothing_is_published_before_it_was_signed_or_committed(
    root: Path, monkeypatch: pytest.MonkeyPatch, clock: str, fault: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", clock)
    ran = published(root)
    assert (ran.status, seen(root)) == (2, "")
    assert fault in ran.err
    assert "put the clock of this computer right" in ran.err


def test_another_main_branch_can_be_named(root: Path) -> None:
    ran = published(root, "--main", "trunk")
    assert "there is no origin/trunk to publish from; name your main branch" in ran.err
    git(root, "push", "--quiet", "origin", "main:trunk")
    assert published(root, "--main", "trunk").status == 0


def test_what_was_published_only_here_is_not_published_again_elsewhere(
    root: Path, tmp_path: Path
) -> None:
    git(root, "remote", "remove", "origin")
    ran = published(root)
    assert "it is only in this clone, and nobody else can see it" in ran.out
    git(root, "remote", "add", "origin", "../remote.git")
    ran = published(root)
    assert ran.status == 2
    assert "push them first: git push origin gh-pages" in ran.err


def test_line_endings_of_the_checkout_do_not_matter(root: Path) -> None:
    git(root, "config", "core.autocrlf", "true")
    (root / CANNOCK).unlink()
    git(root, "checkout", "--quiet", "--", CANNOCK)
    assert b"\r\n" in (root / CANNOCK).read_bytes()
    assert published(root).status == 0


def test_what_was_published_never_changes_without_a_reason(root: Path) -> None:
    assert published(root).status == 0
    before = seen(root)
    corrected(root)
    ran = published(root)
    assert (ran.status, seen(root)) == (1, before)
    assert "already published as monthly-2018-11, and that never changes" in ran.out
    assert "differs in: cannock-chase feedback" in ran.out
    assert "A correction needs --reason TEXT" in ran.out


def test_a_page_that_differs_needs_a_reason_as_well(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert published(root).status == 0

    def with_more(
        press: EditionBuilder, at: Workspace, edition: Edition, *rest: object, **more: object
    ) -> object:
        made: Callable[..., BuildReport] = quick_make
        refused = made(press, at, edition, *rest, **more)
        (press.locate_folder(edition) / "site/more.html").write_text("More")
        return refused

    monkeypatch.setattr(EditionBuilder, "build_edition", with_more)
    ran = published(root)
    assert ran.status == 1
    assert "differs in: more.html" in ran.out


def test_a_correction_is_a_revision_and_what_it_corrects_stays_to_the_byte(root: Path) -> None:
    assert published(root).status == 0
    before = git(root, "rev-parse", f"origin/gh-pages:{VERSION}")
    corrected(root)
    ran = published(root, *REASON)
    assert "published as monthly-2018-11-r2" in ran.out
    assert git(root, "rev-parse", f"origin/gh-pages:{VERSION}") == before
    old, new = (entry(root, name) for name in (VERSION, f"{VERSION}-r2"))
    assert new["title"] == "Monthly pack, November 2018 (revision 2)"
    assert (old["aliases"], new["aliases"]) == ([], ["latest", "latest-monthly"])
    assert isinstance(old["properties"], dict)
    assert old["properties"]["superseded_by"] == f"{VERSION}-r2"
    assert old["properties"]["superseded_because"] == REASON[1]
    assert f"../{VERSION}-r2/index.html" in shown(root, "latest/index.html")
    assert REASON[1] in shown(root, "index.html")
    manifest = json.loads(shown(root, f"{VERSION}-r2/manifest.json"))
    assert (manifest["reason"], manifest["supersedes"], manifest["revision"]) == (
        REASON[1], VERSION, 2,
    )  # fmt: skip
    assert verified(root).status == 0


def test_a_correction_that_corrects_nothing_is_not_published(root: Path) -> None:
    assert published(root).status == 0
    ran = published(root, *REASON)
    assert ran.status == 0
    assert "nothing differs" in ran.out
    assert f"{VERSION}-r2" not in names(root)


def test_a_first_publication_has_nothing_to_correct(root: Path) -> None:
    ran = published(root, *REASON)
    assert ran.status == 2
    assert "has not been published, so there is nothing to correct" in ran.err


def test_approving_the_same_thing_again_changes_nothing(root: Path) -> None:
    def again(at: Workspace, edition: Edition) -> Approvals:
        return Approvals(
            tuple(
                replace(one, record=replace(one.record, time="2018-12-13T10:00:00Z"))
                for one in approved(at, edition).verdicts
                if one.record
            )
        )

    assert published(root).status == 0
    ran = published(root, approvals_of=again)
    assert ran.status == 0
    assert "nothing differs" in ran.out


def test_a_push_that_the_remote_refuses_publishes_nothing_and_a_rerun_does(
    root: Path, tmp_path: Path
) -> None:
    hook = tmp_path / "remote.git/hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'Only on Mondays.' >&2\nexit 1\n")
    hook.chmod(0o755)
    ran = published(root)
    assert (ran.status, seen(root)) == (2, "")
    assert "origin/gh-pages refused it, so nothing was published" in ran.err
    assert "Only on Mondays." in ran.err
    assert git(root, "for-each-ref", "refs/heads/gh-pages", "refs/heads/boardpack") == ""
    hook.unlink()
    assert published(root).status == 0
    assert verified(root).status == 0


def test_a_remote_that_cannot_be_reached_publishes_nothing(root: Path) -> None:
    git(root, "remote", "set-url", "origin", "../gone.git")
    ran = published(root)
    assert ran.status == 2
    assert "git ls-remote failed" in ran.err


@pytest.fixture
def rival(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Return what lets another clone do something just before we put our publication forward."""

    def comes(act: Callable[[Path], object]) -> Path:
        git(tmp_path, "clone", "--quiet", "remote.git", "rival")
        introduce(tmp_path / "rival")
        put_forward = pages_branch.put_forward

        def later(*given: object) -> str:
            monkeypatch.setattr(pages_branch, "put_forward", put_forward)
            act(tmp_path / "rival")
            return put_forward(*given)  # type: ignore[arg-type]

        monkeypatch.setattr(pages_branch, "put_forward", later)
        return root

    return comes


def test_of_two_who_publish_the_same_at_once_one_finds_it_done(
    rival: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def theirs(folder: Path) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "1544803200")
        assert published(folder).status == 0

    root = rival(theirs)
    ran = published(root)
    assert ran.status == 0
    assert "already published as monthly-2018-11; nothing differs" in ran.out
    assert git(root, "rev-list", "--count", "origin/gh-pages") == "1"
    assert verified(root).status == 0


def test_of_two_who_publish_different_things_at_once_one_is_told(
    rival: Callable[..., Path],
) -> None:
    def theirs(folder: Path) -> None:
        corrected(folder)
        assert published(folder).status == 0

    root = rival(theirs)
    ran = published(root)
    assert ran.status == 2
    assert "origin/main moved on while the publication was made" in ran.err
    assert git(root, "rev-list", "--count", "origin/gh-pages") == "1"


def test_another_publication_at_the_same_moment_is_kept(
    rival: Callable[..., Path],
) -> None:
    def theirs(folder: Path) -> None:
        git(folder, "checkout", "--quiet", "--orphan", "gh-pages")
        git(folder, "rm", "--quiet", "-r", "--cached", ".")
        put({"dev/index.html": b"Another pack"}, folder)
        git(folder, "add", "dev")
        git(folder, "commit", "--quiet", "--message", "Another pack")
        git(folder, "push", "--quiet", "origin", "gh-pages")

    root = rival(theirs)
    assert published(root).status == 0
    assert {"dev", VERSION} <= set(names(root))
    assert git(root, "rev-list", "--count", "origin/gh-pages") == "2"


def put_on_pages(root: Path, files: dict[str, bytes]) -> None:
    """Put files on the pages branch, as somebody who may push there."""
    git(root.parent, "clone", "--quiet", "--branch=gh-pages", "remote.git", "pages")
    put(files, root.parent / "pages")
    commit(root.parent / "pages", "Ours")
    git(root.parent / "pages", "push", "--quiet", "origin", "gh-pages")


def test_an_entry_of_plain_mike_is_left_alone(root: Path) -> None:
    assert published(root).status == 0
    docs = {"version": "docs", "title": "Documentation", "aliases": []}
    entries = [*json.loads(shown(root, "versions.json")), docs]
    put_on_pages(
        root, {"versions.json": json.dumps(entries).encode(), "docs/index.html": b"Documentation"}
    )
    corrected(root)
    assert published(root, *REASON).status == 0
    assert entry(root, "docs") == docs
    assert shown(root, "docs/index.html") == "Documentation"
    assert verified(root).status == 0


def test_a_folder_that_is_no_publication_is_not_written_over(root: Path) -> None:
    assert published(root).status == 0
    put_on_pages(root, {f"{VERSION}-r2/index.html": b"Made up"})
    corrected(root)
    ran = published(root, *REASON)
    assert ran.status == 2
    assert f"has {VERSION}-r2 already, and that is none of its publications" in ran.err
    assert shown(root, f"{VERSION}-r2/index.html") == "Made up"


def test_without_a_remote_the_branch_is_the_publication(tmp_path: Path, quick: None) -> None:
    root = repository({**minimal(), ".gitignore": b"/build/\n"}, tmp_path / "alone")
    introduce(root)
    ran = published(root)
    assert ran.status == 0, ran
    assert "on the branch gh-pages" in ran.out
    assert verified(root).status == 0
    assert "nothing differs" in published(root).out


def test_another_branch_and_another_remote_can_be_named(root: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", "remote.git", "other.git")
    git(root, "remote", "add", "other", "../other.git")
    git(root, "fetch", "--quiet", "other")
    words = ("--remote", "other", "--branch", "pages")
    assert published(root, *words).status == 0
    assert seen(root) == ""
    assert git(tmp_path / "other.git", "rev-parse", "pages")
    assert verified(root, *words).status == 0


def test_a_build_that_is_refused_publishes_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        EditionBuilder,
        "build_edition",
        lambda *_, **__: BuildReport(("seisdon.pdf was not printed",)),
    )
    ran = published(root)
    assert (ran.status, seen(root)) == (2, "")
    assert "nothing was published: seisdon.pdf was not printed" in ran.err


def test_nothing_of_an_earlier_build_is_published(root: Path) -> None:
    put({f"build/.publishing/{VERSION}/site/planted.html": b"Planted"}, root)
    assert published(root).status == 0
    assert "planted.html" not in git(root, "ls-tree", "-r", "--name-only", "origin/gh-pages")


def test_an_edition_of_which_a_file_is_missing_is_not_published(root: Path) -> None:
    git(root, "rm", "--quiet", SEISDON)
    corrected(root, without_file(minimal(), SEISDON))
    assert published(root).status == 1


def test_the_real_gate_is_shut_as_long_as_nobody_signed(root: Path) -> None:
    ran = published(root, approvals_of=partial(judge_approvals, evidence_source=EvidenceSource()))
    assert ran.status == 1, ran
    # What holds for each section of a service is said once.
    assert "Not signed off:\n  Cannock Chase, Summary, Access, Patient feedback, " in ran.out
    assert ran.out.count("  Cannock Chase, ") == 1
    assert seen(root) == ""
