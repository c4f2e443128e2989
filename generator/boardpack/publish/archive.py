"""The first page of the published site: all publications by year, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from jinja2 import DictLoader, Environment, StrictUndefined

from boardpack.model.period import format_day
from boardpack.publish.versions import NEWEST, Publication

TEMPLATE = "archive/index.html.jinja"
REDIRECT = "archive/redirect.html"


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


def group_by_year(publications: Iterable[Publication]) -> tuple[ArchivedYear, ...]:
    """Return the publications by year, newest period first."""
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
    env = Environment(
        loader=DictLoader(templates), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    env.filters["moment"] = _format_moment
    newest = [
        publication for publication in publications if aliases_by_version.get(publication.version)
    ]
    template = env.get_template(TEMPLATE)
    return template.render(
        title=title,
        years=group_by_year(publications),
        latest=_sort_latest_first(newest, aliases_by_version),
        aliases=aliases_by_version,
    )


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


def _format_moment(text: str) -> str:
    """Return `14 December 2018, 16:00 UTC`."""
    moment = datetime.fromisoformat(text)
    return f"{format_day(moment.date())}, {moment:%H:%M} UTC"
