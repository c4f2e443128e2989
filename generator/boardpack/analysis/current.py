"""Many files to one table: the newest row wins, and what it replaced is reported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from boardpack.findings import Place
from boardpack.model.dataset import (
    Gap,
    Kind,
    Value,
)
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
    rows: dict[SeriesKey, dict[str, Observation]] = {}
    restatements: list[Restatement] = []
    duplicates: list[tuple[Observation, Observation]] = []
    for row in _iterate_observations(dataset, period):
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


def _iterate_observations(dataset: Dataset, period: str) -> Iterable[Observation]:
    if dataset.contract.kind is not Kind.MEASURES:
        return
    for file in dataset.files:
        if file.period <= period:
            yield from file.rows  # type: ignore[misc]


def _build_restatement(earlier: Observation, row: Observation) -> Restatement:
    # To say what is suppressed now would publish it once more.
    old_value = Gap.SUPPRESSED if row.value is Gap.SUPPRESSED else earlier.value
    return Restatement(
        row.service, row.measure, row.period, old_value, row.value, earlier.place, row.place
    )
