"""The pages that list the services where there are too many for a sidebar and one matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from boardpack.analysis.entry import Entry
from boardpack.analysis.rag import Rating
from boardpack.analysis.states import State
from boardpack.render.downloads import Download
from boardpack.render.edition_view import EditionView
from boardpack.render.output import Output
from boardpack.render.pdf.links import find_documents, name_document
from boardpack.render.site.links import (
    SERVICES,
    link_to_service,
    list_compared_sections,
    locate_matrix_page,
    locate_section_page,
    to_link,
)
from boardpack.render.site.matrix import Matrix, build_matrix
from boardpack.render.site.site_page import SitePage, plan_quick_page

MOST_IN_SIDEBAR = 60
"""With more services, a page lists them, and the others name only the one that they show."""
MATRIX_ROWS = 100


@dataclass(frozen=True, slots=True)
class StandingRow:
    """How complete a service, or a section of all services, is, and how its figures are rated."""

    title: str
    link: str
    complete_count: int
    due_count: int
    counts: Sequence[tuple[Rating, int]]
    download: Download | None = None


@dataclass(frozen=True, slots=True)
class MatrixLink:
    """A page with the state and rating of every section of some services."""

    first: str
    last: str
    link: str


@dataclass(frozen=True)
class ServiceListPage(SitePage):
    """Every service in a line."""

    template: ClassVar[str] = "pages/services.md.jinja"
    rows: Sequence[StandingRow]
    matrix_links: Sequence[MatrixLink]


@dataclass(frozen=True)
class MatrixPage(SitePage):
    """State and rating of every section of some services."""

    template: ClassVar[str] = "pages/services_matrix.md.jinja"
    title: str
    matrix: Matrix


def has_service_list(edition_view: EditionView) -> bool:
    """Return whether there are so many services that a page lists them."""
    return len(edition_view.views_by_service) > MOST_IN_SIDEBAR


def plan_service_list_pages(edition_view: EditionView) -> Iterator[Output]:
    """Yield the list of services and the pages of their matrix, if there are so many."""
    if not has_service_list(edition_view):
        return
    banner = edition_view.render_banner(edition_view.describe_missing())
    list_page = ServiceListPage(
        edition_view.edition, banner, _list_service_rows(edition_view), _link_matrix(edition_view)
    )
    yield plan_quick_page(edition_view, SERVICES, list_page)
    for number, services in enumerate(_split_services(edition_view), 1):
        matrix_page = MatrixPage(
            edition_view.edition,
            banner,
            title_matrix_page(edition_view, number),
            build_matrix(edition_view, services),
        )
        yield plan_quick_page(edition_view, locate_matrix_page(number), matrix_page)


def list_matrix_pages(edition_view: EditionView) -> list[tuple[str, str]]:
    """Return title and path of each page of the matrix."""
    return [
        (title_matrix_page(edition_view, number), locate_matrix_page(number))
        for number, _ in enumerate(_split_services(edition_view), 1)
    ]


def title_matrix_page(edition_view: EditionView, number: int) -> str:
    """Return the title of a page of the matrix, which counts from 1."""
    last = min(number * MATRIX_ROWS, len(edition_view.views_by_service))
    return f"Every section of services {(number - 1) * MATRIX_ROWS + 1} to {last}"


def list_section_rows(edition_view: EditionView) -> list[StandingRow]:
    """Return a row for each section that services share, over all of them."""
    titles = {section.id: section.title for section in edition_view.edition.pack.sections}
    entries: dict[str, list[Entry]] = {}
    for entry in edition_view.edition.entries:
        entries.setdefault(entry.section.id, []).append(entry)
    return [
        _count_entries(titles[section], to_link(locate_section_page(section)), entries[section])
        for section in list_compared_sections(edition_view.edition)
    ]


def _list_service_rows(edition_view: EditionView) -> list[StandingRow]:
    downloads = {
        document: Download(
            f"pdf/{document}.pdf", f"{name_document(edition_view, document)} (PDF)", "PDF"
        )
        for document in find_documents(edition_view)
    }
    return [
        _count_entries(
            edition_view.name_service(service),
            link_to_service(service),
            [entry_view.entry for entry_view in entry_views],
            downloads.get(service),
        )
        for service, entry_views in edition_view.views_by_service.items()
    ]


def _count_entries(
    title: str, link: str, entries: Sequence[Entry], download: Download | None = None
) -> StandingRow:
    due_entries = [entry for entry in entries if entry.state is not State.NOT_DUE]
    return StandingRow(
        title=title,
        link=link,
        complete_count=sum(entry.state.is_complete for entry in due_entries),
        due_count=len(due_entries),
        counts=count_ratings(entries),
        download=download,
    )


def count_ratings(entries: Iterable[Entry]) -> list[tuple[Rating, int]]:
    """Return how many measures have each rating that any has, worst first."""
    counts = Counter(measured.rating for entry in entries for measured in entry.measured)
    return [(rating, counts[rating]) for rating in Rating if counts[rating]]


def _link_matrix(edition_view: EditionView) -> list[MatrixLink]:
    return [
        MatrixLink(
            edition_view.name_service(services[0]),
            edition_view.name_service(services[-1]),
            to_link(locate_matrix_page(number)),
        )
        for number, services in enumerate(_split_services(edition_view), 1)
    ]


def _split_services(edition_view: EditionView) -> list[Sequence[str]]:
    services = tuple(edition_view.views_by_service)
    return [services[start : start + MATRIX_ROWS] for start in range(0, len(services), MATRIX_ROWS)]
