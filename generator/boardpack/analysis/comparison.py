"""One measure across services: the directorate, a benchmark, earlier times, best and worst."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from boardpack.analysis.directorate import how, overall
from boardpack.analysis.edition import Entry
from boardpack.analysis.measures import MISSING, Measured, as_set, in_words
from boardpack.model.dataset import Better, Measure, Value


@dataclass(frozen=True, slots=True)
class Comparison:
    """A measure of several services; figures are in the measure's unit.

    `measured` are the services that report it, in their order. `overall` is the directorate's own
    series (its latest, previous and year-ago values, its target and rating), None where it cannot
    be worked out; `how` says in words how it was. `best` and `worst` are service ids, more than
    one where they are level; empty when nothing can be compared.
    """

    dataset_id: str
    measure: Measure
    measured: tuple[Measured, ...]
    overall: Measured | None
    how: str
    benchmark: Value
    best: tuple[str, ...]
    worst: tuple[str, ...]

    @property
    def range(self) -> tuple[Decimal, Decimal] | None:
        """The smallest and largest figure of any service, for a scale that all share."""
        known = [v for m in self.measured for v in m.values if isinstance(v, Decimal)]
        return (min(known), max(known)) if known else None


def compare(measured: Sequence[Measured]) -> Comparison:
    """Return the comparison of one measure's services, given over the same periods."""
    first = measured[0]
    best, worst = _extremes(measured)
    return Comparison(
        dataset_id=first.dataset_id,
        measure=first.measure,
        measured=tuple(measured),
        overall=overall(measured),
        how=how(measured),
        benchmark=_shared([one.benchmark for one in measured]),
        best=best,
        worst=worst,
    )


def comparisons(entries: Iterable[Entry]) -> tuple[Comparison, ...]:
    """Return a comparison for each measure that two or more of a section's entries report."""
    found: dict[tuple[str, str], list[Measured]] = {}
    for entry in entries:
        for one in entry.measured:
            found.setdefault((one.dataset_id, one.measure.id), []).append(one)
    return tuple(compare(measured) for measured in found.values() if len(measured) > 1)


def comparison_words(one: Comparison, title: Callable[[str], str]) -> str:
    """Return what a comparison says; `title` gives the title of a service id."""
    parts = list(_word_parts(one, title))
    return f"{one.measure.title}: {'; '.join(parts)}." if parts else ""


def _word_parts(one: Comparison, title: Callable[[str], str]) -> Iterator[str]:
    if one.overall is not None and isinstance(one.overall.latest, Decimal):
        yield f"{in_words(one.measure, one.overall.latest)} for the directorate"
    for word, services in (("best", one.best), ("worst", one.worst)):
        if services:
            value = next(m.latest for m in one.measured if m.service == services[0])
            yield f"{word} {_and([title(s) for s in services])} ({in_words(one.measure, value)})"
    if isinstance(one.benchmark, Decimal):
        name = one.measure.benchmark_title or "benchmark"
        yield f"{name} {as_set(one.measure, one.benchmark)}"


def _extremes(measured: Sequence[Measured]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    better = measured[0].measure.better
    values = {m.service: m.latest for m in measured if isinstance(m.latest, Decimal)}
    known = {service: v for service, v in values.items() if isinstance(v, Decimal)}
    if better is Better.NEUTRAL or len(set(known.values())) < 2:
        return (), ()
    low, high = min(known.values()), max(known.values())
    best, worst = (high, low) if better is Better.HIGHER else (low, high)
    return _with(known, best), _with(known, worst)


def _with(known: dict[str, Decimal], value: Decimal) -> tuple[str, ...]:
    return tuple(service for service, one in known.items() if one == value)


def _shared(values: Sequence[Value]) -> Value:
    """Return the value that all have in common; services with different ones share none."""
    return values[0] if len(set(values)) == 1 else MISSING


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
