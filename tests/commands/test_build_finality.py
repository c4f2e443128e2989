"""A draft, a build for review, a publication: each says plainly which it is, on every page."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from support.certificates import build_publication
from support.instances import CANNOCK
from support.running import boardpack

pytestmark = pytest.mark.rotating

SITE = "build/monthly-2018-11/site"
REVIEW = "<strong>For review.</strong> Not signed off; not a publication."
LATER = "Was this corrected later?"


@pytest.fixture
def root(tmp_path: Path, plain_minimal: Path, printed_plainly: None) -> Path:
    """Return a built instance of one's own, which costs no second build."""
    subprocess.run(["cp", "-a", f"{plain_minimal}/.", tmp_path], check=True)
    return tmp_path


def pages(site: Path) -> dict[str, str]:
    found = {p.relative_to(site).as_posix(): p.read_text("utf-8") for p in site.rglob("*.html")}
    del found["404.html"]
    return found


def files(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


def test_every_page_that_nobody_published_says_that_it_is_for_review(plain_minimal: Path) -> None:
    for name, text in pages(plain_minimal / SITE).items():
        assert REVIEW in text, name
        assert "boardpack-version" not in text
        assert LATER not in text


def test_what_a_page_says_of_its_review_is_not_found_by_the_search(plain_minimal: Path) -> None:
    words = (plain_minimal / SITE / "search/words-0.js").read_text("utf-8")
    assert "Cannock Chase" in words
    assert "Not signed off" not in words


def test_a_draft_is_not_for_review(root: Path) -> None:
    (root / CANNOCK).unlink()
    assert boardpack("-C", root, "build", "--draft").status == 0
    for name, text in pages(root / SITE).items():
        assert "<strong>DRAFT.</strong>" in text, name
        assert "For review." not in text, name


def test_every_page_of_a_publication_knows_its_version_and_says_nothing_else(root: Path) -> None:
    found = pages(build_publication(root))
    assert "certificate.html" in found
    for name, text in found.items():
        base = ".." if "/" in name else "."
        assert f'<meta name="boardpack-version" content="monthly-2018-11" data-site="{base}/">' in text  # fmt: skip # noqa: E501
        assert f'{LATER} <a href="{base}/../index.html">See all publications</a>' in text
        assert "For review." not in text
        assert "DRAFT" not in text
    missing = (root / SITE / "404.html").read_text("utf-8")
    assert "boardpack-version" not in missing, "its address may be any, so it has no base"


def test_a_publication_and_the_build_for_review_after_it_are_what_they_would_be_alone(
    root: Path, plain_minimal: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    after_review = files(build_publication(root))
    alone = tmp_path_factory.mktemp("alone")
    subprocess.run(["cp", "-a", f"{plain_minimal}/.", alone], check=True)
    subprocess.run(["rm", "-r", alone / "build/monthly-2018-11"], check=True)
    assert after_review == files(build_publication(alone))
    assert boardpack("-C", root, "build").status == 0
    assert files(root / SITE) == files(plain_minimal / SITE)
    assert not (root / SITE / "certificate.html").exists()


def test_a_publication_that_is_built_again_touches_nothing(root: Path) -> None:
    site = build_publication(root)
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    build_publication(root)
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == before
