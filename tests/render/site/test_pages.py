"""What readers may count on, page by page; rows 14 and 20 of BAD-INPUT for everything shown."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from html import unescape

import pytest

from boardpack.model.dataset import Kind
from boardpack.model.pack import Need
from boardpack.render.edition_view import EditionView
from boardpack.render.pdf.documents import plan_documents
from boardpack.render.site.navigation import build_navigation
from support.books import (
    Parsed,
    book_of,
    converted,
    demo_book,
    fragment,
    staged,
)
from support.instances import (
    ACCESS,
    CANNOCK,
    DIRECTORATE,
    FEEDBACK_ROWS,
    FINANCE_ROWS,
    FINANCE_TOTALS,
    GLOSSARY,
    PACK,
    PEOPLE,
    RISK_ROWS,
    WAIVERS,
    Files,
    edited,
    minimal,
    with_file,
    without_file,
)
from support.reports import AFTER_ACCESS, report_of

pytestmark = pytest.mark.rotating

EDITIONS = [("monthly", "2018-11"), ("safety", "2018-W50")]


@cache
def good_pages() -> dict[str, str]:
    return staged(book_of(minimal()))


@pytest.mark.parametrize(("pack", "period"), EDITIONS)
def test_every_figure_says_its_source_and_period_and_whether_it_is_made_up(
    pack: str, period: str
) -> None:
    shown = 0
    for one in demo_book(pack, period).entry_views:
        text = unescape(one.html)
        blocks = (*one.entry.blocks, *one.entry.beside)
        for block in blocks:
            assert f"Source: {block.contract.source}; {block.period.title}" in text
            assert f"../data/{block.dataset_id}.csv" in text
            shown += 1
        made_up = sum(block.contract.illustrative for block in blocks)
        assert text.count("Illustrative figures, made up for this example.") == made_up
    assert shown


@pytest.mark.parametrize(("pack", "period"), EDITIONS)
def test_tables_away_from_their_section_say_their_sources_too(pack: str, period: str) -> None:
    book = demo_book(pack, period)
    for path, page in staged(book).items():
        for table in page.split("<table")[1:]:
            if "bp-rated" in table[:60] or "beyond their threshold" in table[:120]:
                assert 'class="bp-source"' in page, path
    for document in plan_documents(book):
        html = document.make()
        front = html.partition("<h2>Contents</h2>")[0]
        assert "bp-escalated" not in front or "Sources: " in front


@pytest.mark.parametrize(("pack", "period"), EDITIONS)
def test_every_narrated_section_has_a_link_that_edits_its_file(pack: str, period: str) -> None:
    for one in demo_book(pack, period).entry_views:
        links = [a for a in Parsed(one.html).attributes("a", "href") if "/edit/" in a]
        narrated = one.entry.section.narrative is not Need.NONE
        path = f"content/{pack}/{period}/{one.entry.service}.md"
        assert len(links) == narrated
        assert all(link.endswith(path) for link in links)


def test_an_instance_without_a_forge_has_no_edit_links() -> None:
    line = "edit_url: https://github.com/example/primary-care/edit/main/{path}\n"
    tree = edited(minimal(), DIRECTORATE, line, "")
    assert "Edit this narrative" not in fragment(book_of(tree), "cannock-chase", "access").html


@pytest.mark.parametrize(("pack", "period"), EDITIONS)
def test_every_page_has_one_title_a_place_in_the_navigation_and_links_that_lead_somewhere(
    pack: str, period: str
) -> None:
    book = demo_book(pack, period)
    pages = staged(book)
    assert set(pages) == set(places(build_navigation(book)))
    ids = {
        path: {a.get("id") for _, a in Parsed(converted(p)).elements} for path, p in pages.items()
    }
    for path, page in pages.items():
        parsed = Parsed(converted(page))
        assert [tag for tag, _ in parsed.elements].count("h1") == 1, path
        for href in parsed.attributes("a", "href"):
            check_link(path, href, ids)


def places(nav: object) -> list[str]:
    if isinstance(nav, str):
        return [nav]
    if isinstance(nav, dict):
        nav = list(nav.values())
    assert isinstance(nav, list)
    return [path for one in nav for path in places(one)]


def check_link(path: str, href: str, ids: dict[str, set[str | None]]) -> None:
    address, _, anchor = href.partition("#")
    if ":" in address or address.endswith((".csv", ".pdf", ".xlsx")):
        return
    parts = path.split("/")[:-1] + address.split("/") if address else [path]
    while ".." in parts:
        at = parts.index("..")
        del parts[at - 1 : at + 1]
    target = "/".join(parts).removesuffix(".html").removesuffix(".md") + ".md"
    assert target in ids, f"{path} links to {href}"
    assert not anchor or anchor in ids[target], f"{path} links to {href}"


def test_the_fewer_of_services_and_sections_are_the_columns_of_the_matrix() -> None:
    def corner(tree: Files) -> str:
        page = Parsed(staged(book_of(tree))["index.md"])
        return page.text.partition("not a section of that service")[2].strip()[:7]

    assert corner(minimal()) == "Section"
    assert corner(many_services(8)) == "Service"


def many_services(count: int) -> dict[str, bytes]:
    more = "".join(f"  - id: extra-{n}\n    title: Extra {n}\n" for n in range(count))
    return edited(minimal(), DIRECTORATE, "roles:\n", f"{more}roles:\n")


def test_every_section_of_every_service_is_in_the_matrix_with_state_and_rating() -> None:
    matrix = good_pages()["index.md"].partition('class="bp-matrix"')[2].partition("</table>")[0]
    links = Parsed("<table" + matrix).attributes("a", "href")
    for service in ("cannock-chase", "seisdon"):
        for section in ("summary", "access", "feedback", "extra-shifts", "finance"):
            assert f"services/{service}.html#{section}" in links
    assert "services/directorate.html#risks" in links
    assert "◆ Red" in matrix
    assert "Ready" in matrix


def test_a_rating_is_never_colour_alone() -> None:
    for page in staged(demo_book()).values():
        for rating, words in (("red", "◆ Red"), ("amber", "▲ Amber"), ("green", "● Green")):
            for piece in page.split(f'bp-rag bp-{rating}">')[1:]:
                assert piece.startswith(words)


def test_what_is_late_is_said_in_words_on_the_page_and_in_the_matrix() -> None:
    tree = without_file(minimal(), CANNOCK)
    pages = staged(book_of(tree, draft=True))
    assert "The narrative or the figures have not come in." in pages["services/cannock-chase.md"]
    assert "bp-is-missing" in pages["index.md"]


@pytest.mark.parametrize("draft", [True, False])
def test_a_draft_says_so_on_every_page_and_a_complete_edition_on_none(draft: bool) -> None:
    tree = edited(minimal(), CANNOCK, "status: ready", "status: draft") if draft else minimal()
    for path, page in staged(book_of(tree, draft=draft)).items():
        assert ("<strong>DRAFT.</strong>" in page) is draft, path


def test_each_page_of_a_draft_lists_what_it_lacks_itself() -> None:
    tree = without_file(minimal(), CANNOCK)
    pages = staged(book_of(tree, draft=True))
    assert "Access, Cannock Chase: missing (" in pages["services/cannock-chase.md"]
    assert "Access, Cannock Chase: missing (" in pages["sections/access.md"]
    assert "Access, Cannock Chase: missing (" in pages["rules.md"]
    assert "Access, Cannock Chase" not in pages["services/seisdon.md"]
    assert "This page is complete; other pages are not." in pages["services/seisdon.md"]


def test_a_waiver_is_shown_with_reason_owner_and_end_wherever_the_section_is() -> None:
    row = "monthly,2018-11,cannock-chase,feedback,No survey this month,director-cannock,2019-01-31"
    tree = without_row(minimal(), FEEDBACK_ROWS, "cannock-chase")
    tree = {**tree, WAIVERS: tree[WAIVERS] + f"{row}\n".encode()}
    pages = staged(book_of(tree))
    words = "No survey this month Granted by Director of Cannock Chase until 31 January 2019."
    assert words in pages["index.md"]
    assert words in pages["services/cannock-chase.md"]


def without_row(tree: Files, path: str, containing: str) -> dict[str, bytes]:
    lines = tree[path].decode().splitlines(keepends=True)
    return {**tree, path: "".join(one for one in lines if containing not in one).encode()}


def test_a_section_page_puts_the_services_beside_each_other() -> None:
    page = good_pages()["sections/access.md"]
    table = page.partition("<table")[2].partition("</table>")[0]
    text = Parsed("<table" + table).text
    assert text.index("Appointments missed") < text.index("Cannock Chase", text.index("missed"))
    assert "Seisdon Peninsula" in text
    totals = Parsed(good_pages()["sections/finance.md"]).text
    assert "Budgets: totals, November 2018, GBP thousand" in totals


def test_budgets_of_all_services_are_summed_where_none_is_missing() -> None:
    sums = finance_totals(good_pages())["All services together"]
    assert sums[:3] == ["280", "281", "+1"]
    tree = without_row(minimal(), FINANCE_ROWS, "seisdon")
    tree = without_row(tree, FINANCE_TOTALS, "seisdon")
    assert set(finance_totals(staged(book_of(tree)))) == {"Cannock Chase"}


def finance_totals(pages: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the cells of each row of the page that compares the budgets of services."""
    table = pages["sections/finance.md"].partition("totals, November")[2].partition("</table>")[0]
    rows = re.findall(r'<tr[^>]*><th scope="row">([^<]*)</th>(.*?)</tr>', table)
    return {name: re.findall(r"<td[^>]*>([^<]*)</td>", cells) for name, cells in rows}


NASTY = "x</title><script>alert(1)</script>\"'{: onclick=alert(1) }<img src=x onerror=alert(1)>[a](javascript:alert(1))`*_|{{ 7*7 }}"  # noqa: E501
MARK = "alert(1)"


def nasty() -> dict[str, bytes]:
    """Return an instance with the nastiest of texts in every field that readers see."""
    quoted = json.dumps(NASTY)
    cell = '"' + NASTY.replace('"', '""') + '"'
    tree = minimal()
    for path, old, new in (
        (DIRECTORATE, "title: Example primary care", f"title: {quoted}"),
        (DIRECTORATE, "about: Two services that are made up.", f"about: {quoted}"),
        (DIRECTORATE, "title: Cannock Chase", f"title: {quoted}"),
        (DIRECTORATE, "title: Finance manager", f"title: {quoted}"),
        (PACK, "title: Monthly pack", f"title: {quoted}"),
        (PACK, "source: Appointment system", f"source: {quoted}"),
        (PACK, "title: Extra shifts", f"title: {quoted}"),
        (ACCESS, "title: Access", f"title: {quoted}"),
        (ACCESS, "title: Appointments missed", f"title: {quoted}"),
        (ACCESS, "source: Appointment system", f"source: {quoted}"),
        (ACCESS, "description: Booked appointments. Made-up figures.", f"description: {quoted}"),
        (ACCESS, "licence: Made up\nillustrative: true", f"licence: {quoted}"),
        (PEOPLE, "Manager of Cannock Chase", cell),
        (GLOSSARY, "Did not attend", cell),
        (RISK_ROWS, "Too few staff to open every day.", cell),
        (CANNOCK, "Missed appointments (DNA) fell", f"Missed (DNA) {NASTY} fell"),
        (CANNOCK, "## Extra shifts", "## Shifts"),
        (CANNOCK, AFTER_ACCESS, report_of(f"Issue: {NASTY}\nAction: {NASTY}\n"
         f"Lead: manager-cannock\nDue: 2019-01-31") + AFTER_ACCESS),
        (CANNOCK, "status: ready", "status: ready\n"
         f"events:\n  - {{section: access, date: 2018-10-03, words: {quoted}}}"),
    ):  # fmt: skip
        count = tree[path].decode().count(old)
        tree = edited(tree, path, old, new, count)
    return tree


@cache
def nasty_book() -> EditionView:
    return book_of(nasty(), draft=True)


def safe(html: str, where: str) -> None:
    parsed = Parsed(html)
    for tag, attributes in parsed.elements:
        assert tag not in ("script", "img", "iframe", "object", "embed", "form", "base"), where
        assert not [name for name in attributes if name.startswith("on")], where
        assert not (attributes.get("href") or "").lower().startswith(("javascript:", "data:"))
    assert "49" not in [word.strip("`|") for word in parsed.text.split()], where


def test_nothing_that_anybody_writes_becomes_markup_on_a_page() -> None:
    seen = 0
    for path, page in staged(nasty_book()).items():
        head, _, _ = page.removeprefix("---\n").partition("\n---\n")
        if not path.startswith("guide/"):
            assert not {line.split(":")[0] for line in head.splitlines()} - {"title", "hide"}, path
        html = converted(page)
        safe(html, path)
        seen += Parsed(html).text.count(MARK)
    assert seen > 50


def test_nothing_that_anybody_writes_becomes_markup_in_a_document() -> None:
    for document in plan_documents(nasty_book()):
        html = document.make()
        safe(html, document.path)
        style = html.partition("<style>")[2].partition("</style>")[0]
        assert MARK not in style
        assert "<" not in style


def test_a_nasty_title_is_shown_as_it_was_typed() -> None:
    pages = staged(nasty_book())
    heading = converted(pages["services/cannock-chase.md"]).partition("</h1>")[0]
    assert unescape(Parsed(heading).text).strip() == NASTY


def test_only_what_changed_has_another_key() -> None:
    def keys(tree: Files) -> dict[str, str]:
        book = book_of(tree)
        return {one.path: one.key for one in plan_documents(book)}

    before = keys(minimal())
    after = keys(edited(minimal(), CANNOCK, "second line", "third line"))
    changed = {path for path in before if before[path] != after[path]}
    assert changed == {"cannock-chase.html", "directorate.html"}


def test_each_kind_of_block_is_shown_in_the_example() -> None:
    shown = {b.contract.kind for one in demo_book().entry_views for b in one.entry.blocks}
    assert shown == set(Kind)


def guide_page(text: str) -> str:
    tree = with_file(minimal(), "content/guide/write.md", text)
    return converted(staged(book_of(tree, draft=True))["guide/write.md"])


def test_a_guide_page_keeps_its_heading_first() -> None:
    page = guide_page("# How\n\nWords.\n")
    assert re.match(r'<h1 id="_top">How</h1>\s*<div class="bp-draft', page), page[:200]
    assert page.rstrip().endswith("<p>Words.</p>")


def test_the_headings_of_a_guide_page_can_be_linked_to() -> None:
    page = guide_page("# How\n\n## The top, of it\n\n## The top of it\n\n# Again\n")
    assert re.findall('<h2 id="(.*?)">', page) == ["the-top-of-it", "the-top-of-it-2", "again"]


def test_links_of_a_guide_page_lead_to_what_is_shown() -> None:
    page = guide_page("# How\n\n[a](write.md#how), [b](https://example.org/x.md), [c](../../x)\n")
    hrefs = re.findall('href="(.*?)"', page.partition("</div>")[2])
    assert hrefs == ["write.html#how", "https://example.org/x.md", "../../x"]


def test_a_guide_page_is_as_harmless_as_a_narrative() -> None:
    page = guide_page(
        "---\ntemplate: 404.html\n---\n# How\n\n<script>x</script>\n\n"
        "<img src=x onerror=alert(1)>\n\n[a](javascript:alert(1))\n"
    )
    safe(page, "the guide")
    assert "javascript:" not in str(Parsed(page).attributes("a", "href"))


def test_who_does_what_has_a_row_for_each_section_also_where_it_is_not_due() -> None:
    off_quarter = edited(minimal(), PACK, "quarter_month: 2", "quarter_month: 1")
    page = staged(book_of(off_quarter))["responsibilities.md"]
    assert page.count('<tr><th scope="row">') == 6
    due = "The directorate as a whole<br>Each month, only in month 1 of each quarter"
    assert f"Risk register<small>{due}</small>" in page
    duty = "<strong>Directorate development manager:</strong> Pull and check the figures"
    assert duty in page
