"""What is proved of publications, as values."""

from __future__ import annotations

import shutil
import subprocess
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from boardpack.adapters.workspace import Workspace
from boardpack.analysis.edition import Edition
from boardpack.errors import CannotRun
from boardpack.operations import rebuild
from boardpack.operations.build import BuildReport, EditionBuilder
from boardpack.operations.pages_options import PagesOptions
from boardpack.operations.rebuild import rebuild_publication
from boardpack.operations.verify import verify_publications
from boardpack.publish.verification import Certainty, PagesVerification
from boardpack.signoff.subject import build_subjects
from support.instances import CANNOCK, edited, minimal
from support.publications import (
    VERSION,
    NoPrinter,
    believed,
    clone,
    introduce,
    published,
    quick_make,
)
from support.running import commit, git, put

pytestmark = pytest.mark.rotating


def verify(root: Path, version: str | None = None) -> PagesVerification:
    return verify_publications(root, version, PagesOptions("gh-pages"), build_subjects, believed)


@pytest.fixture(scope="module")
def published_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a clone in which November was published; alter nothing in it."""
    root = clone(minimal(), tmp_path_factory.mktemp("published"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EditionBuilder, "build_edition", quick_make)
        assert published(root).status == 0
    return root


@pytest.fixture
def copied_root(published_root: Path, tmp_path: Path) -> Path:
    """Return a copy of the clone, with its remote, for one test to alter."""
    shutil.copytree(published_root.parent, tmp_path / "copy", symlinks=True)
    return tmp_path / "copy/clone"


def test_every_remark_on_what_was_published_is_a_proof(published_root: Path) -> None:
    verification = verify(published_root)
    assert verification.certainty is Certainty.PROVED
    assert (verification.location, len(verification.commit)) == ("origin/gh-pages", 40)
    [report] = verification.reports
    assert report.publication.version == VERSION
    assert len(report.list_sentences(Certainty.PROVED)) == len(report.remarks) == 8
    assert verification.assumptions == report.assumptions != ()


def test_an_altered_page_and_a_folder_too_many_are_wrong(copied_root: Path) -> None:
    git(copied_root.parent, "clone", "--quiet", "--branch=gh-pages", "remote.git", "meddled")
    meddled = copied_root.parent / "meddled"
    introduce(meddled)
    (meddled / VERSION / "index.html").write_text("<h1>All is well</h1>")
    shutil.copytree(meddled / VERSION, meddled / "monthly-2018-12")
    commit(meddled, "Nothing to see here")
    git(meddled, "push", "--quiet", "origin", "gh-pages")
    git(copied_root, "fetch", "--quiet", "origin")
    verification = verify(copied_root)
    assert verification.certainty is Certainty.WRONG
    assert verification.unlisted_folders == ("monthly-2018-12",)
    assert verification.removed_folders == ()
    [report] = verification.reports
    assert "index.html was altered" in report.list_sentences(Certainty.WRONG)
    assert report.list_sentences(Certainty.OPEN) == []


def test_a_shallow_clone_leaves_open_what_it_cannot_compute(
    copied_root: Path, tmp_path: Path
) -> None:
    git(copied_root, "commit", "--quiet", "--allow-empty", "--message", "Later")
    git(copied_root, "push", "--quiet", "origin", "HEAD:main")
    remote = (copied_root.parent / "remote.git").as_uri()
    git(tmp_path, "clone", "--quiet", "--depth=1", "--no-single-branch", remote, "shallow")
    verification = verify(tmp_path / "shallow")
    assert verification.certainty is Certainty.OPEN
    assert any(
        "git fetch --unshallow" in sentence
        for sentence in verification.reports[0].list_sentences(Certainty.OPEN)
    )


def test_a_version_that_is_not_there_cannot_be_verified(published_root: Path) -> None:
    with pytest.raises(CannotRun, match=f"there is {VERSION}"):
        verify(published_root, "monthly-2018-12")


def count_git_calls(root: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how often Git is started to verify one version."""
    commands: list[object] = []
    start: Any = subprocess.Popen.__init__

    def count(process: object, *words: Any, **options: Any) -> None:
        commands.append(words)
        start(process, *words, **options)

    with monkeypatch.context() as patch:
        patch.setattr(subprocess.Popen, "__init__", count)
        assert verify(root, VERSION).certainty is Certainty.PROVED
    return len(commands)


def test_the_cost_of_one_version_does_not_grow_with_their_number(
    copied_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EditionBuilder, "build_edition", quick_make)
    first_count = count_git_calls(copied_root, monkeypatch)
    for words in ("third line", "fourth line"):
        put(edited(minimal(), CANNOCK, "second line", words), copied_root)
        commit(copied_root, words)
        git(copied_root, "push", "--quiet", "origin", "main")
        assert published(copied_root, "--reason", words).status == 0
    # One more asks whether what was seen of the branches before is still in their history.
    assert count_git_calls(copied_root, monkeypatch) <= first_count + 2


def rebuilt(root: Path) -> PagesVerification:
    rebuilder = partial(rebuild_publication, printer=NoPrinter())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EditionBuilder, "build_edition", quick_make)
        return verify_publications(
            root, None, PagesOptions("gh-pages"), build_subjects, believed, rebuilder
        )


def test_pages_that_come_out_again_are_proved_and_no_longer_trusted(published_root: Path) -> None:
    verification = rebuilt(published_root)
    assert verification.certainty is Certainty.PROVED
    [report] = verification.reports
    assert any("come out the same again" in remark.sentence for remark in report.remarks)
    assert "--rebuild" in "".join(verify(published_root).assumptions)
    assert "--rebuild" not in "".join(verification.assumptions)


def test_pages_that_whoever_published_made_up_do_not_come_out_again(tmp_path: Path) -> None:
    def make_up(
        builder: EditionBuilder, at: Workspace, edition: Edition, *rest: Any, **more: Any
    ) -> BuildReport:
        report = quick_make(builder, at, edition, *rest, **more)
        page = builder.locate_folder(edition) / "site/index.html"
        page.write_text("<h1>0.5 %</h1>")
        return report

    root = clone(minimal(), tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EditionBuilder, "build_edition", make_up)
        assert published(root).status == 0
    assert verify(root).certainty is Certainty.PROVED
    [report] = rebuilt(root).reports
    [wrong] = report.list_sentences(Certainty.WRONG)
    assert wrong.endswith("other pages come out: index.html")


def test_only_the_boardpack_that_published_can_make_its_pages_again(
    published_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rebuild, "compute_engine_digest", lambda: "another")
    [report] = rebuilt(published_root).reports
    [sentence] = report.list_sentences(Certainty.OPEN)
    assert "Its pages were not made again: only the boardpack that published it" in sentence
