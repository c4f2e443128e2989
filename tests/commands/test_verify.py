"""What `verify` proves from a clone alone, and what it does not let pass."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from boardpack.analysis.edition import Edition
from boardpack.errors import CannotRun
from boardpack.model.signoff import SectionId, Subject
from boardpack.operations import pages_publisher, recompute
from boardpack.operations.build import EditionBuilder
from boardpack.publish.manifest import Manifest
from boardpack.publish.verification import Certainty, Remark
from boardpack.signoff.subject import build_subjects
from support.instances import CANNOCK, edited, minimal
from support.publications import VERSION, clone, introduce, published, quick_make, verified
from support.running import commit, git, put

pytestmark = pytest.mark.rotating

REVISED = f"{VERSION}-r2"


@pytest.fixture(scope="module")
def corrected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a month that was published, and then corrected; alter nothing in it."""
    folder = tmp_path_factory.mktemp("corrected")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(EditionBuilder, "build_edition", quick_make)
        root = clone(minimal(), folder)
        assert published(root).status == 0
        put(edited(minimal(), CANNOCK, "second line", "third line"), root)
        commit(root, "It was the third")
        git(root, "push", "--quiet", "origin", "main")
        assert published(root, "--reason", "The line was the third").status == 0
    return folder


@pytest.fixture
def root(corrected: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a clone of that month, for one test to alter."""
    monkeypatch.setattr(EditionBuilder, "build_edition", quick_make)
    shutil.copytree(corrected, tmp_path, symlinks=True, dirs_exist_ok=True)
    return tmp_path / "clone"


@pytest.fixture
def meddled(root: Path, tmp_path: Path) -> Path:
    """Return a checkout of the pages, whose commits the clone will see."""
    git(tmp_path, "clone", "--quiet", "--branch=gh-pages", "remote.git", "meddled")
    introduce(tmp_path / "meddled")
    return tmp_path / "meddled"


def pushed(meddled: Path, root: Path, *words: str) -> None:
    commit(meddled, "Nothing to see here")
    git(meddled, "push", "--quiet", *words, "origin", "gh-pages")
    git(root, "fetch", "--quiet", "origin")


def test_what_was_published_is_proved_and_what_is_taken_on_trust_is_said(root: Path) -> None:
    ran = verified(root, VERSION)
    assert ran.status == 0
    assert f"{VERSION} (Monthly pack, November 2018): it is what was published" in ran.out
    proved, trusted = ran.out.split("Taken on trust:")
    for words in (
        "6 files are the ones that were published", "versions.json says the same",
        "Nothing in it changed since commit", "11 sections has a record",
        "comes out the same again from commit", "evidence kept with them, hold",
    ):  # fmt: skip
        assert words in proved
    assert "the clock of whoever signed" in trusted
    assert "nobody who may push" in trusted


def test_all_publications_are_verified_when_none_is_named(root: Path) -> None:
    ran = verified(root)
    assert ran.status == 0
    assert ran.out.count("it is what was published") == 2


def test_a_new_clone_with_nothing_but_git_is_enough(root: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "remote.git", "reader")
    (tmp_path / "remote.git").rename(tmp_path / "away.git")
    assert verified(tmp_path / "reader").status == 0


def test_an_altered_page_is_not_let_pass(root: Path, meddled: Path) -> None:
    (meddled / VERSION / "index.html").write_text("<h1>All is well</h1>")
    pushed(meddled, root)
    ran = verified(root, VERSION)
    assert ran.status == 1
    assert "IT IS NOT WHAT WAS PUBLISHED" in ran.out
    assert "index.html was altered" in ran.out
    assert "it was altered after it was published, by commit" in ran.out


def test_a_publication_that_was_taken_away_is_missed(root: Path, meddled: Path) -> None:
    git(meddled, "rm", "-r", "--quiet", REVISED)
    git(meddled, "checkout", "--quiet", "HEAD~1", "--", "versions.json", "index.html")
    pushed(meddled, root)
    ran = verified(root)
    assert ran.status == 1
    assert f"{REVISED}: IT WAS PUBLISHED, and was taken away since" in ran.out


def test_a_publication_of_what_never_came_into_main_is_not_let_pass(root: Path) -> None:
    git(root, "checkout", "--quiet", "-b", "side", "HEAD~1")
    git(root, "push", "--quiet", "--force", "origin", "side:main")
    git(root, "fetch", "--quiet", "origin")
    ran = verified(root, REVISED)
    assert ran.status == 1
    assert "from which it was made, never came into main" in ran.out


def test_an_alteration_that_was_put_back_is_seen_in_history(root: Path, meddled: Path) -> None:
    page = meddled / VERSION / "index.html"
    before = page.read_bytes()
    page.write_text("<h1>All is well</h1>")
    pushed(meddled, root)
    page.write_bytes(before)
    pushed(meddled, root)
    ran = verified(root, VERSION)
    assert ran.status == 1
    assert ran.out.count("it was altered after it was published") == 2
    assert "was altered\n" not in ran.out


def test_a_history_written_anew_around_an_altered_page_is_still_seen(
    root: Path, meddled: Path
) -> None:
    (meddled / REVISED / "index.html").write_text("<h1>All is well</h1>")
    git(meddled, "checkout", "--quiet", "--orphan", "new")
    commit(meddled, "Publish")
    git(meddled, "push", "--quiet", "--force", "origin", "new:gh-pages")
    git(root, "fetch", "--quiet", "origin")
    ran = verified(root, REVISED)
    assert ran.status == 1
    assert "index.html was altered" in ran.out


def test_a_page_too_many_is_not_let_pass(root: Path, meddled: Path) -> None:
    put({f"{VERSION}/more.html": b"More"}, meddled)
    pushed(meddled, root)
    assert "more.html does not belong here" in verified(root, VERSION).out


def test_a_link_is_not_let_pass(root: Path, meddled: Path) -> None:
    (meddled / VERSION / "more.html").symlink_to("index.html")
    pushed(meddled, root)
    ran = verified(root, VERSION)
    assert ran.status == 1
    assert "is no ordinary file" in ran.out


def test_a_publication_that_was_taken_off_the_list_is_missed(root: Path, meddled: Path) -> None:
    (meddled / "versions.json").write_text("[]\n")
    pushed(meddled, root)
    ran = verified(root)
    assert ran.status == 1
    assert f"{REVISED}: it lies among the publications, but versions.json does not name" in ran.out
    again = (meddled / "versions.json", git(meddled, "show", "HEAD~1:versions.json"))
    again[0].write_text(again[1].replace(f'"version": "{VERSION}"', '"version": "other"'))
    pushed(meddled, root)
    ran = verified(root)
    assert ran.status == 1
    assert (
        f"{VERSION}: it lies among the publications, but versions.json does not name it" in ran.out
    )


def test_a_list_that_hides_what_supersedes_it_is_not_let_pass(root: Path, meddled: Path) -> None:
    listing = meddled / "versions.json"
    text = listing.read_text()
    assert f'"superseded_by": "{REVISED}"' in text
    listing.write_text(text.replace(f'"superseded_by": "{REVISED}"', '"superseded_by": ""'))
    pushed(meddled, root)
    assert "does not say rightly what supersedes it" in verified(root, VERSION).out


def test_a_list_that_cannot_be_understood_stops_it(root: Path, meddled: Path) -> None:
    listing = meddled / "versions.json"
    listing.write_text(listing.read_text().replace('"revision": 2', '"revision": "two"'))
    pushed(meddled, root)
    ran = verified(root)
    assert ran.status == 2
    assert "versions.json on origin/gh-pages cannot be understood" in ran.err


def test_a_manifest_that_was_replaced_with_all_its_digests_does_not_fit_its_source(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def otherwise(edition: Edition) -> Mapping[SectionId, Subject]:
        found = dict(build_subjects(edition))
        key = ("seisdon", "access")
        return {**found, key: replace(found[key], digest="0", data="0")}

    ran = verified(root, VERSION, then=otherwise)
    assert ran.status == 1
    assert "something else comes out: seisdon, access (data)" in ran.out
    monkeypatch.setattr(recompute, "compute_engine_digest", lambda: "another")
    ran = verified(root, VERSION, then=otherwise)
    assert ran.status == 2
    assert "This boardpack is not the one that published it" in ran.out
    assert "seisdon, access (data)" in ran.out
    assert "IT IS NOT" not in ran.out


def test_another_boardpack_that_computes_the_same_proves_the_same(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recompute, "compute_engine_digest", lambda: "another")
    assert verified(root, VERSION).status == 0


def test_a_clone_without_the_source_says_what_it_cannot_prove(root: Path, tmp_path: Path) -> None:
    remote = (tmp_path / "remote.git").as_uri()
    git(tmp_path, "clone", "--quiet", "--depth=1", "--no-single-branch", remote, "shallow")
    ran = verified(tmp_path / "shallow", VERSION)
    assert ran.status == 2
    assert "not all of it could be proved" in ran.out
    assert "git fetch --unshallow" in ran.out


def test_records_that_no_longer_hold_are_said(root: Path) -> None:
    def broken(
        folder: Path, edition: Edition, manifest: Manifest, files: Mapping[str, bytes], main: str
    ) -> list[Remark]:
        return [Remark(Certainty.WRONG, "the signature of director-seisdon is not good")]

    ran = verified(root, VERSION, check=broken)
    assert ran.status == 1
    assert "the signature of director-seisdon is not good" in ran.out


def test_what_could_not_be_checked_is_not_called_proved(root: Path) -> None:
    def unable(
        folder: Path, edition: Edition, manifest: Manifest, files: Mapping[str, bytes], main: str
    ) -> list[Remark]:
        raise CannotRun("ssh-keygen is not installed")

    ran = verified(root, VERSION, check=unable)
    assert ran.status == 2
    assert "Records and signatures were not checked: ssh-keygen is not installed." in ran.out


def test_a_version_that_is_not_there_is_named_with_those_that_are(root: Path) -> None:
    ran = verified(root, "monthly-2018-12")
    assert ran.status == 2
    assert f"'monthly-2018-12' is not published here; there is {REVISED}, {VERSION}" in ran.err


def test_where_nothing_is_published_nothing_is_proved(tmp_path: Path) -> None:
    ran = verified(clone(minimal(), tmp_path))
    assert ran.status == 2
    assert "nothing is published on origin/gh-pages, as far as this clone knows" in ran.err
    assert "git fetch origin +refs/heads/gh-pages:refs/remotes/origin/gh-pages" in ran.err


def test_what_looks_like_a_publication_and_has_no_manifest_is_not_let_pass(
    root: Path, meddled: Path
) -> None:
    put({"monthly-2018-12/index.html": b"Monthly pack, December 2018"}, meddled)
    (meddled / "monthly-2019-01").symlink_to(VERSION)
    (meddled / "Safety-2018-w50.html").write_text("Safety")
    pushed(meddled, root)
    ran = verified(root, VERSION)
    assert ran.status == 1
    for name in ("monthly-2018-12", "monthly-2019-01", "Safety-2018-w50.html"):
        assert f"{name}: IT WAS NEVER PUBLISHED" in ran.out


def listed(meddled: Path, **entry: object) -> None:
    """Add an entry of plain mike to the list of versions."""
    listing = meddled / "versions.json"
    listing.write_text(json.dumps([*json.loads(listing.read_text()), entry]))


def test_an_entry_of_plain_mike_that_looks_like_a_publication_is_not_let_pass(
    root: Path, meddled: Path
) -> None:
    listed(meddled, version="monthly-2018-12", title="Monthly pack, December 2018", aliases=[])
    pushed(meddled, root)
    assert "monthly-2018-12: IT WAS NEVER PUBLISHED" in verified(root).out


def test_what_lies_beside_the_publications_is_said_to_be_trusted(root: Path, meddled: Path) -> None:
    listed(meddled, version="docs", title="Documentation", aliases=["manual"])
    put({"docs/index.html": b"Documentation", "CNAME": b"board.example.org\n"}, meddled)
    pushed(meddled, root)
    ran = verified(root)
    assert ran.status == 0
    trusted = ran.out.partition("Taken on trust:")[2]
    assert "beside the publications and is not boardpack's: CNAME, docs." in trusted


def test_a_script_on_the_pages_that_is_more_than_the_list_of_versions_is_wrong(
    root: Path, meddled: Path
) -> None:
    (meddled / "versions.js").write_text("alert(1)\n")
    pushed(meddled, root)
    ran = verified(root)
    assert ran.status == 1
    assert "versions.js holds something else than a list, and every page runs it" in ran.out


def test_a_version_that_is_listed_twice_is_wrong(root: Path, meddled: Path) -> None:
    listing = json.loads((meddled / "versions.json").read_text())
    (meddled / "versions.json").write_text(json.dumps([*listing, listing[-1]]))
    pushed(meddled, root)
    assert "more than once" in verified(root).out


def test_a_list_that_is_nested_beyond_reading_is_a_refusal(root: Path, meddled: Path) -> None:
    (meddled / "versions.json").write_text("[" * 100_000)
    pushed(meddled, root)
    assert verified(root).status == 2


def test_the_only_version_that_is_gone_is_missed_though_nothing_is_listed(
    root: Path, meddled: Path
) -> None:
    git(meddled, "rm", "-r", "--quiet", VERSION, REVISED)
    (meddled / "versions.json").write_text("[]\n")
    pushed(meddled, root)
    for words in ((), (VERSION,)):
        ran = verified(root, *words)
        assert ran.status == 1
        assert f"{VERSION}: IT WAS PUBLISHED, and was taken away since" in ran.out


def written_anew(meddled: Path, root: Path) -> None:
    """Give the pages a history of one commit that holds what the checkout holds."""
    git(meddled, "checkout", "--quiet", "--orphan", "new")
    commit(meddled, "Publish")
    git(meddled, "push", "--quiet", "--force", "origin", "new:gh-pages")
    git(root, "fetch", "--quiet", "origin")


def test_a_version_that_a_new_history_lacks_is_missed_by_a_clone_that_saw_it(
    root: Path, meddled: Path, tmp_path: Path
) -> None:
    git(meddled, "rm", "-r", "--quiet", REVISED)
    listing = json.loads((meddled / "versions.json").read_text())
    first = next(entry for entry in listing if entry["version"] == VERSION)
    first["properties"].update(superseded_by="", superseded_because="")
    (meddled / "versions.json").write_text(json.dumps([first]))
    written_anew(meddled, root)
    ran = verified(root)
    assert ran.status == 1
    assert f"{REVISED}: this clone saw it in commit" in ran.out
    assert "which origin/gh-pages no longer contains: somebody wrote its history anew" in ran.out
    git(tmp_path, "clone", "--quiet", "remote.git", "reader")
    reader = verified(tmp_path / "reader")
    assert reader.status == 0
    assert "compare its commit with one that you noted elsewhere" in reader.out


def test_a_version_that_a_new_history_holds_otherwise_is_known_from_before(
    root: Path, meddled: Path
) -> None:
    (meddled / VERSION / "SHA256SUMS").write_text("")
    written_anew(meddled, root)
    assert f"{VERSION}: this clone saw another in commit" in verified(root, REVISED).out


def test_a_new_history_that_holds_every_version_as_it_was_is_let_pass(
    root: Path, meddled: Path
) -> None:
    written_anew(meddled, root)
    assert verified(root).status == 0


def test_a_record_that_main_lost_is_missed_by_a_clone_that_saw_it(root: Path) -> None:
    path = "data/signoffs/monthly/2018-11/director-cannock/0001.json"
    put({path: b"An objection"}, root)
    commit(root, "Object")
    git(root, "push", "--quiet", "origin", "main")
    git(root, "reset", "--quiet", "--hard", "HEAD~1")
    git(root, "push", "--quiet", "--force", "origin", "main")
    ran = verified(root)
    assert ran.status == 1
    assert f"{path}: this clone saw it in commit" in ran.out
    again = published(root)
    assert again.status == 2
    assert "nothing is published while records of decisions are gone" in again.err


def test_a_publication_that_is_older_than_its_approvals_is_not_let_pass(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages_publisher, "_refuse_early_clock", lambda *_: None)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1483228800")
    put(edited(minimal(), CANNOCK, "second line", "fourth line"), root)
    commit(root, "It was the fourth")
    git(root, "push", "--quiet", "origin", "main")
    assert published(root, "--reason", "The line was the fourth").status == 0
    ran = verified(root, f"{VERSION}-r3")
    assert ran.status == 1
    assert "its time of publication, 2017-01-01T00:00:00Z, is before" in ran.out
    assert verified(root, VERSION).status == 0
