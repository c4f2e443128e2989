"""Many files to one table: the newest row wins, and what it replaced is reported."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, count
from typing import NamedTuple

from boardpack.findings import Place
from boardpack.model.dataset import (
    Gap,
    Kind,
    Value,
)
from boardpack.model.observed import Figure, ObservedRows
from boardpack.model.rows import (
    Dataset,
    Observation,
)

SeriesKey = tuple[str, str]
"""Service and measure."""


class Restatement(NamedTuple):
    """A later file gave another value for a period that an earlier file had given.

    Of a figure that is suppressed now, the old value is suppressed as well.
    """

    service: str
    measure: str
    period: str
    old_value: Value
    new_value: Value
    old_place: Place
    new_place: Place

    @property
    def is_withdrawal(self) -> bool:
        """Whether a figure that was shown is suppressed now."""
        return self.new_value is Gap.SUPPRESSED


@dataclass(frozen=True, slots=True)
class Series:
    """The observations of a dataset as known at a period, by service and measure, then period."""

    rows: dict[SeriesKey, dict[str, Observation]]
    restatements: tuple[Restatement, ...]
    duplicates: tuple[tuple[Observation, Observation], ...]


def collect_series(dataset: Dataset, period: str) -> Series:
    """Return the series of a `measures` dataset, from the files up to and including a period."""
    if dataset.contract.kind is not Kind.MEASURES:
        return Series({}, (), ())
    files = [file for file in dataset.files if file.period <= period]
    observed = [file.rows for file in files if isinstance(file.rows, ObservedRows)]
    if len(observed) < len(files) or any(rows.has_repeats for rows in observed):
        return _collect_rows(row for file in files for row in file.rows)  # type: ignore[misc]
    return _collect_rows(_iterate_telling_rows(observed))


def _iterate_telling_rows(observed: Sequence[ObservedRows]) -> Iterator[Observation]:
    """Yield every row of the figures that were told in two ways, of the others the last.

    Each in the place of its first, so that series stand in the order of the files.
    """
    figures = [figure for rows in observed for figure in rows.new]
    tellings = Counter(figure.key for figure in figures)
    rivals = {figure for figure in figures if tellings[figure.key] > 1}
    last_rows: dict[Figure, int] = {}
    starts = list(accumulate(map(len, observed), initial=0))
    for start, rows in zip(starts, observed, strict=False):
        last_rows.update(zip(rows.figures, count(start)))
    for rows in observed:
        if rivals.isdisjoint(rows.figures):
            telling: Iterable[tuple[int, Figure]] = enumerate(rows.new)
        else:
            watched = rivals.union(rows.new)
            telling = ((n, figure) for n, figure in enumerate(rows.figures) if figure in watched)
        for index, figure in telling:
            if figure in rivals:
                yield rows[index]
            else:
                number = bisect_right(starts, last_rows[figure]) - 1
                yield observed[number].place_figure(last_rows[figure] - starts[number], figure)


def _collect_rows(all_rows: Iterable[Observation]) -> Series:
    rows: dict[SeriesKey, dict[str, Observation]] = {}
    restatements: list[Restatement] = []
    duplicates: list[tuple[Observation, Observation]] = []
    for row in all_rows:
        series = rows.get((row.service, row.measure))
        if series is None:
            series = rows[row.service, row.measure] = {}
        earlier = series.get(row.period)
        if earlier is not None:
            # Twice in one file is a mistake; in a later file it is a restatement.
            if earlier.path == row.path:
                duplicates.append((earlier, row))
            elif earlier.value != row.value:
                restatements.append(_build_restatement(earlier, row))
        series[row.period] = row
    return Series(rows, tuple(restatements), tuple(duplicates))


def _build_restatement(earlier: Observation, row: Observation) -> Restatement:
    # To say what is suppressed now would publish it once more.
    old_value = Gap.SUPPRESSED if row.value is Gap.SUPPRESSED else earlier.value
    return Restatement(
        row.service, row.measure, row.period, old_value, row.value, earlier.place, row.place
    )
