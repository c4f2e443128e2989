"""How values look to readers."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from boardpack.analysis.measures import (
    Measured,
    compute_change,
    count_decimals,
    describe_coming_target,
    format_measured,
    format_value,
)
from boardpack.analysis.rag import Rating
from boardpack.model.dataset import Better, Cell, Gap
from boardpack.model.pack import EscalationLevel
from boardpack.model.period import format_day
from boardpack.model.submission import ExceptionReport, NextStep, PlanOutcome

RATING_WORDS = {
    Rating.RED: "Red",
    Rating.AMBER: "Amber",
    Rating.GREEN: "Green",
    Rating.UNRATED: "Not rated",
}

LEVEL_TITLES = {
    EscalationLevel.LEADERSHIP: "For the leadership team",
    EscalationLevel.BOARD: "For the board",
    EscalationLevel.SECTION: "In their sections only",
}


NEXT_STEP_WORDS = {
    NextStep.TARGETED_SUPPORT: "targeted support",
    NextStep.DIRECTOR_INTERVENTION: "the director steps in",
    NextStep.BENCHMARKING: "benchmarking against others",
    NextStep.CAPABILITY: "the capability procedure",
    NextStep.NEW_MANAGEMENT: "new management",
}


def describe_outcome(report: ExceptionReport) -> str:
    """Return what came of a report's plan, what follows, and when that is judged; or nothing."""
    judged = f"judged on {format_day(report.review)}" if report.review else ""
    match report.outcome:
        case None:
            return judged.capitalize()
        case PlanOutcome.WORKED:
            return "The plan worked"
        case PlanOutcome.DID_NOT_WORK:
            step = NEXT_STEP_WORDS[report.next_step] if report.next_step else "no next step named"
            return f"The plan did not work; next: {step}{f', {judged}' if judged else ''}"


def format_target(series: Measured) -> str:
    """Return the target, or that there is none, and the next; they are not rounded."""
    coming = describe_coming_target(series)
    if isinstance(series.target, Gap):
        return coming or "none set"
    words = format_measured(series, series.target, count_decimals(series.target))
    return f"{words}; {coming}" if coming else words


def describe_change(series: Measured) -> str:
    """Return the change since the period before, with whether that is better or worse."""
    difference = compute_change(series)
    if difference is Gap.INCOMPARABLE:
        return "not comparable"
    if isinstance(difference, Gap):
        return "not known"
    if difference == 0:
        return "no change"
    text = format_value(difference, series.measure.unit, series.decimals, signed=True)
    if series.measure.better is Better.NEUTRAL:
        return text
    is_better = (difference > 0) is (series.measure.better is Better.HIGHER)
    return f"{text}, {'better' if is_better else 'worse'}"


def format_amount(value: Decimal, signed: bool = False) -> str:
    """Return an amount of money as printed: thousands separated, a true minus sign."""
    sign = "−" if value < 0 else "+" if signed and value > 0 else ""
    return f"{sign}{abs(value):,}"


def format_cell(value: Cell | None) -> str:
    """Return a table cell."""
    match value:
        case None | Gap.MISSING:
            return "not available"
        case Gap.SUPPRESSED:
            return "suppressed"
        case bool():
            return "Yes" if value else "No"
        case date():
            return format_day(value)
        case int() | Decimal():
            return format_amount(Decimal(value))
        case _:
            return str(value)


def format_moment(text: str) -> str:
    """Return a moment such as `2018-12-14T16:00:00Z` as `14 December 2018, 16:00 UTC`."""
    moment = datetime.fromisoformat(text)
    return f"{format_day(moment.date())}, {moment:%H:%M} UTC"
