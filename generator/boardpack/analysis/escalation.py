"""What must be escalated, by which rule, and why in words; worst first.

Sources: the quality report's cover paper (a threshold breached, worsening for more than two or
three months, one provider worsening in several areas) and the performance framework (a target
missed or at risk, a failing area hidden by a good overall position).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise, takewhile

from boardpack.analysis.directorate import overall
from boardpack.analysis.edition import Edition, Entry
from boardpack.analysis.forecast import FURTHEST, fit
from boardpack.analysis.headlines import headline
from boardpack.analysis.measures import Measured, as_set, in_words, known
from boardpack.analysis.rag import Rating, thresholds_of
from boardpack.analysis.states import State
from boardpack.analysis.targets import aim, meets
from boardpack.model.dataset import Better, Value
from boardpack.model.period import Cadence


class EscalationRule(StrEnum):
    """The rules, in the order in which what they find is shown."""

    RED_NOW = "red now"
    SEVERAL_MEASURES = "several measures deteriorating"
    HIDDEN_FAILURE = "hidden by a good overall figure"
    SPECIAL_CAUSE_CONCERN = "special cause of concern"
    DETERIORATING = "deteriorating"
    TARGET_MISSED = "target missed"
    TARGET_AT_RISK = "target at risk"


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
_WORSENING = (EscalationRule.DETERIORATING, EscalationRule.SPECIAL_CAUSE_CONCERN)


def escalations(edition: Edition) -> tuple[Escalation, ...]:
    """Return everything that an edition's figures escalate: by rule, then in the pack's order.

    Sections that are not due escalate nothing; waived ones do, for a waiver excuses words only.
    """
    shown = list(_shown_once(edition))
    found = [one for entry, measured in shown for one in _of_measure(edition, entry, measured)]
    found += _hidden(shown)
    found += _several(edition, found)
    return tuple(sorted(found, key=lambda one: _ORDER.index(one.rule)))


def by_subject(found: Iterable[Escalation]) -> tuple[tuple[Escalation, ...], ...]:
    """Return escalations gathered by measure (or service), each group by its worst rule.

    Among groups of one rule, those that more rules escalate come first.
    """
    groups: dict[tuple[str, str, str], list[Escalation]] = {}
    for one in found:
        what = (one.measured.dataset_id, one.measured.measure.id) if one.measured else ("", "")
        groups.setdefault((one.entry.service, *what), []).append(one)
    worst = sorted(groups.values(), key=lambda group: (_ORDER.index(group[0].rule), -len(group)))
    return tuple(tuple(group) for group in worst)


def worsening(measured: Measured) -> int:
    """Return for how many periods in a row, up to the latest, each was worse than the one before.

    A period without a figure ends the run.
    """
    steps = pairwise(reversed(measured.values))
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


def _shown_once(edition: Edition) -> Iterator[tuple[Entry, Measured]]:
    seen: set[tuple[str, str, str]] = set()
    for entry in edition.entries:
        if entry.state is State.NOT_DUE:
            continue
        for measured in entry.measured:
            key = (measured.dataset_id, measured.measure.id, measured.service)
            if key not in seen:
                seen.add(key)
                yield entry, measured


def _of_measure(edition: Edition, entry: Entry, measured: Measured) -> Iterator[Escalation]:
    if measured.measure.better is Better.NEUTRAL or not isinstance(measured.latest, Decimal):
        return
    if measured.rating is Rating.RED:
        yield Escalation(entry, measured, EscalationRule.RED_NOW, _red_words(measured))
    found = edition.variations(measured)
    if found.is_concern:
        reason = headline(measured, found)
        yield Escalation(entry, measured, EscalationRule.SPECIAL_CAUSE_CONCERN, reason)
    periods = worsening(measured)
    if periods >= edition.pack.escalation.deteriorating_periods:
        reason = _worsening_words(measured, periods)
        yield Escalation(entry, measured, EscalationRule.DETERIORATING, reason)
    yield from _about_target(entry, measured)


def _about_target(entry: Entry, measured: Measured) -> Iterator[Escalation]:
    """Yield what a target asks for; one not reached yet, but on plan, is not missed."""
    target, plan = aim(measured), measured.measure.trajectory.get(measured.periods[-1].id)
    met = meets(measured.measure, measured.latest, target)
    on_plan = meets(measured.measure, measured.latest, plan)
    value = in_words(measured.measure, measured.latest)
    behind = (
        f"behind the {as_set(measured.measure, plan)} planned by now" if plan is not None else ""
    )
    if met is False and not on_plan and target is not None:
        reason = f"{value} misses the target of {as_set(measured.measure, target)}"
        reason = f"{reason}, {behind}." if behind else f"{reason}."
        yield Escalation(entry, measured, EscalationRule.TARGET_MISSED, reason)
    elif on_plan is False:
        yield Escalation(entry, measured, EscalationRule.TARGET_AT_RISK, f"{value} is {behind}.")
    elif met and target is not None and (reason := _forecast_miss(measured, target)):
        yield Escalation(entry, measured, EscalationRule.TARGET_AT_RISK, reason)


def _forecast_miss(measured: Measured, target: Decimal) -> str:
    """Return when a trend crosses its target within the forecast, or nothing."""
    line = fit(measured)
    if line is None or not line.is_trend:
        return ""
    for ahead in range(1, FURTHEST + 1):
        value = Decimal(repr(line.at(ahead)))
        if meets(measured.measure, value, target) is False:
            when = measured.periods[-1].back(-ahead).title
            aimed, now = (
                as_set(measured.measure, target),
                in_words(measured.measure, measured.latest),
            )
            return f"{now} meets the target of {aimed}, but its trend misses it from {when}."
    return ""


def _hidden(shown: Sequence[tuple[Entry, Measured]]) -> Iterator[Escalation]:
    """Yield services that fail where the figure for all services together does not."""
    groups: dict[tuple[str, str], list[tuple[Entry, Measured]]] = {}
    for entry, measured in shown:
        groups.setdefault((measured.dataset_id, measured.measure.id), []).append((entry, measured))
    for group in groups.values():
        whole = overall([_latest_only(measured) for _, measured in group])
        if len(group) < 2 or whole is None or not _is_good(whole):
            continue
        for entry, measured in group:
            if _fails(measured):
                reason = _hidden_words(measured, whole)
                yield Escalation(entry, measured, EscalationRule.HIDDEN_FAILURE, reason)


def _several(edition: Edition, found: Sequence[Escalation]) -> Iterator[Escalation]:
    """Yield services of which several measures worsen, run by run or by a special cause."""
    services: dict[str, dict[tuple[str, str], Escalation]] = {}
    for one in found:
        if one.rule in _WORSENING and one.measured is not None:
            key = (one.measured.dataset_id, one.measured.measure.id)
            services.setdefault(one.entry.service, {}).setdefault(key, one)
    for measures in services.values():
        if len(measures) >= max(edition.pack.escalation.deteriorating_measures, 1):
            first = next(iter(measures.values()))
            titles = [m.measured.measure.title for m in measures.values() if m.measured]
            many = "1 measure is" if len(titles) == 1 else f"{len(titles)} measures are"
            reason = f"{many} deteriorating: {'; '.join(titles)}."
            yield Escalation(first.entry, None, EscalationRule.SEVERAL_MEASURES, reason)


def _latest_only(measured: Measured) -> Measured:
    return replace(measured, periods=measured.periods[-1:], rows=measured.rows[-1:])


def _is_good(measured: Measured) -> bool:
    """Return whether a figure is green or, without thresholds, meets its target."""
    if measured.rating is Rating.UNRATED:
        return meets(measured.measure, measured.latest, aim(measured)) is True
    return measured.rating is Rating.GREEN


def _fails(measured: Measured) -> bool:
    if measured.rating is Rating.UNRATED:
        return meets(measured.measure, measured.latest, aim(measured)) is False
    return measured.rating in (Rating.RED, Rating.AMBER)


def _red_words(measured: Measured) -> str:
    limits = thresholds_of(measured.measure, measured.service)
    side = "below" if measured.measure.better is Better.HIGHER else "above"
    threshold = as_set(measured.measure, limits.slt) if limits else ""
    value = in_words(measured.measure, measured.latest)
    return f"{value} is {side} the leadership team's threshold of {threshold}."


def _worsening_words(measured: Measured, periods: int) -> str:
    what = "weeks" if measured.periods[-1].cadence is Cadence.WEEKLY else "months"
    values = known(measured.values[-periods - 1 :])
    first, last = (in_words(measured.measure, value) for value in (values[0], values[-1]))
    return f"Worse {periods} {what} in a row, from {first} to {last}."


def _hidden_words(measured: Measured, whole: Measured) -> str:
    own, all_ = in_words(measured.measure, measured.latest), in_words(whole.measure, whole.latest)
    word = "misses its target" if measured.rating is Rating.UNRATED else f"is {measured.rating}"
    return f"{own} {word}, while all services together are good at {all_}."
