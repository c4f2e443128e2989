"""The pages of an alias."""

from __future__ import annotations

from boardpack.render.site.redirects import render_redirects
from support.books import Parsed, templates

PATHS = ["index.html", "a/b.html", "data/x.csv"]


def test_an_alias_leads_each_page_to_the_same_page_of_a_version() -> None:
    own = {"archive/redirect.html.jinja": "<{{ target }}>\n"}
    assert render_redirects(PATHS, ["latest"], "v1", own) == {
        "latest/index.html": b"<../v1/index.html>\n",
        "latest/a/b.html": b"<../../v1/a/b.html>\n",
    }


def test_a_redirect_leads_on_with_a_script_without_one_and_by_hand() -> None:
    page = render_redirects(PATHS, ["latest"], "v1", templates())["latest/a/b.html"].decode()
    parsed = Parsed(page)
    assert parsed.attributes("a", "href") == ["../../v1/a/b.html"]
    assert "0; url=../../v1/a/b.html" in parsed.attributes("meta", "content")
    assert parsed.attributes("link", "href") == ["../../v1/a/b.html"]
    assert 'location.replace(document.querySelector("link").href + location.search' in page


def test_each_alias_has_the_same_pages() -> None:
    pages = render_redirects(PATHS, ["latest", "latest-monthly"], "v1", templates())
    assert pages["latest/index.html"] == pages["latest-monthly/index.html"]
