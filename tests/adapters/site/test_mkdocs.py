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
from boardpack.adapters.site import search_parts
from boardpack.adapters.site.builder import SiteJob, SiteSettings
from boardpack.adapters.site.mkdocs import MkdocsBuilder, compose_settings
from boardpack.adapters.site.search_parts import INDEX, INDEX_SCRIPT, read_parts
from support.running import put

pytestmark = pytest.mark.rotating

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


def test_titles_are_text_to_a_theme_that_prints_them_as_html(tmp_path: Path) -> None:
    nasty, safe = "A&E <b>\u2028", "A&amp;E &lt;b&gt;\u2028"
    named = SiteSettings(nasty, nasty, ({nasty: [{nasty: "b.md"}]},), is_for_review=True)
    text = compose_settings(replace(job(tmp_path), settings=named))
    settings = json.loads(text)
    assert (settings["site_name"], settings["site_description"]) == (safe, safe)
    assert settings["nav"] == [{safe: [{safe: "b.md"}]}]
    assert text.isascii()


def test_a_finished_page_is_passed_on_as_it_is_with_its_headings(tmp_path: Path) -> None:
    page = (
        '<h1 id="_top">Home</h1>\n\n# not a heading, *not* words in italics\n'
        '<h2 id="a">One &amp; two<a class="headerlink" href="#a">&para;</a></h2>\n'
    )
    put({"pages/index.md": f"---\ntitle: Home\n---\n{page}".encode()}, tmp_path)
    put({"pages/b.md": b"# B\n"}, tmp_path)
    assert built(tmp_path) == ""
    html = (tmp_path / "site/index.html").read_text()
    assert page.strip() in html
    assert 'href="#a"' in html.partition(page.strip())[0] + html.partition(page.strip())[2]


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


def test_words_come_in_parts_that_are_whole_together_and_small_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_parts, "_PART_LETTERS", 60)
    site = start(tmp_path) / "site"
    parts = [path.read_text("utf-8") for path in sorted((site / "search").glob("words-*.js"))]
    assert len(parts) > 1
    assert [name for name in ("One.", "Two.") if name in parts[0]] == ["One."]
    assert [entry["location"] for entry in read_parts(site)] == [
        "index.html", "index.html#home", "b.html", "b.html#b",
    ]  # fmt: skip
    assert json.loads((site / INDEX).read_text("utf-8"))["docs"] == []


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


def test_a_part_of_many_pages_names_its_list_and_the_page_that_is_shown(tmp_path: Path) -> None:
    names = ("list", "a", "b")
    put({"pages/index.md": b"# Home\n"}, tmp_path)
    put({f"pages/{name}.md": f'<h1 id="_top">{name}</h1>'.encode() for name in names}, tmp_path)
    part = {"Many": [{f"Page {name}": f"{name}.md"} for name in names]}
    long = replace(SETTINGS, navigation=({"Home": "index.md"}, part), listing_pages=("list.md",))
    assert MkdocsBuilder().build_site(replace(job(tmp_path), settings=long)) == ()
    shown = {name: (tmp_path / f"site.new/{name}.html").read_text("utf-8") for name in names}
    for name in ("a", "b"):
        assert "Page list" in shown[name]
        assert [other for other in ("a", "b") if f"Page {other}" in shown[name]] == [name]
    assert "Page a" not in shown["list"]
