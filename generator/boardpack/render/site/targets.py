"""The tree of all targets, from the directorate down to services and teams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from boardpack.analysis.blocks.measures import is_reported
from boardpack.analysis.measures import format_target
from boardpack.analysis.targets import TargetNode, build_target_tree, find_target_gaps
from boardpack.model.dataset import Kind, Measure
from boardpack.model.directorate import WHOLE_DIRECTORATE
from boardpack.model.period import Period, parse_period_of
from boardpack.render.edition_view import EditionView
from boardpack.render.output import Output
from boardpack.render.site.links import TARGETS
from boardpack.render.site.site_page import SitePage, plan_quick_page


@dataclass(frozen=True, slots=True)
class TargetBranch:
    """A level: its own target, else the one that it is held to; and the levels below it.

    `coming` says which target comes into force, and when.
    """

    title: str
    target: Decimal | None
    follows: Decimal | None
    is_gap: bool
    coming: str
    below: Sequence[TargetBranch]


@dataclass(frozen=True, slots=True)
class TargetTree:
    """A measure that has a target, and the titles of the levels that lack one."""

    id: str
    title: str
    measure: Measure
    top: TargetBranch
    gaps: Sequence[str]


@dataclass(frozen=True)
class TargetsPage(SitePage):
    """The targets of every measure."""

    template: ClassVar[str] = "pages/targets.md.jinja"
    trees: Sequence[TargetTree]


def plan_targets_page(edition_view: EditionView) -> Iterator[Output]:
    """Yield the page, where any measure has a target."""
    trees = list(_iterate_trees(edition_view))
    if trees:
        banner = edition_view.render_banner(edition_view.describe_missing())
        page = TargetsPage(edition_view.edition, banner, trees)
        yield plan_quick_page(edition_view, TARGETS, page)


def has_targets(edition_view: EditionView) -> bool:
    """Whether any measure has a target."""
    return any(True for _ in _iterate_trees(edition_view))


def _iterate_trees(edition_view: EditionView) -> Iterator[TargetTree]:
    edition = edition_view.edition
    for dataset, measure in _iterate_measures(edition_view):
        contract = edition.instance.datasets[dataset].contract
        service_ids = [
            service
            for service in edition.present_services
            if is_reported(contract, measure, service)
        ]
        period = contract.find_period(edition.period)
        top = build_target_tree(measure, service_ids, period.id)
        if top is not None:
            yield TargetTree(
                id=f"{dataset}.{measure.id}",
                title=measure.title,
                measure=measure,
                top=_build_branch(edition_view, measure, top, period),
                gaps=[_name_level(edition_view, level) for level in find_target_gaps(top)],
            )


def _iterate_measures(edition_view: EditionView) -> Iterator[tuple[str, Measure]]:
    """Yield the measures of every dataset that a section of the pack shows, each with its name."""
    edition = edition_view.edition
    dataset_names = dict.fromkeys(
        name for section in edition.pack.sections for name in section.datasets
    )
    for name in dataset_names:
        dataset = edition.instance.datasets.get(name)
        if dataset is not None and dataset.contract.kind is Kind.MEASURES:
            span = dataset.contract.span
            for measure in dataset.contract.measures:
                if span.narrow(measure.span).covers(edition.period):
                    yield name, measure


def _build_branch(
    edition_view: EditionView, measure: Measure, node: TargetNode, period: Period
) -> TargetBranch:
    return TargetBranch(
        title=_name_level(edition_view, node.level),
        target=node.target,
        follows=measure.find_target(node.level, period.id) if node.target is None else None,
        is_gap=node.is_gap,
        coming=_describe_coming(measure, node, period),
        below=[_build_branch(edition_view, measure, child, period) for child in node.below],
    )


def _describe_coming(measure: Measure, node: TargetNode, period: Period) -> str:
    """Return the next target of a level itself, and from when it holds; or nothing."""
    if node.coming is None:
        return ""
    start = parse_period_of(period.cadence, node.coming.from_)
    return f"from {start.name}: {format_target(measure, node.coming.target)}"


def _name_level(edition_view: EditionView, level: str) -> str:
    """Return a level's name: the whole directorate, a service, or a team of one."""
    service, _, team = level.partition("/")
    if level == WHOLE_DIRECTORATE:
        return edition_view.name_service(level)
    return team.replace("-", " ").capitalize() if team else edition_view.name_service(service)
