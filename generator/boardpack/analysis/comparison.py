"""One measure across services: the directorate, a benchmark, earlier times, best and worst."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from boardpack.analysis.directorate import combine_services, describe_combination
from boardpack.analysis.edition import Entry
from boardpack.analysis.measures import (
    MISSING,
    Measured,
    find_decimals,
    format_measured,
    format_target,
)
from boardpack.model.dataset import Better, Measure, Value


@dataclass(frozen=True, slots=True)
class Comparison:
    """A measure of several services; figures are in the measure's unit.

    `measured` are the services that report it, in their order. `overall` is the directorate's own
    series (its latest, previous and year-ago values, its target and rating), None where it cannot
    be worked out; `combination` says in words how it was. `best` and `worst` are service ids,
    more than one where they are level; empty when nothing can be compared.
    """

    dataset_id: str
    measure: Measure
    measured: tuple[Measured, ...]
    overall: Measured | None
    combination: str
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


def compare_services(measured: Sequence[Measured]) -> Comparison:
    """Return the comparison of one measure's services, given over the same periods."""
    first = measured[0]
    best, worst = _find_extremes(measured)
    return Comparison(
        dataset_id=first.dataset_id,
        measure=first.measure,
        measured=tuple(measured),
        overall=combine_services(measured),
        combination=describe_combination(measured),
        benchmark=_find_shared_value([series.benchmark for series in measured]),
        best=best,
        worst=worst,
    )


def compare_entries(entries: Iterable[Entry]) -> tuple[Comparison, ...]:
    """Return a comparison for each measure that two or more of a section's entries report."""
    groups: dict[tuple[str, str], list[Measured]] = {}
    for entry in entries:
        for series in entry.measured:
            groups.setdefault((series.dataset_id, series.measure.id), []).append(series)
    return tuple(compare_services(measured) for measured in groups.values() if len(measured) > 1)


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
            yield f"{word} {_join_words([title(service) for service in services])} ({value_words})"
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


def _join_words(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
