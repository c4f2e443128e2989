from __future__ import annotations

import pytest

from boardpack.render.site import service_list
from boardpack.render.site.navigation import build_navigation
from support.books import Parsed, book_of, staged
from support.instances import minimal

pytestmark = pytest.mark.rotating


def list_links(pages: dict[str, str], name: str) -> list[str]:
    return Parsed(pages[name]).attributes("a", "href")


def test_few_services_need_no_list_of_their_own() -> None:
    pages = staged(book_of(minimal()))
    assert "services.md" not in pages
    assert "services/seisdon.html#access" in list_links(pages, "index.md")


def test_many_services_stand_on_a_page_of_their_own_and_the_home_page_counts_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(service_list, "MOST_IN_SIDEBAR", 1)
    monkeypatch.setattr(service_list, "MATRIX_ROWS", 1)
    edition_view = book_of(minimal())
    pages = staged(edition_view)
    home, every = (Parsed(pages[name]) for name in ("index.md", "services.md"))
    assert "services.html" in home.attributes("a", "href")
    assert "pdf/seisdon.pdf" not in home.attributes("a", "href")
    for service in edition_view.views_by_service:
        assert f"services/{service}.html" in every.attributes("a", "href")
    assert "pdf/seisdon.pdf" in every.attributes("a", "href")
    assert every.text.count(" of ") >= len(edition_view.views_by_service)
    # One page of the matrix for each, and together they lead to every section of every service.
    numbers = range(1, len(edition_view.views_by_service) + 1)
    cells = {link for number in numbers for link in list_links(pages, f"services-{number}.md")}
    for entry in edition_view.edition.entries:
        assert f"services/{entry.service}.html#{entry.section.id}" in cells
    services = next(
        part["Services"] for part in build_navigation(edition_view) if "Services" in part
    )
    assert [path for page in services for path in page.values()] == [
        "services.md",
        *(f"services-{number}.md" for number in numbers),
        *(f"services/{service}.md" for service in edition_view.views_by_service),
    ]
