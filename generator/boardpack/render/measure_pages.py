"""A page for each measure that services share, and the tree of all targets."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from markupsafe import Markup

from boardpack.analysis.comparison import Comparison, comparison_words
from boardpack.analysis.funnel import FunnelFigure, funnel_of
from boardpack.analysis.targets import TargetNode, aim, cascade, gaps
from boardpack.model.canonical import digest
from boardpack.model.dataset import Kind, Measure
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.render.book import Book
from boardpack.render.charts import funnel as funnel_chart
from boardpack.render.glance import compared, measure_page, worst_first
from boardpack.render.judged import Chart, small_multiples
from boardpack.render.output import Output

TARGETS = "targets.md"


def measure_pages(book: Book) -> Iterator[Output]:
    """Yield the page of each compared measure."""
    figures = digest([(p.entry.service, p.entry.state, p.figures) for p in book.fragments])
    lacking = book.missing_words()
    for one in compared(book.edition):
        key = digest((book.engine, book.edition.title, figures, one.measure.id, lacking))
        yield Output(measure_page(one), key, partial(_measure, book, one, lacking))


def targets_page(book: Book) -> Output:
    """Return the page with the targets of every measure, from the directorate down."""
    trees = list(_trees(book))
    lacking = book.missing_words()
    key = digest((book.engine, book.edition.title, lacking, trees))

    def make() -> str:
        template = book.env.get_template("pages/targets.md.jinja")
        return template.render(edition=book.edition, banner=book.banner(lacking), trees=trees)

    return Output(TARGETS, key, make)


def has_targets(book: Book) -> bool:
    """Whether any measure has a target."""
    return any(True for _ in _trees(book))


def _measure(book: Book, one: Comparison, lacking: tuple[str, ...] | None) -> str:
    judge = book.env.filters["judge"]
    ordered = [judge(measured) for measured in worst_first(one.measured)]
    overall = judge(one.overall) if one.overall else None
    found = funnel_of(one.measured)
    return book.env.get_template("pages/measure.md.jinja").render(
        edition=book.edition,
        banner=book.banner(lacking),
        used=book.sources(one.measured),
        comparison=one,
        said=comparison_words(one, book.service_title),
        overall=overall,
        chart=overall.chart() if overall else None,
        funnel=found,
        funnel_chart=_funnel(book, one, found) if found else None,
        verdicts=[(book.service_title(p.service), p) for p in found.points] if found else [],
        rows=[
            {
                "title": book.service_title(judged.measured.service),
                "link": f"../{_link(book, one, judged.measured.service)}",
                "judged": judged,
                "small": small,
            }
            for judged, small in zip(ordered, small_multiples(ordered), strict=True)
        ],
    )


def _funnel(book: Book, one: Comparison, found: FunnelFigure) -> Chart:
    aims = {aim(measured) for measured in one.measured}
    shared = aims.pop() if len(aims) == 1 else None
    target = None if shared is None else float(shared)
    title = book.service_title
    svg = Markup(funnel_chart.draw(found, title, target))
    return Chart(svg, funnel_chart.plotly(found, title, target))


def _link(book: Book, one: Comparison, service: str) -> str:
    """Return where the service tells about the measure."""
    section = next(
        entry.section.id
        for entry in book.edition.of_service(service)
        if any(
            (m.dataset_id, m.measure.id) == (one.dataset_id, one.measure.id) for m in entry.measured
        )
    )
    return f"services/{service}.html#{section}"


def _trees(book: Book) -> Iterator[dict[str, Any]]:
    """Yield each measure that has a target, with the tree in words and its gaps."""
    edition = book.edition
    instance = edition.instance
    used = dict.fromkeys(name for section in edition.pack.sections for name in section.datasets)
    for name in used:
        dataset = instance.datasets.get(name)
        if dataset is None or dataset.contract.kind is not Kind.MEASURES:
            continue
        for measure in dataset.contract.measures:
            tree = cascade(measure, instance.service_ids)
            if tree is not None:
                yield {
                    "title": measure.title,
                    "measure": measure,
                    "tree": _branch(book, measure, tree),
                    "gaps": [_level(book, level) for level in gaps(tree)],
                }


def _branch(book: Book, measure: Measure, node: TargetNode) -> dict[str, Any]:
    return {
        "title": _level(book, node.level),
        "target": node.target,
        "follows": measure.target_of(node.level) if node.target is None else None,
        "is_gap": node.is_gap,
        "below": [_branch(book, measure, child) for child in node.below],
    }


def _level(book: Book, level: str) -> str:
    """Return a level's name: the whole directorate, a service, or a team of one."""
    service, _, team = level.partition("/")
    if level == WHOLE_DIRECTORATE:
        return book.service_title(level)
    return team.replace("-", " ").capitalize() if team else book.service_title(service)
