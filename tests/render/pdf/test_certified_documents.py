"""The printed certificate: PDFs for review and of a publication are whole and accessible."""

from __future__ import annotations

import io

import page
import pytest
from pypdf import PdfReader

from boardpack.adapters.pdf.fonts import use_fonts, write_fonts
from boardpack.adapters.pdf.printer import print_html
from boardpack.render.edition_view import EditionView
from boardpack.render.pdf.documents import plan_documents
from support.books import Parsed, book_of, templates
from support.certificates import REASON, published
from support.instances import PACK, edited, minimal

pytestmark = pytest.mark.rotating(whole_file=True)


@pytest.fixture(scope="module", autouse=True)
def fonts(tmp_path_factory: pytest.TempPathFactory) -> None:
    use_fonts(write_fonts(tmp_path_factory.mktemp("fonts")))


def printed(book: EditionView) -> tuple[PdfReader, list[str]]:
    """Return the PDF of the whole directorate, which must meet PDF/UA-1, and its pages' text."""
    html = next(one for one in plan_documents(book) if one.path == "directorate.html").make()
    done = print_html(html, templates()["pdf/print.css"])
    assert done.refusal == ""
    report = page.validate_pdf_bytes(done.pdf, profile=page.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, report
    reader = PdfReader(io.BytesIO(done.pdf))
    return reader, [" ".join(one.extract_text().split()) for one in reader.pages]


def test_every_page_of_a_document_for_review_says_that_it_is_no_publication() -> None:
    _, texts = printed(book_of(minimal()))
    for text in texts:
        assert "FOR REVIEW. Not signed off; not a publication." in text


def test_the_certificate_is_a_bookmark_and_the_cover_leads_to_it() -> None:
    book = published(book_of(minimal()), revision=2, reason=REASON, supersedes="monthly-2018-11")
    reader, texts = printed(book)
    _, inside = reader.outline
    titles = [str(one["/Title"]) for one in inside if not isinstance(one, list)]
    assert titles[-2:] == ["Sign-off certificate", "Glossary"]
    assert "Published 14 December 2018, signed off by 3 people: certificate" in texts[0]
    assert f"2, in place of monthly-2018-11. {REASON}" in texts[0]
    links = [note.get_object()["/Contents"] for note in reader.pages[0]["/Annots"]]  # type: ignore[attr-defined]
    assert links == ["Go to Sign-off certificate"]
    assert not any("REVIEW" in text for text in texts)
    assert all("Monthly pack, November 2018, revision 2" in text for text in texts)


@pytest.mark.parametrize("is_published", [False, True], ids=["for review", "published"])
def test_every_link_within_a_document_leads_somewhere(is_published: bool) -> None:
    documents = "documents: [board-summary, service, directorate]\nsections:\n"
    book = book_of(edited(minimal(), PACK, "\nsections:\n", f"\n{documents}"))
    for document in plan_documents(published(book) if is_published else book):
        html = Parsed(document.make())
        ids = {attributes["id"] for _, attributes in html.elements if "id" in attributes}
        links = {link for link in html.attributes("a", "href") if link.startswith("#")}
        assert links <= {f"#{name}" for name in ids}, document.path
