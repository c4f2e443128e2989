"""A rule on figures that leap: a share typed for a percentage, a digit lost, another measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from boardpack.analysis.edition import Edition
from boardpack.analysis.measures import Measured, MeasuresBlock, known, show
from boardpack.checks.reach import shown
from boardpack.checks.registry import rule
from boardpack.checks.who import data_keeper
from boardpack.findings import Fault, Severity

FEWEST = 8
FURTHEST = 10


@rule("M115", "Figures are of the size of those before them", Severity.WARNING)
def figure_does_not_leap(edition: Edition) -> Iterator[Fault]:
    """Compare the figure with its source: a digit, a decimal point or the unit may be wrong."""
    for entry, block in shown(edition):
        for one in block.measured if isinstance(block, MeasuresBlock) else ():
            row = one.rows[-1]
            if row is not None and leaps(one):
                before, unit, decimals = _before(one), one.measure.unit, one.measure.decimals
                yield Fault(
                    row.place,
                    f"'{one.measure.title}' is {show(one.latest, unit, decimals)}; it was "
                    f"{show(before, unit, decimals)} before, and such a leap is not usual",
                    data_keeper(edition, entry),
                    entry.service,
                    entry.section.id,
                )


def leaps(measured: Measured) -> bool:
    """Return whether the latest value moved more than ten times as far as values usually do.

    Usual is the mean distance between neighbours among at least eight earlier values; what adds
    up over a season leaps by its nature and is left out.
    """
    earlier, latest = known(measured.values[:-1]), measured.latest
    if not isinstance(latest, Decimal) or len(earlier) < FEWEST or measured.measure.cumulative:
        return False
    usual = _usual_move(earlier)
    return usual > 0 and abs(latest - earlier[-1]) > FURTHEST * usual


def _usual_move(values: Sequence[Decimal]) -> Decimal:
    moves = [abs(after - before) for before, after in pairwise(values)]
    return sum(moves, Decimal(0)) / len(moves)


def _before(measured: Measured) -> Decimal:
    return known(measured.values[:-1])[-1]
