"""The page of risks: where each stands and stood, and what in the edition belongs to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from boardpack.analysis.attention import build_measure_path, compare_due_measures
from boardpack.analysis.blocks.risks import RisksBlock
from boardpack.analysis.rag import Rating
from boardpack.analysis.risk_history import RiskCourse, RiskPoint
from boardpack.analysis.risk_links import (
    RiskLinks,
    list_register_blocks,
)
from boardpack.model.period import parse_period
from boardpack.model.rows import Risk
from boardpack.render.edition_view import EditionView
from boardpack.render.output import Output
from boardpack.render.site.links import RISKS, link_to_entry, to_link
from boardpack.render.site.site_page import SitePage, plan_quick_page


@dataclass(frozen=True, slots=True)
class LinkedPlace:
    """A place in the edition that belongs to a risk; `rating` is None of an exception report."""

    title: str
    link: str
    rating: Rating | None


@dataclass(frozen=True, slots=True)
class RiskHistoryRow:
    """A risk with its score in each register, and what belongs to it."""

    anchor: str
    risk: Risk
    course: RiskCourse
    scores: Sequence[str]
    reports: Sequence[LinkedPlace]
    measures: Sequence[LinkedPlace]


@dataclass(frozen=True, slots=True)
class OrganisationPart:
    """The risks of which an organisation has scores of its own, highest first."""

    title: str
    risks: Sequence[Risk]


@dataclass(frozen=True, slots=True)
class RegisterPart:
    """A register with its history; `periods` are those of its columns of scores."""

    block: RisksBlock
    link: str
    periods: Sequence[str]
    rows: Sequence[RiskHistoryRow]
    organisations: Sequence[OrganisationPart]


@dataclass(frozen=True)
class RisksPage(SitePage):
    """Every register of the edition."""

    template: ClassVar[str] = "pages/risks.md.jinja"
    parts: Sequence[RegisterPart]


@dataclass(frozen=True, slots=True)
class NamedRisk:
    """A risk that a measure or an exception report belongs to, and where it is told about."""

    risk: Risk
    block: RisksBlock
    link: str


def plan_risks_page(edition_view: EditionView) -> Iterator[Output]:
    """Yield the page, where the edition shows a register."""
    if has_risks(edition_view):
        blocks = list_register_blocks(edition_view.edition)
        page = RisksPage(
            edition=edition_view.edition,
            banner=edition_view.render_banner(edition_view.describe_missing()),
            parts=[_build_part(edition_view, block) for block in blocks],
        )
        yield plan_quick_page(edition_view, RISKS, page)


def has_risks(edition_view: EditionView) -> bool:
    """Whether the edition shows a register."""
    return bool(list_register_blocks(edition_view.edition))


def list_named_risks(
    edition_view: EditionView, service: str = "", dataset_id: str = "", measure_id: str = ""
) -> tuple[NamedRisk, ...]:
    """Return the risks that a service's exception reports name, or that name a measure."""
    links = edition_view.risk_links
    return tuple(
        NamedRisk(risk, block, f"../{to_link(RISKS)}#{make_anchor(risk)}")
        for block in list_register_blocks(edition_view.edition)
        for risk in block.risks
        if any(entry.service == service for entry, _ in links[risk.ref].reports)
        or any(
            (series.dataset_id, series.measure.id) == (dataset_id, measure_id)
            for _, series in links[risk.ref].measured
        )
    )


def make_anchor(risk: Risk) -> str:
    """Return the id of a risk on the page."""
    words = re.findall("[a-z0-9]+", f"{risk.ref} {risk.organisation}".casefold())
    return "-".join(("risk", *words))


def _build_part(edition_view: EditionView, block: RisksBlock) -> RegisterPart:
    periods = sorted({point.period for course in block.courses for point in course.points})
    rows = [
        _build_row(edition_view, risk, course, periods, edition_view.risk_links[risk.ref])
        for risk, course in zip(block.risks, block.courses, strict=True)
    ]
    organisations = dict.fromkeys(risk.organisation for risk in block.risks if risk.organisation)
    section = next(
        entry
        for entry in edition_view.edition.entries
        if any(shown is block for shown in entry.blocks)
    )
    return RegisterPart(
        block=block,
        link=link_to_entry(section),
        periods=[parse_period(period).short for period in periods],
        rows=rows,
        organisations=[
            OrganisationPart(name, [risk for risk in block.risks if risk.organisation == name])
            for name in sorted(organisations)
        ],
    )


def _build_row(
    edition_view: EditionView,
    risk: Risk,
    course: RiskCourse,
    periods: Sequence[str],
    links: RiskLinks,
) -> RiskHistoryRow:
    by_period = {point.period: point for point in course.points}
    return RiskHistoryRow(
        anchor=make_anchor(risk),
        risk=risk,
        course=course,
        scores=[_format_point(by_period.get(period)) for period in periods],
        reports=[
            LinkedPlace(
                f"{entry.section.title}, {edition_view.name_service(entry.service)}",
                link_to_entry(entry),
                None,
            )
            for entry, _ in links.reports
        ],
        measures=_list_measures(edition_view, links),
    )


def _format_point(point: RiskPoint | None) -> str:
    """Return the scores of a risk in a register; a dash where it was not on it."""
    if point is None:
        return "–"
    residual = "not stated" if point.residual is None else f"{point.residual}"
    return f"{point.inherent}, residual {residual}"


def _list_measures(edition_view: EditionView, links: RiskLinks) -> list[LinkedPlace]:
    """Return the series of the measures, the red ones first."""
    pages = {
        (comparison.dataset_id, comparison.measure.id): to_link(build_measure_path(comparison))
        for comparison in compare_due_measures(edition_view.edition)
    }
    order = tuple(Rating).index
    return [
        LinkedPlace(
            f"{series.measure.title}, {edition_view.name_service(series.service)}",
            pages.get((series.dataset_id, series.measure.id), link_to_entry(entry)),
            series.rating,
        )
        for entry, series in sorted(links.measured, key=lambda pair: order(pair[1].rating))
    ]
