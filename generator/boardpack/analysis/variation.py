"""What a series shows by Making Data Count, under the policy of its measure.

Fewer than 13 known values earn no icons but a plain word; counts that are mostly zero get no XmR
chart; a rebase is named with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from boardpack.analysis.measures import Measured, known
from boardpack.analysis.spc import rare_event, short_group, shows_icons, xmr
from boardpack.analysis.spc_result import (
    Assurance,
    Direction,
    Movement,
    PointType,
    VariationIcon,
    Xmr,
)
from boardpack.analysis.targets import aim
from boardpack.model.dataset import Better, Unit
from boardpack.model.period import parse_period

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


def variation(measured: Measured) -> Variation:
    """Return what the series of a measure shows; the dates are the first days of its periods."""
    why_not = _does_not_fit(measured)
    found = None if why_not else _xmr(measured)
    icons = found is not None and shows_icons(found)
    return Variation(
        xmr=found,
        icon=found.variation_icon if found and icons else None,
        assurance=found.assurance if found and icons else None,
        movement=short_group(found) if found else None,
        notes=(*([why_not] if why_not else _notes(measured, found, icons)),),
        labels=tuple(period.short for period in measured.periods),
        dates=tuple(period.start for period in measured.periods),
        values=tuple(v if isinstance(v, Decimal) else None for v in measured.values),
        target=aim(measured),
    )


class Variations:
    """Judges each series of an edition once, however many pages, rules and charts ask."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str, str], Variation] = {}

    def __call__(self, measured: Measured) -> Variation:
        """Return what a series shows."""
        last = measured.periods[-1].id
        key = (measured.dataset_id, measured.measure.id, measured.service, last)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = variation(measured)
        return found


def _xmr(measured: Measured) -> Xmr:
    measure = measured.measure
    return xmr(
        [v if isinstance(v, Decimal) else None for v in measured.values],
        dates=[period.start for period in measured.periods],
        target=aim(measured),
        direction=DIRECTIONS[measure.better],
        rebase=[parse_period(one.date).start for one in measure.rebase],
        fix_after=measure.fix_after,
        screen_outliers=measure.screen_outliers,
    )


def _does_not_fit(measured: Measured) -> str:
    """Return why an XmR chart would mislead, or nothing."""
    if measured.measure.cumulative:
        return CUMULATIVE
    found = known(measured.values)
    if len(found) < 2:
        return TOO_SHORT
    if measured.measure.unit is not Unit.COUNT:
        return ""
    if len(set(found)) == 1:
        return CONSTANT
    return RARE if rare_event(found) else ""


def _notes(measured: Measured, found: Xmr | None, icons: bool) -> Iterator[str]:
    ids = [period.id for period in measured.periods]
    starts = [ids.index(one.date) for one in measured.measure.rebase if one.date in ids]
    for one in measured.measure.rebase:
        if one.date in ids:
            yield f"Limits restart in {parse_period(one.date).title}: {one.reason}"
    if not icons:
        since = measured.values[max(starts, default=0) :]
        yield NO_ICONS.format(sum(isinstance(value, Decimal) for value in since))
    elif found is not None and found.variation is None:
        yield NO_LATEST
