"""From the agenda of a meeting to the sections of its edition: one for each paper."""

from __future__ import annotations

from dataclasses import replace

from boardpack.model.agenda import Agenda, AgendaItem
from boardpack.model.pack import Need, Pack, Scope, Section
from boardpack.model.period import Period, parse_period

_SMALLEST_PAPER = 20
"""Fewer words than this are no paper."""


def define_papers(pack: Pack, agenda: Agenda | None, period: Period) -> Pack:
    """Return a pack with the papers of one meeting as its sections; any other pack as it is."""
    if not pack.committee:
        return pack
    items = agenda.items if agenda else ()
    papers = tuple(_define_paper(item, period) for item in items if item.paper)
    return replace(pack, sections=papers)


def _define_paper(item: AgendaItem, period: Period) -> Section:
    return Section(
        id=item.paper,
        title=item.title,
        group=item.group,
        datasets=item.datasets,
        scope=Scope.DIRECTORATE,
        narrative=Need.REQUIRED,
        min_words=_SMALLEST_PAPER,
        data_by=item.writing_role if item.datasets else "",
        narrated_by=item.writing_role,
        signed_off_by=item.signing_role,
        lag=_count_months(item.figures_of, period),
    )


def _count_months(month: str, period: Period) -> int:
    """Return how many months the figures of a paper lie behind the month of the meeting."""
    if not month:
        return 0
    start = parse_period(month).start
    return (period.start.year - start.year) * 12 + period.start.month - start.month
