from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import subprocess
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from boardpack.adapters.files import replace_folder
from boardpack.adapters.site.builder import SiteJob, SiteSettings
from boardpack.adapters.site.mkdocs import MkdocsBuilder
from boardpack.adapters.site.partial_site import INDEX, INDEX_SCRIPT
from support.running import put

LOOK = b"theme: {name: mkdocs}\nuse_directory_urls: false\nplugins: [search]\n"
SETTINGS = SiteSettings("S", "", ({"Home": "index.md"}, {"B": "b.md"}), is_for_review=True)
PAGES = {"pages/index.md": b"# Home\n\nOne.\n", "pages/b.md": b"# B\n\nTwo.\n"}


DAY = datetime(2018, 12, 18, tzinfo=UTC)


def job(folder: Path, changed: set[str] | None = None) -> SiteJob:
    (folder / "theme").mkdir(exist_ok=True)
    look = put({"look.yml": LOOK}, folder) / "look.yml"
    return SiteJob(folder, SETTINGS, look, DAY, None if changed is None else frozenset(changed))


def built(folder: Path, changed: set[str] | None = None) -> str:
    complaints = MkdocsBuilder().build_site(job(folder, changed))
    if not complaints:
        replace_folder(folder / "site")
    return "; ".join(complaints)


def start(folder: Path) -> Path:
    put(PAGES, folder)
    assert built(folder) == ""
    return folder


def read(site: Path) -> dict[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in site.rglob("*")
        if path.is_file()
    }


def test_a_partial_build_gives_what_a_whole_one_gives_and_keeps_the_rest(tmp_path: Path) -> None:
    folder = start(tmp_path / "part")
    kept = os.stat(folder / "site/b.html").st_ino
    put({"pages/index.md": b"# Home\n\nThree.\n"}, folder)
    assert built(folder, {"index.md"}) == ""
    assert os.stat(folder / "site/b.html").st_ino == kept
    whole = put({**PAGES, "pages/index.md": b"# Home\n\nThree.\n"}, tmp_path / "whole")
    assert built(whole) == ""
    assert read(folder / "site") == read(whole / "site")


def test_mkdocs_alone_makes_every_page_again_or_loses_those_that_it_does_not_make(
    tmp_path: Path,
) -> None:
    site = start(tmp_path) / "site"
    config = load_config(str(tmp_path / "mkdocs.yml"), site_dir=str(site))
    kept = os.stat(site / "b.html").st_mtime_ns
    build(config)
    assert os.stat(site / "b.html").st_mtime_ns != kept
    kept = os.stat(site / "b.html").st_mtime_ns
    os.utime(tmp_path / "pages/index.md", (2e9, 2e9))
    build(load_config(str(tmp_path / "mkdocs.yml"), site_dir=str(site)), dirty=True)
    assert os.stat(site / "b.html").st_mtime_ns == kept
    assert "b.html" not in (site / INDEX).read_text()


def test_the_date_is_that_of_the_job_whatever_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(PAGES, tmp_path)
    for set_date in ("1545091200", "0", ""):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", set_date)
        MkdocsBuilder().build_site(job(tmp_path))
        sitemap = (tmp_path / "site.new/sitemap.xml.gz").read_bytes()
        assert int.from_bytes(sitemap[4:8], "little") == 1545091200
        assert "Build Date UTC : 2018-12-18 00:00:00+00:00" in (
            (tmp_path / "site.new/index.html").read_text("utf-8")
        )


def test_a_job_sent_to_a_process_that_knows_nothing_gives_the_same_bytes_as_here(
    tmp_path: Path,
) -> None:
    here = start(tmp_path / "here")
    there = put(PAGES, tmp_path / "there")
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as elsewhere:
        assert elsewhere.submit(MkdocsBuilder().build_site, job(there)).result() == ()
    assert read(there / "site.new") == read(here / "site")


def test_a_complaint_is_told_and_the_old_site_is_left_alone(tmp_path: Path) -> None:
    folder = start(tmp_path)
    before = (folder / "site/index.html").read_bytes()
    put({"pages/index.md": b"# Home\n\n[x](nowhere.md)\n"}, folder)
    assert "nowhere.md" in built(folder, {"index.md"})
    assert (folder / "site/index.html").read_bytes() == before
    assert job(folder).new_site.is_dir()


def test_the_index_for_a_site_on_disk_is_the_same_index(tmp_path: Path) -> None:
    site = start(tmp_path) / "site"
    script = (site / INDEX_SCRIPT).read_text("utf-8")
    assert json.loads(script.removeprefix("var __index = ")) == json.loads(
        (site / INDEX).read_text()
    )


@pytest.mark.skipif(not shutil.which("zensical"), reason="Zensical is not installed")
def test_the_staged_pages_build_under_the_successor_too(plain_demo: Path, tmp_path: Path) -> None:
    edition = tmp_path / "build/monthly-2018-11"
    edition.mkdir(parents=True)
    shutil.copy(plain_demo / "mkdocs.yml", tmp_path)
    for name in ("mkdocs.yml", "pages", "theme"):
        subprocess.run(
            ["cp", "-a", plain_demo / "build/monthly-2018-11" / name, edition], check=True
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


MARKUP = "A&E <img src=x onerror=fetch('//x')>\u2028\x85 \"quoted\""


def test_titles_reach_every_page_as_text_whatever_stands_in_them(tmp_path: Path) -> None:
    settings = SiteSettings(MARKUP, MARKUP, ({MARKUP: [{MARKUP: "index.md"}]},), True)
    put(PAGES, tmp_path)
    assert MkdocsBuilder().build_site(replace(job(tmp_path), settings=settings)) == ()
    made = (tmp_path / "site.new/index.html").read_text()
    assert "A&amp;E &lt;img" in made
    assert "<img" not in made
