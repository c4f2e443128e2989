"""A publication in a real browser: who opens an old one learns that it was corrected."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator, Mapping
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from boardpack.adapters.site.mike_versions import format_script
from support.browsing import served
from support.certificates import REASON, build_publication

pytestmark = pytest.mark.rotating(whole_file=True)

FROM_EITHER = pytest.mark.parametrize(
    "from_disk",
    [
        pytest.param(False, id="http"),
        pytest.param(True, id="file", marks=pytest.mark.exhaustive),
    ],
)
SERVICE = "monthly-2018-11/services/cannock-chase.html"
FIRST: dict[str, object] = {
    "version": "monthly-2018-11",
    "title": "Monthly pack, November 2018",
    "aliases": [],
    "properties": {"published": "2018-12-14T16:00:00Z", "superseded_by": "monthly-2018-11-r2"},
}
CORRECTION = {"published": "2018-12-20T10:00:00Z", "reason": REASON}
SECOND: dict[str, object] = {
    "version": "monthly-2018-11-r2",
    "title": "Monthly pack, November 2018, revision 2",
    "aliases": ["latest"],
    "properties": CORRECTION,
}
SAID = f"Superseded. A correction was published on 20 December 2018: {REASON} Go to revision 2."


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, plain_minimal: Path) -> Path:
    """Return a folder of two publications; the second lacks a page of the first."""
    folder = tmp_path_factory.mktemp("archive")
    root = tmp_path_factory.mktemp("instance")
    subprocess.run(["cp", "-a", f"{plain_minimal}/.", root], check=True)
    shutil.copytree(build_publication(root), folder / "monthly-2018-11")
    shutil.copytree(folder / "monthly-2018-11", folder / "monthly-2018-11-r2")
    (folder / "monthly-2018-11-r2/glossary.html").unlink()
    return folder


@pytest.fixture(scope="module")
def address(archive: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(archive)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


def visit(page: Page, url: str, *versions: Mapping[str, object]) -> None:
    """Open a page where the list of versions says this."""
    page.route("**/versions.json", lambda route: route.fulfill(body=json.dumps(versions)))
    page.goto(url)
    page.wait_for_load_state("networkidle")


def banner(page: Page) -> str:
    found = page.locator(".bp-superseded")
    return found.inner_text() if found.count() else ""


def leads_to(page: Page) -> str:
    return page.locator(".bp-superseded a").get_attribute("href") or ""


def test_a_superseded_publication_says_when_and_why_and_leads_to_the_same_page(
    page: Page, address: str
) -> None:
    visit(page, address + SERVICE, SECOND, FIRST)
    assert banner(page) == SAID
    assert leads_to(page) == f"{address}monthly-2018-11-r2/services/cannock-chase.html"
    first = page.evaluate(
        "document.querySelector('.md-content__inner').firstElementChild.className"
    )
    assert first == "bp-superseded"


def test_a_page_that_the_revision_lacks_leads_to_its_home_page(page: Page, address: str) -> None:
    visit(page, f"{address}monthly-2018-11/glossary.html", SECOND, FIRST)
    assert leads_to(page) == f"{address}monthly-2018-11-r2/index.html"


def test_who_opens_the_first_of_three_is_led_to_the_newest(page: Page, address: str) -> None:
    second = {**SECOND, "properties": {**CORRECTION, "superseded_by": "monthly-2018-11-r3"}}
    third = {"version": "monthly-2018-11-r3", "properties": {"published": "2019-01-03T09:00:00Z"}}
    visit(page, address + SERVICE, third, second, FIRST)
    assert banner(page).endswith(
        f"on 20 December 2018: {REASON} A correction was published on 3 January 2019. "
        "Go to revision 3."
    )


@pytest.mark.parametrize(
    "versions",
    [[], [SECOND], [{**FIRST, "properties": {}}], [FIRST]],
    ids=["none", "others", "current", "successor not listed"],
)
def test_a_publication_that_nothing_supersedes_says_nothing(
    page: Page, address: str, versions: list[dict[str, object]]
) -> None:
    visit(page, address + SERVICE, *versions)
    assert page.locator("h1").is_visible()
    assert banner(page) == ""


def test_a_reason_is_shown_as_it_was_typed(page: Page, address: str) -> None:
    nasty = "<img src=x onerror=alert(1)>"
    second = {**SECOND, "properties": {"published": "2018-12-20T10:00:00Z", "reason": nasty}}
    visit(page, address + SERVICE, second, FIRST)
    assert nasty in banner(page)
    assert page.locator(".bp-superseded img").count() == 0


def test_the_keyboard_reaches_another_version(page: Page, address: str) -> None:
    visit(page, address + SERVICE, SECOND, FIRST)
    focused = page.locator(":focus")
    for _ in range(6):
        page.keyboard.press("Tab")
        if focused.inner_text() == SECOND["title"]:
            break
    assert focused.inner_text() == SECOND["title"]
    assert focused.is_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/monthly-2018-11-r2/**")


def test_without_scripts_there_is_a_way_to_all_publications(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + SERVICE)
    page.locator("noscript a").click()
    assert page.url == f"{address}index.html"
    context.close()


def test_a_publication_opened_from_a_folder_asks_only_for_the_list_and_says_the_same(
    page: Page, archive: Path
) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    (archive / "versions.js").write_bytes(format_script(json.dumps([SECOND, FIRST]).encode()))
    page.goto((archive / SERVICE).as_uri())
    page.wait_for_load_state("networkidle")
    base = (archive / "monthly-2018-11").as_uri()
    outside = [url for url in asked if not url.startswith((base, "data:", "blob:"))]
    assert outside == [(archive / "versions.js").as_uri()]
    assert banner(page) == SAID
    assert leads_to(page).endswith("/monthly-2018-11-r2/index.html")
    page.click(".md-search__input")
    page.keyboard.type("reminders", delay=20)
    page.locator(".md-search-result__meta", has_text="matching document").wait_for()
    assert complaints == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_certificate_fits_the_screen(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    visit(page, f"{address}monthly-2018-11/certificate.html", SECOND, FIRST)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


BEFORE: dict[str, object] = {
    "version": "monthly-2018-10",
    "title": "Monthly pack, October 2018",
    "aliases": [],
    "properties": {
        "pack": "monthly", "period": "2018-10", "published": "2018-11-14T16:00:00Z",
        "superseded_by": "",
    },
}  # fmt: skip
NOW: dict[str, object] = {
    "version": "monthly-2018-11",
    "title": "Monthly pack, November 2018",
    "aliases": ["latest"],
    "properties": {
        "pack": "monthly", "period": "2018-11", "published": "2018-12-14T16:00:00Z",
        "superseded_by": "",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def two_months(tmp_path_factory: pytest.TempPathFactory, archive: Path) -> Path:
    """Return two publications: October had other words, another figure, and a word of its own."""
    folder = tmp_path_factory.mktemp("months")
    for version in ("monthly-2018-10", "monthly-2018-11"):
        shutil.copytree(archive / "monthly-2018-11", folder / version)
    versions = format_script(json.dumps([NOW, BEFORE]).encode())
    (folder / "versions.js").write_bytes(versions)
    october = folder / "monthly-2018-10"
    for name, old, new in (
        ("compare/cannock-chase.js", '"3.5%"', '"6.0%"'),
        (
            "compare/cannock-chase.js",
            '"5.0%","rating":["green","Green"]',
            '"5.0%","rating":["red","Red"]',
        ),
        ("compare/cannock-chase.js", "November 2018", "October 2018"),
        ("compare/cannock-chase.js", "go out by text", "are posted"),
        ("search/words-0.js", "go out by text", "are posted with a marmalade stamp"),
    ):
        path = october / name
        text = path.read_text("utf-8")
        assert old in text, (name, old)
        path.write_text(text.replace(old, new, 1), "utf-8")
    return folder


@FROM_EITHER
def test_the_search_reaches_an_edition_that_was_published_before_and_names_it(
    page: Page, two_months: Path, from_disk: bool
) -> None:
    with served(two_months) as base:
        base = f"{two_months.as_uri()}/" if from_disk else base
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{base}monthly-2018-11/index.html")
        page.wait_for_load_state("networkidle")
        assert not [url for url in asked if "monthly-2018-10" in url]
        page.click(".md-search__input")
        page.keyboard.type("marmalade", delay=20)
        first = page.locator(".md-search-result__link").first
        first.wait_for()
        assert "(Monthly pack, October 2018)" in first.inner_text()
        first.click()
        page.wait_for_url("**/monthly-2018-10/*/*.html*")


def test_what_this_edition_says_is_found_before_what_others_say(
    page: Page, two_months: Path
) -> None:
    with served(two_months) as base:
        page.goto(f"{base}monthly-2018-11/index.html")
        page.click(".md-search__input")
        page.keyboard.type("reminders", delay=20)
        page.locator(".md-search-result__link", has_text="October 2018").first.wait_for()
        assert "October" not in page.locator(".md-search-result__link").first.inner_text()


@FROM_EITHER
def test_two_editions_are_compared_by_figures_ratings_and_words(
    page: Page, two_months: Path, from_disk: bool
) -> None:
    with served(two_months) as base:
        base = f"{two_months.as_uri()}/" if from_disk else base
        page.goto(f"{base}monthly-2018-11/services/cannock-chase.html")
        page.get_by_role("link", name="Compare with another edition").click()
        page.locator("#bp-differences .bp-lead").wait_for()
        assert page.locator("#bp-edition option").all_inner_texts() == [BEFORE["title"]]
        said = page.locator("#bp-differences").inner_text()
        assert "1 rating moved, 1 figure changed, words changed in 1 section." in said
        row = page.locator("#bp-differences tbody tr")
        assert row.locator("td").all_inner_texts()[:2] == ["6.0%", "3.5%"]
        assert row.locator(".bp-rag").all_inner_texts() == ["Red", "Green"]
        words = page.locator("#bp-differences .bp-words")
        assert words.locator("del").all_inner_texts() == ["are posted."]
        assert words.locator("ins").all_inner_texts() == ["go out by text."]
        page.locator("#bp-service").select_option("seisdon")
        page.locator("#bp-differences", has_text="0 ratings moved, 0 figures").wait_for()
