"""The Atom feed of what is published."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

from boardpack.model.publication import Publication
from boardpack.render.site.publications_feed import render_feed
from support.books import templates

ATOM = "{http://www.w3.org/2005/Atom}"
FIRST = Publication(
    version="monthly-2018-11",
    title="Monthly pack, November 2018",
    pack="monthly",
    period="2018-11",
    revision=1,
    reason="",
    published="2018-12-14T16:00:00Z",
    commit="c" * 40,
    manifest="m" * 64,
)
REVISED = replace(
    FIRST,
    version="monthly-2018-11-r2",
    title="Monthly pack, November 2018 (revision 2)",
    revision=2,
    reason="A <wrong> figure & more",
    published="2018-12-20T09:05:00Z",
    manifest="n" * 64,
)


def feed(*publications: Publication) -> ElementTree.Element:
    return ElementTree.fromstring(render_feed(publications, "Primary care & more", templates()))


def test_the_newest_publication_comes_first_and_the_feed_is_of_its_day() -> None:
    root = feed(FIRST, REVISED)
    titles = [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]
    assert titles == ["Monthly pack, November 2018 (revision 2)", "Monthly pack, November 2018"]
    assert root.findtext(f"{ATOM}updated") == "2018-12-20T09:05:00Z"
    assert root.findtext(f"{ATOM}title") == "Primary care & more: publications"


def test_an_entry_leads_to_its_publication_and_says_why_it_corrects() -> None:
    entry = next(feed(FIRST, REVISED).iter(f"{ATOM}entry"))
    link = entry.find(f"{ATOM}link")
    assert link is not None
    assert link.get("href") == "monthly-2018-11-r2/index.html"
    words = "Corrects the publication before it: A <wrong> figure & more"
    assert entry.findtext(f"{ATOM}summary") == words


def test_what_was_published_keeps_its_name_when_more_is() -> None:
    before, after = feed(FIRST), feed(FIRST, REVISED)
    assert before.findtext(f"{ATOM}id") == after.findtext(f"{ATOM}id")
    names = [entry.findtext(f"{ATOM}id") for entry in after.iter(f"{ATOM}entry")]
    assert before.findtext(f"{ATOM}entry/{ATOM}id") == names[1]
    assert len(set(names)) == 2
