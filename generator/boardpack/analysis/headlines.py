"""The sentence that a measure's chart says, made of facts alone.

It tells what happened to the latest figure, then what that means for the target.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise, takewhile

from boardpack.analysis.measures import Measured, as_set, in_words
from boardpack.analysis.spc_result import Assurance, Movement, PointType, VariationIcon, Xmr
from boardpack.analysis.spc_rules import Label
from boardpack.analysis.targets import aim, meets
from boardpack.analysis.variation import Variation
from boardpack.model.dataset import Gap
from boardpack.model.period import Cadence, Period

_MOVED = {
    Movement.IMPROVED: "improved to",
    Movement.SUSTAINED: "was sustained at",
    Movement.DETERIORATED: "deteriorated to",
}
_PROMISE = {
    Assurance.FAIL: "will not be met without change",
    Assurance.PASS: "will be met unless something changes",
}


def headline(measured: Measured, found: Variation) -> str:
    """Return the sentence for a measure and what its series shows."""
    if not isinstance(measured.latest, Decimal):
        return _without_figure(measured)
    return f"{_happened(measured, found)}{_target(measured, found)}."


def _without_figure(measured: Measured) -> str:
    title, when = measured.measure.title, _when(measured.periods[-1])
    if measured.latest is Gap.SUPPRESSED:
        return f"{title}: the figure for {when} is suppressed."
    pairs = zip(reversed(measured.periods), reversed(measured.values), strict=True)
    for period, value in pairs:
        if isinstance(value, Decimal):
            shown = in_words(measured.measure, value)
            return f"{title}: no figure for {when}; the last was {shown} in {_when(period)}."
    return f"{title}: no figures."


def _happened(measured: Measured, found: Variation) -> str:
    title, when = measured.measure.title, _when(measured.periods[-1])
    value = in_words(measured.measure, measured.latest)
    if found.xmr is not None and found.icon is not None:
        return f"{title} {_signal(measured, found.xmr, value, when)}"
    if found.movement is not None:
        return f"{title} {_MOVED[found.movement]} {value} in {when}"
    return f"{title} was {value} in {when}{_since_before(measured)}"


def _signal(measured: Measured, result: Xmr, value: str, when: str) -> str:
    point = result.points[-1]
    many = _periods(measured)
    match point.label:
        case Label.ABOVE_LIMIT:
            words = f"{_crossed(result, 'rose')} above its upper limit in {when}"
        case Label.BELOW_LIMIT:
            words = f"{_crossed(result, 'fell')} below its lower limit in {when}"
        case Label.RISING:
            words = f"has risen {_steps(result, 1)} {many} in a row, to {value} in {when}"
        case Label.FALLING:
            words = f"has fallen {_steps(result, -1)} {many} in a row, to {value} in {when}"
        case Label.TWO_OF_THREE_ABOVE:
            words = f"was near its upper limit in two of the last three {many}"
        case Label.TWO_OF_THREE_BELOW:
            words = f"was near its lower limit in two of the last three {many}"
        case Label.SHIFT_ABOVE:
            words = f"has been above its mean for {_run(result)} {many}, and was {value} in {when}"
        case Label.SHIFT_BELOW:
            words = f"has been below its mean for {_run(result)} {many}, and was {value} in {when}"
        case Label.COMMON_CAUSE:
            return f"was {value} in {when}, no more than its usual variation"
    improved = point.point_type is PointType.IMPROVEMENT
    return f"{words}, which is an improvement" if improved else words


def _crossed(result: Xmr, verb: str) -> str:
    """Return the verb, or `stayed` where the point before lay beyond the same limit."""
    before = result.points[-2].label if len(result.points) > 1 else None
    return "stayed" if before is result.points[-1].label else verb


def _steps(result: Xmr, sign: int) -> int:
    """Return how many steps up to the latest point go one way."""
    latest = result.points.segment == result.points.segment[-1]
    steps = pairwise(reversed(result.points.values[latest].tolist()))
    return sum(1 for _ in takewhile(lambda step: sign * (step[0] - step[1]) > 0, steps))


def _run(result: Xmr) -> int:
    """Return for how many points the series has been on its present side of the mean."""
    latest = result.points.segment == result.points.segment[-1]
    sides = result.points.signals.side[latest].tolist()
    return sum(1 for _ in takewhile(lambda side: side == sides[-1], reversed(sides)))


def _since_before(measured: Measured) -> str:
    before = measured.previous
    if not isinstance(before, Decimal) or not isinstance(measured.latest, Decimal):
        return ""
    shown, when = in_words(measured.measure, before), _when(measured.periods[-2])
    if shown == in_words(measured.measure, measured.latest):
        return f", the same as in {when}"
    return f", {'up' if measured.latest > before else 'down'} from {shown} in {when}"


def _target(measured: Measured, found: Variation) -> str:
    target = aim(measured)
    met = meets(measured.measure, measured.latest, target)
    if target is None or met is None:
        return ""
    words = f"; the target of {as_set(measured.measure, target)}"
    if found.assurance in _PROMISE:
        return f"{words} {_PROMISE[found.assurance]}"
    was = "was met" if met else "was missed"
    if found.assurance is Assurance.INCONSISTENT and found.icon is VariationIcon.COMMON_CAUSE:
        return f"{words} {was}, and may be met or missed by chance"
    return f"{words} {was}"


def _periods(measured: Measured) -> str:
    return "weeks" if measured.periods[-1].cadence is Cadence.WEEKLY else "months"


def _when(period: Period) -> str:
    if period.cadence is Cadence.WEEKLY:
        return f"week {int(period.id[-2:])} of {period.id[:4]}"
    return period.title
