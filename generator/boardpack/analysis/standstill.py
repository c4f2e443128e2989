"""Whether what landed for a period is what had landed before: figures that pass as new.

Some figures repeat by chance, small counts above all. What is told here is beyond that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from math import exp, sqrt

from boardpack.analysis.measures import select_numbers
from boardpack.findings import Place
from boardpack.model.dataset import Gap, Kind
from boardpack.model.rows import (
    AssuranceLine,
    DataFile,
    Dataset,
    FinanceLine,
    Observation,
    PlanLine,
    Risk,
    Row,
    TableRow,
)
from boardpack.model.series import Series

FEWEST_REPEATED = 2
UNLIKELY, ALL_BUT_IMPOSSIBLE = 0.01, 0.001
"""How often chance alone brings about what is told, and what is taken for a copy."""


@dataclass(frozen=True, slots=True)
class Standstill:
    """So many of the rows of a period are those of an earlier one, the first of them at `place`.

    `chance` is how likely so many or more are to repeat by themselves.
    """

    place: Place
    repeated: int
    total: int
    earlier_period: str
    chance: float = 0.0

    @property
    def is_copy(self) -> bool:
        """Whether nothing is new, and that can be no chance."""
        return self.repeated == self.total and self.chance < ALL_BUT_IMPOSSIBLE


def find_standstill(dataset: Dataset, series: Series, period: str) -> Standstill | None:
    """Return what stands still in a period, where it is more than chance."""
    if dataset.contract.kind is Kind.MEASURES:
        return _find_repeated_values(series.rows.values(), period)
    return _find_repeated_file([file for file in dataset.files if file.period <= period], period)


def compute_repeat_chance(earlier_values: Sequence[Decimal], value: Decimal) -> float:
    """Return how likely a value is to equal the last one by chance.

    As often as values have stayed so far, and no less than counts do by themselves: they vary by
    about their square root, so that about one in so many repeats. A value counts in units of its
    last digit.
    """
    stays = [earlier == later for earlier, later in pairwise(earlier_values)]
    units = abs(value.scaleb(-int(value.as_tuple().exponent)))
    return max(sum(stays) / max(len(stays), 1), 1 / (1 + sqrt(units)))


def _find_repeated_values(
    all_rows: Iterable[Mapping[str, Observation]], period: str
) -> Standstill | None:
    repeated: list[Observation] = []
    earlier_periods: list[str] = []
    expected, total = 0.0, 0
    for by_period in all_rows:
        rows = [by_period[name] for name in sorted(by_period) if name <= period]
        known_rows = [row for row in rows if isinstance(row.value, Decimal)]
        if len(known_rows) < 2 or known_rows[-1].period != period:
            continue
        *_, earlier, row = known_rows
        *earlier_values, value = select_numbers([known.value for known in known_rows])
        expected += compute_repeat_chance(earlier_values, value)
        total += 1
        if _get_figures(row) == _get_figures(earlier):
            repeated.append(row)
            earlier_periods.append(earlier.period)
    chance = _compute_tail(len(repeated), expected)
    if len(repeated) < FEWEST_REPEATED or chance > UNLIKELY:
        return None
    first = min(repeated, key=lambda row: (row.path, row.line))
    return Standstill(first.place, len(repeated), total, max(earlier_periods), chance)


def _get_figures(row: Observation) -> tuple[object, ...]:
    return row.value, row.numerator, row.denominator


def _compute_tail(count: int, expected: float) -> float:
    """Return how likely so many or more are, of rare and independent events (Poisson)."""
    probability, fewer = exp(-expected), 0.0
    for number in range(count):
        fewer += probability
        probability *= expected / (number + 1)
    return 1 - fewer


def _find_repeated_file(files: Sequence[DataFile], period: str) -> Standstill | None:
    if len(files) < 2 or files[-1].period != period or len(files[-1].rows) < FEWEST_REPEATED:
        return None
    earlier, latest = files[-2:]
    if list(map(_get_content, latest.rows)) != list(map(_get_content, earlier.rows)):
        return None
    count = len(latest.rows)
    return Standstill(Place(latest.path), count, count, earlier.period)


def _get_content(row: Row) -> tuple[object, ...]:
    """Return what a row says; where it stands and the days in a table's cells are set aside."""
    match row:
        case TableRow():
            cells = row.cells.values()
            # What is suppressed may well have moved.
            if Gap.SUPPRESSED in cells:
                return (row.place,)
            return row.service, *(cell for cell in cells if not isinstance(cell, date))
        case Risk() | AssuranceLine() | PlanLine():
            return tuple(getattr(row, name) for name in row.__dataclass_fields__ if name != "place")
        case FinanceLine():
            return row[:-2]
        case _:
            return tuple(row)
