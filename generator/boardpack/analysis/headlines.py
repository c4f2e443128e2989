"""The sentence that a measure's chart says, made of facts alone.

It tells what happened to the latest figure, then what that means for the target.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise, takewhile

from boardpack.analysis.measures import (
    Measured,
    describe_coming_target,
    format_measured,
    format_yardstick,
)
from boardpack.analysis.spc_result import Assurance, Movement, PointType, VariationIcon, Xmr
from boardpack.analysis.spc_rules import Label
from boardpack.analysis.targets import find_target, is_target_met
from boardpack.analysis.variation import Variation
from boardpack.model.dataset import Gap

_MOVED = {
    Movement.IMPROVED: "improved to",
    Movement.SUSTAINED: "was sustained at",
    Movement.DETERIORATED: "deteriorated to",
}
_PROMISE = {
    Assurance.FAIL: "will not be met without change",
    Assurance.PASS: "will be met unless something changes",
}


def compose_headline(measured: Measured, variation: Variation) -> str:
    """Return the sentence for a measure and what its series shows."""
    if not isinstance(measured.latest, Decimal):
        return _describe_missing_figure(measured)
    return f"{_describe_latest(measured, variation)}{_describe_target(measured, variation)}."


def _describe_missing_figure(measured: Measured) -> str:
    title, period_words = measured.measure.title, measured.periods[-1].name
    if measured.latest is Gap.SUPPRESSED:
        return f"{title}: the figure for {period_words} is suppressed."
    pairs = zip(reversed(measured.periods), reversed(measured.values), strict=True)
    for period, value in pairs:
        if isinstance(value, Decimal):
            value_words = format_measured(measured, value)
            last_words = f"{value_words} in {period.name}"
            return f"{title}: no figure for {period_words}; the last was {last_words}."
    return f"{title}: no figures."


def _describe_latest(measured: Measured, variation: Variation) -> str:
    title, period_words = measured.measure.title, measured.periods[-1].name
    value = format_measured(measured, measured.latest)
    if variation.xmr is not None and variation.icon is not None:
        return f"{title} {_describe_signal(measured, variation.xmr, value, period_words)}"
    if variation.movement is not None:
        return f"{title} {_MOVED[variation.movement]} {value} in {period_words}"
    return f"{title} was {value} in {period_words}{_describe_change(measured)}"


def _describe_signal(measured: Measured, result: Xmr, value: str, period_words: str) -> str:
    point = result.points[-1]
    cadence_words = measured.periods[-1].cadence.units
    latest_words = f"{value} in {period_words}"
    match point.label:
        case Label.ABOVE_LIMIT:
            words = f"{_choose_verb(result, 'rose')} above its upper limit in {period_words}"
        case Label.BELOW_LIMIT:
            words = f"{_choose_verb(result, 'fell')} below its lower limit in {period_words}"
        case Label.RISING:
            steps = _count_steps(result, 1)
            words = f"has risen {steps} {cadence_words} in a row, to {latest_words}"
        case Label.FALLING:
            steps = _count_steps(result, -1)
            words = f"has fallen {steps} {cadence_words} in a row, to {latest_words}"
        case Label.TWO_OF_THREE_ABOVE:
            words = f"was near its upper limit in two of the last three {cadence_words}"
        case Label.TWO_OF_THREE_BELOW:
            words = f"was near its lower limit in two of the last three {cadence_words}"
        case Label.SHIFT_ABOVE:
            run = _count_run(result)
            words = f"has been above its mean for {run} {cadence_words}, and was {latest_words}"
        case Label.SHIFT_BELOW:
            run = _count_run(result)
            words = f"has been below its mean for {run} {cadence_words}, and was {latest_words}"
        case Label.COMMON_CAUSE:
            return f"was {latest_words}, no more than its usual variation"
    improved = point.point_type is PointType.IMPROVEMENT
    return f"{words}, which is an improvement" if improved else words


def _choose_verb(result: Xmr, verb: str) -> str:
    """Return the verb, or `stayed` where the point before lay beyond the same limit."""
    previous_label = result.points[-2].label if len(result.points) > 1 else None
    # A figure that was beyond the limit already did not cross it now.
    return "stayed" if previous_label is result.points[-1].label else verb


def _count_steps(result: Xmr, sign: int) -> int:
    """Return how many steps up to the latest point go one way."""
    in_latest_segment = result.points.segment == result.points.segment[-1]
    steps = pairwise(reversed(result.points.values[in_latest_segment].tolist()))
    return sum(1 for _ in takewhile(lambda step: sign * (step[0] - step[1]) > 0, steps))


def _count_run(result: Xmr) -> int:
    """Return for how many points the series has been on its present side of the mean."""
    in_latest_segment = result.points.segment == result.points.segment[-1]
    sides = result.points.signals.side[in_latest_segment].tolist()
    return sum(1 for _ in takewhile(lambda side: side == sides[-1], reversed(sides)))


def _describe_change(measured: Measured) -> str:
    previous = measured.previous
    if previous is Gap.INCOMPARABLE:
        return f", not comparable with {measured.periods[-2].name}"
    if not isinstance(previous, Decimal) or not isinstance(measured.latest, Decimal):
        return ""
    period_words = measured.periods[-2].name
    if previous == measured.latest:
        return f", the same as in {period_words}"
    direction = "up" if measured.latest > previous else "down"
    return f", {direction} from {format_measured(measured, previous)} in {period_words}"


def _describe_target(measured: Measured, variation: Variation) -> str:
    target = find_target(measured)
    met = is_target_met(measured.measure, measured.latest, target)
    if target is None or met is None:
        coming = describe_coming_target(measured)
        return f"; target {coming}" if coming else ""
    words = f"; the target of {format_yardstick(measured, target)}"
    if variation.assurance in _PROMISE:
        return f"{words} {_PROMISE[variation.assurance]}"
    outcome = "was met" if met else "was missed"
    if (
        variation.assurance is Assurance.INCONSISTENT
        and variation.icon is VariationIcon.COMMON_CAUSE
    ):
        return f"{words} {outcome}, and may be met or missed by chance"
    return f"{words} {outcome}"
