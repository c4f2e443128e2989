"""The six areas of the performance framework, and how each measure stands in its own.

An area is benchmarked within the organisation and against others: each measure is held against its
target, its benchmark, and the other services.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from boardpack.analysis.attention import find_escalated_items
from boardpack.analysis.comparison import Comparison, compare_every_measure
from boardpack.analysis.edition import Edition
from boardpack.analysis.measures import Measured, describe_coming_target, format_target
from boardpack.analysis.rag import Rating
from boardpack.analysis.states import State
from boardpack.analysis.targets import find_target, is_target_met
from boardpack.model.area import Area
from boardpack.model.dataset import Contract, Measure, Unit
from boardpack.model.pack import EscalationLevel

AREA_TITLES = {
    Area.PATIENT_EXPERIENCE: "Patient experience",
    Area.QUALITY: "Quality and safety",
    Area.EFFICIENCY: "Efficiency and productivity",
    Area.EFFECTIVENESS: "Effectiveness",
    Area.WORKFORCE: "Workforce",
    Area.COST: "Cost and price",
}


@dataclass(frozen=True, slots=True)
class AreaMeasure:
    """A measure of some services in its area.

    `is_derived` says that nobody stated the area: it follows from the unit. `level` is the highest
    to which any of its services is escalated, None where none is.
    """

    comparison: Comparison
    is_derived: bool
    level: EscalationLevel | None

    @property
    def worst_rating(self) -> Rating:
        """The worst rating of its services."""
        ratings = [measured.rating for measured in self.comparison.measured]
        return min(ratings, key=tuple(Rating).index)


@dataclass(frozen=True, slots=True)
class AreaStanding:
    """An area (None where it is not stated) and its measures, those that are escalated first."""

    area: Area | None
    measures: tuple[AreaMeasure, ...]


def list_area_standings(edition: Edition) -> tuple[AreaStanding, ...]:
    """Return every area, also one without a measure, and last the measures without one, if any."""
    groups: dict[Area | None, list[AreaMeasure]] = {area: [] for area in Area}
    for area, measure in _iterate_area_measures(edition):
        groups.setdefault(area, []).append(measure)
    return tuple(
        AreaStanding(area, tuple(sorted(measures, key=_rank_measure)))
        for area, measures in groups.items()
    )


def find_area(contract: Contract, measure: Measure) -> tuple[Area | None, bool]:
    """Return the area of a measure, and whether it was derived: money is cost and price."""
    stated = measure.area or contract.area
    is_derived = stated is None and measure.unit is Unit.GBP
    return (Area.COST if is_derived else stated), is_derived


def describe_target_standing(comparison: Comparison) -> str:
    """Return how the services of a measure stand to their targets."""
    answers = [_is_met(measured) for measured in comparison.measured]
    known = [answer for answer in answers if answer is not None]
    if not known:
        coming = next(filter(None, map(describe_coming_target, comparison.measured)), "")
        has_target = any(find_target(measured) is not None for measured in comparison.measured)
        return coming or ("Not known" if has_target else "No target")
    if len(comparison.measured) == 1:
        return "Met" if known[0] else "Missed"
    return f"Met by {sum(known)} of {len(known)}"


def describe_peer_standing(comparison: Comparison) -> str:
    """Return how the services of a measure stand to their benchmark; empty where there is none."""
    measure = comparison.measure
    compared = [
        (measured, is_target_met(measure, measured.latest, measured.benchmark))
        for measured in comparison.measured
        if isinstance(measured.benchmark, Decimal)
    ]
    known = [is_as_good for _, is_as_good in compared if is_as_good is not None]
    if not known:
        return ""
    name = measure.benchmark_title or "benchmark"
    benchmark = comparison.benchmark
    value = f" {format_target(measure, benchmark)}" if isinstance(benchmark, Decimal) else ""
    if len(comparison.measured) == 1:
        return f"{'As good as' if known[0] else 'Worse than'} {name}{value}"
    return f"{sum(known)} of {len(known)} as good as {name}{value}"


def _is_met(measured: Measured) -> bool | None:
    return is_target_met(measured.measure, measured.latest, find_target(measured))


def _iterate_area_measures(edition: Edition) -> Iterator[tuple[Area | None, AreaMeasure]]:
    due_entries = [entry for entry in edition.entries if entry.state is not State.NOT_DUE]
    levels = _find_levels(edition)
    titles = edition.instance.directorate.member_titles
    for comparison in compare_every_measure(due_entries, titles):
        contract = edition.instance.datasets[comparison.dataset_id].contract
        area, is_derived = find_area(contract, comparison.measure)
        key = (comparison.dataset_id, comparison.measure.id)
        yield area, AreaMeasure(comparison, is_derived, levels.get(key))


def _find_levels(edition: Edition) -> dict[tuple[str, str], EscalationLevel]:
    """Return the highest level to which each measure is escalated of any service."""
    levels: dict[tuple[str, str], EscalationLevel] = {}
    order = tuple(EscalationLevel).index
    for item in find_escalated_items(edition):
        if item.measured is not None:
            key = (item.measured.dataset_id, item.measured.measure.id)
            levels[key] = min(levels.get(key, item.level), item.level, key=order)
    return levels


def _rank_measure(measure: AreaMeasure) -> tuple[int, int]:
    levels = tuple(EscalationLevel)
    level = len(levels) if measure.level is None else levels.index(measure.level)
    return level, tuple(Rating).index(measure.worst_rating)
