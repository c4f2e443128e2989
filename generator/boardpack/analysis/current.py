"""Many files to one table: the newest row wins, and what it replaced is reported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from boardpack.findings import Place
from boardpack.model.dataset import (
    Dataset,
    Kind,
    Observation,
    Value,
)

SeriesKey = tuple[str, str]
"""Service and measure."""


class Restatement(NamedTuple):
    """A later file gave another value for a period that an earlier file had given."""

    service: str
    measure: str
    period: str
    was: Value
    now: Value
    was_at: Place
    now_at: Place


@dataclass(frozen=True, slots=True)
class Series:
    """The observations of a dataset as known at a period, by service and measure, then period."""

    rows: dict[SeriesKey, dict[str, Observation]]
    restatements: tuple[Restatement, ...]
    duplicates: tuple[tuple[Observation, Observation], ...]


def series_as_of(dataset: Dataset, period: str) -> Series:
    """Return the series of a `measures` dataset, from the files up to and including a period."""
    rows: dict[SeriesKey, dict[str, Observation]] = {}
    restated: list[Restatement] = []
    twice: list[tuple[Observation, Observation]] = []
    for row in _observations(dataset, period):
        series = rows.get((row.service, row.measure))
        if series is None:
            series = rows[row.service, row.measure] = {}
        before = series.get(row.period)
        if before is not None:
            if before.path == row.path:
                twice.append((before, row))
            elif before.value != row.value:
                restated.append(_restatement(before, row))
        series[row.period] = row
    return Series(rows, tuple(restated), tuple(twice))


def _observations(dataset: Dataset, period: str) -> Iterable[Observation]:
    if dataset.contract.kind is not Kind.MEASURES:
        return
    for file in dataset.files:
        if file.period <= period:
            yield from file.rows  # type: ignore[misc]


def _restatement(before: Observation, row: Observation) -> Restatement:
    return Restatement(
        row.service, row.measure, row.period, before.value, row.value, before.place, row.place
    )
