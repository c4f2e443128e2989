"""What must be escalated, by which rule, and why in words; worst first.

Sources: the quality report's cover paper (a threshold breached, worsening for more than two or
three months, one provider worsening in several areas) and the performance framework (a target
missed or at risk, a failing area hidden by a good overall position). Whom a rule reaches is the
pack's to say: "only a small number" of items the leadership team, more the board.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise, takewhile
from types import MappingProxyType

from boardpack.analysis.directorate import combine_services
from boardpack.analysis.edition import Edition
from boardpack.analysis.entry import Entry
from boardpack.analysis.forecast import MOST_PERIODS_AHEAD, fit_trend_line
from boardpack.analysis.headlines import compose_headline
from boardpack.analysis.measures import (
    Measured,
    find_decimals,
    format_measured,
    format_yardstick,
    select_numbers,
)
from boardpack.analysis.once import worked_out_once
from boardpack.analysis.rag import Rating, find_thresholds
from boardpack.analysis.states import State
from boardpack.analysis.targets import find_target, is_target_met
from boardpack.model.dataset import Better, Value
from boardpack.model.pack import EscalationRule

RULE_WORDS = MappingProxyType(
    {
        EscalationRule.RED: "red now",
        EscalationRule.SEVERAL_MEASURES: "several measures deteriorating",
        EscalationRule.HIDDEN_FAILURE: "hidden by a good overall figure",
        EscalationRule.AMBER: "amber now",
        EscalationRule.SPECIAL_CAUSE: "special cause of concern",
        EscalationRule.DETERIORATING: "deteriorating",
        EscalationRule.TARGET_MISSED: "target missed",
        EscalationRule.TARGET_AT_RISK: "target at risk",
    }
)


@dataclass(frozen=True, slots=True)
class Escalation:
    """One thing to escalate: the entry it belongs to, and its measure unless it is a whole service.

    `reason` is a sentence.
    """

    entry: Entry
    measured: Measured | None
    rule: EscalationRule
    reason: str


_ORDER = tuple(EscalationRule)
_BREACHED = (Rating.RED, Rating.AMBER)
_WORSENING = (EscalationRule.DETERIORATING, EscalationRule.SPECIAL_CAUSE)


@worked_out_once
def find_escalations(edition: Edition) -> tuple[Escalation, ...]:
    """Return everything that an edition's figures escalate: by rule, then in the pack's order.

    Sections that are not due escalate nothing; waived ones do, for a waiver excuses words only.
    """
    measured_entries = list(_iterate_distinct_measured(edition))
    edition.variations.judge_together(
        measured for _, measured in measured_entries if _may_be_escalated(measured)
    )
    escalations = [
        escalation
        for entry, measured in measured_entries
        for escalation in _escalate_measure(edition, entry, measured)
    ]
    escalations += _escalate_hidden_failures(measured_entries)
    escalations += _escalate_services(edition, escalations)
    return tuple(sorted(escalations, key=lambda escalation: _ORDER.index(escalation.rule)))


def group_escalations(escalations: Iterable[Escalation]) -> tuple[tuple[Escalation, ...], ...]:
    """Return escalations gathered by measure (or service), each group by its worst rule.

    Among groups of one rule, those that more rules escalate come first.
    """
    groups: dict[tuple[str, str, str], list[Escalation]] = {}
    for escalation in escalations:
        measure_key = (
            (escalation.measured.dataset_id, escalation.measured.measure.id)
            if escalation.measured
            else ("", "")
        )
        groups.setdefault((escalation.entry.service, *measure_key), []).append(escalation)
    worst_first = sorted(
        # Not by how far off a figure is: different measures cannot be ranked by size (decision 10).
        groups.values(),
        key=lambda group: (_ORDER.index(group[0].rule), -len(group)),
    )
    return tuple(tuple(group) for group in worst_first)


def count_worsening_periods(measured: Measured) -> int:
    """Return for how many periods in a row, up to the latest, each was worse than the one before.

    A period without a figure ends the run, and so does a rebase.
    """
    steps = pairwise(reversed(measured.comparable_values))
    return sum(1 for _ in takewhile(lambda step: _is_worse(measured, *step), steps))


def _is_worse(measured: Measured, later: Value, earlier: Value) -> bool:
    if not isinstance(later, Decimal) or not isinstance(earlier, Decimal):
        return False
    match measured.measure.better:
        case Better.HIGHER:
            return later < earlier
        case Better.LOWER:
            return later > earlier
        case Better.NEUTRAL:
            return False


def _iterate_distinct_measured(edition: Edition) -> Iterator[tuple[Entry, Measured]]:
    seen_keys: set[tuple[str, str, str]] = set()
    for entry in edition.entries:
        if entry.state is State.NOT_DUE:
            continue
        for measured in entry.measured:
            key = (measured.dataset_id, measured.measure.id, measured.service)
            if key not in seen_keys:
                seen_keys.add(key)
                yield entry, measured


def _may_be_escalated(measured: Measured) -> bool:
    return measured.measure.better is not Better.NEUTRAL and isinstance(measured.latest, Decimal)


def _escalate_measure(edition: Edition, entry: Entry, measured: Measured) -> Iterator[Escalation]:
    if not _may_be_escalated(measured):
        return
    rating = measured.rating
    if rating in _BREACHED:
        rule = EscalationRule(rating.value)
        yield Escalation(entry, measured, rule, _describe_breach(measured))
    variation = edition.variations(measured)
    if variation.is_concern:
        reason = compose_headline(measured, variation)
        yield Escalation(entry, measured, EscalationRule.SPECIAL_CAUSE, reason)
    periods = count_worsening_periods(measured)
    # Steps, not figures: three in a row take four figures.
    if periods >= edition.pack.escalation.deteriorating_periods:
        reason = _describe_worsening(measured, periods)
        yield Escalation(entry, measured, EscalationRule.DETERIORATING, reason)
    yield from _escalate_target(entry, measured)


def _escalate_target(entry: Entry, measured: Measured) -> Iterator[Escalation]:
    """Yield what a target asks for; one not reached yet, but on plan, is not missed."""
    target, plan = find_target(measured), measured.plan
    met = is_target_met(measured.measure, measured.latest, target)
    on_plan = is_target_met(measured.measure, measured.latest, plan)
    # A target of a season or a year is a path: on plan it is not missed yet (decision 10).
    if met is False and not on_plan and target is not None:
        reason = (
            f"{format_measured(measured, measured.latest)} misses the target of "
            f"{format_yardstick(measured, target)}"
        )
        reason = (
            f"{reason}, {_describe_plan(measured, plan)}." if plan is not None else f"{reason}."
        )
        yield Escalation(entry, measured, EscalationRule.TARGET_MISSED, reason)
    elif on_plan is False and plan is not None:
        value = format_measured(measured, measured.latest)
        reason = f"{value} is {_describe_plan(measured, plan)}."
        yield Escalation(entry, measured, EscalationRule.TARGET_AT_RISK, reason)
    elif met and target is not None and (reason := _describe_forecast_miss(measured, target)):
        yield Escalation(entry, measured, EscalationRule.TARGET_AT_RISK, reason)


def _describe_plan(measured: Measured, plan: Decimal) -> str:
    return f"behind the {format_yardstick(measured, plan)} planned by now"


def _describe_forecast_miss(measured: Measured, target: Decimal) -> str:
    """Return when a trend crosses its target within the forecast, or nothing."""
    line = fit_trend_line(measured)
    # A line through noise crosses something every other month (decision 10).
    if line is None or not line.is_trend:
        return ""
    for ahead in range(1, MOST_PERIODS_AHEAD + 1):
        value = Decimal(repr(line.compute_value(ahead)))
        if is_target_met(measured.measure, value, target) is False:
            period_title = measured.periods[-1].step_back(-ahead).name
            return (
                f"{format_measured(measured, measured.latest)} meets the target of "
                f"{format_yardstick(measured, target)}, "
                f"but its trend misses it from {period_title}."
            )
    return ""


def _escalate_hidden_failures(
    measured_entries: Sequence[tuple[Entry, Measured]],
) -> Iterator[Escalation]:
    """Yield services that fail where the figure for all services together does not."""
    groups: dict[tuple[str, str], list[tuple[Entry, Measured]]] = {}
    for entry, measured in measured_entries:
        groups.setdefault((measured.dataset_id, measured.measure.id), []).append((entry, measured))
    for group in groups.values():
        directorate_series = combine_services(
            # Only the latest figure is asked about, so that the rest is not added up.
            [_keep_latest_period(measured) for _, measured in group]
        )
        if len(group) < 2 or directorate_series is None or not _is_good(directorate_series):
            continue
        for entry, measured in group:
            if _is_failing(measured):
                reason = _describe_hidden_failure(measured, directorate_series)
                yield Escalation(entry, measured, EscalationRule.HIDDEN_FAILURE, reason)


def _escalate_services(edition: Edition, escalations: Sequence[Escalation]) -> Iterator[Escalation]:
    """Yield services of which several measures worsen, run by run or by a special cause."""
    services: dict[str, dict[tuple[str, str], Escalation]] = {}
    for escalation in escalations:
        if escalation.rule in _WORSENING and escalation.measured is not None:
            key = (escalation.measured.dataset_id, escalation.measured.measure.id)
            services.setdefault(escalation.entry.service, {}).setdefault(key, escalation)
    for measures in services.values():
        if len(measures) >= max(edition.pack.escalation.deteriorating_measures, 1):
            first = next(iter(measures.values()))
            titles = [
                concern.measured.measure.title for concern in measures.values() if concern.measured
            ]
            count_words = "1 measure is" if len(titles) == 1 else f"{len(titles)} measures are"
            reason = f"{count_words} deteriorating: {'; '.join(titles)}."
            yield Escalation(first.entry, None, EscalationRule.SEVERAL_MEASURES, reason)


def _keep_latest_period(measured: Measured) -> Measured:
    return replace(measured, periods=measured.periods[-1:], rows=measured.rows[-1:])


def _is_good(measured: Measured) -> bool:
    """Return whether a figure is green or, without thresholds, meets its target."""
    if measured.rating is Rating.UNRATED:
        return is_target_met(measured.measure, measured.latest, find_target(measured)) is True
    return measured.rating is Rating.GREEN


def _is_failing(measured: Measured) -> bool:
    if measured.rating is Rating.UNRATED:
        return is_target_met(measured.measure, measured.latest, find_target(measured)) is False
    return measured.rating in _BREACHED


def _describe_breach(measured: Measured) -> str:
    limits = find_thresholds(measured.measure, measured.service)
    assert limits is not None, "only thresholds make a figure red or amber"
    side = "below" if measured.measure.better is Better.HIGHER else "above"
    is_red = measured.rating is Rating.RED
    whose, limit = ("leadership team", limits.slt) if is_red else ("board", limits.board)
    value, threshold = (
        format_measured(measured, measured.latest),
        format_yardstick(measured, limit),
    )
    return f"{value} is {side} the {whose}'s threshold of {threshold}."


def _describe_worsening(measured: Measured, periods: int) -> str:
    cadence_words = measured.periods[-1].cadence.units
    values = select_numbers(measured.values[-periods - 1 :])
    decimals = find_decimals(measured.decimals, values[-1], values[:1])
    first, last = (format_measured(measured, value, decimals) for value in (values[0], values[-1]))
    return f"Worse {periods} {cadence_words} in a row, from {first} to {last}."


def _describe_hidden_failure(measured: Measured, directorate_series: Measured) -> str:
    values = (measured.latest, directorate_series.latest)
    decimals = find_decimals(measured.decimals, values[0], values[1:])
    service_words, directorate_words = (
        format_measured(measured, value, decimals) for value in values
    )
    word = "misses its target" if measured.rating is Rating.UNRATED else f"is {measured.rating}"
    return f"{service_words} {word}, while all services together are good at {directorate_words}."
