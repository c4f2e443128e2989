"""Budgets judged: what is material, the run-rate, and the figures that are drawn of them.

Amounts are in the contract's unit. A variance is actual less budget, as printed: more than 0 is
over. Year to date counts the months of the financial year, from April, up to the block's period.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from boardpack.analysis.finance import (
    Amounts,
    Group,
    describe_variance,
    list_amounts,
)
from boardpack.analysis.named_periods import to_financial_month
from boardpack.findings import Place
from boardpack.model.dataset import (
    Material,
)
from boardpack.model.rows import (
    FinanceLine,
)

MONTHS_A_YEAR = 12
_POINT = Decimal("0.1")

if TYPE_CHECKING:
    from boardpack.analysis.blocks.finance import FinanceBlock


class Span(StrEnum):
    """Which of the two halves of a budget table."""

    TO_DATE = "year to date"
    FORECAST = "full-year forecast"

    def select_amounts(self, six_amounts: Amounts) -> tuple[Decimal, Decimal, Decimal]:
        """Return budget, actual and variance out of six amounts."""
        budget, actual, variance = six_amounts[:3] if self is Span.TO_DATE else six_amounts[3:]
        return budget, actual, variance


@dataclass(frozen=True, slots=True)
class MaterialVariance:
    """A budget line whose variance reaches the contract's rule.

    `percent` is of its budget, None where the budget is 0.
    """

    group: str
    line: str
    span: Span
    budget: Decimal
    actual: Decimal
    variance: Decimal
    percent: Decimal | None
    place: Place
    words: str


@dataclass(frozen=True, slots=True)
class RunRate:
    """What the year costs if spending goes on as it has, beside the forecast.

    `yearly` is the actual to date divided by the months it covers, times twelve. `gap` is the
    forecast less it: more than 0 means that the forecast expects spending to rise.
    """

    months: int
    actual: Decimal
    yearly: Decimal
    forecast: Decimal
    gap: Decimal
    words: str


@dataclass(frozen=True, slots=True)
class BridgeStep:
    """One bar from `start` to `end`; a total stands on zero."""

    title: str
    start: Decimal
    end: Decimal
    is_total: bool

    @property
    def amount(self) -> Decimal:
        """How much it adds or takes away; a total's own amount."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class BridgeFigure:
    """From the year's budget to its forecast, one step for each group that differs.

    Where printed groups do not add up to the printed total, a step named `Rounding` says so.
    """

    title: str
    unit: str
    steps: tuple[BridgeStep, ...]
    words: str


@dataclass(frozen=True, slots=True)
class GroupBar:
    """A group's budget and actual (or forecast), the variance, and over, under or level."""

    title: str
    budget: Decimal
    actual: Decimal
    variance: Decimal
    word: str


@dataclass(frozen=True, slots=True)
class GroupBars:
    """A pair of bars for each group."""

    title: str
    unit: str
    span: Span
    bars: tuple[GroupBar, ...]
    words: str


def find_material_variances(block: FinanceBlock) -> tuple[MaterialVariance, ...]:
    """Return the lines whose variance must be explained, largest first within each span."""
    rule = block.contract.material
    if rule is None:
        return ()
    lines = [line for group in block.groups for line in group.lines]
    variances = (
        variance
        for span in Span
        for line in lines
        for variance in _find_material_variance(line, span, block, rule)
    )
    return tuple(
        sorted(
            variances,
            key=lambda variance: (variance.span is Span.FORECAST, -abs(variance.variance)),
        )
    )


def is_material(rule: Material, budget: Decimal, variance: Decimal) -> bool:
    """Return whether a variance, over or under, reaches both figures of the rule.

    Any variance is an unbounded percentage of a budget of 0.
    """
    large = abs(variance) >= rule.absolute
    # Multiplied out, because a quotient would be rounded.
    wide = budget == 0 or 100 * abs(variance) >= rule.percent * abs(budget)
    return variance != 0 and large and wide


def compute_run_rate(block: FinanceBlock) -> RunRate:
    """Return the run-rate of a budget's total."""
    months = to_financial_month(block.period.end.month)
    total = block.total
    actual, forecast = total[1], total[4]
    unit = block.contract.rounding
    yearly = _round_amount(actual / months * MONTHS_A_YEAR, unit)
    gap = forecast - yearly
    words = (
        f"{_format_money(actual)} in {months} {'month' if months == 1 else 'months'} is a rate of "
        f"{_format_money(yearly)} a year; the forecast is {_format_money(forecast)}, "
        f"{_describe_gap(gap)}."
    )
    return RunRate(months, actual, yearly, forecast, gap, words)


def build_bridge(block: FinanceBlock) -> BridgeFigure | None:
    """Return the bridge from the year's budget to its forecast, or None without a budget."""
    if not block.groups:
        return None
    budget, forecast, variance = Span.FORECAST.select_amounts(block.total)
    steps = tuple(_iterate_steps(block, budget, forecast))
    word = describe_variance(variance)
    tail = "level with it" if word == "level" else f"{_format_money(abs(variance))} {word} it"
    words = (
        f"From a budget of {_format_money(budget)} "
        f"to a forecast of {_format_money(forecast)}, {tail}."
    )
    return BridgeFigure(block.contract.title, block.contract.unit, steps, words)


def build_group_bars(block: FinanceBlock, span: Span) -> GroupBars | None:
    """Return a pair of bars for each group, or None without a budget."""
    if not block.groups:
        return None
    bars = tuple(_build_bar(group, span) for group in block.groups)
    widest = max(bars, key=lambda bar: abs(bar.variance))
    if widest.variance:
        money = _format_money(abs(widest.variance))
        words = f"{widest.title} differs most: {money} {widest.word} budget."
    else:
        words = "Every group is level with its budget."
    title = f"{block.contract.title}, {span}"
    return GroupBars(title, block.contract.unit, span, bars, words)


def _find_material_variance(
    line: FinanceLine, span: Span, block: FinanceBlock, rule: Material
) -> Iterator[MaterialVariance]:
    budget, actual, variance = span.select_amounts(list_amounts(line))
    if not is_material(rule, budget, variance):
        return
    share = _round_amount(100 * variance / budget, _POINT) if budget else None
    percent = "" if share is None else f" ({abs(share)}%)"
    money = _format_money(abs(variance))
    words = f"{line.line_title} is {money}{percent} {describe_variance(variance)} budget"
    if block.contract.unit:
        words = f"{words}, {block.contract.unit}"
    yield MaterialVariance(
        line.group, line.line_title, span, budget, actual, variance, share, line.place, words
    )


def _iterate_steps(block: FinanceBlock, budget: Decimal, forecast: Decimal) -> Iterator[BridgeStep]:
    yield BridgeStep("Budget", Decimal(0), budget, is_total=True)
    running_total = budget
    for group in block.groups:
        variance = Span.FORECAST.select_amounts(group.amounts)[2]
        if variance:
            yield BridgeStep(group.title, running_total, running_total + variance, is_total=False)
            running_total += variance
    # Rounded groups need not add up to a rounded total, and a bridge must arrive.
    if running_total != forecast:
        yield BridgeStep("Rounding", running_total, forecast, is_total=False)
    yield BridgeStep("Forecast", Decimal(0), forecast, is_total=True)


def _build_bar(group: Group, span: Span) -> GroupBar:
    budget, actual, variance = span.select_amounts(group.amounts)
    return GroupBar(group.title, budget, actual, variance, describe_variance(variance))


def _describe_gap(gap: Decimal) -> str:
    if gap == 0:
        return "the same"
    return f"{_format_money(abs(gap))} {'more' if gap > 0 else 'less'}"


def _format_money(amount: Decimal) -> str:
    # A minus sign, at which a line is not broken as it is at a hyphen.
    return f"{amount:,}".replace("-", "−")


def _round_amount(amount: Decimal, unit: Decimal) -> Decimal:
    """Return an amount in whole units; halves are rounded away from zero."""
    rounded = (amount / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit
    return rounded.quantize(unit) if unit < 1 else rounded
