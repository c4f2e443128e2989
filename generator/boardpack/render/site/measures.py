"""A page for each measure that services share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from markupsafe import Markup

from boardpack.analysis.attention import build_measure_path, compare_due_measures, sort_worst_first
from boardpack.analysis.comparison import Comparison, describe_comparison
from boardpack.analysis.dialects import describe_dialect
from boardpack.analysis.funnel import FunnelFigure, FunnelPoint, build_measure_funnel
from boardpack.analysis.targets import find_target
from boardpack.model.canonical import compute_digest
from boardpack.model.submission import Event
from boardpack.render.charts import funnel as funnel_chart
from boardpack.render.edition_view import DataSource, EditionView
from boardpack.render.environment import judge_measured
from boardpack.render.measure_view import (
    CaptionedChart,
    ChartView,
    MeasureView,
    draw_small_multiples,
)
from boardpack.render.output import Output
from boardpack.render.page import render_page
from boardpack.render.site.links import link_to_entry
from boardpack.render.site.risks import NamedRisk, list_named_risks
from boardpack.render.site.site_page import SitePage


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """The measure of one service, with its small chart; `link` leads to where it tells about it."""

    title: str
    link: str
    measure_view: MeasureView
    small_chart: Markup


@dataclass(frozen=True, slots=True)
class FunnelView:
    """The funnel plot, and each point with the title of its service."""

    figure: FunnelFigure
    svg: Markup
    plotly: str
    points: Sequence[tuple[str, FunnelPoint]]


@dataclass(frozen=True)
class MeasurePage(SitePage):
    """One measure across the services, worst first.

    `overall` is the directorate's own series with its `chart`; both are None where it cannot be
    worked out, and `outlook` where nothing is planned or forecast. `funnel` is None where there are
    no numerators and denominators.
    """

    template: ClassVar[str] = "pages/measure.md.jinja"
    data_sources: Sequence[DataSource]
    comparison: Comparison
    summary: str
    overall: MeasureView | None
    chart: ChartView | None
    outlook: CaptionedChart | None
    funnel: FunnelView | None
    rows: Sequence[MeasureRow]
    named_risks: Sequence[NamedRisk]


def plan_measure_pages(edition_view: EditionView) -> Iterator[Output]:
    """Yield the page of each compared measure, made only when some figure changed."""
    figures = compute_digest(
        [
            (entry_view.entry.service, entry_view.entry.state, entry_view.figures)
            for entry_view in edition_view.entry_views
        ]
    )
    edition = edition_view.edition
    lacking, approval = edition_view.describe_missing(), edition.pack.thresholds_approval
    rules = describe_dialect(edition.instance.directorate)
    shared = (edition_view.engine, edition.title, figures, lacking, approval, rules)
    for comparison in compare_due_measures(edition_view.edition):
        yield Output(
            build_measure_path(comparison),
            compute_digest((*shared, comparison.measure.id, comparison.changes)),
            partial(_render_measure_page, edition_view, comparison),
        )


def _render_measure_page(edition_view: EditionView, comparison: Comparison) -> str:
    overall = judge_measured(edition_view.env, comparison.overall) if comparison.overall else None
    page = MeasurePage(
        edition=edition_view.edition,
        banner=edition_view.render_banner(edition_view.describe_missing()),
        data_sources=edition_view.list_sources(comparison.measured),
        comparison=comparison,
        summary=describe_comparison(comparison, edition_view.name_service),
        overall=overall,
        chart=overall.draw_chart(_list_events(comparison)) if overall else None,
        outlook=overall.caption_outlook() if overall else None,
        funnel=_build_funnel(edition_view, comparison),
        rows=_list_rows(edition_view, comparison),
        named_risks=list_named_risks(
            edition_view, dataset_id=comparison.dataset_id, measure_id=comparison.measure.id
        ),
    )
    return render_page(edition_view.env, page)


def _list_events(comparison: Comparison) -> list[Event]:
    """Return where other services made the directorate's series up than before, for its chart."""
    # Where limits restart for it, the chart says so already.
    if comparison.overall is None or comparison.overall.restarts:
        return []
    return [
        Event("", remark.period.start, f"{remark.words} from here on")
        for remark in comparison.changes
    ]


def _list_rows(edition_view: EditionView, comparison: Comparison) -> list[MeasureRow]:
    ranked = [
        judge_measured(edition_view.env, measured)
        for measured in sort_worst_first(comparison.measured)
    ]
    return [
        MeasureRow(
            title=edition_view.name_service(measure_view.measured.service),
            link=_find_link(edition_view, comparison, measure_view.measured.service),
            measure_view=measure_view,
            small_chart=small_chart,
        )
        for measure_view, small_chart in zip(ranked, draw_small_multiples(ranked), strict=True)
    ]


def _build_funnel(edition_view: EditionView, comparison: Comparison) -> FunnelView | None:
    figure = build_measure_funnel(comparison.measured)
    if figure is None:
        return None
    targets = {find_target(measured) for measured in comparison.measured}
    # One line can show one target only.
    shared_target = targets.pop() if len(targets) == 1 else None
    target = None if shared_target is None else float(shared_target)
    to_title = edition_view.name_service
    svg = Markup(funnel_chart.draw_svg(figure, to_title, target))
    plotly = funnel_chart.to_plotly(figure, to_title, target)
    return FunnelView(
        figure, svg, plotly, [(to_title(point.service), point) for point in figure.points]
    )


def _find_link(edition_view: EditionView, comparison: Comparison, service: str) -> str:
    """Return where the service tells about the measure."""
    measure_id = comparison.dataset_id, comparison.measure.id
    entry = next(
        entry
        for entry in edition_view.edition.list_service_entries(service)
        if any(
            (measured.dataset_id, measured.measure.id) == measure_id for measured in entry.measured
        )
    )
    return link_to_entry(entry, "../")
