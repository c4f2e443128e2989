"""One measure across services: the directorate, a benchmark, earlier times, best and worst."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from boardpack.analysis.blocks.block import select_blocks
from boardpack.analysis.blocks.measures import MeasuresBlock
from boardpack.analysis.directorate import (
    combine_services,
    describe_combination,
    join_words,
    list_membership_changes,
    name_members,
)
from boardpack.analysis.entry import Entry
from boardpack.analysis.measures import (
    MISSING,
    Measured,
    find_decimals,
    format_measured,
    format_target,
)
from boardpack.model.dataset import Better, Measure, Value
from boardpack.model.period import Period


class Remark(NamedTuple):
    """What is to be said of a series from a period on."""

    period: Period
    words: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A measure of several services; figures are in the measure's unit.

    `measured` are the services that report it, in their order. `overall` is the directorate's own
    series (its latest, previous and year-ago values, its target and rating), None where it cannot
    be worked out; `combination` says in words how it was, and `changes` where other services made
    it up than before. `best` and `worst` are service ids, more than one where they are level; empty
    when nothing can be compared.
    """

    dataset_id: str
    measure: Measure
    measured: tuple[Measured, ...]
    overall: Measured | None
    combination: str
    changes: tuple[Remark, ...]
    benchmark: Value
    best: tuple[str, ...]
    worst: tuple[str, ...]

    @property
    def range(self) -> tuple[Decimal, Decimal] | None:
        """The smallest and largest figure of any service, for a scale that all share."""
        numbers = [
            value
            for series in self.measured
            for value in series.values
            if isinstance(value, Decimal)
        ]
        return (min(numbers), max(numbers)) if numbers else None

    @property
    def decimals(self) -> int:
        """Digits after the point by which the best and the worst can be told apart."""
        latest = {series.service: series.latest for series in self.measured}
        worst = [latest[service] for service in self.worst]
        return max(
            (find_decimals(self.measure.decimals, latest[service], worst) for service in self.best),
            default=self.measure.decimals,
        )


def compare_services(
    measured: Sequence[Measured],
    former: Sequence[Measured] = (),
    titles: Mapping[str, str] = MappingProxyType({}),
) -> Comparison:
    """Return the comparison of one measure's services.

    `former` are the series of services that have ended, `titles` those of all services by id.
    """
    first = measured[0]
    best, worst = _find_extremes(measured)
    return Comparison(
        dataset_id=first.dataset_id,
        measure=first.measure,
        measured=tuple(measured),
        overall=combine_services(measured, former, titles),
        combination=describe_combination(measured),
        changes=tuple(
            Remark(change.period, name_members(change, titles))
            for change in list_membership_changes((*measured, *former))
        ),
        benchmark=_find_shared_value([series.benchmark for series in measured]),
        best=best,
        worst=worst,
    )


def compare_entries(entries: Iterable[Entry], titles: Mapping[str, str]) -> tuple[Comparison, ...]:
    """Return a comparison for each measure that two or more of some entries' services report.

    A service that has ended counts where it is part of the history that is shown.
    """
    return tuple(
        compare_services(measured, former, titles)
        for measured, former in _group_by_measure(entries)
        if len(measured) + len(former) > 1
    )


def compare_every_measure(
    entries: Iterable[Entry], titles: Mapping[str, str]
) -> tuple[Comparison, ...]:
    """Return the same for each measure that any of some entries' services report."""
    groups = _group_by_measure(entries)
    return tuple(compare_services(measured, former, titles) for measured, former in groups)


def _group_by_measure(
    entries: Iterable[Entry],
) -> list[tuple[list[Measured], tuple[Measured, ...]]]:
    """Return the series of each measure, and those of services that have ended."""
    groups: dict[tuple[str, str], list[Measured]] = {}
    former: dict[tuple[str, str], tuple[Measured, ...]] = {}
    for entry in entries:
        for block in select_blocks(entry.blocks, MeasuresBlock):
            for series in block.measured:
                key = (series.dataset_id, series.measure.id)
                groups.setdefault(key, []).append(series)
                # Each block of a measure knows the same services that have ended.
                if key not in former:
                    former[key] = block.list_former(series.measure)
    return [(measured, former[key]) for key, measured in groups.items()]


def describe_comparison(comparison: Comparison, title: Callable[[str], str]) -> str:
    """Return what a comparison says; `title` gives the title of a service id."""
    parts = list(_iterate_phrases(comparison, title))
    return f"{comparison.measure.title}: {'; '.join(parts)}." if parts else ""


def _iterate_phrases(comparison: Comparison, title: Callable[[str], str]) -> Iterator[str]:
    if comparison.overall is not None and isinstance(comparison.overall.latest, Decimal):
        overall_words = format_measured(comparison.overall, comparison.overall.latest)
        yield f"{overall_words} for the directorate"
    for word, services in (("best", comparison.best), ("worst", comparison.worst)):
        if services:
            series = next(one for one in comparison.measured if one.service == services[0])
            value_words = format_measured(series, series.latest, comparison.decimals)
            yield f"{word} {join_words([title(service) for service in services])} ({value_words})"
    if isinstance(comparison.benchmark, Decimal):
        name = comparison.measure.benchmark_title or "benchmark"
        yield f"{name} {format_target(comparison.measure, comparison.benchmark)}"


def _find_extremes(measured: Sequence[Measured]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    better = measured[0].measure.better
    values = {
        series.service: series.latest for series in measured if isinstance(series.latest, Decimal)
    }
    figures = {service: figure for service, figure in values.items() if isinstance(figure, Decimal)}
    # Where all are level, the best would be the worst too.
    if better is Better.NEUTRAL or len(set(figures.values())) < 2:
        return (), ()
    low, high = min(figures.values()), max(figures.values())
    best, worst = (high, low) if better is Better.HIGHER else (low, high)
    return _list_services_with(figures, best), _list_services_with(figures, worst)


def _list_services_with(figures: dict[str, Decimal], value: Decimal) -> tuple[str, ...]:
    return tuple(service for service, figure in figures.items() if figure == value)


def _find_shared_value(values: Sequence[Value]) -> Value:
    """Return the value that all have in common; services with different ones share none."""
    return values[0] if len(set(values)) == 1 else MISSING
