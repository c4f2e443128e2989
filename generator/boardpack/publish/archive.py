"""The first page of the published site: all publications by year, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from jinja2 import DictLoader, Environment, StrictUndefined

from boardpack.model.period import day_words
from boardpack.publish.versions import NEWEST, Publication

TEMPLATE = "archive/index.html.jinja"
REDIRECT = "archive/redirect.html"


@dataclass(frozen=True, slots=True)
class Edition:
    """A published edition: its newest version, and those that it supersedes, newest first."""

    newest: Publication
    earlier: tuple[Publication, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """The editions whose period begins in a year."""

    year: int
    editions: tuple[Edition, ...]


def years(publications: Iterable[Publication]) -> tuple[Year, ...]:
    """Return the publications by year, newest period first."""
    ordered = sorted(publications, key=_age, reverse=True)
    return tuple(
        Year(year, tuple(_editions(inside)))
        for year, inside in groupby(ordered, lambda one: one.start.year)
    )


def archive(
    publications: Sequence[Publication],
    latest: Mapping[str, Sequence[str]],
    title: str,
    templates: Mapping[str, str],
) -> str:
    """Return the page; `latest` has the aliases of each version that has any."""
    env = Environment(
        loader=DictLoader(templates), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    env.filters["moment"] = _moment
    newest = [one for one in publications if latest.get(one.version)]
    page = env.get_template(TEMPLATE)
    return page.render(
        title=title, years=years(publications), latest=_in_order(newest, latest), aliases=latest
    )


def _in_order(
    newest: Iterable[Publication], latest: Mapping[str, Sequence[str]]
) -> list[Publication]:
    """Return the one with the alias `latest` first, then the others by title."""
    return sorted(newest, key=lambda one: (NEWEST not in latest[one.version], one.title))


def _editions(publications: Iterable[Publication]) -> Iterable[Edition]:
    for _, inside in groupby(publications, lambda one: (one.pack, one.period)):
        first, *others = inside
        yield Edition(first, tuple(others))


def _age(one: Publication) -> tuple[object, ...]:
    return one.start, one.pack, one.period, one.revision


def _moment(text: str) -> str:
    """Return `14 December 2018, 16:00 UTC`."""
    at = datetime.fromisoformat(text)
    return f"{day_words(at.date())}, {at:%H:%M} UTC"
