"""The page of all publications."""

from __future__ import annotations

from dataclasses import replace

from boardpack.model.publication import Publication
from boardpack.render.site.archive import group_by_year, render_archive
from support.books import Parsed, templates

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
    superseded_by="monthly-2018-11-r2",
    superseded_because="A <wrong> figure",
)
REVISED = replace(
    FIRST,
    version="monthly-2018-11-r2",
    title="Monthly pack, November 2018 (revision 2)",
    revision=2,
    reason="A <wrong> figure",
    published="2018-12-20T09:05:00Z",
    supersedes="monthly-2018-11",
    superseded_by="",
    superseded_because="",
)
JANUARY = replace(
    FIRST,
    version="monthly-2019-01",
    title="Monthly pack, January 2019",
    period="2019-01",
    superseded_by="",
    superseded_because="",
)
ALL = (FIRST, JANUARY, REVISED)
LATEST = {"monthly-2019-01": ("latest", "latest-monthly")}


def page() -> str:
    return render_archive(ALL, LATEST, "Primary care & more", templates())


def test_publications_come_by_year_newest_first_revisions_under_their_edition() -> None:
    newer, older = group_by_year(ALL)
    assert (newer.year, [one.newest for one in newer.editions]) == (2019, [JANUARY])
    assert (older.year, [one.newest for one in older.editions]) == (2018, [REVISED])
    assert older.editions[0].earlier == (FIRST,)


def test_every_publication_can_be_reached() -> None:
    links = Parsed(page()).attributes("a", "href")
    assert {f"{one.version}/index.html" for one in ALL} <= set(links)
    assert {f"{one.version}/certificate.html" for one in ALL} <= set(links)
    assert {"latest/index.html", "latest-monthly/index.html"} <= set(links)


def test_a_superseded_publication_says_by_what_and_its_successor_why() -> None:
    text = " ".join(Parsed(page()).text.split())
    old = text.index("Superseded Monthly pack, November 2018 Published 14 December 2018, 16:00 UTC")
    assert "replaced by monthly-2018-11-r2" in text[old:]
    assert "Corrects the publication before it: A <wrong> figure" in text[:old]


def test_the_page_needs_no_script_and_nothing_from_elsewhere() -> None:
    parsed = Parsed(page())
    tags = {tag for tag, _ in parsed.elements}
    assert not tags & {"script", "img", "iframe"}
    # Named for programs that read feeds; nothing is fetched for the page.
    assert parsed.attributes("link", "rel") == ["alternate"]
    assert "http:" not in page()
    assert "https:" not in page()
    assert ("html", {"lang": "en-GB"}) in parsed.elements
    assert [tag for tag, _ in parsed.elements if tag in ("h1", "h2", "h3")] == [
        "h1", "h2", "h2", "h3", "h2", "h3",
    ]  # fmt: skip


def test_links_with_the_same_words_say_what_they_are_about() -> None:
    labels = Parsed(page()).attributes("a", "aria-label")
    assert len(labels) == len(set(labels)) == len(ALL)


def test_an_archive_of_nothing_newest_has_no_list_of_it() -> None:
    parsed = Parsed(render_archive((FIRST,), {}, "Title", templates()))
    assert not parsed.attributes("section", "class")
