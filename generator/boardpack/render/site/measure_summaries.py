"""Every measure that services share, at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boardpack.analysis.attention import (
    MOST_COLUMNS,
    AttentionSummary,
    list_attention_summaries,
)
from boardpack.analysis.comparison import Comparison
from boardpack.analysis.edition import Edition
from boardpack.analysis.measures import Measured
from boardpack.analysis.rag import Rating
from boardpack.render.edition_view import EditionView
from boardpack.render.site.links import to_link


@dataclass(frozen=True, slots=True)
class MeasureSummary:
    """A measure across the services, and its page.

    `counts` says how many services have each rating. `cells` are the services that have a column
    each, None where one does not report the measure.
    """

    link: str
    comparison: Comparison
    counts: Sequence[tuple[Rating, int]]
    cells: Sequence[Measured | None]


def list_measure_summaries(edition_view: EditionView) -> list[MeasureSummary]:
    """Return a summary of each measure that two or more services report."""
    services = list_service_columns(edition_view.edition)
    return [
        _build_summary(summary, services)
        for summary in list_attention_summaries(edition_view.edition)
    ]


def list_service_columns(edition: Edition) -> tuple[str, ...]:
    """Return the services when they are few enough for a column each, else none."""
    services = edition.present_services
    return services if len(services) <= MOST_COLUMNS else ()


def _build_summary(summary: AttentionSummary, services: Sequence[str]) -> MeasureSummary:
    comparison = summary.comparison
    # Reversed, because the first of two sections with the same measure counts.
    measured_by_service = {measured.service: measured for measured in reversed(comparison.measured)}
    return MeasureSummary(
        link=to_link(summary.page),
        comparison=comparison,
        counts=summary.counts,
        cells=[measured_by_service.get(service) for service in services],
    )
