"""The example's site in a real browser: it needs nobody else, and everybody can use it."""

from __future__ import annotations

import gzip
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import plotly.graph_objects as go
import pytest
from playwright.sync_api import Browser, Page

from boardpack.adapters.site.search_parts import read_parts, split_index
from boardpack.render.calendar_page import render_calendar_page
from boardpack.render.signoff.preview import render_preview_page
from boardpack.render.site.archive import render_archive
from support.books import templates
from support.browsing import Opened, served
from support.running import put

pytestmark = pytest.mark.rotating

SERVICE = "services/cannock-chase.html"
PAGES = [
    "index.html", SERVICE, "services/directorate.html", "sections/performance-kpis.html",
    "sections/finance.html", "responsibilities.html", "findings.html", "rules.html",
    "glossary.html", "data.html", "meetings/primary-care-committees.html",
]  # fmt: skip


@pytest.fixture(scope="module")
def site(plain_demo: Path) -> Path:
    return plain_demo / "build/monthly-2018-11/site"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as base:
        yield base


@pytest.mark.parametrize("from_disk", [False, True], ids=["http", "file"])
def test_no_request_leaves_the_site_and_nothing_goes_wrong(
    browser: Browser, address: str, site: Path, from_disk: bool
) -> None:
    base = f"{site.as_uri()}/" if from_disk else address
    for name in PAGES[:4]:  # one of each template with a script or a chart
        assert find_strange(browser, base, name) == [], name


@pytest.mark.exhaustive
def test_no_page_of_any_kind_asks_for_anything_elsewhere(
    browser: Browser, plain_demo: Path
) -> None:
    for site in sorted((plain_demo / "build").glob("*/site")):
        pages = sorted(site.rglob("*.html"))
        one_a_folder = {path.parent: path for path in pages if path.parent != site}
        with served(site) as base:
            for path in [*site.glob("*.html"), *one_a_folder.values()]:
                name = path.relative_to(site).as_posix()
                assert find_strange(browser, base, name) == [], name


def find_strange(browser: Browser, base: str, name: str) -> list[str]:
    """Return what a page asks for elsewhere, and what it complains of."""
    with Opened(browser, base, name) as one:
        one.page.mouse.wheel(0, 3000)
        one.page.wait_for_timeout(150)
        strange = [url for url in one.asked if not url.startswith((base, "data:", "blob:"))]
        return strange + one.complaints


@pytest.mark.parametrize("from_disk", [False, True], ids=["http", "file"])
def test_the_search_finds_a_word_of_a_narrative(
    browser: Browser, address: str, site: Path, from_disk: bool
) -> None:
    base = f"{site.as_uri()}/" if from_disk else address
    with Opened(browser, base, "index.html") as one:
        one.page.click(".md-search__input")
        one.page.keyboard.type("diabetes", delay=20)
        one.page.locator(".md-search-result__meta", has_text="matching document").wait_for()
        found = one.page.locator(".md-search-result__link").first
        assert ".html" in (found.get_attribute("href") or "")


@pytest.mark.parametrize("from_disk", [False, True], ids=["http", "file"])
def test_what_stands_on_a_page_is_found_first_as_it_is_typed(
    browser: Browser, address: str, site: Path, tmp_path: Path, from_disk: bool
) -> None:
    place = tmp_path / "site"
    shutil.copytree(site, place, copy_function=os.link)
    docs = list(read_parts(site))
    entry = next(one for one in docs if one["location"] == "glossary.html")
    entry["text"] += "<p>The follow-up at St John\u2019s in Cwm Rh\u0177d: P&amp;C.</p>"
    for path in (place / "search").iterdir():
        shutil.copy(path, f"{path}.own")
        Path(f"{path}.own").replace(path)
    split_index(place, docs)
    typed_words = {
        "A&E": "A&E",
        "P&C": "P&C",
        "St John's": "St John\u2019s",
        "St John\u2019s": "St John\u2019s",
        "follow-up": "follow-up",
        "8,940": "8,940",
        "Rhyd": "Rh\u0177d",
        "Rh\u0177d": "Rh\u0177d",
    }
    with (
        served(place) as base,
        Opened(browser, f"{place.as_uri()}/" if from_disk else base, "index.html") as one,
    ):
        one.page.click(".md-search__input")
        for typed, shown in typed_words.items():
            one.page.fill(".md-search__input", "")
            one.page.keyboard.type(typed)
            first = one.page.locator(".md-search-result__item").first
            first.filter(has_text=shown).wait_for()
        assert one.complaints == []


def live(page: Page) -> int:
    return page.locator("figure.bp-live").count()


def ask_for_chart(page: Page, number: int) -> None:
    """Press the button of a chart, and wait until the chart is alive."""
    chart = page.locator("figure.bp-chart").nth(number)
    chart.locator("button.bp-ask").click()
    page.wait_for_function(
        "n => document.querySelectorAll('figure.bp-chart')[n].classList.contains('bp-live')",
        arg=number,
    )


def test_a_chart_comes_alive_when_it_is_asked_for_and_the_library_comes_once(
    browser: Browser, address: str
) -> None:
    with Opened(browser, address, SERVICE) as one:
        total = one.page.locator("figure.bp-chart").count()
        assert total > 20
        one.page.mouse.wheel(0, 3000)
        assert not [url for url in one.asked if "plotly" in url]
        ask_for_chart(one.page, 0)
        ask_for_chart(one.page, total - 1)
        assert live(one.page) == 1
        first = one.page.locator("figure.bp-chart").first
        first.evaluate("figure => figure.scrollIntoView()")
        first.locator("svg").first.wait_for(state="visible")
        assert one.page.locator("button.bp-ask").count() == total - 1
        assert sum("plotly" in url for url in one.asked) == 1
        assert one.complaints == []
        drawn = one.page.evaluate(
            "[...document.querySelectorAll('.bp-plot')].map(e => "
            "({data: e.data.map(t => ({type: t.type, name: t.name, x: t.x, y: t.y, mode: t.mode,"
            " line: t.line, marker: {size: t.marker && t.marker.size},"
            " hovertemplate: t.hovertemplate})), title: e.getAttribute('aria-label')}))"
        )
        for chart in drawn:
            assert chart["title"]
            assert go.Figure(data=chart["data"]).data[0].y is not None


def test_a_phone_lays_out_what_is_near_its_screen_and_nothing_is_out_of_reach(
    browser: Browser, address: str
) -> None:
    is_laid_out = "element => element.checkVisibility({contentVisibilityAuto: true})"
    with Opened(browser, address, SERVICE, viewport={"width": 390, "height": 844}) as one:
        heading = one.page.locator("article h2").last
        words = one.page.locator("article h2 + * > :first-child").last
        assert not words.evaluate(is_laid_out)
        heading.locator("a.headerlink").evaluate("link => link.click()")
        words.wait_for(state="visible")
        assert words.evaluate(is_laid_out)
        assert 0 <= heading.evaluate("heading => heading.getBoundingClientRect().top") < 844
        one.page.locator("header label[for=__drawer]").click()
        one.page.locator(".md-sidebar--primary a[href*=index]").first.wait_for(state="visible")
        one.page.emulate_media(media="print")
        sections = one.page.locator(".bp-section > :first-child")
        assert all(one.evaluate(is_laid_out) for one in sections.all())


def test_a_page_is_small_until_a_chart_is_asked_for(browser: Browser, site: Path) -> None:
    with served(site) as base, Opened(browser, base, SERVICE) as one:
        names = {url.removeprefix(base).split("?")[0] for url in one.asked if url.startswith(base)}
    # As a server sends them, compressed, but for the search, which waits until it is used.
    sizes = {
        name: len(gzip.compress((site / name).read_bytes()))
        for name in names
        if "search" not in name
    }
    assert SERVICE in sizes
    assert sum(sizes.values()) < 400_000, sizes


def test_a_page_is_called_by_its_service_and_its_month(browser: Browser, address: str) -> None:
    with Opened(browser, address, SERVICE) as one:
        title = "Cannock Chase, Monthly integrated service pack, November 2018 - "
        assert one.page.title().startswith(title)


def test_without_scripts_the_drawn_charts_are_shown(browser: Browser, address: str) -> None:
    with Opened(browser, address, SERVICE, java_script_enabled=False) as one:
        svg = one.page.locator("figure.bp-chart svg").first
        assert svg.is_visible()
        box = svg.bounding_box()
        assert box is not None
        assert box["width"] > 200


def test_the_keyboard_reaches_the_content_and_the_matrix(browser: Browser, address: str) -> None:
    with Opened(browser, address, "index.html") as one:
        one.page.keyboard.press("Tab")
        focused = one.page.evaluate("document.activeElement.className")
        assert "md-skip" in focused
        one.page.keyboard.press("Enter")
        seen = []
        for _ in range(250):
            one.page.keyboard.press("Tab")
            seen.append(one.page.evaluate("document.activeElement.className"))
            if "bp-matrix-wrap" in seen[-1]:
                break
        assert "bp-matrix-wrap" in seen[-1]
        one.page.keyboard.press("Tab")
        assert one.page.evaluate("!!document.activeElement.closest('.bp-matrix')")
        width = one.page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert width == "3px"


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_scrolls_sideways(browser: Browser, address: str, width: int) -> None:
    size = {"width": width, "height": 800}
    with Opened(browser, address, PAGES[0], viewport=size) as one:
        for name in PAGES:
            one.page.goto(address + name)
            wide = one.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, name


HIDDEN = """() => [...document.querySelectorAll('main .bp-table')].filter(
  e => e.scrollWidth > e.clientWidth + 1).map(e => e.querySelector('caption').textContent)"""
SPLIT = """() => {
  const split = new Set(), range = document.createRange();
  const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  for (let text; text = texts.nextNode();) {
    const cell = text.parentElement.closest('th, td, h1, h2, h3');
    if (!cell || !cell.getClientRects().length || text.parentElement.closest('svg')) continue;
    for (const word of text.data.matchAll(/[\\p{L}\\p{N}]+/gu)) {
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const tops = [...range.getClientRects()].map(r => Math.round(r.top));
      if (new Set(tops).size > 1) split.add(word[0]);
    }
  }
  return [...split];
}"""
"""Words of tables and headings that begin in one line and end in the next."""
NAMELESS_CELLS = """() => [...document.querySelectorAll('table.bp-stacked tbody td')].filter(
  e => e.getClientRects().length && !e.dataset.of).map(e => e.parentElement.textContent)"""
"""What a card would show without saying what it is."""


def test_on_a_phone_no_table_hides_a_column_or_splits_a_word_and_each_figure_says_what_it_is(
    browser: Browser, address: str
) -> None:
    with Opened(browser, address, PAGES[0], viewport={"width": 390, "height": 800}) as one:
        for name in PAGES:
            one.page.goto(address + name)
            one.page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
            assert one.page.evaluate(HIDDEN) == [], name
            assert one.page.evaluate(NAMELESS_CELLS) == [], name
            assert one.page.evaluate(SPLIT) == [], name
        one.page.goto(address + SERVICE)
        rating = one.page.locator("table.bp-rated tbody td:last-child").first
        assert "Rating:" in rating.aria_snapshot()


def test_the_printed_home_page_keeps_the_actions_and_breaks_no_word(
    browser: Browser, address: str
) -> None:
    with Opened(browser, address, "index.html", viewport={"width": 718, "height": 1000}) as one:
        one.page.emulate_media(media="print")
        cell = one.page.locator("table.bp-items td.bp-do").first
        assert cell.is_visible()
        assert cell.evaluate("e => e.scrollWidth <= e.clientWidth && e.clientWidth > 180")
        assert not one.page.locator("table.bp-items td.bp-trend").first.is_visible()


NAMELESS = """() => {
  const name = e => (e.getAttribute('aria-label') || e.textContent || e.title || '').trim()
    || [...e.querySelectorAll('[aria-label], title')].map(name).join('');
  const shown = e => e.getClientRects().length > 0;
  const bad = [];
  for (const e of document.querySelectorAll('a[href], button, summary'))
    if (shown(e) && !name(e)) bad.push(e.outerHTML.slice(0, 120));
  for (const e of document.querySelectorAll('[role=region], [role=img]'))
    if (!name(e)) bad.push(e.outerHTML.slice(0, 120));
  for (const e of document.querySelectorAll('main table')) {
    if (!e.caption) bad.push('no caption: ' + e.outerHTML.slice(0, 120));
    for (const h of e.querySelectorAll('thead th')) if (!h.scope) bad.push(h.outerHTML);
  }
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  for (const id of new Set(ids)) if (ids.filter(i => i === id).length > 1) bad.push('twice: ' + id);
  let level = 0;
  for (const h of document.querySelectorAll('main h1, main h2, main h3, main h4')) {
    const now = +h.tagName[1];
    if (now > level + 1) bad.push('jumps: ' + h.textContent);
    level = now;
  }
  if (document.querySelectorAll('h1').length !== 1) bad.push('h1');
  if (!document.documentElement.lang) bad.push('lang');
  return bad;
}"""

PALE = """() => {
  const rgb = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const light = c => { const [r, g, b] = rgb(c).map(v => v / 255).map(
    v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b; };
  const ground = e => { for (; e; e = e.parentElement) {
    const c = getComputedStyle(e).backgroundColor, a = rgb(c)[3];
    if (a === undefined || a > .99) return c; } return 'rgb(255,255,255)'; };
  const bad = new Set();
  for (const e of document.querySelectorAll('main *, .md-tabs a, .md-nav a')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.getClientRects().length || e.closest('svg')) continue;
    if (e.matches('.headerlink')) continue;
    const a = light(getComputedStyle(e).color), b = light(ground(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) bad.add(e.tagName + '.' + e.className + ' ' + ratio.toFixed(1));
  }
  return [...bad];
}"""


def test_no_colour_is_written_but_where_it_is_said_for_light_and_dark() -> None:
    style = templates()["theme/assets/boardpack.css"].partition("/* ---- type ---")[2]
    assert style
    # Dark on yellow and white on dark are the same everywhere.
    lines = [line for line in style.splitlines() if not re.search("ffeb3b|color: #fff", line)]
    found = set(re.findall(r"#[0-9a-f]{3,8}\b", "".join(lines)))
    assert found <= {"#212b32", "#003087"}


def is_dark(page: Page) -> bool:
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return max(map(int, ground.removeprefix("rgb(").removesuffix(")").split(","))) < 60


@pytest.mark.parametrize("name", PAGES)
def test_everything_has_a_name_a_role_and_enough_contrast(
    browser: Browser, address: str, name: str
) -> None:
    with Opened(browser, address, name) as one:
        assert one.page.evaluate(NAMELESS) == []
        assert one.page.evaluate(PALE) == []
        one.page.emulate_media(color_scheme="dark")
        one.page.reload()
        one.page.wait_for_load_state("networkidle")
        assert is_dark(one.page)
        assert one.page.evaluate(PALE) == []


DIM = """() => [...document.querySelectorAll('.bp-chart svg text')].filter(
  e => Math.max(...getComputedStyle(e).fill.match(/\\d+/g).map(Number)) < 150
  && e.getClientRects().length).map(e => e.textContent)"""


def test_whoever_likes_dark_pages_has_dark_charts_too_and_may_switch(
    browser: Browser, address: str
) -> None:
    with Opened(browser, address, SERVICE, color_scheme="dark") as one:
        page = one.page
        ask_for_chart(page, 0)
        assert is_dark(page)
        assert page.evaluate(DIM) == []
        names = []
        for _ in range(3):
            switch = page.locator("form[data-md-component=palette] label:visible")
            name = switch.evaluate("e => e.previousElementSibling.ariaLabel")
            names.append((name, is_dark(page)))
            if names[-1] == ("Light colours; switch to dark", False):
                assert page.evaluate(DIM) != []
            switch.click()
        assert names == [
            ("Colours as on this device; switch to light", True),
            ("Light colours; switch to dark", False),
            ("Dark colours; switch to those of this device", True),
        ]
        assert page.evaluate(DIM) == []
        page.emulate_media(media="print")
        assert not is_dark(page)
        assert one.complaints == []


def test_a_page_is_dark_without_scripts_too(browser: Browser, address: str) -> None:
    settings = {"java_script_enabled": False, "color_scheme": "dark"}
    with Opened(browser, address, SERVICE, **settings) as one:
        assert is_dark(one.page)
        assert one.page.evaluate(DIM) == []
        assert one.page.evaluate(PALE) == []


def test_pages_that_stand_beside_the_site_are_dark_too(
    browser: Browser, site: Path, tmp_path: Path
) -> None:
    shown = render_preview_page((), "abc", templates())
    section = (site / SERVICE).read_text("utf-8").split("<article", 1)[1].split("</article>")[0]
    pages = {
        # What a section looks like, for a preview holds sections.
        "preview.html": shown.replace("</body>", f"<div{section}</div></body>"),
        "archive.html": render_archive((), {}, "Title", templates()),
        "calendar.html": render_calendar_page("Title", (), (), (), templates()),
    }
    folder = put({name: html.encode() for name, html in pages.items()}, tmp_path)
    with Opened(browser, f"{folder.as_uri()}/", "preview.html", color_scheme="dark") as one:
        for name in pages:
            one.page.goto(f"{folder.as_uri()}/{name}")
            assert is_dark(one.page), name
            assert one.page.evaluate(PALE.replace("main *", "body *")) == [], name
