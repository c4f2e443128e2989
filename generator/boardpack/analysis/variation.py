"""What a series shows by Making Data Count, under the policy of its measure.

Fewer than 13 known values earn no icons but a plain word; counts that are mostly zero get no XmR
chart; a rebase is named with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from boardpack.analysis.measures import Measured, list_rebases, select_numbers
from boardpack.analysis.spc import analyse_series, can_show_icons, is_rare_event, judge_short_series
from boardpack.analysis.spc_result import (
    Assurance,
    Direction,
    Movement,
    PointType,
    VariationIcon,
    Xmr,
)
from boardpack.analysis.spc_rules import PLOTTHEDOTS, Dialect
from boardpack.analysis.targets import find_target
from boardpack.model.dataset import Better, Unit

DIRECTIONS: Mapping[Better, Direction] = MappingProxyType(
    {
        Better.HIGHER: Direction.INCREASE,
        Better.LOWER: Direction.DECREASE,
        Better.NEUTRAL: Direction.NEUTRAL,
    }
)
RARE = (
    "More than half of these counts are zero: an XmR chart does not fit them. The time between "
    "events says more."
)
CONSTANT = "Every count is the same: there is no variation to judge."
CUMULATIVE = "This figure adds up through its year or season: an XmR chart does not fit it."
TOO_SHORT = "Fewer than two figures: there is nothing to compare."
NO_ICONS = "Icons need 13 figures since the limits were last worked out; there are {}."
NO_LATEST = "There is no figure for the latest period, and so no variation icon."


@dataclass(frozen=True, slots=True)
class Variation:
    """The judgement on one series, oldest first; figures are in the measure's unit.

    `xmr` is None where the chart does not fit: rare events, counts that never change, fewer than
    two figures. `icon` and `assurance` are None where no icon may be shown; `movement` is the word
    for a series too short for icons. `notes` say in sentences why something is not shown, and why
    limits restart. `values` holds None where there is no figure.
    """

    xmr: Xmr | None
    icon: VariationIcon | None
    assurance: Assurance | None
    movement: Movement | None
    notes: tuple[str, ...]
    labels: tuple[str, ...]
    dates: tuple[date, ...]
    values: tuple[Decimal | None, ...]
    target: Decimal | None

    @property
    def is_concern(self) -> bool:
        """Whether the latest point is a special cause of concern that may be shown."""
        return self.icon in (VariationIcon.CONCERN_HIGH, VariationIcon.CONCERN_LOW)

    @property
    def point_types(self) -> tuple[PointType, ...]:
        """What each point means; all common cause where icons may not be shown."""
        if self.xmr is None:
            return (PointType.COMMON_CAUSE,) * len(self.values)
        return tuple(point.point_type for point in self.xmr.points)


def judge_measure(measured: Measured, dialect: Dialect = PLOTTHEDOTS) -> Variation:
    """Return what the series of a measure shows; the dates are the first days of its periods."""
    reason = _explain_misfit(measured)
    result = None if reason else _analyse_measure(measured, dialect)
    has_icons = result is not None and can_show_icons(result)
    return Variation(
        xmr=result,
        icon=result.variation_icon if result and has_icons else None,
        assurance=result.assurance if result and has_icons else None,
        movement=judge_short_series(result) if result else None,
        notes=(*([reason] if reason else _iterate_notes(measured, result, has_icons)),),
        labels=tuple(period.short for period in measured.periods),
        dates=tuple(period.start for period in measured.periods),
        values=tuple(value if isinstance(value, Decimal) else None for value in measured.values),
        target=find_target(measured),
    )


class Variations:
    """Judges each series of an edition once, however many pages, rules and charts ask."""

    def __init__(self, dialect: Dialect = PLOTTHEDOTS) -> None:
        self._dialect = dialect
        self._by_series: dict[tuple[str, str, str, str], Variation] = {}

    def __call__(self, measured: Measured) -> Variation:
        """Return what a series shows."""
        last = measured.periods[-1].id
        # Not the series itself, of which a hash would walk every row.
        key = (measured.dataset_id, measured.measure.id, measured.service, last)
        judgement = self._by_series.get(key)
        if judgement is None:
            judgement = self._by_series[key] = judge_measure(measured, self._dialect)
        return judgement


def _analyse_measure(measured: Measured, dialect: Dialect) -> Xmr:
    measure = measured.measure
    return _analyse_values(
        tuple(value if isinstance(value, Decimal) else None for value in measured.values),
        dates=tuple(period.start for period in measured.periods),
        target=find_target(measured),
        direction=DIRECTIONS[measure.better],
        rebase=tuple(measured.periods[index].start for index, _ in list_rebases(measured)),
        fix_after=measure.fix_after,
        screen_outliers=measure.screen_outliers,
        dialect=dialect,
    )


# For whoever builds again in the same process: most series are then as they were.
_analyse_values = lru_cache(maxsize=4096)(analyse_series)


def _explain_misfit(measured: Measured) -> str:
    """Return why an XmR chart would mislead, or nothing."""
    if measured.measure.cumulative:
        return CUMULATIVE
    numbers = select_numbers(measured.values)
    if len(numbers) < 2:
        return TOO_SHORT
    if measured.measure.unit is not Unit.COUNT:
        return ""
    # Before the next question: a count that is always zero is constant, not rare.
    if len(set(numbers)) == 1:
        return CONSTANT
    return RARE if is_rare_event(numbers) else ""


def _iterate_notes(measured: Measured, result: Xmr | None, has_icons: bool) -> Iterator[str]:
    for index, rebase in list_rebases(measured):
        yield f"Limits restart in {measured.periods[index].name}: {rebase.reason}"
    if not has_icons:
        yield NO_ICONS.format(len(select_numbers(measured.comparable_values)))
    elif result is not None and result.variation is None:
        yield NO_LATEST
