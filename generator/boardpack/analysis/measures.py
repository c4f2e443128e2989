"""A measure for a service over time: latest value, change, rating."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, cached_property

from boardpack.analysis.rag import Rating, find_thresholds, rate_measure
from boardpack.model.dataset import (
    Gap,
    Measure,
    Rebase,
    Unit,
    Value,
)
from boardpack.model.period import Period, parse_period_of
from boardpack.model.rows import (
    Observation,
)

MISSING = Gap.MISSING
_GAP_WORDS = {
    Gap.MISSING: "not available",
    Gap.SUPPRESSED: "suppressed",
    Gap.INCOMPARABLE: "not comparable",
}


@dataclass(frozen=True)
class Measured:
    """One measure for one service: the periods of the window, oldest first, and their rows.

    `rows` holds None where the data has no row at all. `restarts` are rebases of this series alone,
    beside those of the measure: it is of other services, or of a larger one, from there on.

    What each sentence, chart and table of it asks is worked out when it is first asked for.
    """

    dataset_id: str
    measure: Measure
    service: str
    periods: tuple[Period, ...]
    rows: tuple[Observation | None, ...]
    restarts: tuple[Rebase, ...] = ()

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """The value of each period; no row is a missing value."""
        return tuple(MISSING if row is None else row.value for row in self.rows)

    @property
    def latest(self) -> Value:
        """The value of the section's own period."""
        return MISSING if self.rows[-1] is None else self.rows[-1].value

    @property
    def previous(self) -> Value:
        """The value one period earlier, where it can be compared."""
        return self._find_earlier(len(self.rows) - 2) if len(self.rows) > 1 else MISSING

    @property
    def year_ago(self) -> Value:
        """The value of the same period a year earlier, where it can be compared."""
        ago = self.periods[-1].year_ago
        return self._find_earlier(self.periods.index(ago)) if ago in self.periods else MISSING

    @cached_property
    def rebase(self) -> Rebase | None:
        """The latest rebase of the window: no figure before it compares with one after it."""
        # Ids of one cadence sort as text in the order of time.
        return max(self.rebases, key=lambda rebase: rebase.date, default=None)

    @property
    def rebases(self) -> tuple[Rebase, ...]:
        """Where, within the window, the process is known to be another one."""
        if not self.measure.rebase and not self.restarts:
            return ()
        ids = {period.id for period in self.periods}
        rebases = {rebase.date: rebase for rebase in (*self.restarts, *self.measure.rebase)}
        return tuple(rebase for rebase in rebases.values() if rebase.date in ids)

    @property
    def comparable_from(self) -> int:
        """The index of the first period that the latest one can be compared with."""
        rebase = self.rebase
        return [period.id for period in self.periods].index(rebase.date) if rebase else 0

    @property
    def comparable_values(self) -> tuple[Value, ...]:
        """The value of each period from the latest rebase on."""
        return self.values[self.comparable_from :]

    @cached_property
    def target(self) -> Value:
        """The target of the latest row, else the one in force: the service's, or the measure's."""
        default = self.measure.find_target(self.service, self.periods[-1].id)
        return self._find_latest("target", default)

    @property
    def coming_target(self) -> tuple[Period, Decimal] | None:
        """The next target that comes into force, and from when; nothing is judged by it before."""
        period = self.periods[-1]
        later = self.measure.find_coming_target(self.service, period.id)
        return (
            None
            if later is None
            else (
                parse_period_of(period.cadence, later.from_),
                later.target,
            )
        )

    @property
    def benchmark(self) -> Value:
        """The benchmark of the latest row, else the measure's own."""
        return self._find_latest("benchmark", self.measure.benchmark)

    @property
    def plan(self) -> Decimal | None:
        """The planned value of the latest period."""
        return self.measure.trajectory.get(self.periods[-1].id)

    @cached_property
    def decimals(self) -> int:
        """Digits after the point: more than usual where the latest value would look like another.

        It is held against its target, its thresholds, its plan and the value before it.
        """
        limits = find_thresholds(self.measure, self.service)
        yardsticks = (self.target, self.plan, self.previous)
        thresholds = (limits.board, limits.slt) if limits else ()
        return find_decimals(self.measure.decimals, self.latest, (*yardsticks, *thresholds))

    @property
    def rating(self) -> Rating:
        """How the latest value stands."""
        return rate_measure(self.measure, self.latest, self.service)

    @property
    def previous_rating(self) -> Rating:
        """How the previous value stood."""
        return rate_measure(self.measure, self.previous, self.service)

    def _find_earlier(self, index: int) -> Value:
        row = self.rows[index]
        value = MISSING if row is None else row.value
        is_before_rebase = isinstance(value, Decimal) and index < self.comparable_from
        return Gap.INCOMPARABLE if is_before_rebase else value

    def _find_latest(self, name: str, default: Decimal | None) -> Value:
        row = self.rows[-1]
        value: Value = MISSING if row is None else getattr(row, name)
        if isinstance(value, Decimal):
            return value
        return MISSING if default is None else default


def list_rebases(measured: Measured) -> tuple[tuple[int, Rebase], ...]:
    """Return where within a series the process is known to be another one, by index."""
    rebases = measured.rebases
    if not rebases:
        return ()
    indices = {period.id: index for index, period in enumerate(measured.periods)}
    return tuple((indices[rebase.date], rebase) for rebase in rebases)


def compute_change(measured: Measured) -> Value:
    """Return the latest value less the previous one, when both are known."""
    latest, previous = measured.latest, measured.previous
    if isinstance(latest, Gap) or isinstance(previous, Gap):
        is_known = isinstance(latest, Decimal)
        return Gap.INCOMPARABLE if is_known and previous is Gap.INCOMPARABLE else MISSING
    return latest - previous


def explain_incomparable(measured: Measured) -> str:
    """Return why figures beside the latest are not compared with it, or nothing where all are."""
    rebase = measured.rebase
    if rebase is None or Gap.INCOMPARABLE not in (measured.previous, measured.year_ago):
        return ""
    title = measured.periods[measured.comparable_from].title
    return f"Not comparable with figures before {title}: {rebase.reason}"


def format_value(value: Value, unit: Unit, decimals: int, signed: bool = False) -> str:
    """Return a value as readers see it; halves are rounded away from zero."""
    if isinstance(value, Gap):
        return _GAP_WORDS[value]
    rounded = round_value(value, decimals)
    sign = "−" if rounded < 0 else "+" if signed and rounded > 0 else ""
    # The sign is put before the unit, and is a minus instead of a hyphen.
    digits = f"{abs(rounded):,}"
    match unit:
        case Unit.PERCENT:
            return f"{sign}{digits}{' points' if signed else '%'}"
        case Unit.GBP:
            return f"{sign}£{digits}"
        case Unit.DAYS:
            return f"{sign}{digits} days"
        case _:
            return f"{sign}{digits}"


def round_value(value: Decimal, decimals: int) -> Decimal:
    """Return a number with so many digits after the point; halves are rounded away from zero."""
    # Python would round halves to the even digit, which readers who check do not expect.
    return value.quantize(_find_step(decimals), rounding=ROUND_HALF_UP)


@cache
def _find_step(decimals: int) -> Decimal:
    """Return the smallest number with so many digits after the point."""
    return Decimal(1).scaleb(-decimals)


def find_decimals(decimals: int, value: Value, others: Iterable[Value | None]) -> int:
    """Return so many digits, or as many more as it takes to tell a value from others beside it.

    What differs must not look the same: 91.6 that misses 92 is not shown as `92`.
    """
    if not isinstance(value, Decimal):
        return decimals
    differing = [other for other in others if isinstance(other, Decimal) and other != value]
    while round_value(value, decimals) in [round_value(other, decimals) for other in differing]:
        decimals += 1
    return decimals


def count_decimals(value: Decimal) -> int:
    """Return how many digits after the point a number was written with, but for zeros."""
    return max(-int(value.normalize().as_tuple().exponent), 0)


def format_measured(measured: Measured, value: Value, decimals: int = 0) -> str:
    """Return a value of a series as readers see it, with so many digits after the point or more."""
    return format_value(value, measured.measure.unit, max(measured.decimals, decimals))


def format_measure_value(measure: Measure, value: Value) -> str:
    """Return a value of a measure by itself, with the measure's own number of digits."""
    return format_value(value, measure.unit, measure.decimals)


def format_apart(measure: Measure, value: Value, other: Value) -> tuple[str, str]:
    """Return two values of a measure with as many digits as it takes to tell them apart."""
    decimals = find_decimals(measure.decimals, value, (other,))
    first, second = (format_value(one, measure.unit, decimals) for one in (value, other))
    return first, second


def format_target(measure: Measure, value: Value) -> str:
    """Return a target, threshold or plan as it was set: `95%`, although values read `94.9%`."""
    if not isinstance(value, Decimal):
        return format_value(value, measure.unit, measure.decimals)
    return format_value(value, measure.unit, count_decimals(value))


def describe_coming_target(measured: Measured) -> str:
    """Return which target comes into force and when: `from April 2019: 95.0%`; or nothing."""
    if measured.coming_target is None:
        return ""
    period, target = measured.coming_target
    return f"from {period.name}: {format_measured(measured, target, count_decimals(target))}"


def format_yardstick(measured: Measured, value: Decimal) -> str:
    """Return what the latest value is held against as it was set, or with more digits like it."""
    is_close = measured.decimals > measured.measure.decimals
    digits = max(count_decimals(value), measured.decimals if is_close else 0)
    return format_value(value, measured.measure.unit, digits)


def select_numbers(values: Sequence[Value]) -> tuple[Decimal, ...]:
    """Return the values that are numbers."""
    # Through a list, which takes half the time: there are many series.
    return tuple([value for value in values if isinstance(value, Decimal)])
