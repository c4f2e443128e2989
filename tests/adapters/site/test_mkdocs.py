from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from boardpack.adapters.files import replace_folder, to_staging_path
from boardpack.adapters.site.mkdocs import INDEX, INDEX_SCRIPT, build_site
from support.running import put

SETTINGS = b"site_name: S\nuse_directory_urls: false\nplugins: [search]\ndocs_dir: pages\nnav: [{Home: index.md}, {B: b.md}]\n"  # noqa: E501
PAGES = {"pages/index.md": b"# Home\n\nOne.\n", "pages/b.md": b"# B\n\nTwo.\n"}


@pytest.fixture(autouse=True)
def dated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1545091200")


def built(folder: Path, changed: set[str] | None = None) -> str:
    complaint = build_site(folder / "mkdocs.yml", folder / "site", changed)
    if not complaint:
        replace_folder(folder / "site")
    return complaint


def start(folder: Path) -> Path:
    put({"mkdocs.yml": SETTINGS, **PAGES}, folder)
    assert built(folder) == ""
    return folder


def test_a_partial_build_gives_what_a_whole_one_gives_and_keeps_the_rest(tmp_path: Path) -> None:
    folder = start(tmp_path / "part")
    kept = os.stat(folder / "site/b.html").st_ino
    put({"pages/index.md": b"# Home\n\nThree.\n"}, folder)
    assert built(folder, {"index.md"}) == ""
    assert os.stat(folder / "site/b.html").st_ino == kept
    whole = put(
        {"mkdocs.yml": SETTINGS, **PAGES, "pages/index.md": b"# Home\n\nThree.\n"},
        tmp_path / "whole",
    )
    assert built(whole) == ""
    for name in ("index.html", "b.html", INDEX, INDEX_SCRIPT):
        assert (folder / "site" / name).read_bytes() == (whole / "site" / name).read_bytes()


def test_a_complaint_is_told_and_the_old_site_is_left_alone(tmp_path: Path) -> None:
    folder = start(tmp_path)
    before = (folder / "site/index.html").read_bytes()
    put({"pages/index.md": b"# Home\n\n[x](nowhere.md)\n"}, folder)
    assert "nowhere.md" in built(folder, {"index.md"})
    assert (folder / "site/index.html").read_bytes() == before
    assert to_staging_path(folder / "site").is_dir()


def test_the_index_for_a_site_on_disk_is_the_same_index(tmp_path: Path) -> None:
    site = start(tmp_path) / "site"
    script = (site / INDEX_SCRIPT).read_text("utf-8")
    assert json.loads(script.removeprefix("var __index = ")) == json.loads(
        (site / INDEX).read_text()
    )


@pytest.mark.skipif(not shutil.which("zensical"), reason="Zensical is not installed")
def test_the_staged_pages_build_under_the_successor_too(built_demo: Path, tmp_path: Path) -> None:
    edition = tmp_path / "build/monthly-2018-11"
    edition.mkdir(parents=True)
    shutil.copy(built_demo / "mkdocs.yml", tmp_path)
    for name in ("mkdocs.yml", "pages", "theme"):
        subprocess.run(
            ["cp", "-a", built_demo / "build/monthly-2018-11" / name, edition], check=True
        )
    done = subprocess.run(
        ["zensical", "build", "-f", edition / "mkdocs.yml"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    staged = {
        p.relative_to(edition / "pages").with_suffix(".html")
        for p in (edition / "pages").rglob("*.md")
    }
    assert all((edition / "site" / page).is_file() for page in staged)
