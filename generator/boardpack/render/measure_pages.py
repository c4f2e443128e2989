"""A page for each measure that services share, and the tree of all targets."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from markupsafe import Markup

from boardpack.analysis.attention import build_measure_path, compare_due_measures, sort_worst_first
from boardpack.analysis.comparison import Comparison, describe_comparison
from boardpack.analysis.funnel import FunnelFigure, build_measure_funnel
from boardpack.analysis.targets import TargetNode, build_target_tree, find_target, find_target_gaps
from boardpack.model.canonical import compute_digest
from boardpack.model.dataset import Kind, Measure
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.render.charts import funnel as funnel_chart
from boardpack.render.edition_view import EditionView
from boardpack.render.measure_view import ChartView, draw_small_multiples
from boardpack.render.output import Output

TARGETS = "targets.md"


def plan_measure_pages(edition_view: EditionView) -> Iterator[Output]:
    """Yield the page of each compared measure."""
    figures = compute_digest(
        [
            (entry_view.entry.service, entry_view.entry.state, entry_view.figures)
            for entry_view in edition_view.entry_views
        ]
    )
    lacking = edition_view.describe_missing()
    for comparison in compare_due_measures(edition_view.edition):
        key = compute_digest(
            (
                edition_view.engine,
                edition_view.edition.title,
                figures,
                comparison.measure.id,
                lacking,
            )
        )
        yield Output(
            build_measure_path(comparison),
            key,
            partial(_render_measure_page, edition_view, comparison, lacking),
        )


def plan_targets_page(edition_view: EditionView) -> Output:
    """Return the page with the targets of every measure, from the directorate down."""
    trees = list(_iterate_trees(edition_view))
    lacking = edition_view.describe_missing()
    key = compute_digest((edition_view.engine, edition_view.edition.title, lacking, trees))

    def render_page() -> str:
        template = edition_view.env.get_template("pages/targets.md.jinja")
        return template.render(
            edition=edition_view.edition, banner=edition_view.render_banner(lacking), trees=trees
        )

    return Output(TARGETS, key, render_page)


def has_targets(edition_view: EditionView) -> bool:
    """Whether any measure has a target."""
    return any(True for _ in _iterate_trees(edition_view))


def _render_measure_page(
    edition_view: EditionView, comparison: Comparison, lacking: tuple[str, ...] | None
) -> str:
    to_measure_view = edition_view.env.filters["judge"]
    ranked = [to_measure_view(measured) for measured in sort_worst_first(comparison.measured)]
    overall = to_measure_view(comparison.overall) if comparison.overall else None
    figure = build_measure_funnel(comparison.measured)
    return edition_view.env.get_template("pages/measure.md.jinja").render(
        edition=edition_view.edition,
        banner=edition_view.render_banner(lacking),
        used=edition_view.list_sources(comparison.measured),
        comparison=comparison,
        said=describe_comparison(comparison, edition_view.name_service),
        overall=overall,
        chart=overall.chart() if overall else None,
        funnel=figure,
        funnel_chart=_draw_funnel(edition_view, comparison, figure) if figure else None,
        verdicts=[(edition_view.name_service(point.service), point) for point in figure.points]
        if figure
        else [],
        rows=[
            {
                "title": edition_view.name_service(measure_view.measured.service),
                "link": f"../{_find_link(edition_view, comparison, measure_view.measured.service)}",
                "judged": measure_view,
                "small": small,
            }
            for measure_view, small in zip(ranked, draw_small_multiples(ranked), strict=True)
        ],
    )


def _draw_funnel(
    edition_view: EditionView, comparison: Comparison, figure: FunnelFigure
) -> ChartView:
    aims = {find_target(measured) for measured in comparison.measured}
    shared = aims.pop() if len(aims) == 1 else None
    target = None if shared is None else float(shared)
    title = edition_view.name_service
    svg = Markup(funnel_chart.draw_svg(figure, title, target))
    return ChartView(svg, funnel_chart.to_plotly(figure, title, target))


def _find_link(edition_view: EditionView, comparison: Comparison, service: str) -> str:
    """Return where the service tells about the measure."""
    section = next(
        entry.section.id
        for entry in edition_view.edition.list_service_entries(service)
        if any(
            (measured.dataset_id, measured.measure.id)
            == (comparison.dataset_id, comparison.measure.id)
            for measured in entry.measured
        )
    )
    return f"services/{service}.html#{section}"


def _iterate_trees(edition_view: EditionView) -> Iterator[dict[str, Any]]:
    """Yield each measure that has a target, with the tree in words and its gaps."""
    edition = edition_view.edition
    instance = edition.instance
    dataset_names = dict.fromkeys(
        name for section in edition.pack.sections for name in section.datasets
    )
    for name in dataset_names:
        dataset = instance.datasets.get(name)
        if dataset is None or dataset.contract.kind is not Kind.MEASURES:
            continue
        for measure in dataset.contract.measures:
            tree = build_target_tree(measure, instance.service_ids)
            if tree is not None:
                yield {
                    "title": measure.title,
                    "measure": measure,
                    "tree": _build_branch(edition_view, measure, tree),
                    "gaps": [_name_level(edition_view, level) for level in find_target_gaps(tree)],
                }


def _build_branch(edition_view: EditionView, measure: Measure, node: TargetNode) -> dict[str, Any]:
    return {
        "title": _name_level(edition_view, node.level),
        "target": node.target,
        "follows": measure.find_target(node.level) if node.target is None else None,
        "is_gap": node.is_gap,
        "below": [_build_branch(edition_view, measure, child) for child in node.below],
    }


def _name_level(edition_view: EditionView, level: str) -> str:
    """Return a level's name: the whole directorate, a service, or a team of one."""
    service, _, team = level.partition("/")
    if level == WHOLE_DIRECTORATE:
        return edition_view.name_service(level)
    return team.replace("-", " ").capitalize() if team else edition_view.name_service(service)
