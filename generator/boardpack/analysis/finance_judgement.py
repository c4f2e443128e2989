"""Budgets judged: what is material, the run-rate, and the figures that are drawn of them.

Amounts are in the contract's unit. A variance is actual less budget: more than 0 is over.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Span(StrEnum):
    """Which of the two halves of a budget table."""

    TO_DATE = "year to date"
    FORECAST = "full-year forecast"


@dataclass(frozen=True, slots=True)
class MaterialVariance:
    """A budget line whose variance reaches the contract's rule; `percent` is of its budget."""

    group: str
    line: str
    span: Span
    budget: Decimal
    actual: Decimal
    variance: Decimal
    percent: Decimal | None
    path: str
    row: int
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
    """From the year's budget to its forecast, one step for each group that differs."""

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
