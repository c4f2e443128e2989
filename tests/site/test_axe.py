"""axe finds nothing on any type of page: all its rules, those of best practice included.

What it is known to find stands in `axe_baseline.json`, by page; an empty list says that there is
nothing, and a page that is not listed is a new type, to be looked at and added.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from boardpack.render.calendar_page import render_calendar_page
from boardpack.render.signoff.preview import ChangedSection, render_preview_page
from boardpack.render.site.archive import render_archive
from boardpack.signoff.subject import build_subject
from support.books import demo_book, templates
from support.browsing import Opened, served
from support.running import put

AXE = Path(__file__).parents[1] / "openapi/node_modules/axe-core/axe.min.js"
KNOWN = json.loads(Path(__file__).with_name("axe_baseline.json").read_text("utf-8"))
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
RUN = "() => axe.run(document, {resultTypes: ['violations']})"


@pytest.fixture(scope="module")
def pages(plain_demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Serve one page of each type: give its address by its name."""
    site = plain_demo / "build/monthly-2018-11/site"
    beside = put(
        {
            "preview.html": preview().encode(),
            "archive.html": render_archive((), {}, "Title", templates()).encode(),
            "calendar.html": render_calendar_page("Title", (), (), (), templates()).encode(),
        },
        tmp_path_factory.mktemp("beside"),
    )
    found = sorted(site.rglob("*.html"))
    one_a_folder = {path.parent: path for path in reversed(found) if path.parent != site}
    with served(site) as base, served(beside) as other:
        names = [
            path.relative_to(site).as_posix()
            for path in [*site.glob("*.html"), *one_a_folder.values()]
        ]
        yield {
            **{name: f"{base}{name}" for name in names},
            **{path.name: f"{other}{path.name}" for path in beside.glob("*.html")},
        }


def preview() -> str:
    """Return the preview of a service of the example, all its sections included."""
    edition = demo_book().edition
    entries = edition.list_service_entries("cannock-chase")
    return render_preview_page(
        [ChangedSection(edition, one, build_subject(edition, one), {}, "") for one in entries],
        "",
        templates(),
    )


def find_faults(browser: Browser, address: str, size: dict[str, int], colours: str) -> list[str]:
    """Return what axe finds on a page: the rule, and the first place where it is broken."""
    settings = {"viewport": size, "color_scheme": colours, "bypass_csp": True}
    with Opened(browser, address, "", **settings) as one:
        one.page.evaluate(AXE.read_text("utf-8"))
        violations = one.page.evaluate(RUN)["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['target']}" for fault in violations]


@pytest.mark.rotating(turns=15)
@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("name", sorted(KNOWN))
def test_axe_finds_no_more_than_is_known(
    browser: Browser, pages: dict[str, str], name: str, size: dict[str, int], colours: str
) -> None:
    assert AXE.is_file(), f"{AXE} is not there: npm ci --prefix tests/openapi"
    assert find_faults(browser, pages[name], size, colours) == KNOWN[name]


def test_each_type_of_page_is_looked_at(pages: dict[str, str]) -> None:
    assert set(pages) == set(KNOWN)


@pytest.mark.rotating
def test_axe_sees_what_is_wrong(browser: Browser, tmp_path: Path) -> None:
    put({"index.html": b"<!doctype html><title>x</title><img src='a.png'>"}, tmp_path)
    with served(tmp_path) as base:
        faults = find_faults(browser, base, PHONE, "light")
    assert any(fault.startswith("image-alt") for fault in faults)
