"""How values look to readers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from boardpack.analysis.measures import Measured, change, show
from boardpack.analysis.rag import Rating
from boardpack.model.dataset import Better, Cell, Gap, Measure, Value
from boardpack.model.period import day_words

RATING_WORDS = {
    Rating.RED: "Red",
    Rating.AMBER: "Amber",
    Rating.GREEN: "Green",
    Rating.UNRATED: "Not rated",
}


def in_unit(measure: Measure, value: Value) -> str:
    """Return a value in its measure's unit and decimals."""
    return show(value, measure.unit, measure.decimals)


def measured(of: Measured, value: Value) -> str:
    """Return a value of a measured series."""
    return in_unit(of.measure, value)


def target(of: Measured) -> str:
    """Return the target, or that there is none."""
    return "none set" if isinstance(of.target, Gap) else in_unit(of.measure, of.target)


def change_words(of: Measured) -> str:
    """Return the change since the period before, with whether that is better or worse."""
    moved = change(of)
    if isinstance(moved, Gap):
        return "not known"
    if moved == 0:
        return "no change"
    shown = show(moved, of.measure.unit, of.measure.decimals, signed=True)
    if of.measure.better is Better.NEUTRAL:
        return shown
    good = (moved > 0) is (of.measure.better is Better.HIGHER)
    return f"{shown}, {'better' if good else 'worse'}"


def amount(value: Decimal, signed: bool = False) -> str:
    """Return an amount of money as printed: thousands separated, a true minus sign."""
    sign = "−" if value < 0 else "+" if signed and value > 0 else ""
    return f"{sign}{abs(value):,}"


def cell(value: Cell | None) -> str:
    """Return a table cell."""
    match value:
        case None | Gap.MISSING:
            return "not available"
        case Gap.SUPPRESSED:
            return "suppressed"
        case bool():
            return "Yes" if value else "No"
        case date():
            return day_words(value)
        case int() | Decimal():
            return amount(Decimal(value))
        case _:
            return str(value)
