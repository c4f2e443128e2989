"""The page of benchmark areas: how each measure stands to its target and to others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from boardpack.analysis.areas import (
    AREA_TITLES,
    AreaMeasure,
    AreaStanding,
    describe_peer_standing,
    describe_target_standing,
    list_area_standings,
)
from boardpack.analysis.attention import build_measure_path, compare_due_measures
from boardpack.analysis.comparison import Comparison
from boardpack.analysis.measures import Measured, format_measured
from boardpack.analysis.rag import Rating
from boardpack.model.pack import EscalationLevel
from boardpack.render.edition_view import DataSource, EditionView
from boardpack.render.output import Output
from boardpack.render.site.links import AREAS, locate_service_page, to_link
from boardpack.render.site.site_page import SitePage, plan_quick_page
from boardpack.render.words import LEVEL_TITLES

NOT_STATED = "Area not stated"


@dataclass(frozen=True, slots=True)
class AreaRow:
    """A measure: whose latest figure is shown, how it stands, and to whom it is escalated.

    `service` is empty for the whole directorate's figure. `peers` compares it with its benchmark,
    `extremes` with the other services; each is empty where there is nothing to compare with.
    """

    title: str
    link: str
    shown: Measured
    service: str
    target: str
    peers: str
    extremes: Sequence[str]
    counts: Sequence[tuple[Rating, int]]
    escalated: str
    is_derived: bool


@dataclass(frozen=True, slots=True)
class AreaPart:
    """An area; `id` is its anchor, `escalated_count` counts the measures that go upwards."""

    id: str
    title: str
    is_stated: bool
    rows: Sequence[AreaRow]
    escalated_count: int


@dataclass(frozen=True)
class AreasPage(SitePage):
    """Every measure of the edition by its area."""

    template: ClassVar[str] = "pages/areas.md.jinja"
    parts: Sequence[AreaPart]
    data_sources: Sequence[DataSource]


def plan_areas_page(edition_view: EditionView) -> Iterator[Output]:
    """Yield the page, where there is any measure."""
    if not has_areas(edition_view):
        return
    standings = list_area_standings(edition_view.edition)
    shown = [
        measured
        for standing in standings
        for measure in standing.measures
        for measured in measure.comparison.measured
    ]
    page = AreasPage(
        edition=edition_view.edition,
        banner=edition_view.render_banner(edition_view.describe_missing()),
        parts=[_build_part(edition_view, standing) for standing in standings],
        data_sources=edition_view.list_sources(shown),
    )
    yield plan_quick_page(edition_view, AREAS, page)


def has_areas(edition_view: EditionView) -> bool:
    """Whether the edition has any measure."""
    return any(standing.measures for standing in list_area_standings(edition_view.edition))


def _build_part(edition_view: EditionView, standing: AreaStanding) -> AreaPart:
    upwards = (EscalationLevel.LEADERSHIP, EscalationLevel.BOARD)
    pages = {
        (comparison.dataset_id, comparison.measure.id): to_link(build_measure_path(comparison))
        for comparison in compare_due_measures(edition_view.edition)
    }
    return AreaPart(
        id=standing.area or "not-stated",
        title=AREA_TITLES[standing.area] if standing.area else NOT_STATED,
        is_stated=standing.area is not None,
        rows=[_build_row(edition_view, measure, pages) for measure in standing.measures],
        escalated_count=sum(measure.level in upwards for measure in standing.measures),
    )


def _build_row(
    edition_view: EditionView, measure: AreaMeasure, pages: dict[tuple[str, str], str]
) -> AreaRow:
    comparison = measure.comparison
    shown = comparison.overall or _find_worst(comparison)
    is_whole = comparison.overall is not None and len(comparison.measured) > 1
    page = pages.get((comparison.dataset_id, comparison.measure.id))
    counts = Counter(measured.rating for measured in comparison.measured)
    return AreaRow(
        title=comparison.measure.title,
        link=page or to_link(locate_service_page(comparison.measured[0].service)),
        shown=shown,
        service="" if is_whole else edition_view.name_service(_find_worst(comparison).service),
        target=describe_target_standing(comparison),
        peers=describe_peer_standing(comparison),
        extremes=list(_iterate_extremes(edition_view, comparison)),
        counts=[(rating, counts[rating]) for rating in Rating if counts[rating]],
        escalated=LEVEL_TITLES[measure.level] if measure.level else "",
        is_derived=measure.is_derived,
    )


def _find_worst(comparison: Comparison) -> Measured:
    """Return the series of the worst service, else of the first."""
    worst = set(comparison.worst)
    candidates = [measured for measured in comparison.measured if measured.service in worst]
    return (candidates or comparison.measured)[0]


def _iterate_extremes(edition_view: EditionView, comparison: Comparison) -> Iterator[str]:
    """Yield the best and the worst service with their figures."""
    series = {measured.service: measured for measured in comparison.measured}
    for word, services in (("Best", comparison.best), ("Worst", comparison.worst)):
        if services:
            value = format_measured(
                series[services[0]], series[services[0]].latest, comparison.decimals
            )
            names = ", ".join(edition_view.name_service(service) for service in services)
            yield f"{word}: {names} {value}"
