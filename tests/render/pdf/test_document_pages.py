"""The example's documents: few pages, well filled, and page 1 is read in three seconds."""

from __future__ import annotations

import html
import re
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from boardpack.adapters.pdf.fonts import use_fonts, write_fonts
from boardpack.model.pack import EscalationLevel
from boardpack.render.pdf.attention import AttentionRow, AttentionTable
from boardpack.render.pdf.board_summary import shorten_tables
from boardpack.render.pdf.documents import plan_documents
from support.books import Parsed, book_of, demo_book, templates
from support.instances import minimal
from support.layout import LaidOutPage, print_document_html

pytestmark = pytest.mark.rotating(whole_file=True)

MOST_PAGES = {
    "board-summary": 6,
    "cannock-chase": 18,
    "south-east-staffs-and-seisdon": 18,
    "directorate": 33,
}
FOLDER = "build/monthly-2018-11/pdf"


@cache
def document(name: str) -> str:
    return next(one for one in plan_documents(demo_book()) if one.path == f"{name}.html").make()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> tuple[LaidOutPage, ...]:
    use_fonts(write_fonts(tmp_path_factory.mktemp("fonts")))
    printed, laid_out = print_document_html(document("cannock-chase"), templates()["pdf/print.css"])
    assert printed.refusal == ""
    return laid_out


@pytest.mark.parametrize("name", MOST_PAGES)
def test_a_document_of_the_example_has_few_pages(built_demo: Path, name: str) -> None:
    assert len(PdfReader(built_demo / FOLDER / f"{name}.pdf").pages) <= MOST_PAGES[name]


def test_the_board_summary_has_each_thing_that_is_decided_on_in_brief() -> None:
    text = Parsed(document("board-summary")).text
    for words in (
        "rated figures 5 are red and 9 amber; since October 2018, 8 got worse and 0 better",
        "What is asked for",
        "For the leadership team",
        "Every measure at a glance",
        "Risks that the committee sees",
        "Plans that are late",
        "Every section at a glance",
    ):
        assert words in text, words
    assert "In their sections only" not in text


def test_a_board_summary_names_what_only_the_full_pack_has() -> None:
    edition = demo_book().edition
    measured = edition.entries[2].measured[0]
    row = AttentionRow(measured, "", "", (), "", ())
    table = AttentionTable(EscalationLevel.BOARD, "For the board", "Worst first", [row] * 23)
    (short,) = shorten_tables([table])
    assert (short.caption, len(short.rows)) == ("Worst first; 3 more are in the full pack", 20)


@pytest.mark.parametrize("name", MOST_PAGES)
def test_the_glossary_has_every_acronym_that_the_document_uses(name: str) -> None:
    glossary = {term.acronym for term in demo_book().edition.instance.glossary}
    body, _, listed = document(name).partition('id="glossary"')
    words = set(re.findall(r"[\w&]+", html.unescape(Parsed(body).text)))
    used = {word for word in glossary if re.match("[A-Z]", word) and word in words}
    assert used
    assert {word for word in used if f">{html.escape(word)}</th>" not in listed} == set()


@pytest.mark.exhaustive
def test_no_page_but_the_last_is_half_empty_and_none_ends_with_a_heading(
    pages: tuple[LaidOutPage, ...],
) -> None:
    headings = re.findall(r"<h[2-5][^>]*>([^<]+)<", document("cannock-chase"))
    titles = {" ".join(title.split()) for title in headings}
    for number, page in enumerate(pages[1:-1], 2):
        lowest = max(words.bottom for words in page.words)
        assert lowest > page.height / 2, f"page {number} is half empty"
        assert page.words[-1].text not in titles, f"page {number} ends with a heading"


def test_a_chart_leads_to_its_figures_and_they_lead_back() -> None:
    parsed = Parsed(document("directorate"))
    ids, links = html_ids(parsed), parsed.attributes("a", "href")
    assert {link for link in links if link.startswith("#")} <= {f"#{one}" for one in ids}
    there = [link for link in links if link.startswith("#figures.")]
    assert "#figures.performance-qof.cannock-chase.qof" in there
    assert "#performance-qof.cannock-chase" in links
    assert len(there) == len({one for one in ids if one.startswith("figures.")})


def html_ids(parsed: Parsed) -> list[str]:
    return [attributes["id"] or "" for _, attributes in parsed.elements if "id" in attributes]


def test_every_value_that_a_chart_shows_of_the_last_year_stands_in_the_document() -> None:
    text = Parsed(document("cannock-chase")).text
    for value in ("64.5%✓", "73.6%✗", "68.4%✓", "n/a"):
        assert value in text


def test_a_screen_reader_finds_each_section_and_each_chart(built_demo: Path) -> None:
    reader = PdfReader(built_demo / FOLDER / "cannock-chase.pdf")
    bookmarks = [str(one.title) for one in flatten(reader.outline)]
    assert bookmarks.index("QOF") < bookmarks.index("Figures behind the charts")
    charts = document("cannock-chase").count('<figure class="bp-chart')
    titles = re.findall(r"<svg[^>]*role=\"img\"><title>([^<]+)</title>", document("cannock-chase"))
    assert len(titles) >= charts > 30


def flatten(outline: object) -> list[Destination]:
    if isinstance(outline, list):
        return [one for part in outline for one in flatten(part)]
    assert isinstance(outline, Destination)
    return [outline]


def test_page_1_says_what_is_asked_and_at_most_ten_things_with_their_actions(
    built_demo: Path,
) -> None:
    page_1 = PdfReader(built_demo / FOLDER / "cannock-chase.pdf").pages[0]
    words = " ".join(page_1.extract_text().split())
    asked = words.index("What is asked for")
    assert asked < words.index("Approve the cost of call queueing at seven practices")
    first = words.index("What needs attention first")
    assert asked < first < words.index("What changed since October 2018")
    assert "By 15 February 2019: Add call queueing" in words
    rows = document("directorate").split("What needs attention first")[1].split("</table>")[0]
    assert 0 < rows.count('<tr><th scope="row">') <= 10


def test_what_is_escalated_stands_with_its_action() -> None:
    front = (
        document("directorate").split("<h2>For the leadership team</h2>")[1].split("</section>")[0]
    )
    assert '<th scope="col">Action</th>' in front
    assert "<strong>By 15 February 2019:</strong> Add call queueing" in front


def test_page_1_says_so_where_nothing_is_asked_and_nothing_is_escalated() -> None:
    [seisdon] = [one for one in plan_documents(book_of(minimal())) if one.path == "seisdon.html"]
    front = seisdon.make().split("</section>")[0]
    assert "What is asked" not in front
    assert "What needs attention first" in front
