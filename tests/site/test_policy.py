"""What a page may run and fetch, in a real browser: its own scripts, and nobody else's."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from boardpack.adapters.site.policy import add_policy, list_scripts
from boardpack.adapters.site.preview import PreviewServer
from boardpack.render.site.redirects import render_redirects
from support.books import templates

POLICY = '<meta http-equiv="Content-Security-Policy" content="'
HANDLER = re.compile(r"<[a-z][^<>]*\son[a-z]+=", re.IGNORECASE)
HOST = "http://localhost"


@contextmanager
def opened(browser: Browser, answers: dict[str, bytes]) -> Iterator[tuple[Page, list[str]]]:
    """Open a page whose host gives these answers and no others; yield it and all that was asked."""
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        path = route.request.url.removeprefix(f"{HOST}/")
        kind = "text/javascript" if path.endswith(".js") else "text/html"
        found = answers.get(path.partition("?")[0])
        route.fulfill(status=404 if found is None else 200, body=found or b"", content_type=kind)

    page.route("**/*", answer)
    yield page, asked
    context.close()


def test_each_page_begins_with_what_it_may_run_and_holds_nothing_else_to_run(
    plain_demo: Path,
) -> None:
    pages = sorted((plain_demo / "build/monthly-2018-11/site").rglob("*.html"))
    assert {"404.html", "index.html", "findings.html"} <= {page.name for page in pages}
    for page in pages:
        html = page.read_text("utf-8")
        head = html[html.index("<head>") :]
        assert head[len("<head>") :].lstrip().startswith(POLICY), page
        policy = head.partition(POLICY)[2].partition('"')[0]
        assert "unsafe-eval" not in policy
        for script in list_scripts(html):
            digest = b64encode(sha256(script.encode()).digest()).decode()
            assert f"'sha256-{digest}'" in policy, page
        assert not HANDLER.search(html), page


INJECTED = (
    "<script>fired.push('script')</script>",
    "<img src=x onerror='fired.push(1)'>",
    "<a href='javascript:fired.push(2)'>Press</a>",
    "<script src='https://example.org/a.js'></script>",
    "<img src='https://example.org/a.png'>",
    "<iframe srcdoc='<script>parent.fired.push(3)</script>'></iframe>",
    "<iframe src='https://example.org/'></iframe>",
    "<object data='https://example.org/a.svg'></object>",
    "<form action='https://example.org/'><button>Press</button></form>",
    "<link rel=stylesheet href='https://example.org/a.css'>",
    "<p style=\"background: url('https://example.org/a.png')\">A</p>",
    "<script src='eval.js'></script>",
    "<base href='https://example.org/'><img src=a.png>",
)
OWN = "window.fired = []"


@pytest.fixture(scope="module")
def bare_page() -> str:
    return add_policy("<html><head></head><body>HERE</body></html>", [OWN])


def test_what_somebody_got_into_a_page_neither_runs_nor_fetches(
    browser: Browser, bare_page: str
) -> None:
    body = bare_page.replace("HERE", f"<script>{OWN}</script>{''.join(INJECTED)}").encode()
    program = b"try { fired.push(eval('4')) } catch (error) { window.held = true }"
    with opened(browser, {"": body, "eval.js": program}) as (page, asked):
        page.goto(f"{HOST}/")
        page.evaluate("document.querySelectorAll('a, button').forEach(one => one.click())")
        page.wait_for_timeout(100)
        assert page.evaluate("[fired, held]") == [[], True]
        assert not [url for url in asked if "example.org" in url]


def test_the_script_that_reloads_a_preview_runs(browser: Browser, bare_page: str) -> None:
    server = PreviewServer(lambda: None, "127.0.0.1", 0, "/")
    try:
        body = server._inject_js_into_html(bare_page.encode(), 7)
    finally:
        server.server_close()
    said: list[str] = []
    with opened(browser, {"": body}) as (page, asked):
        page.on("console", lambda message: said.append(message.text))
        page.goto(f"{HOST}/")
        page.wait_for_timeout(50)
        assert said[:1] == ["Enabled live reload"]
        assert any("/livereload/7/" in url for url in asked)


def test_the_page_of_an_alias_leads_on_with_its_script(browser: Browser) -> None:
    pages = render_redirects(["a.html"], ["latest"], "v1", templates())
    redirect = pages["latest/a.html"].replace(b'http-equiv="refresh"', b'name="none"')
    with opened(browser, {"latest/a.html": redirect, "v1/a.html": b"Here"}) as (page, _):
        page.goto(f"{HOST}/latest/a.html?q#there")
        page.wait_for_url(f"{HOST}/v1/a.html?q#there")


@pytest.mark.rotating
def test_a_link_to_another_site_says_so_and_lets_it_know_nothing(
    browser: Browser, plain_demo: Path
) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto((plain_demo / "build/monthly-2018-11/site/guide/data.html").as_uri())
    links = page.locator(".md-typeset a[href^=http]")
    assert links.count() > 0
    for link in links.all():
        assert "noreferrer" in (link.get_attribute("rel") or "")
        assert "(another site)" in link.aria_snapshot()
    context.close()
