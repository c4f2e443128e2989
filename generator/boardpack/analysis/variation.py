"""What a series shows by Making Data Count, under the policy of its measure.

Fewer than 13 known values earn no icons but a plain word; counts that are mostly zero get no XmR
chart; a rebase is named with its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from boardpack.analysis.measures import Measured, list_rebases, select_numbers
from boardpack.analysis.spc import (
    analyse_together,
    can_show_icons,
    is_rare_event,
    judge_short_series,
)
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
    limits restart. `length` counts the periods, those without a figure among them.
    """

    xmr: Xmr | None
    icon: VariationIcon | None
    assurance: Assurance | None
    movement: Movement | None
    notes: tuple[str, ...]
    length: int

    @property
    def is_concern(self) -> bool:
        """Whether the latest point is a special cause of concern that may be shown."""
        return self.icon in (VariationIcon.CONCERN_HIGH, VariationIcon.CONCERN_LOW)

    @property
    def point_types(self) -> tuple[PointType, ...]:
        """What each point means; all common cause where icons may not be shown."""
        if self.xmr is None:
            return (PointType.COMMON_CAUSE,) * self.length
        return tuple(point.point_type for point in self.xmr.points)


class _Terms(NamedTuple):
    """What series must have in common to be analysed together; the dates are the periods' first."""

    dates: tuple[date, ...]
    rebase: tuple[date, ...]
    direction: Direction
    fix_after: int | None
    screen_outliers: bool


def judge_measure(measured: Measured, dialect: Dialect = PLOTTHEDOTS) -> Variation:
    """Return what the series of a measure shows."""
    return judge_measures([measured], dialect)[0]


def judge_measures(series: Sequence[Measured], dialect: Dialect = PLOTTHEDOTS) -> list[Variation]:
    """Return what each series shows; many take a tenth of the time that they take one by one."""
    reasons = [_explain_misfit(measured) for measured in series]
    fitting = {n: measured for n, measured in enumerate(series) if not reasons[n]}
    results = _analyse_measures(fitting, dialect)
    return [
        _build_variation(measured, reason, results.get(n))
        for n, (measured, reason) in enumerate(zip(series, reasons, strict=True))
    ]


def _build_variation(measured: Measured, reason: str, result: Xmr | None) -> Variation:
    has_icons = result is not None and can_show_icons(result)
    return Variation(
        xmr=result,
        icon=result.variation_icon if result and has_icons else None,
        assurance=result.assurance if result and has_icons else None,
        movement=judge_short_series(result) if result and not has_icons else None,
        notes=(*([reason] if reason else _iterate_notes(measured, result, has_icons)),),
        length=len(measured.periods),
    )


class Variations:
    """Judges each series of an edition once, however many pages, rules and charts ask."""

    def __init__(self, dialect: Dialect = PLOTTHEDOTS) -> None:
        self._dialect = dialect
        self._by_series: dict[tuple[str, str, str, str], Variation] = {}

    def __call__(self, measured: Measured) -> Variation:
        """Return what a series shows."""
        self.judge_together([measured])
        return self._by_series[_identify_series(measured)]

    def judge_together(self, series: Iterable[Measured]) -> None:
        """Judge many series ahead, which is faster than to judge each when it is asked for."""
        awaited = {
            key: measured
            for measured in series
            if (key := _identify_series(measured)) not in self._by_series
        }
        judgements = judge_measures(list(awaited.values()), self._dialect)
        self._by_series.update(zip(awaited, judgements, strict=True))


def _identify_series(measured: Measured) -> tuple[str, str, str, str]:
    # Not the series itself, of which a hash would walk every row.
    return measured.dataset_id, measured.measure.id, measured.service, measured.periods[-1].id


def _analyse_measures(series: Mapping[int, Measured], dialect: Dialect) -> Mapping[int, Xmr]:
    groups: dict[_Terms, list[int]] = {}
    for number, measured in series.items():
        groups.setdefault(_find_terms(measured), []).append(number)
    results: dict[int, Xmr] = {}
    for terms, numbers in groups.items():
        values = tuple(_list_values(series[number]) for number in numbers)
        targets = tuple(find_target(series[number]) for number in numbers)
        group_results = _analyse_group(values, targets, dialect=dialect, **terms._asdict())
        results.update(zip(numbers, group_results, strict=True))
    return results


# For whoever builds again in the same process: most series are then as they were. Few, because one
# of a thousand services holds 7 MB, and each change of a figure makes another.
_analyse_group = lru_cache(maxsize=64)(analyse_together)


def _find_terms(measured: Measured) -> _Terms:
    measure = measured.measure
    return _Terms(
        dates=tuple(period.start for period in measured.periods),
        rebase=tuple(measured.periods[index].start for index, _ in list_rebases(measured)),
        direction=DIRECTIONS[measure.better],
        fix_after=measure.fix_after,
        screen_outliers=measure.screen_outliers,
    )


def _list_values(measured: Measured) -> tuple[Decimal | None, ...]:
    return tuple([value if isinstance(value, Decimal) else None for value in measured.values])


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
