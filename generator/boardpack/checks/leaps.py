"""A rule on figures that leap: a share typed for a percentage, a digit lost, another measure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from boardpack.analysis.edition import Edition
from boardpack.analysis.measures import Measured, format_value, select_numbers
from boardpack.checks.registry import rule
from boardpack.checks.responsible import find_data_keeper
from boardpack.checks.scope import list_shown_blocks
from boardpack.findings import Fault, Severity

FEWEST_EARLIER_VALUES = 8
LARGEST_USUAL_FACTOR = 10


@rule("M115", "Figures are of the size of those before them", Severity.WARNING)
def find_leaping_figures(edition: Edition) -> Iterator[Fault]:
    """Compare the figure with its source: a digit, a decimal point or the unit may be wrong."""
    for entry, block in list_shown_blocks(edition):
        for measured in block.measured:
            row = measured.rows[-1]
            if row is not None and has_leapt(measured):
                previous, unit, decimals = (
                    _find_earlier_value(measured),
                    measured.measure.unit,
                    measured.measure.decimals,
                )
                latest_words = format_value(measured.latest, unit, decimals)
                previous_words = format_value(previous, unit, decimals)
                yield Fault(
                    row.place,
                    f"'{measured.measure.title}' is {latest_words}; it was "
                    f"{previous_words} before, and such a leap is not usual",
                    find_data_keeper(edition, entry),
                    entry.service,
                    entry.section.id,
                )


def has_leapt(measured: Measured) -> bool:
    """Return whether the latest value moved more than ten times as far as values usually do.

    Usual is the mean distance between neighbours among at least eight earlier values since a
    rebase; what adds up over a season leaps by its nature and is left out.
    """
    earlier_values, latest = select_numbers(measured.comparable_values[:-1]), measured.latest
    if (
        not isinstance(latest, Decimal)
        or len(earlier_values) < FEWEST_EARLIER_VALUES
        or measured.measure.cumulative
    ):
        return False
    usual_move = _compute_usual_move(earlier_values)
    # Where nothing has ever moved, there is no usual step to compare with.
    return usual_move > 0 and abs(latest - earlier_values[-1]) > LARGEST_USUAL_FACTOR * usual_move


def _compute_usual_move(values: Sequence[Decimal]) -> Decimal:
    moves = [abs(later - earlier) for earlier, later in pairwise(values)]
    return sum(moves, Decimal(0)) / len(moves)


def _find_earlier_value(measured: Measured) -> Decimal:
    return select_numbers(measured.values[:-1])[-1]
