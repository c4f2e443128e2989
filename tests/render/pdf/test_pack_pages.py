"""A program is told on which pages of a committee's pack each item is, and they are there."""

from __future__ import annotations

import io
import json

import pytest
from pypdf import PdfReader

from boardpack.adapters.pdf.fonts import use_fonts, write_fonts
from boardpack.adapters.pdf.printer import print_html
from boardpack.operations.document_pages import PagesUnknown, compose_item_pages
from boardpack.render.edition_view import EditionView
from boardpack.render.pdf.documents import plan_documents
from boardpack.signoff.subject import build_subjects
from support.books import book_of, templates
from support.instances import minimal
from support.papers import AGENDA, EDITION, FINANCE_PAPER, with_papers
from support.printing import small_pdf

pytestmark = pytest.mark.rotating

LONG = "\n\nReserves are held until all claims are settled, and each is named in its table." * 120


@pytest.fixture(scope="module")
def papers() -> EditionView:
    """Return the papers of a meeting, of which one takes several pages."""
    tree = with_papers()
    tree[FINANCE_PAPER] += LONG.encode()
    tree[AGENDA] += (
        b'  - {item: 5, title: Glossary, enclosure: "04", shows: glossary, lead: [chair]}\n'
    )
    return book_of(tree, *EDITION)


@pytest.fixture(scope="module")
def pdf(papers: EditionView, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    use_fonts(write_fonts(tmp_path_factory.mktemp("fonts")))
    [document] = plan_documents(papers)
    printed = print_html(document.make(), templates()["pdf/print.css"])
    assert printed.refusal == ""
    return printed.pdf


def test_each_item_begins_and_ends_on_the_pages_that_are_named(
    papers: EditionView, pdf: bytes
) -> None:
    listed = json.loads(compose_item_pages(papers, "directorate", pdf) or b"")
    texts = [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]
    assert (listed["document"], listed["pages"]) == ("directorate.pdf", len(texts))
    assert [item["item"] for item in listed["items"]] == [2, 3, 4, 5]
    for item in listed["items"]:
        end = f"End of Enclosure {item['enclosure']}: {item['title']}"
        assert [number for number, text in enumerate(texts, 1) if end in text] == [
            item["last_page"]
        ]
        assert f"Enclosure {item['enclosure']}: {item['title']}" in texts[item["first_page"] - 1]
        assert f"Page {item['first_page']} of {len(texts)}" in texts[item["first_page"] - 1]
    finance = listed["items"][1]
    assert finance["last_page"] > finance["first_page"] + 1


def test_a_paper_has_the_digest_of_what_is_signed_and_what_boardpack_made_has_none(
    papers: EditionView, pdf: bytes
) -> None:
    items = json.loads(compose_item_pages(papers, "directorate", pdf) or b"")["items"]
    subjects = build_subjects(papers.edition)
    digests = {paper: subject.digest for (_, paper), subject in subjects.items()}
    assert {item["paper"]: item["digest"] for item in items} == {**digests, "": None}


def test_a_document_without_its_places_is_refused(papers: EditionView) -> None:
    with pytest.raises(PagesUnknown, match="nothing in it says on which page 'enclosure-01' is"):
        compose_item_pages(papers, "directorate", small_pdf("nothing in it"))


def test_a_document_of_no_agenda_has_no_list() -> None:
    assert compose_item_pages(book_of(minimal()), "directorate", b"") is None
