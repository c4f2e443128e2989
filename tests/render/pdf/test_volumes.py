"""A directorate of more services than one document holds is printed in volumes, and a summary."""

from __future__ import annotations

from pathlib import Path

import pytest

from boardpack.adapters.pdf.fonts import use_fonts, write_fonts
from boardpack.adapters.pdf.printer import print_html
from boardpack.load.packs import load_packs
from boardpack.render.edition_view import EditionView
from boardpack.render.pdf.documents import plan_documents
from boardpack.render.pdf.links import list_document_links
from support.books import Parsed, book_of, templates
from support.certificates import published
from support.instances import CANNOCK, Files, edited, minimal, without_file

PACK = "data/packs/monthly.yml"


def of_one_service(tree: Files | None = None) -> Files:
    """Return the instance whose document of all takes one of its two services."""
    return edited(
        tree or minimal(), PACK, "\nsections:\n", "\nservices_per_document: 1\nsections:\n"
    )


@pytest.fixture(scope="module")
def book() -> EditionView:
    return book_of(of_one_service())


@pytest.fixture(scope="module")
def printed(book: EditionView) -> dict[str, str]:
    return {output.path: output.make() for output in plan_documents(book)}


def test_services_are_in_volumes_by_the_alphabet_and_the_page_links_each(
    book: EditionView,
) -> None:
    assert [(volume.document, volume.title) for volume in book.volumes.values()] == [
        ("directorate_1", "volume 1 of 2: Cannock Chase"),
        ("directorate_2", "volume 2 of 2: Seisdon Peninsula"),
    ]
    links = {link.path: link.title for link in list_document_links(book)}
    assert links["pdf/directorate_2.pdf"].startswith(
        "Example primary care, volume 2 of 2: Seisdon Peninsula: "
    )


def test_one_document_holds_as_many_services_as_it_may() -> None:
    book = book_of(minimal())
    assert book.volumes == {}
    assert [output.path for output in plan_documents(book)] == [
        "cannock-chase.html", "seisdon.html", "directorate.html",
    ]  # fmt: skip


def test_a_volume_s_cover_counts_who_signed_what_is_in_it(book: EditionView) -> None:
    documents = {document.path: document for document in plan_documents(published(book))}
    text = Parsed(documents["directorate_2.html"].make()).text
    assert "signed off by 1 person: certificate" in text
    assert (
        "signed off by 3 people: certificate" in Parsed(documents["directorate.html"].make()).text
    )


def test_a_volume_has_the_sections_of_its_services_and_no_other(printed: dict[str, str]) -> None:
    first, second = (Parsed(printed[f"directorate_{n}.html"]).text for n in (1, 2))
    assert "Access" in first
    assert "Access" in second
    assert "Seisdon" not in first
    assert "Cannock Chase" not in second


def test_the_summary_says_where_each_service_is(printed: dict[str, str]) -> None:
    text = Parsed(printed["directorate.html"]).text
    assert "What the services say stands in 2 volumes" in text
    assert "directorate_1.pdf" in text
    assert "volume 2 of 2: Seisdon" in text


@pytest.mark.exhaustive
def test_summary_and_volumes_are_printed(printed: dict[str, str], tmp_path: Path) -> None:
    use_fonts(write_fonts(tmp_path))
    for html in printed.values():
        assert print_html(html, templates()["pdf/print.css"]).refusal == ""


def test_a_draft_volume_says_what_is_missing_of_its_own_services() -> None:
    book = book_of(of_one_service(without_file(minimal(), CANNOCK)), draft=True)
    pages = {output.path: output.make() for output in plan_documents(book)}
    assert "Access, Cannock Chase: missing" in Parsed(pages["directorate_1.html"]).text
    assert "Access, Cannock Chase: missing" not in Parsed(pages["directorate_2.html"]).text


@pytest.mark.parametrize("number", [0, 201])
def test_more_services_than_a_document_can_hold_are_refused_before_anything_is_printed(
    number: int,
) -> None:
    tree = edited(
        of_one_service(), PACK, "services_per_document: 1", f"services_per_document: {number}"
    )
    _, findings = load_packs(tree)
    assert [(finding.place.path, finding.what) for finding in findings] == [
        (
            PACK,
            "services_per_document must be from 1 to 200: a document of more services takes more "
            "memory than one may have",
        )
    ]
