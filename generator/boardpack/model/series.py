"""What the rows of measures come to: the newest row wins, and what it replaced is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from boardpack.findings import Place
from boardpack.model.dataset import Gap, Value
from boardpack.model.rows import Observation

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


@dataclass(frozen=True)
class Series:
    """The observations of a dataset as known at a period, by service and measure, then period."""

    rows: Mapping[SeriesKey, Mapping[str, Observation]]
    restatements: tuple[Restatement, ...] = ()
    duplicates: tuple[tuple[Observation, Observation], ...] = ()

    @cached_property
    def restatements_by_service(self) -> Mapping[str, Sequence[Restatement]]:
        """The restatements of each service that has any, for which all services ask."""
        by_service: dict[str, list[Restatement]] = {}
        for restatement in self.restatements:
            by_service.setdefault(restatement.service, []).append(restatement)
        return by_service


def collect_rows(new_rows: Iterable[Observation], past: Series | None = None) -> Series:
    """Return what rows come to, in the order in which they came, after those of the past."""
    past = past or Series({})
    rows = {key: dict(by_period) for key, by_period in past.rows.items()}
    restatements = list(past.restatements)
    duplicates = list(past.duplicates)
    for row in new_rows:
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
