"""What somebody puts into any text of any file is refused, or is shown as text and as nothing else.

Pages are opened without their policy, so that what is tried is how text is written into them.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from support.certificates import build_publication
from support.instances import Files
from support.papers import AGENDA, CYCLE_PAPER, EDITION, FINANCE_PAPER, with_papers
from support.poison import PAYLOADS, full_tree, list_errors, list_leaves, poison
from support.printing import PlainPrinter
from support.publications import VERSION, clone, published
from support.running import commit, git, put

pytestmark = pytest.mark.rotating(whole_file=True)

SAMPLED = slice(3, None, 9)
"""So many of the texts are tried each time, and all of them where everything is tried."""
KINDS = (
    "index.html",
    "services/cannock-chase.html",
    "measures/access.missed.html",
    "data.html",
    "meetings/board.html",
    "meetings/board/2018-12-13.html",
)
"""A page with each way in which text is written: tables, narratives, charts, minutes."""
PAPERS = (AGENDA, FINANCE_PAPER, CYCLE_PAPER)
SHOWN_IN_PAPERS = (
    f"{AGENDA} items.0.title",
    f"{AGENDA} items.0.group",
    f"{FINANCE_PAPER} summary",
    f"{CYCLE_PAPER} recommendations.0",
)
PAPERS_PAGES = ("index", "services/directorate")
ALIVE = """() => [...document.querySelectorAll('*')].flatMap(element => [
  ...[...element.attributes].filter(one => one.name.startsWith('on') && one.value.includes('zq')),
  ...(element.matches('img[src=x], iframe[srcdoc]') ? [element] : []),
  ...(/^\\s*javascript:/i.test(element.getAttribute('href') || '') ? [element] : []),
  ...(element.matches('script') && element.textContent.includes('fired') ? [element] : []),
]).map(one => (one.outerHTML || one.name + '=' + one.value).slice(0, 200))"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def find_alive(browser: Browser, folder: Path, names: Sequence[str]) -> list[str]:
    """Return whatever runs, is fetched from elsewhere, or is more than text, on some pages."""
    found: list[str] = []
    context = browser.new_context(bypass_csp=True)
    context.add_init_script("window.fired = []")
    page = context.new_page()
    with serving(folder) as base:
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((base, "data:", "blob:")) and request.url[-2:] != "/x"
                else found.append(f"{page.url} asks for {request.url}")
            ),
        )
        for name in names:
            page.goto(base + name)
            _use(page)
            found += [f"{name}: {words}" for words in page.evaluate(ALIVE)]
            found += [f"{name}: {mark} fired" for mark in page.evaluate("fired")]
    context.close()
    return found


def _use(page: Page) -> None:
    """Do what brings more text into a page: let a chart come alive, point at it, search."""
    chart = page.locator("figure.bp-chart").first
    if chart.count():
        chart.locator("button.bp-ask").click()
        page.locator("figure.bp-live").first.wait_for()
        chart.hover()
    # One index serves all pages of a site.
    if page.url.endswith("/index.html") and page.locator(".md-search__input").count():
        page.click(".md-search__input")
        page.keyboard.type("zq")
        page.locator(".md-search-result__meta", has_text="matching document").wait_for()
        page.keyboard.press("Escape")


def test_a_sample_of_texts_is_refused_or_shown_as_text(browser: Browser, tmp_path: Path) -> None:
    tree = full_tree()
    poisoned, marks = poison(tree, list_leaves(tree)[SAMPLED], PAYLOADS)
    site = build_publication(put(poisoned, tmp_path))
    html = "".join(path.read_text("utf-8") for path in site.rglob("*.html"))
    assert sum(mark in html for mark in marks) > 5
    assert find_alive(browser, site, KINDS) == []


def test_a_sample_of_texts_of_an_agenda_and_of_cover_sheets_is_refused_or_shown_as_text(
    browser: Browser, tmp_path: Path
) -> None:
    tree = with_papers()
    leaves = [leaf for leaf in list_leaves(tree) if leaf.name in SHOWN_IN_PAPERS]
    poisoned, marks = poison(tree, leaves, PAYLOADS, EDITION)
    assert len(marks) > 2
    assert try_papers(browser, poisoned, tmp_path, marks) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("payload", PAYLOADS, ids=["markup", "entities", "link"])
def test_no_text_of_an_agenda_or_of_a_cover_sheet_comes_alive(
    browser: Browser, tmp_path: Path, payload: str
) -> None:
    tree = with_papers()
    leaves = [leaf for leaf in list_leaves(tree) if leaf.name.startswith(PAPERS)]
    poisoned, marks = poison(tree, leaves, [payload], EDITION)
    # Ids, hours and titles that a paper has to repeat are refused.
    assert len(marks) > 25
    assert try_papers(browser, poisoned, tmp_path, marks) == []


def try_papers(browser: Browser, tree: Files, folder: Path, marks: Sequence[str]) -> list[str]:
    """Return what comes alive on the pages of a meeting's papers, which show some of the marks."""
    site = build_publication(put(tree, folder), edition_id=EDITION)
    html = "".join(path.read_text("utf-8") for path in site.rglob("*.html"))
    assert sum(mark in html for mark in marks) > 2
    names = [path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html"))]
    return find_alive(browser, site, [name for name in names if name.startswith(PAPERS_PAGES)])


def test_what_comes_alive_is_seen(browser: Browser, tmp_path: Path) -> None:
    put({"index.html": PAYLOADS[0].replace("MARK", "zq1z").encode()}, tmp_path)
    found = find_alive(browser, tmp_path, ["index.html"])
    assert "index.html: zq1z fired" in found
    assert any("asks for" in words for words in found)


@pytest.mark.exhaustive
@pytest.mark.parametrize("payload", PAYLOADS, ids=["markup", "entities", "link"])
def test_no_text_comes_alive_in_any_publication(
    browser: Browser, tmp_path: Path, payload: str
) -> None:
    tree = full_tree()
    root = clone(tree, tmp_path)
    assert published(root, printer=PlainPrinter()).status == 0
    # By groups members are counted for the quorum: with all altered, nobody is left in one.
    leaves = [leaf for leaf in list_leaves(tree) if ".groups." not in leaf.name]
    poisoned, _ = poison(tree, leaves, [payload])
    assert list_errors(poisoned) == set()
    put(poisoned, root)
    commit(root, "Poison everything")
    git(root, "push", "--quiet", "origin", "main")
    ran = published(root, "--reason", payload.replace("MARK", "zqz"), printer=PlainPrinter())
    assert ran.status == 0, ran
    pages = tmp_path / "pages"
    git(root, "worktree", "add", "--quiet", "--detach", str(pages), "origin/gh-pages")
    names = [
        path.relative_to(pages).as_posix()
        for version in (VERSION, f"{VERSION}-r2")
        for path in sorted((pages / version).rglob("*.html"))
    ]
    assert len(names) >= 40
    # Each page of an alias leads to one of those.
    assert find_alive(browser, pages, ["index.html", "latest/index.html", *names]) == []
