"""The first page of the published site: all publications by year, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from boardpack.model.publication import NEWEST, Publication
from boardpack.render.page import create_environment, render_page
from boardpack.render.words import format_moment


@dataclass(frozen=True, slots=True)
class ArchivedEdition:
    """A published edition: its newest version, and those that it supersedes, newest first."""

    newest: Publication
    earlier: tuple[Publication, ...]


@dataclass(frozen=True, slots=True)
class ArchivedYear:
    """The editions whose period begins in a year."""

    year: int
    editions: tuple[ArchivedEdition, ...]


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """The first page of the published site: the publications that aliases lead to, then all.

    `aliases` are by version.
    """

    template: ClassVar[str] = "archive/index.html.jinja"
    title: str
    years: tuple[ArchivedYear, ...]
    latest: Sequence[Publication]
    aliases: Mapping[str, Sequence[str]]


def group_by_year(publications: Iterable[Publication]) -> tuple[ArchivedYear, ...]:
    """Return the publications by year, newest period first."""
    # groupby, here and below, needs equals side by side.
    newest_first = sorted(publications, key=_order_by_period, reverse=True)
    return tuple(
        ArchivedYear(year, tuple(_group_editions(year_publications)))
        for year, year_publications in groupby(
            newest_first, lambda publication: publication.start.year
        )
    )


def render_archive(
    publications: Sequence[Publication],
    aliases_by_version: Mapping[str, Sequence[str]],
    title: str,
    templates: Mapping[str, str],
) -> str:
    """Return the page; `aliases_by_version` has the aliases of each version that has any."""
    environment = create_environment(templates)
    environment.filters["moment"] = format_moment
    newest = [
        publication for publication in publications if aliases_by_version.get(publication.version)
    ]
    page = ArchivePage(
        title=title,
        years=group_by_year(publications),
        latest=_sort_latest_first(newest, aliases_by_version),
        aliases=aliases_by_version,
    )
    return render_page(environment, page)


def _sort_latest_first(
    newest: Iterable[Publication], aliases_by_version: Mapping[str, Sequence[str]]
) -> list[Publication]:
    """Return the one with the alias `latest` first, then the others by title."""
    return sorted(
        newest,
        key=lambda publication: (
            NEWEST not in aliases_by_version[publication.version],
            publication.title,
        ),
    )


def _group_editions(publications: Iterable[Publication]) -> Iterable[ArchivedEdition]:
    for _, revisions in groupby(
        publications, lambda publication: (publication.pack, publication.period)
    ):
        newest, *earlier = revisions
        yield ArchivedEdition(newest, tuple(earlier))


def _order_by_period(publication: Publication) -> tuple[object, ...]:
    return publication.start, publication.pack, publication.period, publication.revision
